//! Joins: their conditions, and the columns that USING and NATURAL make of two.

mod asof;

use sqlparser::ast::{BinaryOperator, Expr, Ident, Join, JoinConstraint, JoinOperator};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::scope::{Found, Merged, Scope, one_named};
use super::one_word;
use crate::tree;

impl Resolver<'_> {
    pub(super) fn join(
        &mut self,
        join: &mut Join,
        left: &mut Scope<'static>,
        right: Scope<'static>,
        parent: Option<&Scope<'_>>,
    ) {
        if join.global && matches!(join.join_operator, JoinOperator::CrossJoin(_)) {
            Self::side_by_side(join);
            return self.add(left, right);
        }
        if join.global {
            let merged = self.nearest(join, (left, &right), parent);
            self.add(left, right);
            return merge(left, merged);
        }
        let Some((side, constraint)) = side(&mut join.join_operator) else {
            let span = sqlparser::ast::Spanned::span(&join.relation);
            let hint = "Use INNER, LEFT, RIGHT, FULL, CROSS, SEMI or ANTI JOIN.";
            self.unsupported("This kind of join", span, hint);
            return;
        };
        let mut merged = Vec::new();
        match constraint {
            JoinConstraint::On(condition) => {
                let both = Self::both_sides(left, &right, parent);
                self.expression(condition, &both);
            }
            JoinConstraint::Using(names) => {
                let words: Vec<Ident> = names.iter().map(one_word).collect();
                let (on, columns) = self.using(&words, left, &right, side);
                merged = columns;
                if let Some(on) = on {
                    *constraint = JoinConstraint::On(on);
                }
            }
            JoinConstraint::Natural => {
                let words = common(left, &right);
                if words.is_empty() && !left.has_unknown && !right.has_unknown {
                    let span = sqlparser::ast::Spanned::span(&join.relation);
                    let message = "NATURAL JOIN finds no column that both sides have.".to_owned();
                    self.error(
                        span,
                        "SQL_JOIN_CONDITION",
                        message,
                        "Write JOIN … ON instead.",
                    );
                }
                let (on, columns) = self.using(&words, left, &right, side);
                merged = columns;
                if let Some(on) = on {
                    *constraint = JoinConstraint::On(on);
                }
            }
            JoinConstraint::None => {
                if side != Side::Cross {
                    let span = sqlparser::ast::Spanned::span(&join.relation);
                    let message = "This join does not say which rows belong together.".to_owned();
                    let hint = "Add ON or USING, or write CROSS JOIN for every pair of rows.";
                    self.error(span, "SQL_JOIN_CONDITION", message, hint);
                }
            }
        }
        match side {
            Side::LeftOnly => {}
            Side::RightOnly => *left = right,
            _ => self.add(left, right),
        }
        if matches!(side, Side::LeftOnly | Side::RightOnly) {
            return;
        }
        merge(left, merged);
    }

    /// What a condition of a join sees.
    fn both_sides<'p>(
        left: &Scope<'static>,
        right: &Scope<'static>,
        parent: Option<&'p Scope<'p>>,
    ) -> Scope<'p> {
        let mut both = Scope::inside(parent);
        both.sources = left.sources.iter().chain(&right.sources).cloned().collect();
        both.has_unknown = left.has_unknown || right.has_unknown;
        both.merged = left.merged.iter().chain(&right.merged).cloned().collect();
        both
    }

    fn using(
        &mut self,
        words: &[Ident],
        left: &Scope<'static>,
        right: &Scope<'static>,
        side: Side,
    ) -> (Option<Expr>, Vec<Merged>) {
        let mut conditions = Vec::new();
        let mut merged = Vec::new();
        for word in words {
            let (Some(from_left), Some(from_right)) =
                (self.one_column(word, left), self.one_column(word, right))
            else {
                continue;
            };
            let mut hides = hidden_by(word, left);
            hides.extend(hidden_by(word, right));
            conditions.push(tree::binary(
                from_left.clone(),
                BinaryOperator::Eq,
                from_right.clone(),
            ));
            let spelling = match &from_left {
                Expr::CompoundIdentifier(words) => words.last().map(|word| word.value.clone()),
                _ => None,
            };
            let meaning = match side {
                Side::Right => from_right,
                Side::Full => tree::call("coalesce", vec![from_left, from_right], word.span),
                _ => from_left,
            };
            let name = spelling.unwrap_or_else(|| word.value.clone());
            merged.push(Merged {
                name,
                meaning,
                hides,
            });
        }
        (tree::all(conditions), merged)
    }

    fn one_column(&mut self, word: &Ident, scope: &Scope<'_>) -> Option<Expr> {
        match scope.column(word) {
            Found::Meaning(meaning) => Some(meaning),
            Found::Several(several) => {
                self.ambiguous(word, &several);
                None
            }
            Found::Nothing => {
                self.unknown_column(word, scope);
                None
            }
        }
    }
}

/// Merged columns take the place of earlier ones of their names.
fn merge(scope: &mut Scope<'static>, merged: Vec<Merged>) {
    scope.merged.retain(|old| {
        !merged
            .iter()
            .any(|new: &Merged| new.name.to_lowercase() == old.name.to_lowercase())
    });
    scope.merged.extend(merged);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Inner,
    Left,
    Right,
    Full,
    Cross,
    LeftOnly,
    RightOnly,
}

fn side(operator: &mut JoinOperator) -> Option<(Side, &mut JoinConstraint)> {
    let semi = matches!(operator, JoinOperator::Semi(_));
    let anti = matches!(operator, JoinOperator::Anti(_));
    if (semi || anti)
        && let JoinOperator::Semi(constraint) | JoinOperator::Anti(constraint) = operator
    {
        let constraint = std::mem::replace(constraint, JoinConstraint::None);
        *operator = if semi {
            JoinOperator::LeftSemi(constraint)
        } else {
            JoinOperator::LeftAnti(constraint)
        };
    }
    Some(match operator {
        JoinOperator::Join(constraint) | JoinOperator::Inner(constraint) => {
            (Side::Inner, constraint)
        }
        JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => {
            (Side::Left, constraint)
        }
        JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => {
            (Side::Right, constraint)
        }
        JoinOperator::FullOuter(constraint) => (Side::Full, constraint),
        JoinOperator::CrossJoin(constraint) => (Side::Cross, constraint),
        JoinOperator::LeftSemi(constraint) | JoinOperator::LeftAnti(constraint) => {
            (Side::LeftOnly, constraint)
        }
        JoinOperator::RightSemi(constraint) | JoinOperator::RightAnti(constraint) => {
            (Side::RightOnly, constraint)
        }
        _ => return None,
    })
}

fn common(left: &Scope<'_>, right: &Scope<'_>) -> Vec<Ident> {
    let right = right.visible(Span::empty());
    left.visible(Span::empty())
        .into_iter()
        .filter(|column| {
            right
                .iter()
                .any(|other| other.name.to_lowercase() == column.name.to_lowercase())
        })
        .map(|column| Ident::new(column.name))
        .collect()
}

/// The plain columns that a merged column stands for on one side.
fn hidden_by(word: &Ident, scope: &Scope<'_>) -> Vec<(String, String)> {
    let mut hidden: Vec<(String, String)> = one_named(word, &scope.merged, |merged| &merged.name)
        .into_iter()
        .flat_map(|merged| merged.hides.iter().cloned())
        .collect();
    if hidden.is_empty() {
        for source in &scope.sources {
            for column in one_named(word, &source.columns, |column| column) {
                hidden.push((source.name.clone(), column.clone()));
            }
        }
    }
    hidden
}
