//! Named queries that are computed once for everyone who reads them: those that draw by chance,
//! which would draw again for each, and those that say `AS MATERIALIZED`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use sqlparser::ast::{Cte, Expr, Query, Visit, Visitor};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Span, Token};

use super::super::Resolver;
use crate::{made, nodes, parse, tree};

/// Functions that give another value each time.
const DRAWN: [&str; 2] = ["random", "uuid"];

impl Resolver<'_> {
    /// Marks a resolved query of WITH that is computed once; `columns` are its names.
    pub(super) fn kept_once(&mut self, cte: &mut Cte, columns: &[String]) {
        let is_kept = draws(&cte.query) || self.is_materialized(cte.alias.name.span);
        if columns.is_empty() || !is_kept {
            return;
        }
        // Cells may be planned inside of each other: the text tells their queries apart.
        let mut hasher = DefaultHasher::new();
        self.text.as_str().hash(&mut hasher);
        let part = self.made_name();
        let name = format!("{part} {:x}", hasher.finish());
        let inner = std::mem::replace(cte.query.as_mut(), made::query(made::values(Vec::new())));
        let from = made::alone(made::derived(inner, &part, columns));
        let mut select = made::select(made::same(&part, columns), from);
        let name = tree::text(&name, Span::empty());
        select.selection = Some(tree::call(nodes::KEPT, vec![name], Span::empty()));
        *cte.query = made::query_of(select);
    }
    /// Whether `AS MATERIALIZED` stands behind the name of a query, which reading leaves out.
    fn is_materialized(&self, name: Span) -> bool {
        if !self.text.as_str().to_lowercase().contains("materialized") {
            return false;
        }
        let Ok(tokens) = parse::words(self.text) else {
            return false;
        };
        let mut behind = tokens
            .into_iter()
            .filter(|token| !matches!(token.token, Token::Whitespace(_)))
            .skip_while(|token| token.span.start != name.start)
            .skip_while(|token| !parse::is_keyword(token, Keyword::AS))
            .skip(1);
        behind
            .next()
            .is_some_and(|token| parse::is_keyword(&token, Keyword::MATERIALIZED))
    }
}

fn draws(query: &Query) -> bool {
    struct Look;
    impl Visitor for Look {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            let is_drawn = matches!(expr, Expr::Function(function)
                if function.name.0.last().and_then(|part| part.as_ident())
                    .is_some_and(|name| DRAWN.contains(&name.value.as_str())));
            if is_drawn {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    }
    query.visit(&mut Look).is_break()
}
