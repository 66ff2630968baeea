//! Keys of ROLLUP and CUBE that stand together in brackets.

use sqlparser::ast::Expr;

/// Most elements of a CUBE that are written out: 2 to the power of it are grouping sets.
const MOST: usize = 10;

/// ROLLUP and CUBE with several keys in one element as the grouping sets that they stand for; the
/// planner knows elements of one key only. False when there are too many.
pub(super) fn write_out(item: &mut Expr) -> bool {
    let (elements, is_cube) = match item {
        Expr::Rollup(elements) => (elements, false),
        Expr::Cube(elements) => (elements, true),
        _ => return true,
    };
    if elements.iter().all(|keys| keys.len() == 1) {
        return true;
    }
    let elements = std::mem::take(elements);
    if is_cube && elements.len() > MOST {
        return false;
    }
    let sets = if is_cube {
        subsets(&elements)
    } else {
        (0..=elements.len())
            .rev()
            .map(|count| elements.iter().take(count).flatten().cloned().collect())
            .collect()
    };
    *item = Expr::GroupingSets(sets);
    true
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
