//! Whiskers and outliers of a box plot: the fences of every mark, joined to its rows. A fence lies 1.5
//! times the distance of the quartiles beyond them (Tukey, Exploratory Data Analysis, 1977).

use model::{Aggregate, Key, Measure, Query};
use sqlparser::ast::{BinaryOperator, Expr, Join};

use super::from::{case, double, joined};
use super::measure::quantile;
use super::{HERE, Question};
use crate::near::shortened;
use crate::{made, tree};

/// Names of the columns of fences.
const LOW: &str = "low";
const HIGH: &str = "high";

impl Question<'_> {
    /// What is joined for the measures that lie beyond fences; `by` is what the marks are grouped by.
    pub(super) fn fences(&mut self, query: &Query, by: &[Expr]) -> Vec<Join> {
        let mut joins = Vec::new();
        for measure in &query.measures {
            let needs = matches!(
                measure.aggregate,
                Aggregate::LowerWhisker | Aggregate::UpperWhisker | Aggregate::Outliers
            );
            if needs && !self.fenced.contains(&measure.field) {
                joins.extend(self.fence(query, by, &measure.field));
            }
        }
        joins
    }

    fn fence(&mut self, query: &Query, by: &[Expr], field: &str) -> Option<Join> {
        let (column, known) = self.column(field)?;
        if !known.data_type.is_numeric() {
            return None;
        }
        let place = self.fence_place(field);
        let quartile = |share: &str| double(quantile(share, column.clone()));
        let reach = tree::binary(
            tree::number("1.5", HERE),
            BinaryOperator::Multiply,
            tree::nested(tree::binary(
                quartile("0.75"),
                BinaryOperator::Minus,
                quartile("0.25"),
            )),
        );
        let mut list = vec![
            made::item(
                tree::binary(quartile("0.25"), BinaryOperator::Minus, reach.clone()),
                LOW,
            ),
            made::item(
                tree::binary(quartile("0.75"), BinaryOperator::Plus, reach),
                HIGH,
            ),
        ];
        let mut same = Vec::with_capacity(by.len());
        for (at, key) in by.iter().enumerate() {
            let name = format!("key {}", at + 1);
            let other = tree::column(&place, &name, HERE);
            let key_here = Box::new(tree::nested(key.clone()));
            same.push(Expr::IsNotDistinctFrom(key_here, Box::new(other)));
            list.push(made::item(key.clone(), &name));
        }
        let keys: Vec<&Key> = query.keys.iter().collect();
        let select = made::grouped(self.read(query, &keys, list), by.to_vec());
        self.fenced.push(field.to_owned());
        let derived = made::derived(made::query_of(select), &place, &[]);
        Some(joined(derived, tree::all(same)))
    }

    fn fence_place(&self, field: &str) -> String {
        format!("fences of {field} in {}", self.relation.name)
    }

    /// A whisker, or the number of values beyond both.
    pub(super) fn beyond(&mut self, measure: &Measure, column: &Expr) -> Option<Expr> {
        if !self.fenced.contains(&measure.field) {
            let message = format!(
                "Whiskers of `{}` belong to the marks of a box plot; nothing can be ranked or ordered by them.",
                shortened(&measure.field)
            );
            self.error("SQL_TYPES", message, "Choose another measure.");
            return None;
        }
        let place = self.fence_place(&measure.field);
        let fence = |name: &str| tree::column(&place, name, HERE);
        let value = || double(column.clone());
        let is_inside_low = tree::binary(value(), BinaryOperator::GtEq, fence(LOW));
        let is_inside_high = tree::binary(value(), BinaryOperator::LtEq, fence(HIGH));
        let reduced = |name: &str, condition: Expr, then: Expr| {
            let kept = case(vec![(condition, then)], None);
            tree::call(name, vec![kept], HERE)
        };
        Some(match measure.aggregate {
            Aggregate::LowerWhisker => reduced("min", is_inside_low, column.clone()),
            Aggregate::UpperWhisker => reduced("max", is_inside_high, column.clone()),
            _ => {
                let is_beyond = tree::binary(
                    tree::binary(value(), BinaryOperator::Lt, fence(LOW)),
                    BinaryOperator::Or,
                    tree::binary(value(), BinaryOperator::Gt, fence(HIGH)),
                );
                reduced("count", is_beyond, tree::number("1", HERE))
            }
        })
    }
}
