//! Rows on the way: each column with what it comes from, and the filters that touched it.

use std::collections::{BTreeMap, BTreeSet};

use model::{ColumnLineage, Field, Made, Origin};
use sqlparser::ast::TableAlias;

use crate::names::Relation;

/// A column of a table or cell: its name, whether that is a cell, and the column.
pub(super) type Leaf = (String, bool, String);

/// One column, with everything that it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) made: Made,
    /// Empty when it is handed on as it is.
    pub(super) expression: String,
    pub(super) origins: BTreeMap<Leaf, Made>,
    pub(super) rows_of: BTreeSet<String>,
    /// Places in the tracer's list.
    pub(super) filters: BTreeSet<usize>,
}

/// The rows of a table, cell, subquery or join.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rows {
    /// The name by which columns are read.
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Tables and cells whose rows these are made of.
    pub(super) relations: BTreeSet<String>,
    pub(super) filters: BTreeSet<usize>,
}

impl Column {
    pub(super) fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Adds what another column comes from, which stands for the same.
    pub(super) fn add(&mut self, other: &Self) {
        self.made = self.made.max(other.made);
        if self.expression.is_empty() {
            self.expression.clone_from(&other.expression);
        }
        self.uses(other, Made::Copied);
    }

    /// Adds what another column comes from, after at least this was made of it.
    pub(super) fn uses(&mut self, other: &Self, made: Made) {
        for (leaf, before) in &other.origins {
            let known = self.origins.entry(leaf.clone()).or_default();
            *known = (*known).max(made).max(*before);
        }
        self.rows_of.extend(other.rows_of.iter().cloned());
        self.filters.extend(&other.filters);
    }

    pub(super) fn told(&self, place: impl Fn(usize) -> Option<usize>) -> ColumnLineage {
        let places = self.filters.iter().filter_map(|id| place(*id));
        ColumnLineage {
            name: self.name.clone(),
            made: self.made,
            expression: self.expression.clone(),
            origins: told(&self.origins),
            roots: Vec::new(),
            rows_of: self.rows_of.iter().cloned().collect(),
            filters: places.filter_map(|at| u32::try_from(at).ok()).collect(),
        }
    }
}

impl Rows {
    /// A table or cell.
    pub(super) fn of(relation: &Relation, is_cell: bool) -> Self {
        let column = |field: &Field| {
            let leaf = (relation.name.clone(), is_cell, field.name.clone());
            Column {
                origins: BTreeMap::from([(leaf, Made::Copied)]),
                ..Column::named(&field.name)
            }
        };
        Self {
            name: relation.name.clone(),
            columns: relation.fields.iter().map(column).collect(),
            relations: BTreeSet::from([relation.name.clone()]),
            filters: BTreeSet::new(),
        }
    }

    /// Columns that come from no table.
    pub(super) fn constant(fields: &[Field]) -> Self {
        Self {
            columns: fields
                .iter()
                .map(|field| Column::named(&field.name))
                .collect(),
            ..Self::default()
        }
    }

    /// The figures of SUMMARIZE: each but the name and type is made of all columns.
    pub(super) fn summarised(&self, fields: &[Field]) -> Self {
        const SAID: [&str; 2] = ["column_name", "column_type"];
        let mut rows = Self::constant(fields);
        for figure in &mut rows.columns {
            if SAID.contains(&figure.name.as_str()) {
                continue;
            }
            figure.made = Made::Aggregated;
            for column in &self.columns {
                figure.uses(column, Made::Aggregated);
            }
        }
        rows.filters.clone_from(&self.filters);
        rows
    }

    /// The same rows under the names of an alias.
    pub(super) fn under(mut self, alias: Option<&TableAlias>) -> Self {
        let Some(alias) = alias else { return self };
        self.name.clone_from(&alias.name.value);
        for (column, name) in self.columns.iter_mut().zip(&alias.columns) {
            column.name.clone_from(&name.name.value);
        }
        self
    }

    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// All rows of this and of `other`, column by column.
    pub(super) fn join_columns(&mut self, other: &Self) {
        for (column, more) in self.columns.iter_mut().zip(&other.columns) {
            column.add(more);
        }
    }

    /// All rows of this and of `other`, whose columns are found by name.
    pub(super) fn join_columns_by_name(&mut self, other: &Self) {
        for more in &other.columns {
            match self.columns.iter_mut().find(|one| one.name == more.name) {
                Some(column) => column.add(more),
                None => self.columns.push(more.clone()),
            }
        }
    }

    /// A filter chose among the rows.
    pub(super) fn touched_by(&mut self, filter: usize) {
        self.filters.insert(filter);
        for column in &mut self.columns {
            column.filters.insert(filter);
        }
    }

    /// Every filter that touched a row or a value, in the order in which they were met.
    pub(super) fn every_filter(&self) -> BTreeSet<usize> {
        let of_columns = self.columns.iter().flat_map(|column| &column.filters);
        self.filters.iter().chain(of_columns).copied().collect()
    }

    /// All columns of tables and cells that these rows are made of.
    pub(super) fn origins(&self) -> Vec<Origin> {
        let mut all = Column::default();
        for column in &self.columns {
            all.uses(column, Made::Copied);
        }
        told(&all.origins)
    }
}

/// Origins as they are told.
pub(super) fn told(origins: &BTreeMap<Leaf, Made>) -> Vec<Origin> {
    origins
        .iter()
        .map(|((relation, is_cell, column), made)| Origin {
            relation: relation.clone(),
            is_cell: *is_cell,
            column: column.clone(),
            made: *made,
        })
        .collect()
}
