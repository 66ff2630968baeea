//! Parts of FROM that look at the row before them: lists taken apart, and the first rows of each
//! key (`LATERAL` with `ORDER BY` and `LIMIT`).

use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, GroupByExpr, LimitClause, OrderByExpr, OrderByKind, Query,
    Select, SelectItem, SetExpr, TableAlias, TableFactor, TableWithJoins, Value, Visit, Visitor,
    WindowSpec, WindowType, visit_expressions,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::aggregate::is_aggregated;
use super::super::scope::{Found, Scope};
use crate::{made, tree};

impl Resolver<'_> {
    /// `unnest(t.list)` as a table that looks at the row before it, a column for each list.
    pub(super) fn taken_apart(
        &mut self,
        mut lists: Vec<Expr>,
        alias: Option<TableAlias>,
        is_counted: bool,
        around: &Scope<'_>,
    ) -> (TableFactor, Scope<'static>) {
        let span = lists.first().map_or(Span::empty(), tree::span_of);
        let mut columns: Vec<String> = match (lists.len(), &alias) {
            (1, Some(alias)) => vec![alias.name.value.clone()],
            (1, None) => vec!["unnest".to_owned()],
            (count, _) => (1..=count).map(|at| format!("unnest_{at}")).collect(),
        };
        if is_counted {
            let length = tree::call("array_length", vec![lists[0].clone()], span);
            let places = vec![tree::number("1", span), length];
            lists.push(tree::call("generate_series", places, span));
            columns.push("ordinality".to_owned());
        }
        self.items_as_rows(lists, columns, alias, around)
    }

    /// The items of lists as a table that looks at the row before it, under names.
    pub(super) fn items_as_rows(
        &mut self,
        mut lists: Vec<Expr>,
        columns: Vec<String>,
        mut alias: Option<TableAlias>,
        around: &Scope<'_>,
    ) -> (TableFactor, Scope<'static>) {
        let span = lists.first().map_or(Span::empty(), tree::span_of);
        let outer = Scope {
            aliases: Vec::new(),
            ..around.clone()
        };
        for list in &mut lists {
            self.expression(list, &outer);
        }
        let items = lists
            .into_iter()
            .zip(&columns)
            .map(|(list, name)| made::item(tree::call("unnest", vec![list], span), name))
            .collect();
        let select = Select {
            from: Vec::new(),
            ..tree::select(items, "")
        };
        if alias.is_none() {
            alias = Some(made::alias("unnest", &[]));
        }
        let scope = self.aliased(columns, &mut alias);
        let table = TableFactor::Derived {
            lateral: true,
            subquery: Box::new(made::query_of(select)),
            alias,
            sample: None,
        };
        (table, scope)
    }

    /// The first rows of a query for each row around it, by a number that counts them for each
    /// key; a query that is not of this form stays as it is. `is_single` asks for one value.
    pub(in crate::resolve) fn first_of_each_key(&mut self, query: &mut Query, is_single: bool) {
        let Some(found) = FirstRows::of(query) else {
            return;
        };
        let Some(limit) = found.last_place() else {
            return;
        };
        let SetExpr::Select(select) = query.body.as_mut() else {
            return;
        };
        let names: Vec<String> = select
            .projection
            .iter()
            .filter_map(|item| match item {
                SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
                _ => None,
            })
            .collect();
        if names.len() != select.projection.len() {
            return;
        }
        let part = self.made_name();
        let mut conditions = Vec::new();
        for (at, (inner, outer)) in found.keys.iter().enumerate() {
            let name = format!("{part}_key_{at}");
            select.projection.push(made::item(inner.clone(), &name));
            let key = tree::column(&part, &name, Span::empty());
            conditions.push(tree::binary(key, BinaryOperator::Eq, outer.clone()));
        }
        let number = format!("{part}_place");
        let keys = found.keys.into_iter().map(|(inner, _)| inner).collect();
        let place = place_of(keys, found.order);
        select.projection.push(made::item(place, &number));
        select.selection = tree::all(found.rest);
        let place = tree::column(&part, &number, Span::empty());
        conditions.push(tree::binary(
            place.clone(),
            BinaryOperator::LtEq,
            tree::number(&limit.to_string(), Span::empty()),
        ));
        if found.skipped > 0 {
            conditions.push(tree::binary(
                place,
                BinaryOperator::Gt,
                tree::number(&found.skipped.to_string(), Span::empty()),
            ));
        }
        query.order_by = None;
        query.limit_clause = None;
        let inner = std::mem::replace(query, made::query(made::values(Vec::new())));
        let list = if is_single {
            let column = tree::column(&part, &names[0], Span::empty());
            let one = tree::call("first_value", vec![column], Span::empty());
            vec![made::item(one, &names[0])]
        } else {
            made::same(&part, &names)
        };
        let mut outer = made::select(list, made::alone(made::derived(inner, &part, &[])));
        outer.selection = tree::all(conditions);
        *query = made::query_of(outer);
    }
}

/// Whether the bounds of a series look at the rows before it, or at those around its query.
pub(super) fn reads_rows(args: &[FunctionArg], around: &Scope<'_>) -> bool {
    let is_column = |expr: &Expr| {
        std::iter::successors(Some(around), |scope| scope.parent).any(|scope| match expr {
            Expr::Identifier(word) => !matches!(scope.column(word), Found::Nothing),
            Expr::CompoundIdentifier(words) => words
                .first()
                .is_some_and(|word| scope.source(word).is_some()),
            _ => false,
        })
    };
    args.iter().any(|arg| {
        visit_expressions(arg, |expr| {
            if is_column(expr) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .is_break()
    })
}

fn place_of(partition_by: Vec<Expr>, order_by: Vec<OrderByExpr>) -> Expr {
    match tree::call("row_number", Vec::new(), Span::empty()) {
        Expr::Function(mut function) => {
            function.over = Some(WindowType::WindowSpec(WindowSpec {
                window_name: None,
                partition_by,
                order_by,
                window_frame: None,
            }));
            Expr::Function(function)
        }
        other => other,
    }
}

/// A query for the first rows in some order, tied to the row around it by equal keys.
struct FirstRows {
    /// Its own value and that of the row around it.
    keys: Vec<(Expr, Expr)>,
    /// Conditions that look at its own rows alone.
    rest: Vec<Expr>,
    order: Vec<OrderByExpr>,
    limit: u64,
    skipped: u64,
}

impl FirstRows {
    fn last_place(&self) -> Option<u64> {
        self.limit.checked_add(self.skipped)
    }

    fn of(query: &Query) -> Option<Self> {
        let SetExpr::Select(select) = query.body.as_ref() else {
            return None;
        };
        let LimitClause::LimitOffset {
            limit: Some(limit),
            offset,
            ..
        } = query.limit_clause.as_ref()?
        else {
            return None;
        };
        let limit = rows(limit)?;
        let skipped = match offset {
            Some(offset) => rows(&offset.value)?,
            None => 0,
        };
        let is_grouped =
            !matches!(&select.group_by, GroupByExpr::Expressions(keys, _) if keys.is_empty());
        let is_plain = !is_grouped
            && select.distinct.is_none()
            && select.having.is_none()
            && select.qualify.is_none()
            && query.with.is_none();
        if !is_plain {
            return None;
        }
        let mut own = Vec::new();
        for table in &select.from {
            names_of(table, &mut own);
        }
        let mut order = match query.order_by.as_ref().map(|order_by| &order_by.kind) {
            Some(OrderByKind::Expressions(items)) => items.clone(),
            None => Vec::new(),
            Some(OrderByKind::All(_)) => return None,
        };
        for item in &select.projection {
            let SelectItem::ExprWithAlias { expr, alias } = item else {
                return None;
            };
            if is_aggregated(expr) || !matches!(sides(expr, &own), Sides::Own | Sides::None) {
                return None;
            }
            for key in &mut order {
                if matches!(&key.expr, Expr::Identifier(word) if word.value == alias.value) {
                    key.expr = expr.clone();
                }
            }
        }
        if order.iter().any(|key| sides(&key.expr, &own) != Sides::Own) {
            return None;
        }
        let (mut keys, mut rest) = (Vec::new(), Vec::new());
        for condition in select.selection.clone().map(parts).unwrap_or_default() {
            match (sides(&condition, &own), condition) {
                (Sides::Own | Sides::None, condition) => rest.push(condition),
                (
                    _,
                    Expr::BinaryOp {
                        left,
                        op: BinaryOperator::Eq,
                        right,
                    },
                ) => match (sides(&left, &own), sides(&right, &own)) {
                    (Sides::Own, Sides::Around) => keys.push((*left, *right)),
                    (Sides::Around, Sides::Own) => keys.push((*right, *left)),
                    _ => return None,
                },
                _ => return None,
            }
        }
        (!keys.is_empty()).then_some(Self {
            keys,
            rest,
            order,
            limit,
            skipped,
        })
    }
}

fn rows(count: &Expr) -> Option<u64> {
    match count {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => digits.parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

/// What a condition demands, one after the other.
pub(super) fn parts(condition: Expr) -> Vec<Expr> {
    match condition {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => {
            let mut all = parts(*left);
            all.extend(parts(*right));
            all
        }
        Expr::Nested(inner) => parts(*inner),
        other => vec![other],
    }
}

/// The names by which a select reads its tables.
fn names_of(table: &TableWithJoins, names: &mut Vec<String>) {
    let joined = table.joins.iter().map(|join| &join.relation);
    for factor in std::iter::once(&table.relation).chain(joined) {
        match factor {
            TableFactor::Table { name, alias, .. } => names.push(match alias {
                Some(alias) => alias.name.value.clone(),
                None => super::one_word(name).value,
            }),
            TableFactor::Derived {
                alias: Some(alias), ..
            } => names.push(alias.name.value.clone()),
            TableFactor::NestedJoin {
                table_with_joins, ..
            } => names_of(table_with_joins, names),
            _ => {}
        }
    }
}

/// Whose columns an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    None,
    Own,
    Around,
    Mixed,
}

/// Whose columns an expression reads: those of its own tables, or of others.
pub(super) fn sides(expr: &Expr, own: &[String]) -> Sides {
    struct Reads<'o> {
        own: &'o [String],
        sides: Sides,
    }
    impl Visitor for Reads<'_> {
        type Break = ();
        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
            self.sides = Sides::Mixed;
            ControlFlow::Break(())
        }
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            if let Expr::CompoundIdentifier(words) = expr {
                let is_own = words
                    .first()
                    .is_some_and(|word| self.own.contains(&word.value));
                let side = if is_own { Sides::Own } else { Sides::Around };
                self.sides = match self.sides {
                    Sides::None => side,
                    known if known == side => known,
                    _ => Sides::Mixed,
                };
            }
            ControlFlow::Continue(())
        }
    }
    let mut reads = Reads {
        own,
        sides: Sides::None,
    };
    let _: ControlFlow<()> = expr.visit(&mut reads);
    reads.sides
}
