//! Keys of ROLLUP and CUBE that stand together in brackets, and both inside of GROUPING SETS.

use sqlparser::ast::Expr;

use crate::tree;

/// Most elements of a CUBE that are written out: 2 to the power of it are grouping sets.
const MOST: usize = 10;

/// ROLLUP and CUBE with several keys in one element as the grouping sets that they stand for; the
/// planner knows elements of one key only. False when there are too many.
pub(super) fn write_out(item: &mut Expr) -> bool {
    let (Expr::Rollup(elements) | Expr::Cube(elements)) = &*item else {
        return true;
    };
    if elements.iter().all(|keys| keys.len() == 1) {
        return true;
    }
    written_whole(item)
}

/// The sets of ROLLUP or CUBE over elements; none when they are too many.
fn sets_of(elements: &[Vec<Expr>], is_cube: bool) -> Option<Vec<Vec<Expr>>> {
    if !is_cube {
        let sets = (0..=elements.len()).rev();
        let sets = sets.map(|count| elements.iter().take(count).flatten().cloned().collect());
        return Some(sets.collect());
    }
    (elements.len() <= MOST).then(|| subsets(elements))
}

/// Every choice of elements, all of them first and none of them last.
fn subsets(elements: &[Vec<Expr>]) -> Vec<Vec<Expr>> {
    elements.iter().rev().fold(vec![Vec::new()], |rest, keys| {
        let with = rest
            .iter()
            .map(|set: &Vec<Expr>| keys.iter().chain(set).cloned().collect());
        with.chain(rest.iter().cloned()).collect()
    })
}

/// `CUBE (…)`, `ROLLUP (…)` and sets inside of GROUPING SETS as the sets that they stand for. False
/// when there are too many.
pub(super) fn opened(sets: &mut Vec<Vec<Expr>>) -> bool {
    let mut all = Vec::with_capacity(sets.len());
    for set in std::mem::take(sets) {
        let inner = match set.as_slice() {
            [one] => nested(one),
            _ => None,
        };
        match inner {
            None => all.push(set),
            Some(mut inner) => {
                let is_written = match &mut inner {
                    Expr::GroupingSets(sets) => opened(sets),
                    other => written_whole(other),
                };
                let Expr::GroupingSets(inner) = inner else {
                    return false;
                };
                if !is_written {
                    return false;
                }
                all.extend(inner);
            }
        }
        if all.len() > 1 << MOST {
            return false;
        }
    }
    *sets = all;
    true
}

/// What a call inside of GROUPING SETS stands for.
fn nested(expr: &Expr) -> Option<Expr> {
    let elements = |args: &[Expr]| -> Vec<Vec<Expr>> {
        args.iter()
            .map(|arg| match arg {
                Expr::Tuple(keys) => keys.clone(),
                Expr::Nested(inner) => vec![(**inner).clone()],
                other => vec![other.clone()],
            })
            .collect()
    };
    match expr {
        Expr::Cube(_) | Expr::Rollup(_) | Expr::GroupingSets(_) => Some(expr.clone()),
        Expr::Function(function) => {
            let name = super::from::one_word(&function.name).value.to_lowercase();
            let args = tree::plain_args(function)?;
            match name.as_str() {
                "cube" => Some(Expr::Cube(elements(&args))),
                "rollup" => Some(Expr::Rollup(elements(&args))),
                _ => None,
            }
        }
        _ => None,
    }
}

/// CUBE or ROLLUP as sets, also when each of its elements is one key.
fn written_whole(item: &mut Expr) -> bool {
    let (elements, is_cube) = match item {
        Expr::Rollup(elements) => (std::mem::take(elements), false),
        Expr::Cube(elements) => (std::mem::take(elements), true),
        _ => return false,
    };
    match sets_of(&elements, is_cube) {
        Some(sets) => {
            *item = Expr::GroupingSets(sets);
            true
        }
        None => false,
    }
}
