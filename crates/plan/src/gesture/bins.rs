//! Bins of a round width: how wide they are follows from the range of the numbers that are there.

use model::{DataType, Field, Key, Query};
use sqlparser::ast::{BinaryOperator, DataType as TreeType, Expr, Join, Select, SelectItem};

use super::from::{case, double, joined};
use super::key::KeyPlace;
use super::{HERE, Question};
use crate::near::shortened;
use crate::{made, tree};

/// Names of the columns of a range: the first digit and the power of ten of a bin's width.
const LOW: &str = "low";
const HIGH: &str = "high";
const RAW: &str = "raw";
const POWER: &str = "power";
const DIGIT: &str = "digit";
const WIDTH: &str = "width";

/// The bin of a number: which one it is, and its edges by that.
pub(super) struct Bin {
    pub(super) at: Expr,
    pub(super) edges: [Expr; 2],
    /// The edges of rows that are grouped by `at`.
    pub(super) edges_of_group: [Expr; 2],
}

impl Question<'_> {
    /// The width of about `count` bins, as a digit (1, 2, 5 or 10) and a power of ten.
    pub(super) fn range(
        &mut self,
        query: &Query,
        key: &Key,
        count: u32,
        place: &KeyPlace,
    ) -> Option<Join> {
        let (column, field) = self.column(&key.field)?;
        if !field.data_type.is_numeric() || count == 0 {
            self.refuse_bins(&field, count);
            return None;
        }
        let list = vec![
            made::item(double(tree::call("min", vec![column.clone()], HERE)), LOW),
            made::item(double(tree::call("max", vec![column.clone()], HERE)), HIGH),
        ];
        let mut ends = tree::select(list, &self.relation.name);
        let mut conditions = self.standing(query);
        conditions.extend(self.selected(&query.selected.on(&key.field)));
        if is_double(&field.data_type) {
            conditions.push(tree::call("isfinite", vec![double(column)], HERE));
        }
        ends.selection = tree::all(conditions);
        let raw = raw_width(&field, count);
        let step = |query: Select, name: &str, list: Vec<SelectItem>| {
            made::select(
                list,
                made::alone(made::derived(made::query_of(query), name, &[])),
            )
        };
        let raw = step(ends, "ends", vec![made::item(raw, RAW)]);
        let of = |name: &str| tree::column("steps", name, HERE);
        let log = tree::call(
            "floor",
            vec![tree::call("log10", vec![of(RAW)], HERE)],
            HERE,
        );
        let powers = step(
            raw,
            "steps",
            vec![made::item(of(RAW), RAW), made::item(log, POWER)],
        );
        let of = |name: &str| tree::column("powers", name, HERE);
        let times = tree::binary(
            of(RAW),
            BinaryOperator::Divide,
            tree::call(
                "power",
                vec![double(tree::number("10", HERE)), of(POWER)],
                HERE,
            ),
        );
        let widths = step(
            powers,
            "powers",
            vec![
                made::item(round_digit(&times), DIGIT),
                made::item(of(POWER), POWER),
            ],
        );
        let of = |name: &str| tree::column("widths", name, HERE);
        // Once for all rows.
        let widths = step(
            widths,
            "widths",
            vec![
                made::item(of(DIGIT), DIGIT),
                made::item(of(POWER), POWER),
                made::item(scaled(of(DIGIT), &of(POWER)), WIDTH),
            ],
        );
        Some(joined(
            made::derived(made::query_of(widths), &place.0, &[]),
            None,
        ))
    }

    fn refuse_bins(&mut self, field: &Field, count: u32) {
        let message = format!(
            "`{}` cannot be put into {count} bins.",
            shortened(&field.name)
        );
        self.error(
            "SQL_TYPES",
            message,
            "Bins need a number column and at least one bin.",
        );
    }

    /// The bin of a number, by the range that is joined.
    pub(super) fn bin(&mut self, key: &Key) -> Option<Bin> {
        let (column, field) = self.column(&key.field)?;
        let place = self.place_of(key);
        let at = tree::binary(double(column), BinaryOperator::Divide, place.column(WIDTH));
        // A value on an edge is on it, whatever binary digits made of the division.
        let at = tree::call("round", vec![at, tree::number("9", HERE)], HERE);
        let at = tree::call("floor", vec![at], HERE);
        let edge = |at: Expr, digit: Expr, power: &Expr| {
            let units = tree::binary(at, BinaryOperator::Multiply, digit);
            let edge = scaled(tree::nested(units), power);
            if field.data_type.is_integer() {
                tree::cast(edge, TreeType::BigInt(None))
            } else {
                edge
            }
        };
        let next = tree::binary(at.clone(), BinaryOperator::Plus, tree::number("1", HERE));
        let edges = |digit: Expr, power: Expr| {
            [at.clone(), tree::nested(next.clone())].map(|at| edge(at, digit.clone(), &power))
        };
        // One number is faster to group by than it and what is the same in every row.
        let any = |name: &str| tree::call("min", vec![place.column(name)], HERE);
        Some(Bin {
            edges: edges(place.column(DIGIT), place.column(POWER)),
            edges_of_group: edges(any(DIGIT), any(POWER)),
            at,
        })
    }
}

fn is_double(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Float32 | DataType::Float64)
}

/// `units` times a power of ten; divided where that is exact and multiplying is not.
fn scaled(units: Expr, power: &Expr) -> Expr {
    let ten = |exponent: Expr| {
        tree::call(
            "power",
            vec![double(tree::number("10", HERE)), exponent],
            HERE,
        )
    };
    let zero = tree::number("0", HERE);
    let below = tree::binary(power.clone(), BinaryOperator::Lt, zero.clone());
    let minus = tree::binary(zero, BinaryOperator::Minus, power.clone());
    let divided = tree::binary(
        units.clone(),
        BinaryOperator::Divide,
        ten(tree::nested(minus)),
    );
    let multiplied = tree::binary(units, BinaryOperator::Multiply, ten(power.clone()));
    tree::nested(case(vec![(below, divided)], Some(multiplied)))
}

/// The width that bins would have if it need not be round; whole numbers have no bins below 1.
fn raw_width(field: &Field, count: u32) -> Expr {
    let of = |name: &str| tree::column("ends", name, HERE);
    let spread = tree::nested(tree::binary(of(HIGH), BinaryOperator::Minus, of(LOW)));
    let each = tree::binary(
        spread.clone(),
        BinaryOperator::Divide,
        tree::number(&count.to_string(), HERE),
    );
    let one = double(tree::number("1", HERE));
    let is_spread = tree::binary(spread, BinaryOperator::Gt, tree::number("0", HERE));
    let width = case(vec![(is_spread, each)], Some(one.clone()));
    if field.data_type.is_integer() {
        tree::call("greatest", vec![width, one], HERE)
    } else {
        width
    }
}

/// 1, 2, 5 or 10: the first that is not below `times`.
fn round_digit(times: &Expr) -> Expr {
    let number = |digits: &str| double(tree::number(digits, HERE));
    let up_to = |digits: &str| {
        let close = tree::number(&format!("{digits}.000000001"), HERE);
        let is_below = tree::binary(tree::nested(times.clone()), BinaryOperator::LtEq, close);
        (is_below, number(digits))
    };
    case(vec![up_to("1"), up_to("2"), up_to("5")], Some(number("10")))
}
