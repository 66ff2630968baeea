//! The rows that are enough to draw lines: the first, the last, the smallest and the largest of each
//! line in each column of pixels (M4).

use model::{Query, Thinned};
use sqlparser::ast::{self, BinaryOperator, Expr, SelectItem};

use super::calculation::mark;
use super::from::{case, double, ordered, over};
use super::levels::step;
use super::{HERE, MARKS, Question, statement};
use crate::near::shortened;
use crate::{made, tree};

/// Names of columns beside the rows, as far as the rows have none of them.
const AT: &str = "at";
const PIXEL: &str = "pixel";
const PLACE: &str = "place";

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
        let mut taken = shown.clone();
        let mut named = |wanted: &str| {
            let name = made::free_name(wanted, &taken);
            taken.push(name.clone());
            name
        };
        let (at, pixel) = (named(AT), named(PIXEL));
        let list = items
            .into_iter()
            .map(|(expr, name)| made::item(expr, &name));
        let mut list: Vec<SelectItem> = list.collect();
        let Some(position) = self.position_of(&thinned.along) else {
            return made::query_of(self.read(query, &[], list));
        };
        list.push(made::item(position, &at));
        let rows = made::query_of(self.read(query, &[], list));

        let mut kept = shown.clone();
        kept.push(at.clone());
        let mut list = made::same(MARKS, &kept);
        list.push(made::item(column_of(&at, thinned.pixels), &pixel));
        let placed = step(list, rows);

        let mut groups = made::columns(MARKS, &thinned.split_by);
        groups.push(mark(&pixel));
        let ends = thinned.amounts.iter().chain([&at]);
        let mut list = made::same(MARKS, &kept);
        let mut places = Vec::new();
        for column in ends {
            for descending in [false, true] {
                let name = named(PLACE);
                // Of equal amounts the first along the line, so that an answer repeats.
                let order = vec![ordered(mark(column), descending), ordered(mark(&at), false)];
                let place = over("row_number", Vec::new(), groups.clone(), order, None);
                list.push(made::item(place, &name));
                places.push(name);
            }
        }
        let ranked = step(list, placed);
        let is_first =
            |name: &String| tree::binary(mark(name), BinaryOperator::Eq, tree::number("1", HERE));
        let drawn = places
            .iter()
            .map(is_first)
            .reduce(|left, right| tree::binary(left, BinaryOperator::Or, right));
        let Some(drawn) = drawn else {
            return ranked;
        };
        let is_drawn = named("drawn");
        let here = case(
            vec![(drawn, tree::number("1", HERE))],
            Some(tree::number("0", HERE)),
        );
        // Where one line is drawn the others are too, so that none has a gap there.
        let here = over("max", vec![here], vec![mark(&at)], Vec::new(), None);
        let mut list = made::same(MARKS, &shown);
        list.push(made::item(here, &is_drawn));
        let from = made::alone(made::derived(step(list, ranked), MARKS, &[]));
        let mut select = made::select(made::same(MARKS, &shown), from);
        let one = tree::number("1", HERE);
        select.selection = Some(tree::binary(mark(&is_drawn), BinaryOperator::Eq, one));
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

/// The column of pixels of a row, from 0 at the first row to the last one at the last.
fn column_of(at: &str, pixels: u32) -> Expr {
    let end = |name: &str| over(name, vec![mark(at)], Vec::new(), Vec::new(), None);
    let number = |count: u32| double(tree::number(&count.to_string(), HERE));
    let minus =
        |left: Expr, right: Expr| tree::nested(tree::binary(left, BinaryOperator::Minus, right));
    let whole = minus(end("max"), end("min"));
    let is_wide = tree::binary(whole.clone(), BinaryOperator::Gt, number(0));
    let share = tree::binary(minus(mark(at), end("min")), BinaryOperator::Divide, whole);
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
