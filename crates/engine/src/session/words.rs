//! Answers about texts that run nothing.

use model::{Diagnostic, Field};
use protocol::message::{
    Answer, ColumnName, Completion, CompletionKind, Scope, Statement, WantedValues,
};
use protocol::words::{
    Apart, CellMended, ColumnRenamed, NameInText, NameKind, Piece, Renamed, RowParts, Traced, Wish,
    WordsAnswer, WordsAsk,
};

use super::Session;

impl Session {
    /// What may stand at a place of a text, or whose values.
    pub(super) fn complete(&self, text: &str, offset: u32, scope: &Scope) -> Answer {
        let meaning = self.meaning(scope);
        let found = plan::complete(text, to_usize(offset), &meaning.names);
        let wanted = plan::wanted_values(text, to_usize(offset), &meaning.names);
        Answer::Completions {
            completions: found.into_iter().map(completion).collect(),
            wanted: wanted.map(|wanted| WantedValues {
                column: ColumnName {
                    relation: wanted.relation,
                    is_cell: wanted.is_cell,
                    column: wanted.column,
                },
                typed: wanted.typed,
                from: wanted.from,
                is_closed: wanted.is_closed,
            }),
        }
    }

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
            WordsAsk::RenameColumn {
                scope,
                cell,
                offset,
                to,
            } => self.rename_column(scope, &cell, offset, &to),
            WordsAsk::MendColumns {
                scope,
                table,
                fields,
                renamed,
            } => self.mend_columns(scope, &table, fields, &renamed),
            WordsAsk::Format { text } => match plan::format(&text) {
                Ok(text) => WordsAnswer::Formatted { text },
                Err(diagnostic) => WordsAnswer::Refused { diagnostic },
            },
            WordsAsk::Trace { scope, statements } => self.trace(scope, &statements),
            WordsAsk::Answers { text } => WordsAnswer::Pieces {
                pieces: plan::answers(&text).into_iter().map(piece).collect(),
            },
            WordsAsk::Parts { text, scope } => {
                match plan::parts(&text, &self.meaning(&scope).names) {
                    Ok(parts) => WordsAnswer::Parts {
                        parts: row_parts(parts),
                    },
                    Err(diagnostic) => WordsAnswer::Refused { diagnostic },
                }
            }
            WordsAsk::Apart {
                text,
                row,
                wish,
                scope,
            } => match plan::take_apart(&text, &row, &apart(wish), &self.meaning(&scope).names) {
                Ok(text) => WordsAnswer::Formatted { text },
                Err(diagnostic) => WordsAnswer::Refused { diagnostic },
            },
            WordsAsk::Piece { text, wish: wanted } => match plan::piece(&text, wish(wanted)) {
                Ok(found) => WordsAnswer::Pieces {
                    pieces: vec![piece(found)],
                },
                Err(diagnostic) => WordsAnswer::Refused { diagnostic },
            },
        }
    }

    fn rename_column(&self, scope: Scope, cell: &str, offset: u32, to: &str) -> WordsAnswer {
        let (names, cells) = self.texts(scope);
        let asked = cells.iter().position(|one| one.name == cell);
        let asked = (asked.unwrap_or(cells.len()), to_usize(offset));
        match plan::rename_column(&names, &cells, asked, to) {
            Ok(found) => WordsAnswer::ColumnRenamed {
                cells: cells
                    .into_iter()
                    .zip(found)
                    .filter(|(_, one)| !one.changes.is_empty() || !one.columns.is_empty())
                    .map(|(cell, one)| ColumnRenamed {
                        cell: cell.name,
                        changes: one.changes,
                        columns: one.columns,
                    })
                    .collect(),
            },
            Err(diagnostic) => WordsAnswer::Refused { diagnostic },
        }
    }

    fn mend_columns(
        &self,
        scope: Scope,
        table: &str,
        fields: Vec<Field>,
        renamed: &[(String, String)],
    ) -> WordsAnswer {
        let (mut names, cells) = self.texts(scope);
        let lower = table.to_lowercase();
        let mut same = names.tables.iter_mut();
        if let Some(relation) = same.find(|one| one.name.to_lowercase() == lower) {
            relation.fields = fields;
        }
        let mended = plan::mend_readers(&names, &cells, table, renamed);
        WordsAnswer::Mended {
            cells: cells
                .into_iter()
                .zip(mended)
                .map(|(cell, one)| CellMended {
                    cell: cell.name,
                    text: one.text,
                    columns: one.columns,
                    problem: one.problem,
                })
                .collect(),
        }
    }

    /// What the texts of a scope may name, and the texts themselves.
    fn texts(&self, scope: Scope) -> (plan::Names, Vec<plan::CellText>) {
        let mut meaning = self.meaning(&Scope {
            parameters: scope.parameters,
            ..Scope::default()
        });
        let names = meaning.names.clone();
        let cells = scope
            .cells
            .into_iter()
            .map(|one| plan::CellText {
                fields: meaning.trace_cell(&one.name, &one.statement).fields,
                name: one.name,
                text: match one.statement {
                    Statement::Sql { text } => Some(text),
                    Statement::Query { .. } | Statement::Behind { .. } => None,
                },
            })
            .collect();
        (names, cells)
    }

    fn trace(&self, scope: Scope, statements: &[Statement]) -> WordsAnswer {
        let mut meaning = self.meaning(&Scope {
            parameters: scope.parameters,
            ..Scope::default()
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
        earlier: found.earlier,
        fields: found.fields,
        problem: found.diagnostics.into_iter().find(Diagnostic::is_error),
    }
}

fn apart(wish: Apart) -> plan::Apart {
    match wish {
        Apart::Amount {
            column,
            is_rest,
            by,
        } => plan::Apart::Amount {
            column: to_usize(column),
            is_rest,
            by,
        },
        Apart::By { field } => plan::Apart::By { field },
        Apart::Closer { column, unit } => plan::Apart::Closer {
            column: to_usize(column),
            unit,
        },
    }
}

fn row_parts(parts: plan::Parts) -> RowParts {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    RowParts {
        fields: parts.fields,
        keys: parts.keys.into_iter().map(place).collect(),
        times: parts
            .times
            .into_iter()
            .map(|(at, unit)| (place(at), unit))
            .collect(),
        amounts: parts
            .amounts
            .into_iter()
            .map(|(at, aggregate)| (place(at), aggregate))
            .collect(),
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

fn wish(wanted: Wish) -> plan::Wish {
    match wanted {
        Wish::Selection { start, end } => plan::Wish::Selection {
            start: to_usize(start),
            end: to_usize(end),
        },
        Wish::Statement { offset } => plan::Wish::Statement {
            offset: to_usize(offset),
        },
        Wish::UpTo { offset } => plan::Wish::UpTo {
            offset: to_usize(offset),
        },
        Wish::NamedQuery { offset } => plan::Wish::NamedQuery {
            offset: to_usize(offset),
        },
    }
}

fn piece(found: plan::Piece) -> Piece {
    Piece {
        span: found.span,
        text: found.text,
        named: found.named,
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

fn completion(found: plan::Completion) -> Completion {
    let column = |name: plan::ColumnName| ColumnName {
        relation: name.relation,
        is_cell: name.is_cell,
        column: name.column,
    };
    Completion {
        label: found.label,
        insert: found.insert,
        kind: match found.kind {
            plan::CompletionKind::Table => CompletionKind::Table,
            plan::CompletionKind::Cell => CompletionKind::Cell,
            plan::CompletionKind::Column => CompletionKind::Column,
            plan::CompletionKind::Function => CompletionKind::Function,
            plan::CompletionKind::Keyword => CompletionKind::Keyword,
            plan::CompletionKind::Parameter => CompletionKind::Parameter,
            plan::CompletionKind::Join => CompletionKind::Join,
        },
        detail: found.detail,
        about: found.about,
        from: found.from,
        columns: found.columns.into_iter().map(column).collect(),
    }
}
