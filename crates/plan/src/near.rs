//! Names near to a misspelt one.

use std::collections::BTreeSet;

use strsim::{damerau_levenshtein, jaro_winkler};

/// Names longer than this are compared by no one.
const LONGEST: usize = 64;

/// Up to three of `names` that `wanted` may have meant, nearest first.
pub(crate) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    if wanted.len() > LONGEST {
        return Vec::new();
    }
    let names: BTreeSet<&str> = names
        .into_iter()
        .filter(|name| name.len() <= LONGEST)
        .collect();
    let mut ranked: Vec<(usize, f64, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let steps = damerau_levenshtein(&wanted, &lower);
            let alike = jaro_winkler(&wanted, &lower);
            let allowed = (wanted.chars().count() / 3).max(1);
            let is_near = steps <= allowed
                || alike > 0.88
                || (wanted.len() > 2 && (lower.contains(&wanted) || wanted.contains(&lower)));
            (is_near && lower.len() > 1).then_some((steps, alike, name))
        })
        .collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(b.2)));
    ranked
        .into_iter()
        .take(3)
        .map(|(_, _, name)| name)
        .collect()
}

/// "`a`", "`a` or `b`", "`a`, `b` or `c`".
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", shortened(name)))
        .collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

/// A name of a person's, cut so that a message stays short, without line breaks.
pub(crate) fn shortened(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(48)
        .collect();
    if name.chars().count() > 48 {
        format!("{plain}…")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::{listed, nearest};

    #[test]
    fn a_slip_of_the_finger_is_near() {
        let names = ["region", "revenue", "order_date", "net_amount"];
        assert_eq!(nearest("reigon", names), ["region"]);
        assert_eq!(nearest("amount", names), ["net_amount"]);
        assert!(nearest("zzz", names).is_empty());
    }

    #[test]
    fn three_names_read_as_a_choice() {
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
