//! The rows that are enough to draw lines: the first, the last, the smallest and the largest of each
//! line in each column of pixels (M4).

use model::{Query, Thinned};
use sqlparser::ast::{
    self, BinaryOperator, Expr, JoinConstraint, JoinOperator, SelectItem, SetExpr, SetOperator,
    SetQuantifier,
};

use super::from::{case, double, joined, ordered};
use super::{HERE, Question, statement};
use crate::near::shortened;
use crate::{made, tree};

/// What is made on the way.
const ROWS: &str = "rows";
const SPREAD: &str = "spread";
const PLACED: &str = "placed";
const ENDS: &str = "ends";
const FOUND: &str = "found";
const DRAWN: &str = "drawn";
const LOW: &str = "low";
const HIGH: &str = "high";

/// Rows with where they stand along the line, and names for what is computed of them.
struct Line<'q> {
    thinned: &'q Thinned,
    rows: ast::Query,
    /// Every column of `rows`.
    columns: Vec<String>,
    at: String,
    pixel: String,
}

impl Question<'_> {
    /// Rows under the filters, of which only those stay that are drawn.
    pub(super) fn thinned(
        &mut self,
        query: &Query,
        thinned: &Thinned,
        items: Vec<(Expr, String)>,
    ) -> ast::Query {
        self.refuse_same_names(&items);
        let shown: Vec<String> = items.iter().map(|(_, name)| name.clone()).collect();
        let order = self.order(query, &items, false);
        let at = made::free_name("at", &shown);
        let mut columns = shown.clone();
        columns.push(at.clone());
        let pixel = made::free_name("pixel", &columns);
        let list = items
            .into_iter()
            .map(|(expr, name)| made::item(expr, &name));
        let mut list: Vec<SelectItem> = list.collect();
        let Some(position) = self.position_of(&thinned.along) else {
            return made::query_of(self.read(query, &[], list));
        };
        list.push(made::item(position, &at));
        let rows = made::query_of(self.read(query, &[], list));
        let line = Line {
            thinned,
            rows,
            columns,
            at,
            pixel,
        };
        let at = || Box::new(tree::column(ROWS, &line.at, HERE));
        // Where one line is drawn the others are too, so that none has a gap there.
        let is_drawn = Expr::InSubquery {
            expr: at(),
            subquery: Box::new(line.drawn()),
            negated: false,
        };
        let rows = [is_drawn, Expr::IsNull(at())].map(|condition| {
            let from = made::alone(line.rows_as(ROWS));
            let mut select = made::select(made::same(ROWS, &shown), from);
            select.selection = Some(condition);
            SetExpr::Select(Box::new(select))
        });
        let rows = made::derived(made::query(union_all(rows)), ROWS, &[]);
        let select = made::select(made::same(ROWS, &shown), made::alone(rows));
        let along = ordered(Expr::Identifier(tree::exact(&thinned.along, HERE)), false);
        let order = if order.is_empty() { vec![along] } else { order };
        statement(select, order, query.limit)
    }

    /// Where a row stands along the line, as a number.
    fn position_of(&mut self, along: &str) -> Option<Expr> {
        let (column, field) = self.column(along)?;
        if field.data_type.is_temporal() {
            let part = tree::text("epoch", HERE);
            return Some(double(tree::call("date_part", vec![part, column], HERE)));
        }
        if field.data_type.is_numeric() {
            return Some(double(column));
        }
        let message = format!("Lines do not run along `{}`.", shortened(&field.name));
        self.error("SQL_TYPES", message, "Use a number or a date.");
        None
    }
}

/// The rows of all, one after the other; there is at least one.
fn union_all(all: impl IntoIterator<Item = SetExpr>) -> SetExpr {
    let all = all.into_iter().reduce(|left, right| SetExpr::SetOperation {
        op: SetOperator::Union,
        set_quantifier: SetQuantifier::All,
        left: Box::new(left),
        right: Box::new(right),
    });
    all.unwrap_or_else(|| made::values(Vec::new()))
}

impl Line<'_> {
    fn rows_as(&self, name: &str) -> ast::TableFactor {
        made::derived(self.rows.clone(), name, &[])
    }

    /// The rows with the column of pixels in which each stands.
    fn placed(&self) -> ast::TableFactor {
        let end = |function: &str, name: &str| {
            let at = tree::column(ROWS, &self.at, HERE);
            made::item(tree::call(function, vec![at], HERE), name)
        };
        let list = vec![end("min", LOW), end("max", HIGH)];
        let spread = made::query_of(made::select(list, made::alone(self.rows_as(ROWS))));
        let spread = joined(made::derived(spread, SPREAD, &[]), None);
        let mut list = made::same(ROWS, &self.columns);
        list.push(made::item(self.column_of_pixels(), &self.pixel));
        let mut from = made::alone(self.rows_as(ROWS));
        from.joins.push(spread);
        made::derived(made::query_of(made::select(list, from)), PLACED, &[])
    }

    /// The column of pixels of a row, from 0 at the first row to the last one at the last.
    fn column_of_pixels(&self) -> Expr {
        let at = tree::column(ROWS, &self.at, HERE);
        let end = |name: &str| tree::column(SPREAD, name, HERE);
        let number = |count: u32| double(tree::number(&count.to_string(), HERE));
        let minus = |left: Expr, right: Expr| {
            tree::nested(tree::binary(left, BinaryOperator::Minus, right))
        };
        let pixels = self.thinned.pixels;
        let whole = minus(end(HIGH), end(LOW));
        let is_wide = tree::binary(whole.clone(), BinaryOperator::Gt, number(0));
        let share = tree::binary(minus(at, end(LOW)), BinaryOperator::Divide, whole);
        let column = tree::binary(
            tree::nested(share),
            BinaryOperator::Multiply,
            number(pixels),
        );
        // A row on the edge of a column is in it, whatever binary digits made of the division.
        let little = double(tree::number("0.000000001", HERE));
        let column = tree::binary(column, BinaryOperator::Plus, little);
        let column = tree::call("floor", vec![column], HERE);
        let last = number(pixels.saturating_sub(1));
        let column = tree::call("least", vec![column, last], HERE);
        case(vec![(is_wide, column)], Some(number(0)))
    }

    /// What a column of pixels is divided into: the lines in it.
    fn groups(&self, of: &str) -> Vec<Expr> {
        let mut groups = made::columns(of, &self.thinned.split_by);
        groups.push(tree::column(of, &self.pixel, HERE));
        groups
    }

    /// Smallest and largest of the places and of each amount, by their names among the ends.
    fn ends(&self) -> impl Iterator<Item = (&String, &'static str, String)> {
        let columns = std::iter::once(&self.at).chain(&self.thinned.amounts);
        columns.enumerate().flat_map(|(number, column)| {
            ["min", "max"].map(|end| (column, end, format!("{end} {number}")))
        })
    }

    /// Places of the rows that are drawn: of each line in each column of pixels the first and the
    /// last, and the first of those with the smallest and with the largest amount.
    fn drawn(&self) -> ast::Query {
        let found = self.found();
        let selects = self.ends().map(|(_, _, name)| {
            let list = vec![made::item(tree::column(FOUND, &name, HERE), DRAWN)];
            let from = made::alone(made::derived(found.clone(), FOUND, &[]));
            SetExpr::Select(Box::new(made::select(list, from)))
        });
        made::query(union_all(selects.collect::<Vec<_>>()))
    }

    /// The places of `drawn`, one column for each end.
    fn found(&self) -> ast::Query {
        let of_placed = self.groups(PLACED);
        let mut list = Vec::new();
        for (number, group) in of_placed.iter().enumerate() {
            list.push(made::item(group.clone(), &format!("group {number}")));
        }
        for (column, end, name) in self.ends() {
            let value = tree::call(end, vec![tree::column(PLACED, column, HERE)], HERE);
            list.push(made::item(value, &name));
        }
        let ends = made::select(list, made::alone(self.placed()));
        let ends = made::query_of(made::grouped(ends, of_placed.clone()));

        let same = of_placed.iter().enumerate().map(|(number, group)| {
            let other = tree::column(ENDS, &format!("group {number}"), HERE);
            Expr::IsNotDistinctFrom(Box::new(group.clone()), Box::new(other))
        });
        let on = tree::all(same.collect()).unwrap_or_else(|| tree::truth(true, HERE));
        let mut from = made::alone(self.placed());
        from.joins.push(ast::Join {
            relation: made::derived(ends, ENDS, &[]),
            global: false,
            join_operator: JoinOperator::Inner(JoinConstraint::On(on)),
        });
        let is_end = |column: &str, name: &str| {
            let (own, end) = (
                tree::column(PLACED, column, HERE),
                tree::column(ENDS, name, HERE),
            );
            tree::binary(own, BinaryOperator::Eq, end)
        };
        let mut list = Vec::new();
        let mut any: Option<Expr> = None;
        for (column, _, name) in self.ends() {
            let place = tree::column(PLACED, &self.at, HERE);
            let here = case(vec![(is_end(column, &name), place)], None);
            list.push(made::item(tree::call("min", vec![here], HERE), &name));
            let this = is_end(column, &name);
            any = Some(match any {
                Some(any) => tree::binary(any, BinaryOperator::Or, this),
                None => this,
            });
        }
        let mut select = made::select(list, from);
        select.selection = any;
        made::query_of(made::grouped(select, of_placed))
    }
}
