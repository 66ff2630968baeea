//! Events over the time axis of a chart: what of the time is shown, and where each event stands. The
//! rows of events are given; reading and painting them is elsewhere.

use model::{AxisSpot, DrawnEvent, EventTable, Field, Mark, Value};

use crate::compile::Resolved;
use crate::place::missing_field;
use crate::positions::Positions;
use crate::rows::{DAY, Rows, distance, moment, plain, values};

/// Most events of one table that are read for a picture; the chart says of how many.
pub const MOST_EVENTS: u32 = 1_000;

/// The time axis of a chart with its rows.
pub struct TimeAxis<'r> {
    positions: Positions<'r>,
    from: f64,
    until: f64,
}

/// Whether a mark has a time axis from left to right.
pub fn takes_events(mark: Mark) -> bool {
    matches!(
        mark,
        Mark::Bar | Mark::Line | Mark::Area | Mark::Candlestick
    )
}

/// Whether time is on the axis of positions.
pub fn has_time_axis(resolved: &Resolved, fields: &[Field]) -> bool {
    takes_events(resolved.mark) && Positions::is_along_time(resolved, fields)
}

impl<'r> TimeAxis<'r> {
    /// The axis, or why events have no place on it and what would give them one.
    pub fn of(resolved: &Resolved, fields: &[Field], rows: Rows<'r>) -> Result<Self, &'static str> {
        if !has_time_axis(resolved, fields) {
            return Err(
                "The chart has no time axis. Put a date on Columns of bars, lines, areas or candles.",
            );
        }
        if resolved.is_in_parts() {
            return Err("Small multiples have no place for events. Take the field off Facet.");
        }
        if Positions::is_from_the_top(resolved) {
            return Err("Events stand on time from left to right. Put the date on Columns.");
        }
        let positions = Positions::along(resolved, fields, rows)?;
        if !positions.is_in_order() {
            return Err("The positions are not in the order of time. Order the axis by its date.");
        }
        let (from, until) = positions.time().ok_or("There is no date on the axis.")?;
        Ok(Self {
            positions,
            from,
            until,
        })
    }

    /// The first moment of the axis, and the first one after it.
    pub fn span(&self) -> (Value, Value) {
        (moment(self.from), moment(self.until))
    }

    /// The events of some rows of their table, in the order of time, and how many of them fall where
    /// the axis has no position.
    pub fn events(&self, table: &EventTable, rows: Rows<'_>) -> (Vec<DrawnEvent>, u64) {
        let column = |name: &String| values(rows, name);
        let starts = column(&table.start);
        let ends = table.end.as_ref().map(column);
        let texts = column(&table.text);
        let kinds = table.kind.as_ref().map(column);
        let mut found = Vec::new();
        let mut beside = 0;
        for (row, start) in starts.iter().enumerate() {
            let known = |column: Option<&[Value]>| {
                let value = column?.get(row)?;
                (*value != Value::Null).then(|| value.clone())
            };
            let end = known(ends);
            if !self.is_within(start, end.as_ref()) {
                continue;
            }
            let Some((from, to)) = self.place(start, end.as_ref()) else {
                beside += 1;
                continue;
            };
            let text = texts.get(row).filter(|one| **one != Value::Null);
            let text = text.map(plain).filter(|text| !text.trim().is_empty());
            found.push(DrawnEvent {
                text: text.unwrap_or_else(|| table.name.clone()),
                kind: known(kinds).as_ref().map(plain),
                start: start.clone(),
                end,
                from,
                to,
            });
        }
        let when = |one: &DrawnEvent| distance(&one.start).unwrap_or(f64::MAX);
        found.sort_by(|one, other| {
            let by_text = || one.text.cmp(&other.text);
            when(one).total_cmp(&when(other)).then_with(by_text)
        });
        (found, beside)
    }

    /// Whether any of it is in the time of the axis.
    fn is_within(&self, start: &Value, end: Option<&Value>) -> bool {
        let Some(begins) = distance(start) else {
            return false;
        };
        let lasts = end.and_then(distance).is_some_and(|end| end >= self.from);
        begins < self.until && (begins >= self.from || lasts)
    }

    /// Where an event stands, or from where to where.
    fn place(&self, start: &Value, end: Option<&Value>) -> Option<(AxisSpot, Option<AxisSpot>)> {
        let lasting = end.and_then(|end| last_moment(start, end));
        if let Some(end) = lasting {
            let (from, to) = self.positions.range(start, &end)?;
            let is_drawn = self.positions.is_drawn(from.row) && self.positions.is_drawn(to.row);
            return is_drawn.then_some((from, Some(to)));
        }
        let spot = self.positions.spot(start)?;
        self.positions.is_drawn(spot.row).then_some((spot, None))
    }
}

/// The last moment of an event that lasts: a day is a part of it to its end. None when it ends before
/// it begins, or with the moment in which it begins.
fn last_moment(start: &Value, end: &Value) -> Option<Value> {
    let (begins, ends) = (distance(start)?, distance(end)?);
    let ends = match end {
        Value::Date(_) => ends + DAY - 1.0,
        _ => ends,
    };
    let is_one_day = matches!(start, Value::Date(_)) && ends < begins + DAY;
    (ends > begins && !is_one_day).then(|| moment(ends))
}

/// Why the rows of an events table cannot be read, given the columns of its source.
pub fn events_problem(table: &EventTable, fields: &[Field]) -> Option<String> {
    let named = |name: &String| fields.iter().find(|field| field.name == *name);
    for name in table.columns() {
        if named(name).is_none() {
            let hint = missing_field(name, fields).hint;
            let hint = hint.filter(|hint| hint.starts_with("The closest"));
            let near = hint.map(|hint| format!(" {hint}")).unwrap_or_default();
            return Some(format!(
                "{} has no column {name} now.{near} Change the events, or bring the column back.",
                table.source
            ));
        }
    }
    let moments = [Some(&table.start), table.end.as_ref()];
    let mut known = moments.into_iter().flatten().filter_map(named);
    let field = known.find(|field| !field.data_type.is_temporal())?;
    Some(format!(
        "{} of {} is no date or moment. Change the events, or cast it in an SQL cell.",
        field.name, table.source
    ))
}
