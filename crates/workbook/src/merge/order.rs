//! The order of a list that both sides may have changed.

use std::collections::HashSet;

use super::Side;

/// An order of identities, and whether both sides wanted another one.
pub(super) enum Order<'a> {
    Agreed(Vec<&'a str>),
    Disputed(Vec<&'a str>),
}

/// The order of all identities of both sides. The side that moved something leads; what only the
/// other has stands behind the one it stood behind there.
pub(super) fn merged_order<'a>(
    base: &[&'a str],
    ours: &[&'a str],
    theirs: &[&'a str],
    prefer: Side,
) -> Order<'a> {
    let ours_moved = common(ours, base) != common(base, ours);
    let theirs_moved = common(theirs, base) != common(base, theirs);
    let agree = common(ours, theirs) == common(theirs, ours);
    let leads = match (ours_moved, theirs_moved) {
        (true, false) => Side::Ours,
        (false, true) => Side::Theirs,
        _ => prefer,
    };
    let order = match leads {
        Side::Ours => joined(ours, theirs),
        Side::Theirs => joined(theirs, ours),
    };
    if ours_moved && theirs_moved && !agree {
        Order::Disputed(order)
    } else {
        Order::Agreed(order)
    }
}

/// The members of `list` that are in `other` too, in the order of `list`.
fn common<'a>(list: &[&'a str], other: &[&str]) -> Vec<&'a str> {
    let other: HashSet<&str> = other.iter().copied().collect();
    let known = |id: &&&str| other.contains(**id);
    list.iter().filter(known).copied().collect()
}

fn joined<'a>(leading: &[&'a str], following: &[&'a str]) -> Vec<&'a str> {
    let mut order = leading.to_vec();
    let mut known: HashSet<&str> = leading.iter().copied().collect();
    let mut at = 0;
    for id in following {
        if known.insert(*id) {
            order.insert(at, *id);
            at += 1;
        } else if let Some(place) = order.iter().position(|one| one == id) {
            at = place + 1;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{Order, Side, merged_order};

    fn check(base: &str, ours: &str, theirs: &str, expected: &str, is_disputed: bool) {
        let list = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
        let [base, ours, theirs] = [base, ours, theirs].map(|text| list(String::leak(text.into())));
        let (order, disputed) = match merged_order(&base, &ours, &theirs, Side::Ours) {
            Order::Agreed(order) => (order, false),
            Order::Disputed(order) => (order, true),
        };
        assert_eq!(order.join(" "), expected);
        assert_eq!(disputed, is_disputed);
    }

    #[test]
    fn new_ones_stand_behind_their_neighbour_and_moves_of_one_side_count() {
        check("a b c", "a x b c", "a b y c", "a x b y c", false);
        check("a b c", "c a b", "a b c d", "c d a b", false);
        check("a b c", "a b c", "c b a", "c b a", false);
        check("a b", "n a b", "a b", "n a b", false);
        check("a b", "a b", "n a b", "n a b", false);
        check("", "x", "y", "y x", false);
    }

    #[test]
    fn two_different_moves_are_disputed_and_two_equal_ones_are_not() {
        check("a b c", "b a c", "a c b", "b a c", true);
        check("a b c", "b a c", "b a c", "b a c", false);
    }
}
