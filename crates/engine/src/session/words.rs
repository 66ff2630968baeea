//! Answers about texts that run nothing.

use model::Diagnostic;
use protocol::message::{Scope, Statement};
use protocol::words::{NameInText, NameKind, Renamed, Traced, WordsAnswer, WordsAsk};

use super::Session;

impl Session {
    pub(super) fn words(&self, ask: WordsAsk) -> WordsAnswer {
        match ask {
            WordsAsk::Describe {
                text,
                offset,
                scope,
            } => {
                let meaning = self.meaning(&scope);
                let found = plan::describe(&text, to_usize(offset), &meaning.names);
                WordsAnswer::Described {
                    found: found.map(name_in_text),
                }
            }
            WordsAsk::Rename { what, texts, to } => {
                match plan::rename(&renamed(what), &texts, &to) {
                    Ok(changes) => WordsAnswer::Renamed { changes },
                    Err(diagnostic) => WordsAnswer::Refused { diagnostic },
                }
            }
            WordsAsk::Format { text } => match plan::format(&text) {
                Ok(text) => WordsAnswer::Formatted { text },
                Err(diagnostic) => WordsAnswer::Refused { diagnostic },
            },
            WordsAsk::Trace { scope, statements } => self.trace(scope, &statements),
        }
    }

    fn trace(&self, scope: Scope, statements: &[Statement]) -> WordsAnswer {
        let mut meaning = self.meaning(&Scope {
            cells: Vec::new(),
            parameters: scope.parameters,
        });
        let cells = scope
            .cells
            .iter()
            .map(|cell| traced(meaning.trace_cell(&cell.name, &cell.statement)))
            .collect();
        let statements = statements
            .iter()
            .map(|statement| traced(meaning.trace(statement)))
            .collect();
        WordsAnswer::Traced { cells, statements }
    }
}

fn traced(found: plan::Traced) -> Traced {
    Traced {
        lineage: found.lineage,
        fields: found.fields,
        problem: found.diagnostics.into_iter().find(Diagnostic::is_error),
    }
}

fn renamed(what: Renamed) -> plan::Renamed {
    match what {
        Renamed::Local { offset } => plan::Renamed::Local {
            offset: to_usize(offset),
        },
        Renamed::Relation { name } => plan::Renamed::Relation { name },
        Renamed::Parameter { name, is_range } => plan::Renamed::Parameter { name, is_range },
    }
}

fn name_in_text(found: plan::NameInText) -> NameInText {
    NameInText {
        kind: match found.kind {
            plan::NameKind::Table => NameKind::Table,
            plan::NameKind::Cell => NameKind::Cell,
            plan::NameKind::NamedQuery => NameKind::NamedQuery,
            plan::NameKind::Alias => NameKind::Alias,
            plan::NameKind::Column => NameKind::Column,
            plan::NameKind::Output => NameKind::Output,
            plan::NameKind::Function => NameKind::Function,
            plan::NameKind::Parameter => NameKind::Parameter,
        },
        name: found.name,
        span: found.span,
        defined: found.defined,
        places: found.places,
        detail: found.detail,
        about: found.about,
        example: found.example,
        relation: found.relation,
        relation_is_cell: found.relation_is_cell,
    }
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
