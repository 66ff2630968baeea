//! Where a column that is named somewhere got its name: in a select list of the same text, or of a
//! cell further up.

use super::column::{Asked, CellText};
use crate::outline::{Branch, Outline, outline};
use crate::target::Target;

/// The cell, and the spot of its text, that gives the name asked about.
pub(super) fn definition(cells: &[CellText], (cell, offset): Asked) -> Option<Asked> {
    let shape = outline(cells.get(cell)?.text.as_deref()?);
    let at = shape.spot_at(offset)?;
    let (name, source) = match shape.target(at)? {
        Target::Output(given) => return Some((cell, given)),
        Target::Column { name, source } => (name, source),
        _ => return None,
    };
    let sources = if let Some(source) = source {
        vec![*source]
    } else {
        let own = shape.given_in(*shape.of.get(at)?, &name);
        if let Some(given) = own {
            return Some((cell, given));
        }
        let reads = shape.reads_around(at);
        let targets = reads.iter().filter_map(|read| shape.read_target(read));
        targets.collect()
    };
    sources.iter().find_map(|source| {
        if let Some(given) = shape.given_by(source, &name, shape.branches.len()) {
            return Some((cell, given));
        }
        let Target::Relation(relation) = shape.behind(source) else {
            return None;
        };
        given_by_cell(cells, &relation, &name, cells.len())
    })
}

/// The spot that gives a column of a cell its name; it may come from a cell further up.
fn given_by_cell(cells: &[CellText], relation: &str, name: &str, depth: usize) -> Option<Asked> {
    let at = cells
        .iter()
        .position(|cell| cell.name.to_lowercase() == relation)?;
    let shape = outline(cells[at].text.as_deref()?);
    let last = shape.branches.iter().rposition(|branch| {
        branch.parent.is_none() && branch.beside.is_none() && branch.start < branch.end
    })?;
    if let Some(given) = shape.given_through(last, name, shape.branches.len()) {
        return Some((at, given));
    }
    let deeper = depth.checked_sub(1)?;
    shape.branches[last].reads.iter().find_map(|read| {
        let target = shape.read_target(read)?;
        let Target::Relation(next) = shape.behind(&target) else {
            return None;
        };
        given_by_cell(cells, &next, name, deeper)
    })
}

impl Outline {
    /// The name given in the select list of a branch.
    fn given_in(&self, branch: usize, name: &str) -> Option<usize> {
        let is_it = |at: &usize| {
            self.word(*at)
                .is_some_and(|word| word.to_lowercase() == name)
        };
        self.branches[branch].outputs.iter().copied().find(is_it)
    }

    /// The same, or the name that a branch passes on from what it reads.
    fn given_through(&self, branch: usize, name: &str, depth: usize) -> Option<usize> {
        if let Some(given) = self.given_in(branch, name) {
            return Some(given);
        }
        let deeper = depth.checked_sub(1)?;
        self.branches[branch].reads.iter().find_map(|read| {
            let source = self.read_target(read)?;
            self.given_by(&source, name, deeper)
        })
    }

    /// The spot that gives a column of a named query, or of a query in brackets, its name.
    fn given_by(&self, source: &Target, name: &str, depth: usize) -> Option<usize> {
        let body = match source {
            Target::Named(index) => self
                .branches
                .iter()
                .position(|branch| branch.body_of == Some(*index))?,
            Target::Alias(at) => match self.behind(source) {
                named @ Target::Named(_) => return self.given_by(&named, name, depth),
                _ => self.in_brackets_before(*at)?,
            },
            _ => return None,
        };
        self.given_through(body, name, depth)
    }

    /// What a short name stands for; other sources are themselves.
    fn behind(&self, source: &Target) -> Target {
        let found = match source {
            Target::Alias(at) => self.of.get(*at).and_then(|branch| {
                let mut reads = self.branches[*branch].reads.iter();
                let read = reads.find(|read| read.alias == Some(*at))?;
                let mut bare = *read;
                bare.alias = None;
                self.read_target(&bare)
            }),
            _ => None,
        };
        found.unwrap_or_else(|| source.clone())
    }

    /// The first query in the brackets that a short name follows.
    fn in_brackets_before(&self, alias: usize) -> Option<usize> {
        let close = [alias.checked_sub(1), alias.checked_sub(2)];
        let is_inside = |branch: &Branch| {
            branch.beside.is_none() && close.contains(&Some(self.last_end(branch)))
        };
        self.branches.iter().position(is_inside)
    }

    /// Where the last side of a branch's UNION ends.
    fn last_end(&self, first: &Branch) -> usize {
        let sides = self.branches.iter().filter(|branch| {
            branch.beside.is_some_and(|at| {
                self.branches[at].start == first.start && self.branches[at].depth == first.depth
            })
        });
        sides.map(|side| side.end).fold(first.end, usize::max)
    }
}
