//! What a name, text, line or identity has to be like to stand in the document.

use model::{
    CellBody, CellId, ChartSpec, ChoiceOptions, Parameter, ParameterValue, Picked, SourceId,
    SourceSpec, Value, Workbook,
};

use super::{EditError, LONGEST_LINE, LONGEST_TEXT, shown};
use crate::names;

/// Most values of a list that a person chooses from.
const MOST_VALUES: usize = 20_000;
/// Longest single value, in bytes.
const LONGEST_VALUE: usize = 64 * 1024;
/// Most fields on one shelf of a chart, and most filters.
const MOST_PILLS: usize = 200;
/// Most steps down a chart.
const MOST_STEPS: usize = 40;
/// Longest path of a source, in bytes.
pub(crate) const LONGEST_PATH: usize = 4_096;

pub(super) fn check_source(
    book: &Workbook,
    source: &SourceSpec,
    except: Option<&SourceId>,
) -> Result<(), EditError> {
    if let Err(reason) = names::check(&source.name) {
        let suggestion = names::free_source_name(book, &source.name);
        return Err(EditError::BadName {
            name: shown(&source.name),
            reason,
            suggestion,
        });
    }
    if source.path.len() > LONGEST_PATH {
        return Err(EditError::TooLong {
            what: "path",
            limit: "4,096 bytes",
        });
    }
    let folded = names::fold(&source.name);
    let mut others = book
        .sources
        .iter()
        .filter(|known| Some(&known.id) != except);
    if others.any(|known| names::fold(&known.name) == folded) {
        let suggestion = names::free_source_name(book, &source.name);
        return Err(EditError::NameTaken {
            what: "source",
            name: shown(&source.name),
            suggestion,
        });
    }
    Ok(())
}

pub(super) fn check_cell_name(
    book: &Workbook,
    name: &str,
    id: &CellId,
    is_parameter: bool,
) -> Result<(), EditError> {
    let checked = if is_parameter {
        names::check_parameter(name)
    } else {
        names::check(name)
    };
    if let Err(reason) = checked {
        let wanted = if is_parameter {
            names::as_parameter(name)
        } else {
            name.to_owned()
        };
        let suggestion = names::free_cell_name(book, &wanted);
        return Err(EditError::BadName {
            name: shown(name),
            reason,
            suggestion,
        });
    }
    let folded = names::fold(name);
    let mut others = book.cells.iter().filter(|cell| cell.id != *id);
    if others.any(|cell| names::fold(&cell.name) == folded) {
        let suggestion = names::free_cell_name(book, name);
        return Err(EditError::NameTaken {
            what: "cell",
            name: shown(name),
            suggestion,
        });
    }
    Ok(())
}

/// Whether the parts of a cell's body keep within their bounds.
pub(crate) fn check_body(body: &CellBody) -> Result<(), EditError> {
    match body {
        CellBody::Markdown { text } | CellBody::Sql { text, .. } => check_text(text),
        CellBody::Parameter { parameter } => check_parameter(parameter),
        CellBody::Chart { spec } => check_chart(spec),
    }
}

pub(super) fn check_parameter(parameter: &Parameter) -> Result<(), EditError> {
    check_line(&parameter.label, "label")?;
    match &parameter.value {
        ParameterValue::Choice {
            options, chosen, ..
        } => {
            if let ChoiceOptions::Values { values } = options {
                check_values(values)?;
            }
            check_values(chosen)
        }
        ParameterValue::Text { value } => check_value_text(value),
        ParameterValue::DateRange { from, to } => [from, to]
            .into_iter()
            .flatten()
            .try_for_each(|text| check_line(text, "date")),
        ParameterValue::Date { value } => {
            let texts = value.iter();
            texts
                .into_iter()
                .try_for_each(|text| check_line(text, "date"))
        }
        ParameterValue::Number {
            value,
            min,
            max,
            step,
        } => {
            let texts = [value, min, max, step].into_iter().flatten();
            texts
                .into_iter()
                .try_for_each(|text| check_line(text, "number"))
        }
    }
}

pub(super) fn check_chart(spec: &ChartSpec) -> Result<(), EditError> {
    check_line(&spec.title, "chart title")?;
    if spec.version != 1 {
        return Err(EditError::NewerChart);
    }
    let shelves = [
        &spec.x,
        &spec.y,
        &spec.color,
        &spec.size,
        &spec.label,
        &spec.detail,
        &spec.tooltip,
    ];
    if shelves.iter().any(|pills| pills.len() > MOST_PILLS) {
        return Err(EditError::TooMany {
            what: "fields on a shelf",
            limit: MOST_PILLS,
        });
    }
    if spec.filters.len() > MOST_PILLS {
        return Err(EditError::TooMany {
            what: "filters of a chart",
            limit: MOST_PILLS,
        });
    }
    if spec.drill.len() > MOST_STEPS {
        return Err(EditError::TooMany {
            what: "steps down a chart",
            limit: MOST_STEPS,
        });
    }
    let filtered = spec.filters.iter().map(|filter| &filter.value);
    let drilled = spec.drill.iter().map(|step| &step.value);
    filtered
        .chain(drilled)
        .try_for_each(|value| check_values(std::slice::from_ref(value)))
}

/// Whether what a control chooses by default keeps within its bounds.
pub(super) fn check_picked(picked: &Picked) -> Result<(), EditError> {
    match picked {
        Picked::Marks { values, .. } => check_values(values),
        Picked::Filters { filters } => {
            if filters.len() > MOST_PILLS {
                return Err(EditError::TooMany {
                    what: "conditions of a control",
                    limit: MOST_PILLS,
                });
            }
            filters.iter().try_for_each(|filter| {
                check_line(&filter.field, "field")?;
                check_values(std::slice::from_ref(&filter.value))
            })
        }
        Picked::Picks { picks } => {
            let parts = || picks.iter().flat_map(|pick| &pick.of);
            if picks.len() > MOST_PILLS || parts().count() > MOST_PILLS {
                return Err(EditError::TooMany {
                    what: "marks of a control",
                    limit: MOST_PILLS,
                });
            }
            parts().try_for_each(|part| check_values(&part.values))
        }
        Picked::Relative { .. } => Ok(()),
        Picked::Top { figure, .. } => check_line(&figure.field, "field"),
    }
}

fn check_values(values: &[Value]) -> Result<(), EditError> {
    if values.len() > MOST_VALUES {
        return Err(EditError::TooMany {
            what: "values in a list",
            limit: MOST_VALUES,
        });
    }
    values.iter().try_for_each(|value| match value {
        Value::Text(text)
        | Value::Integer(text)
        | Value::Decimal(text)
        | Value::Date(text)
        | Value::DateTime(text) => check_value_text(text),
        Value::List(values) => check_values(values),
        Value::Null | Value::Boolean(_) | Value::Float(_) => Ok(()),
    })
}

fn check_value_text(text: &str) -> Result<(), EditError> {
    if text.len() > LONGEST_VALUE {
        return Err(EditError::TooLong {
            what: "value",
            limit: "64 KiB",
        });
    }
    Ok(())
}

pub(super) fn check_text(text: &str) -> Result<(), EditError> {
    if text.len() > LONGEST_TEXT {
        return Err(EditError::TooLong {
            what: "text",
            limit: "1 MiB",
        });
    }
    Ok(())
}

pub(crate) fn check_line(text: &str, what: &'static str) -> Result<(), EditError> {
    if text.chars().count() > LONGEST_LINE {
        return Err(EditError::TooLong {
            what,
            limit: "400 characters",
        });
    }
    Ok(())
}

pub(super) fn check_identity(id: &str, what: &'static str) -> Result<(), EditError> {
    if is_identity(id) {
        Ok(())
    } else {
        Err(EditError::BadIdentity { what })
    }
}

/// Whether a text can be an identity: it also names parts of the file.
pub(crate) fn is_identity(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
