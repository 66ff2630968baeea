//! Relations that are joined by inner joins alone, with everything that is asked of their rows.

use std::sync::Arc;

use datafusion_common::{Column, JoinType, NullEquality};
use datafusion_expr::utils::split_conjunction;
use datafusion_expr::{Expr, ExprSchemable, Join, LogicalPlan, Operator};

/// A group before it is ordered.
pub(super) struct Group {
    pub leaves: Vec<LogicalPlan>,
    /// Classes of columns that are equal, each with the leaf that it belongs to.
    pub equal: Vec<Vec<(usize, Column)>>,
    /// Other conditions, with a bit for each leaf that they name.
    pub conditions: Vec<(u64, Expr)>,
    /// Left joins that are done when all leaves are joined.
    pub late: Vec<Late>,
    /// Conditions about columns of the late joins.
    pub last: Vec<Expr>,
}

/// A left join whose left side was taken apart.
pub(super) struct Late {
    pub right: Arc<LogicalPlan>,
    pub on: Vec<(Expr, Expr)>,
    pub filter: Option<Expr>,
    pub null_equality: NullEquality,
}

/// The group that begins at this node; none when it is no inner join, or cannot be taken apart.
pub(super) fn gather(node: &LogicalPlan) -> Option<Group> {
    let LogicalPlan::Join(join) = node else {
        return None;
    };
    if !is_plain(join) {
        return None;
    }
    // Left joins are taken apart where nothing but the end of the group needs their columns.
    collected(node, true).or_else(|| collected(node, false))
}

fn collected(node: &LogicalPlan, opens_left_joins: bool) -> Option<Group> {
    let mut gathering = Gathering {
        opens_left_joins,
        leaves: Vec::new(),
        conditions: Vec::new(),
        late: Vec::new(),
    };
    gathering.add(node);
    gathering.finish()
}

fn is_plain(join: &Join) -> bool {
    join.join_type == JoinType::Inner && join.null_equality == NullEquality::NullEqualsNothing
}

struct Gathering {
    opens_left_joins: bool,
    leaves: Vec<LogicalPlan>,
    conditions: Vec<Expr>,
    late: Vec<Late>,
}

impl Gathering {
    fn add(&mut self, node: &LogicalPlan) {
        match node {
            LogicalPlan::Join(join) if is_plain(join) => {
                self.add(&join.left);
                self.add(&join.right);
                let keys = join.on.iter();
                self.conditions
                    .extend(keys.map(|(left, right)| left.clone().eq(right.clone())));
                self.add_conditions(join.filter.as_ref());
            }
            LogicalPlan::Join(join)
                if self.opens_left_joins && join.join_type == JoinType::Left =>
            {
                self.add(&join.left);
                self.late.push(Late {
                    right: Arc::clone(&join.right),
                    on: join.on.clone(),
                    filter: join.filter.clone(),
                    null_equality: join.null_equality,
                });
            }
            LogicalPlan::Filter(filter)
                if is_group(&filter.input) && !filter.predicate.is_volatile() =>
            {
                self.add(&filter.input);
                self.add_conditions(Some(&filter.predicate));
            }
            // Columns that are only left out or put in another order.
            LogicalPlan::Projection(projection)
                if is_group(&projection.input)
                    && projection
                        .expr
                        .iter()
                        .all(|expr| matches!(expr, Expr::Column(_))) =>
            {
                self.add(&projection.input);
            }
            leaf => self.leaves.push(leaf.clone()),
        }
    }

    fn add_conditions(&mut self, all: Option<&Expr>) {
        let parts = all.into_iter().flat_map(split_conjunction);
        self.conditions.extend(parts.cloned());
    }

    fn finish(self) -> Option<Group> {
        if self.leaves.len() > 64 || !names_are_unique(&self.leaves, &self.late) {
            return None;
        }
        let mut group = Group {
            leaves: self.leaves,
            equal: Vec::new(),
            conditions: Vec::new(),
            late: self.late,
            last: Vec::new(),
        };
        for condition in self.conditions {
            match group.needs(&condition) {
                None => {
                    // A join by a column of a late join would become a filter: leave it a join.
                    if equality(&condition).is_some_and(|(one, other)| {
                        group.needs(one).is_some_and(|needs| needs != 0)
                            || group.needs(other).is_some_and(|needs| needs != 0)
                    }) {
                        return None;
                    }
                    group.last.push(condition);
                }
                Some(needs) => match group.plain_equality(&condition) {
                    Some((one, other)) => group.make_equal(one, other),
                    None => group.conditions.push((needs, condition)),
                },
            }
        }
        Some(group)
    }
}

impl Group {
    /// A bit for each leaf that an expression names; none when it names a column of a late join.
    fn needs(&self, expr: &Expr) -> Option<u64> {
        expr.column_refs()
            .into_iter()
            .try_fold(0, |needs, column| Some(needs | 1 << self.leaf_of(column)?))
    }

    fn leaf_of(&self, column: &Column) -> Option<usize> {
        self.leaves
            .iter()
            .position(|leaf| leaf.schema().has_column(column))
    }

    /// Two columns that a condition makes equal. Of numbers with a point it is not sure that what
    /// equals a third equals each other.
    fn plain_equality(&self, condition: &Expr) -> Option<((usize, Column), (usize, Column))> {
        let (Expr::Column(one), Expr::Column(other)) = equality(condition)? else {
            return None;
        };
        let (left, right) = (self.leaf_of(one)?, self.leaf_of(other)?);
        let left_type = Expr::Column(one.clone())
            .get_type(self.leaves[left].schema())
            .ok()?;
        let right_type = Expr::Column(other.clone())
            .get_type(self.leaves[right].schema())
            .ok()?;
        let is_sure = left_type == right_type && !left_type.is_floating();
        is_sure.then(|| ((left, one.clone()), (right, other.clone())))
    }

    fn make_equal(&mut self, one: (usize, Column), other: (usize, Column)) {
        let (mut merged, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.equal)
            .into_iter()
            .partition(|class| class.contains(&one) || class.contains(&other));
        self.equal = rest;
        let mut class = merged.drain(..).flatten().collect::<Vec<_>>();
        for member in [one, other] {
            if !class.contains(&member) {
                class.push(member);
            }
        }
        self.equal.push(class);
    }
}

/// Both sides of `a = b`.
pub(super) fn equality(condition: &Expr) -> Option<(&Expr, &Expr)> {
    match condition {
        Expr::BinaryExpr(binary) if binary.op == Operator::Eq => {
            Some((&binary.left, &binary.right))
        }
        _ => None,
    }
}

/// Whether an inner join lies here, perhaps below filters and plain projections.
fn is_group(node: &LogicalPlan) -> bool {
    match node {
        LogicalPlan::Join(join) => is_plain(join),
        LogicalPlan::Filter(filter) => is_group(&filter.input),
        LogicalPlan::Projection(projection) => is_group(&projection.input),
        _ => false,
    }
}

/// Whether every column of the group has a name of its own.
fn names_are_unique(leaves: &[LogicalPlan], late: &[Late]) -> bool {
    let right = late.iter().map(|late| late.right.as_ref());
    let mut seen = std::collections::HashSet::new();
    leaves
        .iter()
        .chain(right)
        .flat_map(|leaf| leaf.schema().columns())
        .all(|column| seen.insert(column))
}
