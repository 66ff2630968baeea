//! The statements of a cell as its questions: `CREATE … AS` in front of one becomes a named query.

use model::Diagnostic;
use sqlparser::ast::helpers::attached_token::AttachedToken;
use sqlparser::ast::{CreateTable, CreateView, Cte, Ident, Query, SetExpr, Statement, With};
use sqlparser::tokenizer::Location;

use crate::near::shortened;
use crate::place::Text;
use crate::resolve::one_word;
use crate::{guard, made, refuse, tree};

/// What a cell wants to know about its query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Its rows.
    Rows,
    /// Its columns and their types: `DESCRIBE`.
    Columns,
    /// Figures about each of its columns: `SUMMARIZE`.
    Summary,
    /// The steps in which it is computed: `EXPLAIN`.
    Steps,
    /// The same, with what each step gave when it ran: `EXPLAIN ANALYZE`.
    MeasuredSteps,
    /// No query at all, but the tables that can be read: `SHOW TABLES`.
    Tables,
}

/// One question of a cell.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) query: Box<Query>,
    pub(crate) wanted: Wanted,
    /// What should be known about it besides its answer.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// One statement of a cell and where it begins.
pub(crate) struct Part {
    pub(crate) start: Location,
    pub(crate) kind: Kind,
}

/// What a statement of a cell may be.
pub(crate) enum Kind {
    Question(Box<Query>, Wanted),
    Other(Box<Statement>),
}

/// A query under a name that later statements of the cell can read.
#[derive(Clone)]
struct Named {
    name: Ident,
    columns: Vec<Ident>,
    query: Box<Query>,
    replaces: bool,
}

/// The questions that the statements of a cell ask, in order; never none. Each can read the names
/// made before it, and a name made behind the last one is shown as an answer of its own.
pub(crate) fn fold(text: &Text<'_>, parts: Vec<Part>) -> Result<Vec<Question>, Diagnostic> {
    let mut named: Vec<Named> = Vec::new();
    let mut questions = Vec::new();
    let mut ends_with_name = false;
    for part in parts {
        if questions.len() == guard::QUESTIONS {
            return Err(too_many(text, part.start));
        }
        ends_with_name = false;
        match part.kind {
            Kind::Question(query, wanted) => questions.push(Question {
                query: around(named.clone(), query),
                wanted,
                warnings: Vec::new(),
            }),
            Kind::Other(statement) => {
                let one = kept(text, *statement, part.start)?;
                add(text, &mut named, one)?;
                ends_with_name = true;
            }
        }
    }
    if let Some(last) = named.last().filter(|_| ends_with_name) {
        let warnings = vec![only_here(text, &last.name)];
        let list = vec![sqlparser::ast::SelectItem::Wildcard(
            sqlparser::ast::WildcardAdditionalOptions::default(),
        )];
        let query = Box::new(made::query_of(tree::select(list, &last.name.value)));
        questions.push(Question {
            query: around(named, query),
            wanted: Wanted::Rows,
            warnings,
        });
    }
    if questions.is_empty() {
        return Err(nothing(text));
    }
    Ok(questions)
}

fn add(text: &Text<'_>, named: &mut Vec<Named>, one: Named) -> Result<(), Diagnostic> {
    let lower = one.name.value.to_lowercase();
    let is_known = named
        .iter()
        .any(|known| known.name.value.to_lowercase() == lower);
    let refused = if named.len() == guard::NAMED_QUERIES {
        Diagnostic::error(
            "SQL_TOO_MANY_CTES",
            format!("The cell names more than {} queries.", guard::NAMED_QUERIES),
        )
        .with_hint("Put some of them into cells.")
    } else if is_known && !one.replaces {
        let name = shortened(&one.name.value);
        Diagnostic::error(
            "SQL_DUPLICATE_NAME",
            format!("`{name}` is made twice here."),
        )
        .with_hint("Write CREATE OR REPLACE, or give it another name.")
    } else {
        named.push(one);
        return Ok(());
    };
    Err(match text.span(one.name.span) {
        Some(span) => refused.with_span(span),
        None => refused,
    })
}

/// The query with the named ones in front of it; a name given anew hides the old one.
fn around(named: Vec<Named>, query: Box<Query>) -> Box<Query> {
    let mut whole = query;
    let mut level: Vec<Cte> = Vec::new();
    let mut taken: Vec<String> = named_inside(&whole);
    for one in named.into_iter().rev() {
        let lower = one.name.value.to_lowercase();
        if taken.contains(&lower) {
            whole = with(std::mem::take(&mut level), whole);
            whole = Box::new(made::query(SetExpr::Query(whole)));
            taken.clear();
        }
        taken.push(lower);
        level.insert(0, cte(one));
    }
    with(level, whole)
}

fn named_inside(query: &Query) -> Vec<String> {
    query
        .with
        .iter()
        .flat_map(|with| &with.cte_tables)
        .map(|cte| cte.alias.name.value.to_lowercase())
        .collect()
}

fn with(mut level: Vec<Cte>, mut query: Box<Query>) -> Box<Query> {
    if level.is_empty() {
        return query;
    }
    if query.with.as_ref().is_some_and(|own| own.recursive) {
        // A name made in front is not one that reads itself.
        query = Box::new(made::query(SetExpr::Query(query)));
    }
    if let Some(own) = &mut query.with {
        level.append(&mut own.cte_tables);
        own.cte_tables = level;
    } else {
        query.with = Some(With {
            with_token: AttachedToken::empty(),
            recursive: false,
            cte_tables: level,
        });
    }
    query
}

fn cte(named: Named) -> Cte {
    let mut alias = made::alias(&named.name.value, &[]);
    alias.name = named.name;
    alias.columns = named
        .columns
        .into_iter()
        .map(|name| sqlparser::ast::TableAliasColumnDef {
            name,
            data_type: None,
        })
        .collect();
    Cte {
        alias,
        query: named.query,
        from: None,
        materialized: None,
        closing_paren_token: AttachedToken::empty(),
    }
}

/// A statement that keeps a query under a name, or the refusal of any other.
fn kept(text: &Text<'_>, statement: Statement, start: Location) -> Result<Named, Diagnostic> {
    let refused = refuse::statement(text, &statement, start);
    match statement {
        Statement::CreateView(view) if is_plain_view(&view) => Ok(Named {
            name: one_word(&view.name),
            columns: view.columns.into_iter().map(|column| column.name).collect(),
            query: view.query,
            replaces: view.or_replace,
        }),
        Statement::CreateTable(table) if is_plain_table(&table) => match table.query {
            Some(query) => Ok(Named {
                name: one_word(&table.name),
                columns: Vec::new(),
                query,
                replaces: table.or_replace,
            }),
            None => Err(refused),
        },
        _ => Err(refused),
    }
}

/// `CREATE [OR REPLACE] [TEMP] VIEW name [(columns)] AS …` and nothing more.
fn is_plain_view(view: &CreateView) -> bool {
    let mut plain = view.clone();
    plain.or_alter = false;
    plain.materialized = false;
    plain.secure = false;
    plain.options = sqlparser::ast::CreateTableOptions::None;
    plain.cluster_by = Vec::new();
    plain.comment = None;
    plain.with_no_schema_binding = false;
    plain.if_not_exists = false;
    plain.copy_grants = false;
    plain.to = None;
    plain.params = None;
    for column in &mut plain.columns {
        column.data_type = None;
        column.options = None;
    }
    plain == *view
}

/// `CREATE [OR REPLACE] [TEMP] TABLE name AS …` and nothing more.
fn is_plain_table(table: &CreateTable) -> bool {
    let plain =
        sqlparser::ast::helpers::stmt_create_table::CreateTableBuilder::new(table.name.clone())
            .or_replace(table.or_replace)
            .temporary(table.temporary)
            .query(table.query.clone())
            .build();
    plain.to_string() == table.to_string()
}

fn only_here(text: &Text<'_>, name: &Ident) -> Diagnostic {
    let message = format!(
        "`{}` is known inside this cell only; its rows are shown as the answer.",
        shortened(&name.value)
    );
    let warning = Diagnostic::warning("SQL_KNOWN_HERE", message)
        .with_hint("Other cells read this cell by the cell's own name.");
    match text.span(name.span) {
        Some(span) => warning.with_span(span),
        None => warning,
    }
}

fn too_many(text: &Text<'_>, start: Location) -> Diagnostic {
    Diagnostic::error(
        "SQL_TOO_MANY_STATEMENTS",
        format!("A cell asks at most {} questions.", guard::QUESTIONS),
    )
    .with_span(crate::parse::at_location(text, start))
    .with_hint("Put this one and what follows into a cell of their own.")
}

fn nothing(text: &Text<'_>) -> Diagnostic {
    Diagnostic::error("SQL_EMPTY", "There is no statement here yet.")
        .with_span(text.bytes(0, 0))
        .with_hint("Begin with SELECT or FROM.")
}
