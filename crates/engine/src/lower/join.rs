//! Joins. Equal keys go to the hash join; what else the condition asks is checked on the pairs
//! that the keys found, and unmatched rows are put back afterwards.

use datafusion_common::{JoinType as Kind, NullEquality};
use datafusion_expr::logical_plan::Join;
use datafusion_expr::{Expr as Tree, LogicalPlan};
use polars::prelude::*;

use super::expr::Scope;
use super::frame::collect;
use super::narrow::First;
use super::{Lowered, Lowering, literal, polars_types};
use crate::fault::Fault;

/// Both sides of a join with their key columns and the rest of the condition.
struct Sides<'a> {
    join: &'a Join,
    left: Lowered,
    right: Lowered,
    left_keys: Vec<Expr>,
    right_keys: Vec<Expr>,
}

impl Lowering<'_> {
    /// Lowers a join of any kind.
    pub(crate) fn join(&self, join: &Join) -> Result<Lowered, Fault> {
        let side = |input: &LogicalPlan, keys: &mut dyn Iterator<Item = &Tree>| {
            let mut side = self.node(input)?;
            let mut columns = Vec::new();
            for tree in keys {
                let key = Scope::of(self, input.schema(), &side).expr(tree)?;
                columns.push(self.key_column(&mut side, tree, key));
            }
            Ok::<_, Fault>((side, columns))
        };
        let (mut left, left_keys) = side(&join.left, &mut join.on.iter().map(|on| &on.0))?;
        let (mut right, right_keys) = side(&join.right, &mut join.on.iter().map(|on| &on.1))?;
        match self.first_side(join) {
            Some(First::Left) => {
                self.narrow((&mut left, &left_keys), (&mut right, &right_keys))?;
            }
            Some(First::Right) => {
                self.narrow((&mut right, &right_keys), (&mut left, &left_keys))?;
            }
            None => {}
        }
        let sides = Sides {
            join,
            left,
            right,
            left_keys,
            right_keys,
        };
        match join.join_type {
            Kind::LeftSemi | Kind::LeftAnti => self.semi(sides, join.join_type == Kind::LeftAnti),
            Kind::RightSemi | Kind::RightAnti => {
                self.semi(sides.swapped(), join.join_type == Kind::RightAnti)
            }
            Kind::LeftMark => self.mark(&sides),
            Kind::RightMark => self.mark(&sides.swapped()),
            Kind::Inner => self.inner(&sides),
            Kind::Left | Kind::Right | Kind::Full => self.outer(&sides),
        }
    }

    /// A key that is computed becomes a column of its side first.
    fn key_column(&self, side: &mut Lowered, key: &Tree, lowered: Expr) -> Expr {
        if matches!(key, Tree::Column(_)) {
            return lowered;
        }
        let name = self.fresh();
        side.frame = side.frame.clone().with_column(lowered.alias(name.clone()));
        col(name)
    }

    fn inner(&self, sides: &Sides<'_>) -> Result<Lowered, Fault> {
        let names = sides.names();
        let frame = sides.pairs(sides.left.frame.clone(), sides.right.frame.clone());
        Ok(Lowered {
            frame: self.filtered(sides, frame)?,
            names,
        })
    }

    /// The pairs for which the rest of the condition holds.
    fn filtered(&self, sides: &Sides<'_>, pairs: LazyFrame) -> Result<LazyFrame, Fault> {
        let Some(filter) = &sides.join.filter else {
            return Ok(pairs);
        };
        let schema = sides.join.left.schema().join(sides.join.right.schema())?;
        let names = [sides.join_left_names(), sides.join_right_names()].concat();
        let scope = Scope {
            lowering: self,
            schema: &schema,
            names: &names,
            mask: None,
        };
        Ok(pairs.filter(scope.expr(filter)?))
    }

    fn outer(&self, sides: &Sides<'_>) -> Result<Lowered, Fault> {
        let kind = sides.join.join_type;
        let names = sides.names();
        if !sides.left_keys.is_empty() && sides.join.filter.is_none() {
            let how = match kind {
                Kind::Left => JoinType::Left,
                Kind::Right => JoinType::Right,
                _ => JoinType::Full,
            };
            let frame = sides.hash(sides.left.frame.clone(), sides.right.frame.clone(), how);
            return Ok(Lowered { frame, names });
        }
        let (left_row, right_row) = (self.fresh(), self.fresh());
        let left = sides
            .left
            .frame
            .clone()
            .with_row_index(left_row.clone(), None)
            .cache();
        let right = sides
            .right
            .frame
            .clone()
            .with_row_index(right_row.clone(), None)
            .cache();
        let matched = self
            .filtered(sides, sides.pairs(left.clone(), right.clone()))?
            .cache();
        // Rows of no columns would forget how many they are.
        let counted = self.fresh();
        let every_row = |row: &PlSmallStr| col(row.clone()).is_null().alias(counted.clone());
        let kept: Vec<Expr> = names.iter().map(|name| col(name.clone())).collect();
        let kept = |row: &PlSmallStr| [kept.as_slice(), &[every_row(row)]].concat();
        let mut parts = vec![matched.clone().select(kept(&left_row))];
        let left_types = polars_types(sides.join.left.schema())?;
        let right_types = polars_types(sides.join.right.schema())?;
        let blank = |names: &[PlSmallStr], types: &[DataType]| -> Vec<Expr> {
            names
                .iter()
                .zip(types)
                .map(|(name, data_type)| literal::missing(data_type.clone()).alias(name.clone()))
                .collect()
        };
        if matches!(kind, Kind::Left | Kind::Full) {
            let lonely = left.anti_join(
                matched.clone().select([col(left_row.clone())]),
                col(left_row.clone()),
                col(left_row.clone()),
            );
            let columns = blank(&sides.right.names, &right_types);
            parts.push(lonely.with_columns(columns).select(kept(&left_row)));
        }
        if matches!(kind, Kind::Right | Kind::Full) {
            let lonely = right.anti_join(
                matched.select([col(right_row.clone())]),
                col(right_row.clone()),
                col(right_row.clone()),
            );
            let columns = blank(&sides.left.names, &left_types);
            parts.push(lonely.with_columns(columns).select(kept(&right_row)));
        }
        Ok(Lowered {
            frame: concat(parts, UnionArgs::default())?,
            names,
        })
    }

    fn semi(&self, sides: Sides<'_>, anti: bool) -> Result<Lowered, Fault> {
        let names = sides.left.names.clone();
        if anti && sides.join.null_aware {
            return self.not_in(sides);
        }
        if !sides.left_keys.is_empty() && sides.join.filter.is_none() {
            let how = if anti { JoinType::Anti } else { JoinType::Semi };
            let frame = sides.hash(sides.left.frame.clone(), sides.right.frame.clone(), how);
            return Ok(Lowered { frame, names });
        }
        let row = self.fresh();
        let left = sides
            .left
            .frame
            .clone()
            .with_row_index(row.clone(), None)
            .cache();
        let matched = self.matched_rows(&sides, left.clone(), &row)?;
        let how = if anti { JoinType::Anti } else { JoinType::Semi };
        let frame = left.join(matched, [col(row.clone())], [col(row)], JoinArgs::new(how));
        Ok(Lowered { frame, names })
    }

    /// The row numbers of the left side that have a partner.
    fn matched_rows(
        &self,
        sides: &Sides<'_>,
        left: LazyFrame,
        row: &PlSmallStr,
    ) -> Result<LazyFrame, Fault> {
        let right = if sides.left_keys.is_empty() && sides.join.filter.is_none() {
            // Any row at all is a partner: one is enough.
            sides.right.frame.clone().limit(1)
        } else {
            sides.right.frame.clone()
        };
        Ok(self
            .filtered(sides, sides.pairs(left, right))?
            .select([col(row.clone())]))
    }

    /// NOT IN: a missing value on the right leaves nothing; one on the left is never kept, unless
    /// the right side is empty.
    fn not_in(&self, sides: Sides<'_>) -> Result<Lowered, Fault> {
        let names = sides.left.names.clone();
        let (Some(left_key), Some(right_key)) = (
            sides.left_keys.first().cloned(),
            sides.right_keys.first().cloned(),
        ) else {
            return Err(Fault::unsupported("NOT IN without a column to compare"));
        };
        if sides.left_keys.len() > 1 || sides.join.filter.is_some() {
            return Err(Fault::unsupported(
                "NOT IN with a subquery that refers to the outer query",
            ));
        }
        if self.is_dry {
            return Ok(Lowered {
                frame: sides.left.frame,
                names,
            });
        }
        let facts = sides
            .right
            .frame
            .clone()
            .select([len().alias("rows"), right_key.null_count().alias("missing")]);
        let facts = collect(facts)?;
        let number = |name: &str| -> Result<u64, Fault> {
            Ok(facts.column(name)?.get(0)?.extract::<u64>().unwrap_or(0))
        };
        if number("rows")? == 0 {
            return Ok(Lowered {
                frame: sides.left.frame,
                names,
            });
        }
        if number("missing")? > 0 {
            return Ok(Lowered {
                frame: sides.left.frame.filter(lit(false)),
                names,
            });
        }
        let frame = sides.hash(
            sides.left.frame.clone(),
            sides.right.frame.clone(),
            JoinType::Anti,
        );
        Ok(Lowered {
            frame: frame.filter(left_key.is_not_null()),
            names,
        })
    }

    fn mark(&self, sides: &Sides<'_>) -> Result<Lowered, Fault> {
        let (row, found, mark) = (self.fresh(), self.fresh(), self.fresh());
        let left = sides
            .left
            .frame
            .clone()
            .with_row_index(row.clone(), None)
            .cache();
        let matched = self.matched_rows(sides, left.clone(), &row)?;
        let matched = matched
            .unique(None, UniqueKeepStrategy::Any)
            .with_column(lit(true).alias(found.clone()));
        let frame = left.join(
            matched,
            [col(row.clone())],
            [col(row)],
            JoinArgs::new(JoinType::Left),
        );
        let mut names = sides.left.names.clone();
        names.push(mark.clone());
        Ok(Lowered {
            frame: frame.with_column(col(found).is_not_null().alias(mark)),
            names,
        })
    }
}

impl Sides<'_> {
    fn names(&self) -> Vec<PlSmallStr> {
        [self.left.names.as_slice(), self.right.names.as_slice()].concat()
    }

    fn is_swapped(&self) -> bool {
        matches!(
            self.join.join_type,
            Kind::RightSemi | Kind::RightAnti | Kind::RightMark
        )
    }

    fn join_left_names(&self) -> Vec<PlSmallStr> {
        if self.is_swapped() {
            self.right.names.clone()
        } else {
            self.left.names.clone()
        }
    }

    fn join_right_names(&self) -> Vec<PlSmallStr> {
        if self.is_swapped() {
            self.left.names.clone()
        } else {
            self.right.names.clone()
        }
    }

    fn swapped(self) -> Self {
        Self {
            join: self.join,
            left: self.right,
            right: self.left,
            left_keys: self.right_keys,
            right_keys: self.left_keys,
        }
    }

    /// Pairs with equal keys, or every pair when there are no keys.
    fn pairs(&self, left: LazyFrame, right: LazyFrame) -> LazyFrame {
        if self.left_keys.is_empty() {
            return left.cross_join(right, None);
        }
        self.hash(left, right, JoinType::Inner)
    }

    fn hash(&self, left: LazyFrame, right: LazyFrame, how: JoinType) -> LazyFrame {
        left.join_builder()
            .with(right)
            .left_on(&self.left_keys)
            .right_on(&self.right_keys)
            .how(how)
            .join_nulls(self.join.null_equality == NullEquality::NullEqualsNull)
            .coalesce(JoinCoalesce::KeepColumns)
            .finish()
    }
}
