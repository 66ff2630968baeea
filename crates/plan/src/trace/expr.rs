//! One expression: the columns it reads, and what it makes of them.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use model::{FilterKind, Made, Origin, RowFilter, Span};
use sqlparser::ast::{
    Expr, Function, Ident, Query, UnaryOperator, Visit, VisitMut, Visitor, VisitorMut,
};

use super::Tracer;
use super::rows::{Column, told};
use super::select::Sight;
use crate::functions::functions;
use crate::resolve::one_word;
use crate::show;

impl Tracer<'_> {
    /// A column that an expression gives.
    pub(super) fn traced(&mut self, expr: &Expr, sight: &Sight<'_>) -> Column {
        if let Expr::CompoundIdentifier(words) = bare(expr)
            && let [source, name] = words.as_slice()
        {
            let known = sight.column(&source.value, &name.value).cloned();
            return known.unwrap_or_else(|| Column::named(&name.value));
        }
        let mut column = self.uses(expr, Made::Computed, sight);
        column.expression = words(expr, sight);
        column
    }

    /// A part of a condition, with the filters of the subqueries in it; answers all of them.
    pub(super) fn part(
        &mut self,
        kind: FilterKind,
        condition: &Expr,
        sight: &Sight<'_>,
    ) -> BTreeSet<usize> {
        let mut read = self.uses(condition, Made::Copied, sight);
        let kind = if kind != FilterKind::Aggregate && looks_for_partners(condition) {
            FilterKind::SemiJoin
        } else {
            kind
        };
        let text = words(condition, sight);
        let span = self.clauses.place(self.text, condition);
        let id = self.filter(kind, text, span, told(&read.origins));
        read.filters.insert(id);
        // Filters of columns that are only looked at chose other rows than these.
        read.filters
            .retain(|known| *known >= id || self.is_inside(*known, sight));
        read.filters
    }

    /// Whether a filter was met while reading the condition itself, not before it.
    fn is_inside(&self, filter: usize, sight: &Sight<'_>) -> bool {
        let known = sight.sources.iter().chain(sight.around);
        filter < self.filters.len() && known.into_iter().all(|rows| !has(rows, filter))
    }

    /// Takes down a filter; answers its place.
    pub(super) fn filter(
        &mut self,
        kind: FilterKind,
        text: String,
        span: Option<Span>,
        reads: Vec<Origin>,
    ) -> usize {
        self.filters.push(RowFilter {
            kind,
            text,
            within: self.within.clone(),
            cell: None,
            span,
            reads,
        });
        self.filters.len() - 1
    }

    /// Everything that an expression is made of; `base` is what it makes of columns outside of
    /// calls.
    fn uses(&mut self, expr: &Expr, base: Made, sight: &Sight<'_>) -> Column {
        let mut expr = expr.clone();
        let mut taken = Conditions::default();
        let _: ControlFlow<()> = VisitMut::visit(&mut expr, &mut taken);
        let mut column = Column {
            made: base,
            ..Column::default()
        };
        for condition in taken.found {
            column
                .filters
                .extend(self.part(FilterKind::Aggregate, &condition, sight));
        }
        let mut parts = Parts {
            base,
            ..Parts::default()
        };
        let _: ControlFlow<()> = Visit::visit(&expr, &mut parts);
        column.made = column.made.max(parts.most);
        for (source, name, made) in parts.columns {
            if let Some(read) = sight.column(&source.value, &name.value) {
                column.made = column.made.max(read.made);
                column.uses(read, made);
            }
        }
        for (query, made) in parts.queries {
            let rows = self.query(&query, &sight.all());
            for read in &rows.columns {
                column.made = column.made.max(read.made);
                column.uses(read, made);
            }
            if rows.columns.iter().all(|read| read.origins.is_empty()) {
                column.rows_of.extend(rows.relations);
            }
            column.filters.extend(rows.filters);
        }
        if parts.counts_rows {
            for source in sight.sources {
                column.rows_of.extend(source.relations.iter().cloned());
                column.filters.extend(&source.filters);
            }
        }
        column
    }
}

fn has(rows: &super::Rows, filter: usize) -> bool {
    rows.filters.contains(&filter)
        || rows
            .columns
            .iter()
            .any(|column| column.filters.contains(&filter))
}

/// An expression as it is shown. Beside the sources of a query in it, every name is needed.
fn words(expr: &Expr, sight: &Sight<'_>) -> String {
    let mut parts = Parts::default();
    let _: ControlFlow<()> = Visit::visit(expr, &mut parts);
    show::words(expr, sight.only().filter(|_| parts.queries.is_empty()))
}

/// An expression without the parentheses around it.
fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => bare(inner),
        other => other,
    }
}

/// Whether a condition asks for rows with or without a partner in another query.
fn looks_for_partners(condition: &Expr) -> bool {
    match bare(condition) {
        Expr::Exists { .. } | Expr::InSubquery { .. } => true,
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => looks_for_partners(expr),
        _ => false,
    }
}

/// Takes `FILTER (WHERE …)` off the aggregates of an expression, but not of the queries in it.
#[derive(Default)]
struct Conditions {
    found: Vec<Expr>,
    depth: usize,
}

impl VisitorMut for Conditions {
    type Break = ();

    fn pre_visit_query(&mut self, _query: &mut Query) -> ControlFlow<()> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &mut Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.depth == 0
            && let Expr::Function(function) = expr
        {
            self.found
                .extend(function.filter.take().map(|filter| *filter));
        }
        ControlFlow::Continue(())
    }
}

/// What stands in an expression: columns and queries, each with what is made of it.
#[derive(Default)]
struct Parts {
    columns: Vec<(Ident, Ident, Made)>,
    queries: Vec<(Query, Made)>,
    /// What is made of columns outside of calls.
    base: Made,
    /// What the expression makes of anything.
    most: Made,
    counts_rows: bool,
    /// The calls around what is being looked at, with the columns that were met before each.
    calls: Vec<(Made, usize)>,
    depth: usize,
}

impl Parts {
    fn made(&self) -> Made {
        self.calls.last().map_or(self.base, |call| call.0)
    }
}

impl Visitor for Parts {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        if self.depth == 0 {
            self.queries.push((query.clone(), self.made()));
        }
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.depth > 0 {
            return ControlFlow::Continue(());
        }
        match expr {
            Expr::CompoundIdentifier(words) => {
                if let [source, name] = words.as_slice() {
                    self.columns
                        .push((source.clone(), name.clone(), self.made()));
                }
            }
            Expr::Function(function) => {
                let made = made_by(function);
                self.most = self.most.max(made);
                self.calls.push((self.made().max(made), self.columns.len()));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.depth == 0
            && let Expr::Function(function) = expr
            && let Some((_, before)) = self.calls.pop()
        {
            let reads_nothing = self.columns.len() == before;
            self.counts_rows |= reads_nothing && made_by(function) > Made::Computed;
        }
        ControlFlow::Continue(())
    }
}

/// What a call makes of its arguments.
fn made_by(function: &Function) -> Made {
    let name = one_word(&function.name).value;
    if function.over.is_some() {
        Made::Windowed
    } else if functions().aggregate(&name).is_some() {
        Made::Aggregated
    } else {
        Made::Computed
    }
}
