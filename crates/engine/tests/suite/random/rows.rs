//! Answers as multisets of rows, and where two of them differ.

use super::tree::Kind;

/// One cell in the form that both engines have in common.
fn normal(cell: String, kind: Kind) -> String {
    match kind {
        Kind::Truth => match cell.as_str() {
            "true" => "1".to_owned(),
            "false" => "0".to_owned(),
            _ => cell,
        },
        _ if kind.is_number() => match cell.parse::<f64>() {
            Ok(number) => format!("{}", number + 0.0),
            Err(_) => cell,
        },
        _ => cell,
    }
}

fn ordered(rows: Vec<Vec<String>>, kinds: &[Kind]) -> Vec<Vec<String>> {
    let kind_at = |at: usize| kinds.get(at).copied().unwrap_or(Kind::Text);
    let mut rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|row| {
            row.into_iter()
                .enumerate()
                .map(|(at, cell)| normal(cell, kind_at(at)))
                .collect()
        })
        .collect();
    let key = |row: &[String]| {
        let exact = row
            .iter()
            .enumerate()
            .filter(|(at, _)| kind_at(*at) != Kind::Ratio);
        let exact: Vec<String> = exact.map(|(_, cell)| cell.clone()).collect();
        let rest = row
            .iter()
            .enumerate()
            .filter(|(at, _)| kind_at(*at) == Kind::Ratio);
        let rest: Vec<String> = rest
            .map(|(_, cell)| match cell.parse::<f64>() {
                // Shifted, so that they sort as numbers.
                Ok(number) => format!("{:020.4}", number + 1e12),
                Err(_) => cell.clone(),
            })
            .collect();
        (exact, rest)
    };
    rows.sort_by_cached_key(|row| key(row));
    rows
}

/// The first difference between two answers as multisets of rows; none when there is none.
pub(super) fn difference(
    ours: Vec<Vec<String>>,
    theirs: Vec<Vec<String>>,
    kinds: &[Kind],
) -> Option<String> {
    let (ours, theirs) = (ordered(ours, kinds), ordered(theirs, kinds));
    if ours.len() != theirs.len() {
        return Some(format!(
            "{} rows, expected {}\n  ours {ours:?}\n  expected {theirs:?}",
            ours.len(),
            theirs.len()
        ));
    }
    let same = |ours: &str, theirs: &str, kind: Kind| {
        ours == theirs
            || kind.is_number()
                && match (ours.parse::<f64>(), theirs.parse::<f64>()) {
                    (Ok(ours), Ok(theirs)) => {
                        let allowed = if kind == Kind::Ratio { 2e-6 } else { 1e-8 };
                        (ours - theirs).abs() <= allowed + theirs.abs() * 1e-9
                    }
                    _ => false,
                }
    };
    let all = |ours: &Vec<String>, theirs: &Vec<String>| {
        ours.len() == theirs.len()
            && ours
                .iter()
                .zip(theirs)
                .zip(kinds.iter().chain(std::iter::repeat(&Kind::Text)))
                .all(|((ours, theirs), kind)| same(ours, theirs, *kind))
    };
    ours.iter()
        .zip(&theirs)
        .find(|(ours, theirs)| !all(ours, theirs))
        .map(|(ours, theirs)| format!("ours {ours:?}, expected {theirs:?}"))
}
