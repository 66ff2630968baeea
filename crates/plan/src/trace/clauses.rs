//! Where the conditions of a text stand in it.

use std::ops::ControlFlow;

use model::Span;
use sqlparser::ast::{Expr, JoinConstraint, JoinOperator, Query, Select, Visit, Visitor};

use super::select::parts;
use crate::place::Text;
use crate::tree::span_of;

/// The places of all conditions as they were typed, in UTF-8 bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Clauses {
    places: Vec<(u32, u32)>,
}

impl Clauses {
    /// Looks for the conditions of a query whose names are as they were typed.
    pub(super) fn typed(text: &Text<'_>, query: &Query) -> Self {
        let mut seen = Seen {
            text,
            places: Vec::new(),
        };
        let _: ControlFlow<()> = query.visit(&mut seen);
        Self {
            places: seen.places,
        }
    }

    /// Where a condition stands whose names were resolved: short forms in it may have been
    /// written out, so that some of its words come from elsewhere.
    pub(super) fn place(&self, text: &Text<'_>, condition: &Expr) -> Option<Span> {
        let mut leaves = Leaves {
            text,
            spans: Vec::new(),
        };
        let _: ControlFlow<()> = condition.visit(&mut leaves);
        let holds = |place: &&(u32, u32)| {
            leaves
                .spans
                .iter()
                .any(|leaf| place.0 <= leaf.start && leaf.end <= place.1)
        };
        let (start, end) = self
            .places
            .iter()
            .filter(holds)
            .min_by_key(|(start, end)| end - start)?;
        let start = usize::try_from(*start).ok()?;
        let end = whole(text.as_str(), start, usize::try_from(*end).ok()?);
        Some(text.bytes(start, end))
    }
}

/// The end of a condition, with the signs that its tree does not know the place of.
fn whole(text: &str, start: usize, end: usize) -> usize {
    const LAST: [&str; 4] = ["null", "true", "false", "unknown"];
    let open = |end: usize| {
        let part = text.get(start..end).unwrap_or_default();
        part.matches('(').count() > part.matches(')').count()
    };
    let mut end = end;
    while open(end) {
        match text.get(end..).and_then(|rest| rest.find(')')) {
            Some(more) => end += more + 1,
            None => break,
        }
    }
    let rest = text.get(end..).unwrap_or_default();
    let mut words = rest.split_whitespace();
    if !words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("is"))
    {
        return end;
    }
    let upper = rest.to_ascii_lowercase();
    let last = words
        .take(2)
        .map(|word| word.trim_end_matches([';', ')', ',']).to_ascii_lowercase())
        .find(|word| LAST.contains(&word.as_str()));
    last.and_then(|word| upper.find(&word).map(|at| end + at + word.len()))
        .unwrap_or(end)
}

struct Seen<'t> {
    text: &'t Text<'t>,
    places: Vec<(u32, u32)>,
}

impl Visitor for Seen<'_> {
    type Break = ();

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        let joins = select.from.iter().flat_map(|table| &table.joins);
        let on = joins.filter_map(|join| on(&join.join_operator));
        let clauses = [&select.selection, &select.having, &select.qualify];
        for condition in clauses.into_iter().flatten().chain(on) {
            for part in parts(condition) {
                let span = self.text.span(span_of(part));
                self.places.extend(span.map(|span| (span.start, span.end)));
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if let Expr::Function(function) = expr
            && let Some(filter) = &function.filter
        {
            let span = self.text.span(span_of(filter));
            self.places.extend(span.map(|span| (span.start, span.end)));
        }
        ControlFlow::Continue(())
    }
}

fn on(operator: &JoinOperator) -> Option<&Expr> {
    use JoinOperator as Join;
    match operator {
        Join::Join(JoinConstraint::On(on))
        | Join::Inner(JoinConstraint::On(on))
        | Join::Left(JoinConstraint::On(on))
        | Join::LeftOuter(JoinConstraint::On(on))
        | Join::Right(JoinConstraint::On(on))
        | Join::RightOuter(JoinConstraint::On(on))
        | Join::FullOuter(JoinConstraint::On(on))
        | Join::CrossJoin(JoinConstraint::On(on))
        | Join::Semi(JoinConstraint::On(on))
        | Join::LeftSemi(JoinConstraint::On(on))
        | Join::RightSemi(JoinConstraint::On(on))
        | Join::Anti(JoinConstraint::On(on))
        | Join::LeftAnti(JoinConstraint::On(on))
        | Join::RightAnti(JoinConstraint::On(on)) => Some(on),
        _ => None,
    }
}

/// The places of the words of a condition.
struct Leaves<'t> {
    text: &'t Text<'t>,
    spans: Vec<Span>,
}

impl Visitor for Leaves<'_> {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if let Expr::CompoundIdentifier(_) | Expr::Identifier(_) | Expr::Value(_) = expr {
            self.spans.extend(self.text.span(span_of(expr)));
        }
        ControlFlow::Continue(())
    }
}
