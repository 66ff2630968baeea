//! Where the annotations of a chart stand, from the rows that are drawn. One whose mark or value is
//! not in the picture now keeps its text, and says why.

use model::{
    Annotation, AnnotationAt, AnnotationPlace, ChartSpec, DrawnAnnotation, Field, Mark, MarkMember,
    Pill, Value,
};

use crate::compile::{Encoded, Resolved};
use crate::positions::Positions;
use crate::references::takes_references;
use crate::rows::{Rows, is_same, number, values};

/// Whether a mark has a place for annotations.
pub fn takes_annotations(mark: Mark) -> bool {
    takes_references(mark)
}

/// Every annotation of a chart with where it stands, given the chart's rows. Of lines that were
/// thinned (`is_thinned`) the row of a mark may be left out: it stands at its position then.
pub fn annotations(
    spec: &ChartSpec,
    resolved: &Resolved,
    fields: &[Field],
    rows: Rows<'_>,
    is_thinned: bool,
) -> Vec<DrawnAnnotation> {
    if spec.annotations.is_empty() {
        return Vec::new();
    }
    let positions = Positions::of(resolved, fields, rows);
    let place = |annotation: &Annotation| -> Result<AnnotationAt, &'static str> {
        let positions = positions.as_ref().map_err(|why| *why)?;
        let gone = "It is not on the axis now.";
        match &annotation.at {
            AnnotationPlace::Position { value } => {
                let spot = positions.spot(value).ok_or(gone)?;
                Ok(AnnotationAt::Position { spot })
            }
            AnnotationPlace::Range { from, to } => {
                let (from, to) = positions.range(from, to).ok_or(gone)?;
                Ok(AnnotationAt::Range { from, to })
            }
            AnnotationPlace::Mark { of, measure } => {
                let found = mark(resolved, rows, of, measure.as_ref())?;
                let beside = || {
                    let mut values = of.iter().filter(|_| is_thinned);
                    let spot = values.find_map(|one| positions.spot(&one.value));
                    spot.map(|spot| AnnotationAt::Position { spot })
                };
                found
                    .or_else(beside)
                    .ok_or("Its mark is not on the axis now.")
            }
        }
    };
    let is_drawn = |at: &AnnotationAt| {
        let positions = positions.as_ref().ok();
        positions.is_some_and(|positions| match at {
            AnnotationAt::Mark { row, .. } => positions.is_drawn(*row),
            AnnotationAt::Position { spot } => positions.is_drawn(spot.row),
            AnnotationAt::Range { from, to } => {
                positions.is_drawn(from.row) && positions.is_drawn(to.row)
            }
        })
    };
    let drawn = |annotation: &Annotation| {
        let (at, why) = match place(annotation) {
            Ok(at) if is_drawn(&at) => (Some(at), None),
            Ok(_) => (
                None,
                Some("It is beyond the bars that are drawn.".to_owned()),
            ),
            Err(why) => (None, Some(why.to_owned())),
        };
        DrawnAnnotation {
            annotation: annotation.clone(),
            at,
            why,
        }
    };
    spec.annotations.iter().map(drawn).collect()
}

/// The mark with these members; none when no row is of it.
fn mark(
    resolved: &Resolved,
    rows: Rows<'_>,
    of: &[MarkMember],
    measure: Option<&Pill>,
) -> Result<Option<AnnotationAt>, &'static str> {
    let amount = amount(resolved, measure).ok_or("The chart does not show its measure now.")?;
    let columns =
        columns(resolved, rows, of).ok_or("The chart shows other fields than its mark had.")?;
    let is_of = |row: &usize| {
        let mut parts = columns.iter().zip(of);
        parts.all(|(column, part)| {
            let value = column.get(*row);
            value.is_some_and(|value| is_same(value, &part.value))
        })
    };
    let amounts = values(rows, &amount.column);
    let Some(row) = (0..amounts.len()).find(is_of) else {
        return Ok(None);
    };
    if number(&amounts[row]).is_none() {
        return Err("Its mark has no amount now.");
    }
    let column = amount.column.clone();
    Ok(Some(AnnotationAt::Mark { row, column }))
}

/// The column of the amounts: of points what goes up, else the measure.
fn amount<'e>(resolved: &'e Resolved, measure: Option<&Pill>) -> Option<&'e Encoded> {
    use model::Shelf::{X, Y};
    if resolved.mark == Mark::Scatter {
        return resolved.on(Y).next();
    }
    let mut measures = resolved
        .on(Y)
        .chain(resolved.on(X))
        .filter(|one| one.is_measure());
    match measure {
        Some(pill) => measures.find(|one| one.pill.asked() == pill.asked()),
        None => measures.next(),
    }
}

/// The columns of the members; none unless they are all that the marks are split by. How many members
/// are kept does not matter: each is the same mark.
fn columns<'r>(resolved: &Resolved, rows: Rows<'r>, of: &[MarkMember]) -> Option<Vec<&'r [Value]>> {
    let all = |pill: &Pill| Pill {
        top: None,
        ..pill.clone()
    };
    let own = || {
        let encodings = resolved.encodings.iter();
        encodings.filter(|one| !one.is_measure() && !one.is_implied)
    };
    let is_member = |one: &Encoded| of.iter().any(|part| all(&part.pill) == all(&one.pill));
    if !own().all(is_member) {
        return None;
    }
    of.iter()
        .map(|part| {
            let found = own().find(|one| all(&one.pill) == all(&part.pill))?;
            Some(values(rows, &found.column))
        })
        .collect()
}
