//! `INTERSECT ALL` and `EXCEPT ALL`: each row as often as the copies on both sides say.
//!
//! Rows of both sides are put under each other, the copies of a row are numbered on each side, and
//! a copy is kept by the sides that have its number. Nulls equal each other, as in all set operations.

use sqlparser::ast::{BinaryOperator, Expr, SetExpr, SetOperator, SetQuantifier};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use crate::{made, tree};

impl Resolver<'_> {
    /// The query that counts copies; both sides are resolved and have these columns.
    pub(super) fn counted(
        &mut self,
        (left, right): (SetExpr, SetExpr),
        columns: &[String],
        op: SetOperator,
    ) -> SetExpr {
        let side = made::free_name("side", columns);
        let copy = made::free_name("copy", columns);
        let both = SetExpr::SetOperation {
            op: SetOperator::Union,
            set_quantifier: SetQuantifier::All,
            left: Box::new(self.marked(left, columns, (&side, "1"))),
            right: Box::new(self.marked(right, columns, (&side, "2"))),
        };
        let part = self.made_name();
        let mut list = made::same(&part, columns);
        let mut keys = made::columns(&part, columns);
        let its_side = tree::column(&part, &side, Span::empty());
        keys.push(its_side.clone());
        list.push(made::item(its_side, &side));
        list.push(made::item(
            made::over("row_number", Vec::new(), keys),
            &copy,
        ));
        let numbered = made::select(
            list,
            made::alone(made::derived(made::query(both), &part, &[])),
        );
        let part = self.made_name();
        let mut keys = made::columns(&part, columns);
        keys.push(tree::column(&part, &copy, Span::empty()));
        let its_side = tree::column(&part, &side, Span::empty());
        let extreme = |name: &str| tree::call(name, vec![its_side.clone()], Span::empty());
        let kept = match op {
            SetOperator::Intersect => {
                tree::binary(extreme("min"), BinaryOperator::Lt, extreme("max"))
            }
            _ => tree::binary(
                extreme("max"),
                BinaryOperator::Eq,
                tree::number("1", Span::empty()),
            ),
        };
        let whole = made::select(
            made::same(&part, columns),
            made::alone(made::derived(made::query_of(numbered), &part, &[])),
        );
        let mut whole = made::grouped(whole, keys);
        whole.having = Some(kept);
        SetExpr::Select(Box::new(whole))
    }

    /// One side with a column that says which it is.
    fn marked(&mut self, body: SetExpr, columns: &[String], (side, at): (&str, &str)) -> SetExpr {
        let part = self.made_name();
        let mut list = made::same(&part, columns);
        let number: Expr = tree::number(at, Span::empty());
        list.push(made::item(number, side));
        let from = made::alone(made::derived(made::query(body), &part, columns));
        SetExpr::Select(Box::new(made::select(list, from)))
    }
}
