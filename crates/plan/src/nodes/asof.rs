//! The nearest row of another table: `ASOF JOIN`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion_common::{DFSchema, DFSchemaRef, Result};
use datafusion_expr::logical_plan::builder::build_join_schema;
use datafusion_expr::{
    BinaryExpr, Expr, JoinType, LogicalPlan, Operator, UserDefinedLogicalNodeCore,
};

use super::{beyond_repair, columns_read, wanted_of_two};
use crate::bind::Mistake;

/// For each row on the left the one row on the right with equal keys that comes nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsofJoin {
    /// The rows that look for another.
    pub left: Arc<LogicalPlan>,
    /// The rows that are found.
    pub right: Arc<LogicalPlan>,
    /// Pairs of a left and a right value that must be equal; null equals nothing.
    pub keys: Vec<(Expr, Expr)>,
    /// The left value, `>=`, `>`, `<=` or `<`, and the right value that must be nearest.
    pub nearest: (Expr, Operator, Expr),
    /// Whether a left row that finds nothing stays.
    pub keeps_left: bool,
    schema: DFSchemaRef,
}

/// What an ASOF join needs.
pub(super) fn conditions() -> Mistake {
    Mistake::new(
        "SQL_JOIN_CONDITION",
        "An ASOF join needs equal keys and one comparison of both sides with >=, >, <= or <.",
        "Write ASOF JOIN prices p ON p.symbol = t.symbol AND t.time >= p.time; ASOF LEFT JOIN keeps rows that find nothing.",
    )
}

impl AsofJoin {
    pub(super) fn new(
        (left, right): (Arc<LogicalPlan>, Arc<LogicalPlan>),
        keys: Vec<Expr>,
        nearest: Vec<Expr>,
        keeps_left: bool,
    ) -> Result<Self> {
        let mut pairs = Vec::with_capacity(keys.len());
        for key in keys {
            match sides(key, left.schema(), right.schema()) {
                Some((from_left, Operator::Eq, from_right)) => pairs.push((from_left, from_right)),
                _ => return Err(conditions().into()),
            }
        }
        let [comparison] = <[Expr; 1]>::try_from(nearest).map_err(|_| conditions())?;
        let nearest = sides(comparison, left.schema(), right.schema())
            .filter(|(_, operator, _)| *operator != Operator::Eq)
            .ok_or_else(conditions)?;
        let kind = if keeps_left {
            JoinType::Left
        } else {
            JoinType::Inner
        };
        let schema = build_join_schema(left.schema(), right.schema(), &kind)?;
        Ok(Self {
            left,
            right,
            keys: pairs,
            nearest,
            keeps_left,
            schema: Arc::new(schema),
        })
    }

    fn comparison((left, operator, right): &(Expr, Operator, Expr)) -> Expr {
        Expr::BinaryExpr(BinaryExpr::new(
            Box::new(left.clone()),
            *operator,
            Box::new(right.clone()),
        ))
    }
}

/// A comparison with the left table's value first; none when it does not compare both tables.
fn sides(expr: Expr, left: &DFSchema, right: &DFSchema) -> Option<(Expr, Operator, Expr)> {
    // Rules keep the name of what they rewrite by an alias.
    let Expr::BinaryExpr(both) = expr.unalias_nested().data else {
        return None;
    };
    let turned = both.op.swap()?;
    if !matches!(
        both.op,
        Operator::Eq | Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq
    ) {
        return None;
    }
    let reads = |expr: &Expr, schema: &DFSchema| {
        let columns = expr.column_refs();
        !columns.is_empty() && columns.iter().all(|column| schema.has_column(column))
    };
    if reads(&both.left, left) && reads(&both.right, right) {
        Some((*both.left, both.op, *both.right))
    } else if reads(&both.right, left) && reads(&both.left, right) {
        Some((*both.right, turned, *both.left))
    } else {
        None
    }
}

impl PartialOrd for AsofJoin {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (&self.left, &self.right, &self.keys, &self.nearest).partial_cmp(&(
            &other.left,
            &other.right,
            &other.keys,
            &other.nearest,
        ))
    }
}

impl Hash for AsofJoin {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.left, &self.right, &self.keys, &self.nearest).hash(state);
        self.keeps_left.hash(state);
    }
}

impl UserDefinedLogicalNodeCore for AsofJoin {
    fn name(&self) -> &'static str {
        "AsofJoin"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.left, &self.right]
    }

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn expressions(&self) -> Vec<Expr> {
        let keys = self
            .keys
            .iter()
            .map(|(left, right)| Self::comparison(&(left.clone(), Operator::Eq, right.clone())));
        keys.chain([Self::comparison(&self.nearest)]).collect()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.keeps_left { "Left " } else { "" };
        write!(f, "{kind}AsofJoin:")?;
        for part in self.expressions() {
            write!(f, " {part}")?;
        }
        Ok(())
    }

    fn with_exprs_and_inputs(&self, exprs: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        let [left, right] = <[LogicalPlan; 2]>::try_from(inputs).map_err(|_| beyond_repair())?;
        let mut keys = exprs;
        let nearest = keys.pop().into_iter().collect();
        Self::new(
            (Arc::new(left), Arc::new(right)),
            keys,
            nearest,
            self.keeps_left,
        )
    }

    fn necessary_children_exprs(&self, wanted: &[usize]) -> Option<Vec<Vec<usize>>> {
        let mut children = wanted_of_two(wanted, self.left.schema());
        let exprs = self.expressions();
        let exprs: Vec<&Expr> = exprs.iter().collect();
        for (places, input) in children.iter_mut().zip([&self.left, &self.right]) {
            places.extend(columns_read(&exprs, input.schema()));
            places.sort_unstable();
            places.dedup();
        }
        Some(children)
    }
}
