//! What a gesture reads: its source, joined to rankings of members and to ranges of numbers. All are
//! computed from the rows under the filters.

use model::{Key, Member, Pick, PickPart, Query, Selected, TopKey, Value};
use sqlparser::ast::{
    BinaryOperator, CaseWhen, DataType as TreeType, Expr, Join, JoinConstraint, JoinOperator,
    OrderByExpr, OrderByOptions, Select, SelectItem, TableFactor, UnaryOperator, WindowFrame,
    WindowFrameBound, WindowFrameUnits, WindowSpec, WindowType,
    helpers::attached_token::AttachedToken,
};

use super::key::KeyPlace;
use super::{HERE, Question};
use crate::{made, tree};

/// Names of the columns of a ranking.
const MEMBER: &str = "member";
const MEASURED: &str = "measured";
const PLACE: &str = "place";
const MEMBERS: &str = "members";
const NAME: &str = "name";
const KEPT: &str = "kept";
/// What is made of places and numbers of members.
const RANKED: &str = "ranked";

impl Question<'_> {
    /// A select from the source under the filters, with everything that `keys` need beside it.
    pub(super) fn read(&mut self, query: &Query, keys: &[&Key], list: Vec<SelectItem>) -> Select {
        let mut select = tree::select(list, &self.relation.name);
        let mut conditions = self.conditions(query);
        let mut keys = keys.to_vec();
        for member in &query.members {
            if !keys.iter().any(|key| key.name == member.key.name) {
                keys.push(&member.key);
            }
        }
        for kept in &query.kept {
            if !keys.iter().any(|key| key.name == kept.name) {
                keys.push(kept);
            }
        }
        for key in keys {
            let place = self.place_of(key);
            let join = match (&key.top, key.bin_count) {
                (Some(top), _) => {
                    if !top.top.others {
                        conditions.push(self.is_kept(key, top));
                    }
                    self.ranking(query, key, top, &place)
                }
                (None, Some(count)) => self.range(query, key, count, &place),
                (None, None) => None,
            };
            if let Some(from) = select.from.first_mut() {
                from.joins.extend(join);
            }
        }
        let behind: Vec<Expr> = query
            .members
            .iter()
            .filter_map(|member| self.is_member(member))
            .collect();
        if query.apart {
            let behind = tree::all(behind).unwrap_or_else(|| tree::truth(true, HERE));
            conditions.push(Expr::UnaryOp {
                op: UnaryOperator::Not,
                expr: Box::new(tree::nested(behind)),
            });
        } else {
            conditions.extend(behind);
        }
        select.selection = tree::all(conditions);
        select
    }

    /// The filters of the question that stay from click to click.
    pub(super) fn standing(&mut self, query: &Query) -> Vec<Expr> {
        let mut conditions: Vec<Expr> = query
            .filters
            .iter()
            .filter_map(|filter| self.condition(filter))
            .collect();
        conditions.extend(query.picks.iter().filter_map(|pick| self.picked(pick)));
        conditions
    }

    /// Every filter of the question, and what is selected elsewhere.
    pub(super) fn conditions(&mut self, query: &Query) -> Vec<Expr> {
        let mut conditions = self.standing(query);
        conditions.extend(self.selected(&query.selected));
        conditions
    }

    /// What is selected elsewhere.
    pub(super) fn selected(&mut self, selected: &Selected) -> Vec<Expr> {
        let filters = selected.filters.iter();
        let mut conditions: Vec<Expr> = filters.filter_map(|one| self.condition(one)).collect();
        let picks = selected.picks.iter();
        conditions.extend(picks.filter_map(|pick| self.picked(pick)));
        conditions
    }

    /// The row is one of those that a pick keeps. Each part is true or false, never unknown, so that
    /// the opposite keeps every other row.
    fn picked(&mut self, pick: &Pick) -> Option<Expr> {
        let mut parts = Vec::with_capacity(pick.of.len());
        for PickPart { pill, values } in &pick.of {
            let key = self.key(&Key {
                field: pill.field.clone(),
                unit: pill.unit,
                part: pill.part,
                bin_width: pill.bin_width.clone(),
                ..Key::default()
            })?;
            parts.push(self.list(tree::nested(key), values, false)?);
        }
        let all = tree::nested(tree::all(parts)?);
        Some(if pick.excluded {
            Expr::UnaryOp {
                op: UnaryOperator::Not,
                expr: Box::new(all),
            }
        } else {
            all
        })
    }

    /// The row is one of those behind a mark: true or false, never unknown, so that the opposite is
    /// every other row.
    fn is_member(&mut self, member: &Member) -> Option<Expr> {
        let key = self.member(&member.key)?;
        if member.value == Value::Null {
            return Some(Expr::IsNull(Box::new(tree::nested(key))));
        }
        let value = self.value(&member.value)?;
        let key = tree::nested(key);
        let is_same = tree::binary(key.clone(), BinaryOperator::Eq, value);
        let is_known = Expr::IsNotNull(Box::new(key));
        Some(tree::binary(is_known, BinaryOperator::And, is_same))
    }

    /// The name of what is joined for a key; no source has it.
    pub(super) fn place_of(&self, key: &Key) -> KeyPlace {
        let kind = if key.top.is_some() { "top" } else { "range" };
        KeyPlace(format!("{kind} of {} in {}", key.name, self.relation.name))
    }

    /// Each member with its place, from the first, and how many there are.
    fn ranking(
        &mut self,
        query: &Query,
        key: &Key,
        top: &TopKey,
        place: &KeyPlace,
    ) -> Option<Join> {
        let (column, _) = self.column(&key.field)?;
        let measured = self.measure(&top.by)?;
        let list = vec![
            made::item(column.clone(), MEMBER),
            made::item(measured, MEASURED),
        ];
        let mut members = tree::select(list, &self.relation.name);
        members.selection = tree::all(self.conditions(query));
        let members = made::grouped(members, vec![column.clone()]);
        let of = |name: &str| tree::column(RANKED, name, HERE);
        let order = vec![
            ordered(of(MEASURED), !top.top.smallest),
            ordered(of(MEMBER), false),
        ];
        let list = vec![
            made::item(of(MEMBER), MEMBER),
            made::item(
                over("row_number", Vec::new(), Vec::new(), order, None),
                PLACE,
            ),
            made::item(
                made::over("count", vec![tree::number("1", HERE)], Vec::new()),
                MEMBERS,
            ),
        ];
        let from = made::alone(made::derived(made::query_of(members), RANKED, &[]));
        let mut ranked = made::select(list, from);
        if top.top.others {
            ranked = named_others(ranked, top);
        }
        let same = Expr::IsNotDistinctFrom(Box::new(column), Box::new(place.column(MEMBER)));
        let ranked = made::derived(made::query_of(ranked), &place.0, &[]);
        Some(joined(ranked, Some(same)))
    }

    fn is_kept(&self, key: &Key, top: &TopKey) -> Expr {
        is_among(self.place_of(key).column(PLACE), top)
    }

    /// A member by its name, or the others with their number; and whether it is kept.
    pub(super) fn top_member(&mut self, key: &Key, top: &TopKey) -> Option<(Expr, Expr)> {
        let (column, _) = self.column(&key.field)?;
        if !top.top.others {
            return Some((column, self.is_kept(key, top)));
        }
        let place = self.place_of(key);
        Some((place.column(NAME), place.column(KEPT)))
    }
}

fn is_among(place: Expr, top: &TopKey) -> Expr {
    let count = tree::number(&top.top.count.to_string(), HERE);
    tree::binary(place, BinaryOperator::LtEq, count)
}

/// A ranking with the name of each member among the marks and whether it is kept: said once for each
/// member, not for each row.
fn named_others(ranked: Select, top: &TopKey) -> Select {
    let of = |name: &str| tree::column(RANKED, name, HERE);
    let text = |expr: Expr| tree::cast(expr, TreeType::Text);
    let kept = is_among(of(PLACE), top);
    let rest = tree::binary(
        of(MEMBERS),
        BinaryOperator::Minus,
        tree::number(&top.top.count.to_string(), HERE),
    );
    let others = tree::call(
        "concat",
        vec![
            tree::text("Others (", HERE),
            text(tree::nested(rest)),
            tree::text(")", HERE),
        ],
        HERE,
    );
    let name = case(vec![(kept.clone(), text(of(MEMBER)))], Some(others));
    let list = vec![
        made::item(of(MEMBER), MEMBER),
        made::item(name, NAME),
        made::item(kept, KEPT),
    ];
    let from = made::alone(made::derived(made::query_of(ranked), RANKED, &[]));
    made::select(list, from)
}

pub(super) fn double(expr: Expr) -> Expr {
    tree::cast(expr, TreeType::DoublePrecision)
}

/// The first result whose condition holds.
pub(super) fn case(conditions: Vec<(Expr, Expr)>, otherwise: Option<Expr>) -> Expr {
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: None,
        conditions: conditions
            .into_iter()
            .map(|(condition, result)| CaseWhen { condition, result })
            .collect(),
        else_result: otherwise.map(Box::new),
    }
}

/// A join that keeps all rows of the source: on a condition, or to the one row there is.
pub(super) fn joined(relation: TableFactor, on: Option<Expr>) -> Join {
    let join_operator = match on {
        Some(on) => JoinOperator::Left(JoinConstraint::On(on)),
        None => JoinOperator::CrossJoin(JoinConstraint::None),
    };
    Join {
        relation,
        global: false,
        join_operator,
    }
}

/// An item of ORDER BY in which missing values come last.
pub(super) fn ordered(expr: Expr, descending: bool) -> OrderByExpr {
    OrderByExpr {
        expr,
        options: OrderByOptions {
            asc: Some(!descending),
            nulls_first: Some(false),
        },
        with_fill: None,
    }
}

/// A window function over ordered rows.
pub(super) fn over(
    name: &str,
    args: Vec<Expr>,
    partition_by: Vec<Expr>,
    order_by: Vec<OrderByExpr>,
    frame: Option<(WindowFrameUnits, WindowFrameBound, WindowFrameBound)>,
) -> Expr {
    match tree::call(name, args, HERE) {
        Expr::Function(mut function) => {
            function.over = Some(WindowType::WindowSpec(WindowSpec {
                window_name: None,
                partition_by,
                order_by,
                window_frame: frame.map(|(units, start, end)| WindowFrame {
                    units,
                    start_bound: start,
                    end_bound: Some(end),
                }),
            }));
            Expr::Function(function)
        }
        other => other,
    }
}
