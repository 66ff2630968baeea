//! The joins from a group down to its largest relation, and how many values columns have there.

use datafusion_common::{Column, JoinType, NullEquality};
use datafusion_expr::utils::split_conjunction;
use datafusion_expr::{Expr, Join, LogicalPlan, Operator};

use crate::bind::order::Sizes;

/// A relation that loses more of its rows than this to filters is joined where it stands: it
/// leaves few rows to group.
const KEPT: f64 = 0.5;

/// A join of a small relation to a larger part.
pub(super) struct Late<'p> {
    /// The larger part.
    pub(super) below: &'p LogicalPlan,
    pub(super) other: &'p LogicalPlan,
    /// Columns of the larger part, and of the relation.
    pub(super) keys: Vec<(Column, Column)>,
    /// Inner, or left when rows of the larger part stay without partners.
    pub(super) join_type: JoinType,
    pub(super) null_equality: NullEquality,
    /// Rows of the relation before its filters.
    pub(super) rows: f64,
}

/// Joins, the last one first.
pub(super) struct Spine<'p> {
    pub(super) late: Vec<Late<'p>>,
}

impl<'p> Spine<'p> {
    pub(super) fn of(input: &'p LogicalPlan, sizes: &Sizes) -> Self {
        let mut late = Vec::new();
        let mut node = opened(input);
        while let LogicalPlan::Join(join) = node {
            let Some(next) = joined_late(join, sizes) else {
                break;
            };
            node = opened(next.below);
            late.push(next);
        }
        Self { late }
    }
}

/// What lies below columns that are only left out or put in another order.
fn opened(node: &LogicalPlan) -> &LogicalPlan {
    match node {
        LogicalPlan::Projection(projection)
            if projection
                .expr
                .iter()
                .all(|expr| matches!(expr, Expr::Column(_))) =>
        {
            opened(&projection.input)
        }
        other => other,
    }
}

fn joined_late<'p>(join: &'p Join, sizes: &Sizes) -> Option<Late<'p>> {
    let is_plain = matches!(join.join_type, JoinType::Inner | JoinType::Left)
        && join.filter.is_none()
        && !join.on.is_empty();
    if !is_plain {
        return None;
    }
    let is_left_larger = sizes.rows(&join.left) >= sizes.rows(&join.right);
    if join.join_type == JoinType::Left && !is_left_larger {
        return None;
    }
    let (below, other) = if is_left_larger {
        (&join.left, &join.right)
    } else {
        (&join.right, &join.left)
    };
    let keys = join.on.iter().map(|pair| match pair {
        (Expr::Column(left), Expr::Column(right)) if is_left_larger => {
            Some((left.clone(), right.clone()))
        }
        (Expr::Column(left), Expr::Column(right)) => Some((right.clone(), left.clone())),
        _ => None,
    });
    let keys: Vec<(Column, Column)> = keys.collect::<Option<_>>()?;
    let unfiltered = sizes.unfiltered(other);
    (sizes.rows(other) >= KEPT * unfiltered).then_some(Late {
        below,
        other,
        keys,
        join_type: join.join_type,
        null_equality: join.null_equality,
        rows: unfiltered,
    })
}

/// How many values a column of a part has at most, as far as that is known.
pub(super) fn values_of(part: &LogicalPlan, column: &Column, sizes: &Sizes) -> f64 {
    let all = sizes.rows(part);
    let below = match part {
        LogicalPlan::TableScan(scan) => {
            let filters = scan.filters.iter().flat_map(split_conjunction);
            let fixed = filters.filter_map(|filter| constants(filter, column));
            fixed.fold(f64::INFINITY, f64::min)
        }
        LogicalPlan::Filter(filter) => {
            let fixed = split_conjunction(&filter.predicate).into_iter();
            let fixed = fixed.filter_map(|filter| constants(filter, column));
            fixed.fold(values_of(&filter.input, column, sizes), f64::min)
        }
        LogicalPlan::Projection(projection) => {
            let at = projection.schema.maybe_index_of_column(column);
            match at.and_then(|at| projection.expr.get(at)) {
                Some(Expr::Column(column)) => values_of(&projection.input, column, sizes),
                _ => f64::INFINITY,
            }
        }
        LogicalPlan::SubqueryAlias(alias) => {
            let at = alias.schema.maybe_index_of_column(column);
            let inner = at.map(|at| Column::from(alias.input.schema().qualified_field(at)));
            inner.map_or(f64::INFINITY, |inner| {
                values_of(&alias.input, &inner, sizes)
            })
        }
        LogicalPlan::Join(join) => {
            let sides = [&join.left, &join.right].into_iter();
            let known = sides.filter(|side| side.schema().has_column(column));
            known
                .map(|side| values_of(side, column, sizes))
                .fold(f64::INFINITY, f64::min)
        }
        LogicalPlan::Union(union) => {
            let at = union.schema.maybe_index_of_column(column);
            let of_input = |input: &std::sync::Arc<LogicalPlan>| {
                let inner = at.map(|at| Column::from(input.schema().qualified_field(at)));
                inner.map_or(f64::INFINITY, |inner| values_of(input, &inner, sizes))
            };
            union.inputs.iter().map(of_input).sum()
        }
        _ => f64::INFINITY,
    };
    below.min(all).max(1.0)
}

/// How many constants a condition allows for a column; none when it says nothing of that kind.
fn constants(condition: &Expr, column: &Column) -> Option<f64> {
    let is_meant = |expr: &Expr| matches!(expr, Expr::Column(known) if known.name == column.name);
    match condition {
        Expr::BinaryExpr(binary) => match (binary.op, &*binary.left, &*binary.right) {
            (Operator::Eq, one, Expr::Literal(..)) | (Operator::Eq, Expr::Literal(..), one)
                if is_meant(one) =>
            {
                Some(1.0)
            }
            (Operator::Or, left, right) => {
                Some(constants(left, column)? + constants(right, column)?)
            }
            _ => None,
        },
        Expr::InList(list) if !list.negated && is_meant(&list.expr) => {
            let count = u32::try_from(list.list.len()).unwrap_or(u32::MAX);
            Some(f64::from(count))
        }
        _ => None,
    }
}
