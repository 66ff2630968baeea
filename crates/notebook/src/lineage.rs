//! Lineages of cells put together: what a cell reads of other cells is followed to the tables.

use std::collections::{BTreeMap, BTreeSet};

use model::{Lineage, Made, Origin, RowFilter};

/// Fills in the roots of every column, and the filters of the cells that each cell reads. Each
/// cell stands behind those that it reads; a cell without lineage ends the way.
pub fn follow(cells: &mut [(String, Option<Lineage>)]) {
    for at in 0..cells.len() {
        let (before, rest) = cells.split_at_mut(at);
        let Some((_, Some(lineage))) = rest.first_mut() else {
            continue;
        };
        let above = Above { cells: before };
        above.complete(lineage);
    }
}

/// The same for one lineage, behind cells that were followed already.
pub fn follow_one(before: &[(String, Option<Lineage>)], lineage: &mut Lineage) {
    Above { cells: before }.complete(lineage);
}

/// The cells that were followed already.
struct Above<'a> {
    cells: &'a [(String, Option<Lineage>)],
}

impl<'a> Above<'a> {
    fn cell(&self, name: &str) -> Option<(&'a str, &'a Lineage)> {
        let lower = name.to_lowercase();
        let found = |(known, _): &&(String, Option<Lineage>)| known.to_lowercase() == lower;
        let (name, lineage) = self.cells.iter().rev().find(found)?;
        Some((name.as_str(), lineage.as_ref()?))
    }

    fn complete(&self, lineage: &mut Lineage) {
        let mut added = Added {
            filters: &mut lineage.filters,
        };
        for column in &mut lineage.columns {
            let mut roots: BTreeMap<(String, bool, String), Made> = BTreeMap::new();
            let mut filters: BTreeSet<u32> = column.filters.iter().copied().collect();
            for origin in &column.origins {
                for root in self.roots(origin) {
                    let leaf = (root.relation, root.is_cell, root.column);
                    let known = roots.entry(leaf).or_default();
                    *known = (*known).max(root.made);
                }
                if let Some((name, above)) = self.cell_of(origin) {
                    let read = above.columns.iter().find(|one| one.name == origin.column);
                    for place in read.iter().flat_map(|read| &read.filters) {
                        filters.extend(added.filter(name, above, *place));
                    }
                }
            }
            for (name, above) in column.rows_of.iter().filter_map(|name| self.cell(name)) {
                for place in 0..above.filters.len() {
                    let place = u32::try_from(place).unwrap_or(u32::MAX);
                    filters.extend(added.filter(name, above, place));
                }
            }
            column.filters = filters.into_iter().collect();
            column.roots = roots
                .into_iter()
                .map(|((relation, is_cell, column), made)| Origin {
                    relation,
                    is_cell,
                    column,
                    made,
                })
                .collect();
        }
    }

    fn cell_of(&self, origin: &Origin) -> Option<(&'a str, &'a Lineage)> {
        self.cell(&origin.relation).filter(|_| origin.is_cell)
    }

    /// What stands behind a column that is read, at the far end.
    fn roots(&self, origin: &Origin) -> Vec<Origin> {
        let column = self.cell_of(origin).and_then(|(_, above)| {
            let named = |one: &&model::ColumnLineage| one.name == origin.column;
            above.columns.iter().find(named)
        });
        match column {
            None => vec![origin.clone()],
            Some(column) => column
                .roots
                .iter()
                .map(|root| Origin {
                    made: root.made.max(column.made).max(origin.made),
                    ..root.clone()
                })
                .collect(),
        }
    }
}

/// Filters of cells above, each added once.
struct Added<'l> {
    filters: &'l mut Vec<RowFilter>,
}

impl Added<'_> {
    /// The place of a filter of a cell above; none when there are too many to be counted.
    fn filter(&mut self, name: &str, above: &Lineage, place: u32) -> Option<u32> {
        let filter = above.filters.get(usize::try_from(place).ok()?)?;
        let cell = filter.cell.clone().unwrap_or_else(|| name.to_owned());
        let filter = RowFilter {
            cell: Some(cell),
            ..filter.clone()
        };
        // The same filter may be met on two ways through different cells.
        if let Some(known) = self.filters.iter().position(|known| *known == filter) {
            return u32::try_from(known).ok();
        }
        let new = u32::try_from(self.filters.len()).ok()?;
        self.filters.push(filter);
        Some(new)
    }
}
