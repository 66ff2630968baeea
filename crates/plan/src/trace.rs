//! Where each column of an answer comes from, and what chose its rows.
//!
//! Read from the statement after its names were resolved: every column stands there under its exact
//! source, stars and short forms are written out. Other cells are leaves here, like tables.

mod clauses;
mod expr;
mod rows;
mod select;

use model::{Diagnostic, Field, FilterKind, Lineage};
use sqlparser::ast::{
    Expr, LimitClause, Query, SetExpr, SetOperator, SetQuantifier, TableAlias, With,
};

use crate::bind;
use crate::names::{Body, Names};
use crate::place::Text;
use crate::question::{Question, Wanted};
use crate::{gesture, parse, resolve};
use clauses::Clauses;
use rows::{Column, Rows};
use select::Sight;

/// What is known of where the answer of a text comes from.
#[derive(Debug, Clone, Default)]
pub struct Traced {
    /// None when a diagnostic is an error.
    pub lineage: Option<Lineage>,
    /// Of the questions in front of the last one, in their order.
    pub earlier: Vec<Lineage>,
    /// The columns of the answer.
    pub fields: Vec<Field>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Traces the answer of a text.
pub(crate) fn sql(text: &str, names: &Names) -> Traced {
    let names = &to_trace(names);
    let bound = bind::sql(text, names);
    let plans = match bound.plan {
        None => Err(bound.diagnostics.clone()),
        Some(_) => bind::each(text, names),
    };
    let plans = match plans {
        Ok(plans) => plans,
        Err(diagnostics) => {
            return Traced {
                diagnostics,
                ..Traced::default()
            };
        }
    };
    let place = Text::new(text);
    let mut lineages: Vec<Lineage> = parse::questions(&place, &names.parameters, &names.turned)
        .unwrap_or_default()
        .into_iter()
        .zip(&plans)
        .map(|(question, plan)| asked(&place, names, question, &plan.fields))
        .collect();
    Traced {
        lineage: lineages.pop(),
        earlier: lineages,
        fields: plans
            .into_iter()
            .next_back()
            .map(|plan| plan.fields)
            .unwrap_or_default(),
        diagnostics: bound.diagnostics,
    }
}

/// Traces the answer of a question that was put without text.
pub(crate) fn question(query: &model::Query, names: &Names) -> Traced {
    let names = &to_trace(names);
    let (built, bound) = gesture::built(query, names);
    let lineage = built.filter(|_| bound.plan.is_some()).map(|built| {
        let nothing = Text::new("");
        let mut tracer = Tracer::new(&nothing, names, Clauses::default());
        let rows = tracer.query(&built, &[]);
        tracer.finished(&rows)
    });
    Traced {
        lineage,
        earlier: Vec::new(),
        fields: bound.plan.map(|plan| plan.fields).unwrap_or_default(),
        diagnostics: bound.diagnostics,
    }
}

/// The names with every cell as a leaf, whatever the engine would do to find its rows, and with
/// parameters that need no value, because nothing runs.
fn to_trace(names: &Names) -> Names {
    let mut names = names.clone();
    names.unset_is_null = true;
    for cell in &mut names.cells {
        cell.body = Body::Scan;
    }
    names
}

fn asked(text: &Text<'_>, names: &Names, mut question: Question, fields: &[Field]) -> Lineage {
    let clauses = Clauses::typed(text, &question.query);
    resolve::resolve(text, names, &mut question.query);
    let mut tracer = Tracer::new(text, names, clauses);
    let rows = match question.wanted {
        Wanted::Rows => tracer.query(&question.query, &[]),
        Wanted::Summary => tracer.query(&question.query, &[]).summarised(fields),
        Wanted::Columns | Wanted::Tables | Wanted::Steps | Wanted::MeasuredSteps => {
            Rows::constant(fields)
        }
    };
    tracer.finished(&rows)
}

/// One statement on the way to its lineage.
struct Tracer<'a> {
    text: &'a Text<'a>,
    names: &'a Names,
    clauses: Clauses,
    /// Queries of WITH in sight, innermost last.
    named: Vec<(String, Rows)>,
    /// The named query or subquery that is being read.
    within: Option<String>,
    filters: Vec<model::RowFilter>,
}

impl<'a> Tracer<'a> {
    fn new(text: &'a Text<'a>, names: &'a Names, clauses: Clauses) -> Self {
        Self {
            text,
            names,
            clauses,
            named: Vec::new(),
            within: None,
            filters: Vec::new(),
        }
    }

    /// The columns and filters of a query. `around` are the sources of the queries around it.
    fn query(&mut self, query: &Query, around: &[Rows]) -> Rows {
        let known = self.named.len();
        if let Some(with) = &query.with {
            self.with(with, around);
        }
        let mut rows = self.body(&query.body, around);
        self.limited(query.limit_clause.as_ref(), &mut rows);
        self.named.truncate(known);
        rows
    }

    fn with(&mut self, with: &With, around: &[Rows]) {
        for cte in &with.cte_tables {
            let name = &cte.alias.name.value;
            let before = self.within.replace(name.clone());
            let rows = match cte.query.body.as_ref() {
                SetExpr::SetOperation { left, right, .. } if with.recursive => {
                    self.repeated((left, right), &cte.alias, around)
                }
                _ => self.query(&cte.query, around),
            };
            self.within = before;
            self.named
                .push((name.clone(), rows.under(Some(&cte.alias))));
        }
    }

    /// A query that may read itself: what its columns come from is added up until nothing is new.
    fn repeated(
        &mut self,
        (first, again): (&SetExpr, &SetExpr),
        alias: &TableAlias,
        around: &[Rows],
    ) -> Rows {
        let mut all = self.body(first, around).under(Some(alias));
        let start = self.filters.len();
        loop {
            self.filters.truncate(start);
            self.named.push((alias.name.value.clone(), all.clone()));
            let next = self.body(again, around);
            self.named.pop();
            let mut more = all.clone();
            more.join_columns(&next);
            more.filters.extend(&next.filters);
            if more == all {
                return all;
            }
            all = more;
        }
    }

    fn body(&mut self, body: &SetExpr, around: &[Rows]) -> Rows {
        match body {
            SetExpr::Select(select) => self.select(select, around),
            SetExpr::Query(query) => self.query(query, around),
            SetExpr::Values(values) => {
                let width = values.rows.first().map_or(0, |row| row.content.len());
                let sight = Sight {
                    sources: &[],
                    around,
                };
                let mut rows = Rows::default();
                for at in 0..width {
                    let mut column = Column::named(format!("column{}", at + 1));
                    for row in &values.rows {
                        if let Some(value) = row.content.get(at) {
                            column.add(&self.traced(value, &sight));
                        }
                    }
                    // Rows written out are no calculation to be shown.
                    column.expression.clear();
                    rows.columns.push(column);
                }
                rows
            }
            SetExpr::SetOperation {
                left,
                op,
                set_quantifier,
                right,
            } => {
                let first = self.body(left, around);
                let second = self.body(right, around);
                self.together(first, &second, (*op, *set_quantifier))
            }
            _ => Rows::default(),
        }
    }

    fn together(
        &mut self,
        mut left: Rows,
        right: &Rows,
        (op, quantifier): (SetOperator, SetQuantifier),
    ) -> Rows {
        if op != SetOperator::Union {
            // The other side gives no values: it only says which rows stay.
            let reads = right.origins();
            let id = self.filter(FilterKind::SemiJoin, op.to_string(), None, reads);
            left.touched_by(id);
            for filter in right.every_filter() {
                left.touched_by(filter);
            }
            return left;
        }
        let is_by_name = matches!(
            quantifier,
            SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName
        );
        if is_by_name {
            left.join_columns_by_name(right);
        } else {
            left.join_columns(right);
        }
        left.relations.extend(right.relations.iter().cloned());
        left.filters.extend(&right.filters);
        left
    }

    fn limited(&mut self, clause: Option<&LimitClause>, rows: &mut Rows) {
        let (limit, offset) = match clause {
            Some(LimitClause::LimitOffset { limit, offset, .. }) => {
                (limit.as_ref(), offset.as_ref().map(|offset| &offset.value))
            }
            Some(LimitClause::OffsetCommaLimit { offset, limit }) => (Some(limit), Some(offset)),
            None => return,
        };
        let part = |word: &str, count: Option<&Expr>| count.map(|count| format!("{word} {count}"));
        let parts = [part("LIMIT", limit), part("OFFSET", offset)];
        let text: Vec<String> = parts.into_iter().flatten().collect();
        if text.is_empty() {
            return;
        }
        let span = limit
            .or(offset)
            .and_then(|count| self.text.span(crate::tree::span_of(count)));
        let id = self.filter(FilterKind::Limit, text.join(" "), span, Vec::new());
        rows.touched_by(id);
    }

    /// The lineage as it is told: only filters that touched what is in the answer.
    fn finished(self, rows: &Rows) -> Lineage {
        let touched = rows.every_filter();
        let place = |id: &usize| touched.iter().position(|known| known == id);
        let columns = rows
            .columns
            .iter()
            .map(|column| column.told(|id| place(&id)))
            .collect();
        let filters = touched
            .iter()
            .filter_map(|id| self.filters.get(*id).cloned())
            .collect();
        Lineage { columns, filters }
    }
}
