//! Filters of a gesture as conditions. Leaving out is the complement of keeping: rows where the
//! column is missing stay when other values are left out.

use model::{Compare, DataType, Filter, Value};
use sqlparser::ast::{BinaryOperator, DataType as TreeType, Expr};

use super::{HERE, Question};
use crate::near::shortened;
use crate::tree;

impl Question<'_> {
    pub(super) fn condition(&mut self, filter: &Filter) -> Option<Expr> {
        let (column, field) = self.column(&filter.field)?;
        let condition = match filter.compare {
            Compare::IsNull => Expr::IsNull(Box::new(column)),
            Compare::IsNotNull => Expr::IsNotNull(Box::new(column)),
            Compare::In | Compare::NotIn => {
                let Value::List(values) = &filter.value else {
                    return self.condition(&Filter {
                        value: Value::List(vec![filter.value.clone()]),
                        ..filter.clone()
                    });
                };
                self.list(column, values, filter.compare == Compare::NotIn)?
            }
            Compare::Contains => {
                let Value::Text(part) = &filter.value else {
                    let message = format!(
                        "`{}` is searched for something that is no text.",
                        shortened(&field.name)
                    );
                    self.error("SQL_TYPES", message, "Give the letters to look for.");
                    return None;
                };
                let text = if field.data_type == DataType::Text {
                    column
                } else {
                    tree::cast(column, TreeType::Text)
                };
                let text = tree::call("lower", vec![text], HERE);
                let part = tree::text(&part.to_lowercase(), HERE);
                tree::call("contains", vec![text, part], HERE)
            }
            Compare::Equal if filter.value == Value::Null => Expr::IsNull(Box::new(column)),
            Compare::NotEqual if filter.value == Value::Null => Expr::IsNotNull(Box::new(column)),
            Compare::NotEqual => {
                Expr::IsDistinctFrom(Box::new(column), Box::new(self.value(&filter.value)?))
            }
            compare => tree::binary(column, comparison(compare), self.value(&filter.value)?),
        };
        Some(condition)
    }

    /// IN over values; a null among them means rows where the column is missing. NOT IN is
    /// everything else, rows with a missing value included.
    pub(super) fn list(&mut self, column: Expr, values: &[Value], negated: bool) -> Option<Expr> {
        let mut list = Vec::with_capacity(values.len());
        for value in values.iter().filter(|value| **value != Value::Null) {
            list.push(self.value(value)?);
        }
        let with_missing = values.contains(&Value::Null) != negated;
        let missing = if with_missing {
            Expr::IsNull(Box::new(column.clone()))
        } else {
            Expr::IsNotNull(Box::new(column.clone()))
        };
        if list.is_empty() {
            return Some(match (values.is_empty(), negated) {
                (true, is_negated) => tree::truth(is_negated, HERE),
                (false, _) => missing,
            });
        }
        let listed = Expr::InList {
            expr: Box::new(column),
            list,
            negated,
        };
        let op = if with_missing {
            BinaryOperator::Or
        } else {
            BinaryOperator::And
        };
        Some(tree::nested(tree::binary(listed, op, missing)))
    }

    pub(super) fn value(&mut self, value: &Value) -> Option<Expr> {
        if let Ok(expr) = crate::resolve::value_expr(value, HERE) {
            return Some(expr);
        }
        self.error(
            "SQL_VALUE",
            "A filter compares with a value that cannot be read.".to_owned(),
            "Choose another value.",
        );
        None
    }
}

fn comparison(compare: Compare) -> BinaryOperator {
    match compare {
        Compare::Less => BinaryOperator::Lt,
        Compare::LessOrEqual => BinaryOperator::LtEq,
        Compare::Greater => BinaryOperator::Gt,
        Compare::GreaterOrEqual => BinaryOperator::GtEq,
        _ => BinaryOperator::Eq,
    }
}
