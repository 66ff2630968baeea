//! What a person is told about the name under the cursor: what it is, its type, where it comes
//! from, where it is given, and every place that names the same thing.

use model::{Field, ParameterValue, Span};

use crate::help::help;
use crate::names::{Names, Relation};
use crate::outline::{Outline, outline};
use crate::place::Text;
use crate::target::Target;
use crate::types::words;

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    Table,
    Cell,
    /// A query named in WITH.
    NamedQuery,
    /// A short name of a table or query.
    Alias,
    Column,
    /// A name given in a select list.
    Output,
    Function,
    Parameter,
}

/// A name in a text, with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameInText {
    pub kind: NameKind,
    /// Exact, where it is known.
    pub name: String,
    /// The word under the cursor.
    pub span: Span,
    /// Where the text itself gives the name.
    pub defined: Option<Span>,
    /// Every place of this text that names the same thing, in order.
    pub places: Vec<Span>,
    /// The type of a column, the signature of a function, the columns of a table; may be empty.
    pub detail: String,
    /// A sentence: where it comes from, or what it does; may be empty.
    pub about: String,
    /// A call of a function with its value; may be empty.
    pub example: String,
    /// The table or cell that the name is, stands for, or is a column of.
    pub relation: Option<String>,
    pub relation_is_cell: bool,
}

/// The name at `offset` (UTF-8 bytes); none where no name stands, or one that is not known.
pub(crate) fn describe(text: &str, offset: usize, names: &Names) -> Option<NameInText> {
    if text.len() > crate::guard::TEXT_BYTES {
        return None;
    }
    let place = Text::new(text);
    let shape = outline(text);
    let at = shape.spot_at(offset)?;
    let target = shape.target(at)?;
    let asked = Asked {
        text: &place,
        shape: &shape,
        names,
    };
    let mut found = match &target {
        Target::Named(named) => asked.named_query(*named),
        Target::Alias(alias) => asked.alias(*alias),
        Target::Relation(name) => asked.relation(name)?,
        Target::Parameter(name) => asked.parameter(name)?,
        Target::Function(name) => function(name),
        Target::Output(given) => asked.output(*given),
        Target::Column { name, source } => asked.column(name, source.as_deref(), at)?,
    };
    found.span = shape.span(&place, at);
    if found.kind != NameKind::Output {
        found.places = shape.places(&place, &target);
    }
    Some(found)
}

/// One question about a text.
struct Asked<'a> {
    text: &'a Text<'a>,
    shape: &'a Outline,
    names: &'a Names,
}

fn named(kind: NameKind, name: &str) -> NameInText {
    let nowhere = Span {
        start: 0,
        end: 0,
        line: 1,
        column: 1,
    };
    NameInText {
        kind,
        name: name.to_owned(),
        span: nowhere,
        defined: None,
        places: Vec::new(),
        detail: String::new(),
        about: String::new(),
        example: String::new(),
        relation: None,
        relation_is_cell: false,
    }
}

fn function(name: &str) -> NameInText {
    let help = help(name);
    NameInText {
        detail: help.call,
        about: help.about,
        example: help.example,
        ..named(NameKind::Function, name)
    }
}

impl Asked<'_> {
    fn word(&self, at: usize) -> String {
        self.shape.word(at).unwrap_or_default().to_owned()
    }

    fn known(&self, name: &str) -> Option<(&Relation, bool)> {
        let cells = self.names.cells.iter().map(|cell| (cell, true));
        let tables = self.names.tables.iter().map(|table| (table, false));
        cells
            .chain(tables)
            .find(|(relation, _)| relation.name.to_lowercase() == name)
    }

    fn relation(&self, name: &str) -> Option<NameInText> {
        let (relation, is_cell) = self.known(name)?;
        let kind = if is_cell {
            NameKind::Cell
        } else {
            NameKind::Table
        };
        let about = if is_cell {
            "A cell of this workbook."
        } else {
            "A table of the catalog."
        };
        Some(NameInText {
            detail: size(relation),
            about: about.to_owned(),
            relation: Some(relation.name.clone()),
            relation_is_cell: is_cell,
            ..named(kind, &relation.name)
        })
    }

    fn named_query(&self, index: usize) -> NameInText {
        let query = self.shape.named[index];
        let fields = self.fields_of_named(index);
        let detail = if fields.is_empty() {
            String::new()
        } else {
            listed(&fields)
        };
        NameInText {
            defined: Some(self.shape.span(self.text, query.name)),
            detail,
            about: "A query named in WITH.".to_owned(),
            ..named(NameKind::NamedQuery, &self.word(query.name))
        }
    }

    fn alias(&self, at: usize) -> NameInText {
        let mut found = NameInText {
            defined: Some(self.shape.span(self.text, at)),
            about: "A short name for a query in brackets.".to_owned(),
            ..named(NameKind::Alias, &self.word(at))
        };
        match self.behind_alias(at) {
            Some(Target::Named(index)) => {
                let name = self.word(self.shape.named[index].name);
                found.about = format!("A short name for {name}, a query named in WITH.");
            }
            Some(Target::Relation(name)) => {
                if let Some((relation, is_cell)) = self.known(&name) {
                    let what = if is_cell { "cell" } else { "table" };
                    found.about = format!("A short name for the {what} {}.", relation.name);
                    found.detail = size(relation);
                    found.relation = Some(relation.name.clone());
                    found.relation_is_cell = is_cell;
                }
            }
            _ => {}
        }
        found
    }

    /// What a short name stands for.
    fn behind_alias(&self, at: usize) -> Option<Target> {
        let branch = *self.shape.of.get(at)?;
        let reads = &self.shape.branches[branch].reads;
        let read = reads.iter().find(|read| read.alias == Some(at))?;
        let mut bare = *read;
        bare.alias = None;
        self.shape.read_target(&bare)
    }

    fn parameter(&self, name: &str) -> Option<NameInText> {
        let ends = [name.strip_suffix("_from"), name.strip_suffix("_to")];
        let is_named = |wanted: &str| {
            self.names
                .parameters
                .iter()
                .find(|(known, _)| known.to_lowercase() == wanted)
        };
        let (known, value, is_end) = match is_named(name) {
            Some((known, value)) => (known, value, false),
            None => ends.into_iter().flatten().find_map(|base| {
                let (known, value) = is_named(base)?;
                matches!(value, ParameterValue::DateRange { .. }).then_some((known, value, true))
            })?,
        };
        let kind = match value {
            _ if is_end => "day",
            ParameterValue::DateRange { .. } => "range of days",
            ParameterValue::Date { .. } => "day",
            ParameterValue::Choice { several: true, .. } => "list",
            ParameterValue::Choice { .. } => "choice",
            ParameterValue::Number { .. } => "number",
            ParameterValue::Text { .. } => "text",
        };
        Some(NameInText {
            detail: kind.to_owned(),
            about: "A parameter of this workbook.".to_owned(),
            relation: Some(known.clone()),
            relation_is_cell: true,
            ..named(NameKind::Parameter, known)
        })
    }

    fn output(&self, at: usize) -> NameInText {
        let name = self.word(at);
        let (fields, _, _) = crate::check(self.text.as_str(), self.names);
        let field = fields.iter().find(|field| field.name == name);
        let is_outermost = self.shape.around(at).len() == 1;
        NameInText {
            defined: Some(self.shape.span(self.text, at)),
            detail: field
                .filter(|_| is_outermost)
                .map(|field| words(&field.data_type))
                .unwrap_or_default(),
            about: "A name given in this select list.".to_owned(),
            ..named(NameKind::Output, &name)
        }
    }

    fn column(&self, name: &str, source: Option<&Target>, at: usize) -> Option<NameInText> {
        let sources: Vec<Target> = if let Some(source) = source {
            vec![source.clone()]
        } else {
            let reads = self.shape.reads_around(at);
            reads
                .iter()
                .filter_map(|read| self.shape.read_target(read))
                .collect()
        };
        let found = sources
            .iter()
            .find_map(|source| self.column_of(source, name));
        if found.is_some() || source.is_some() {
            return found;
        }
        let branch = *self.shape.of.get(at)?;
        let given = self.shape.branches[branch].outputs.iter();
        let output = given
            .copied()
            .find(|at| self.word(*at).to_lowercase() == name)?;
        Some(self.output(output))
    }

    fn column_of(&self, source: &Target, name: &str) -> Option<NameInText> {
        let (fields, origin) = match source {
            Target::Alias(at) => return self.column_of(&self.behind_alias(*at)?, name),
            Target::Named(index) => {
                let query = self.word(self.shape.named[*index].name);
                (self.fields_of_named(*index), Err(query))
            }
            Target::Relation(relation) => {
                let (relation, is_cell) = self.known(relation)?;
                (
                    relation.fields.clone(),
                    Ok((relation.name.clone(), is_cell)),
                )
            }
            _ => return None,
        };
        let field = fields
            .into_iter()
            .find(|field| field.name.to_lowercase() == name)?;
        let about = match &origin {
            Ok((relation, true)) => format!("A column of the cell {relation}."),
            Ok((relation, false)) => format!("A column of the table {relation}."),
            Err(query) => format!("A column of {query}, a query named in WITH."),
        };
        Some(NameInText {
            detail: words(&field.data_type),
            about,
            relation_is_cell: origin.as_ref().is_ok_and(|(_, is_cell)| *is_cell),
            relation: origin.ok().map(|(relation, _)| relation),
            ..named(NameKind::Column, &field.name)
        })
    }

    /// The columns of a named query; none when it does not bind, or stands deeper in the text.
    fn fields_of_named(&self, index: usize) -> Vec<Field> {
        crate::pieces::named_query(self.text.as_str(), self.shape, index)
            .map(|piece| crate::check(&piece, self.names).0)
            .unwrap_or_default()
    }
}

fn size(relation: &Relation) -> String {
    let columns = listed(&relation.fields);
    match relation.rows {
        Some(1) => format!("1 row, {columns}"),
        Some(rows) => format!("{rows} rows, {columns}"),
        None => columns,
    }
}

fn listed(fields: &[Field]) -> String {
    match fields.len() {
        1 => "1 column".to_owned(),
        count => format!("{count} columns"),
    }
}
