//! A cell for each day: weeks run across, weekdays down, one block for each year.

use model::Value;

use crate::axis::{FIRST_DAY, whole};
use crate::figure::DaysFigure;
use crate::label::MONTHS;
use crate::layout::{Area, text};
use crate::palette::Palette;
use crate::ramp::{Ramp, legend};
use crate::read::distance;
use crate::scene::{Anchor, Shape};
use crate::text::{exact, label};

const YEAR_ROOM: f64 = 38.0;
const HEAD: f64 = 16.0;
/// Sides of a cell that a week is high, with room below it.
const WEEK: f64 = 7.4;

/// The days of one year.
struct Year {
    /// Days from the Monday before the year began.
    lead: f64,
    days: u32,
    /// The days on which months begin.
    months: [f64; 12],
}

impl Year {
    fn of(year: i32) -> Option<Self> {
        let first =
            |year: i32, month: usize| distance(&Value::Date(format!("{year:04}-{month:02}-01")));
        let start = first(year, 1)?;
        let mut months = [0.0; 12];
        for (at, month) in months.iter_mut().enumerate() {
            *month = first(year, at + 1)? - start;
        }
        Some(Self {
            // The first of January 1970 was a Thursday.
            lead: (start - FIRST_DAY + 3.0).rem_euclid(7.0),
            days: if months[2] > 59.5 { 366 } else { 365 },
            months,
        })
    }

    /// Week and weekday of a day, from 0.
    fn place(&self, day: f64) -> (f64, f64) {
        let at = day + self.lead;
        ((at / 7.0).floor(), at.rem_euclid(7.0))
    }
}

pub(crate) fn calendar(
    figure: &DaysFigure,
    mut area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let ramp = Ramp::of(figure.days.iter().filter_map(|day| day.value));
    legend(&figure.title, &ramp, &mut area, palette, shapes);
    let years = whole(figure.years.len().max(1));
    let side = ((area.width() - YEAR_ROOM) / 54.0)
        .min((area.height() - years * HEAD) / (years * WEEK))
        .clamp(2.0, 26.0);
    let gap = if side > 6.0 { 0.75 } else { 0.0 };
    let cell = |(week, weekday): (f64, f64), top: f64| {
        let (x, y) = (area.left + YEAR_ROOM + week * side, top + weekday * side);
        [x + gap, y + gap, side - 2.0 * gap, side - 2.0 * gap]
    };
    for (at, number) in figure.years.iter().enumerate() {
        let Some(year) = Year::of(*number) else {
            continue;
        };
        let top = area.top + whole(at) * (HEAD + side * WEEK) + HEAD;
        for day in 0..year.days {
            let place = cell(year.place(f64::from(day)), top);
            shapes.push(Shape::tinted(place, (palette.grid, 0.5)));
        }
        for day in figure.days.iter().filter(|day| day.year == *number) {
            let place = cell(year.place(f64::from(day.day)), top);
            let [x, y, width, height] = place;
            let color = day
                .value
                .map_or(palette.grid, |value| ramp.color(value, palette).0);
            shapes.push(Shape::Bar {
                x,
                y,
                width,
                height,
                color,
            });
            let value = day.value.map_or_else(|| "null".to_owned(), exact);
            let words = format!("{}\n{}: {value}", label(&day.label), label(&figure.title));
            shapes.push(Shape::spot(place, words));
        }
        let mut name = text(
            area.left,
            top + side * 3.5,
            Anchor::Start,
            palette.text,
            &number.to_string(),
        );
        if let Shape::Text { is_bold, .. } = &mut name {
            *is_bold = true;
        }
        shapes.push(name);
        for (month, day) in MONTHS.iter().zip(year.months) {
            let x = area.left + YEAR_ROOM + year.place(day).0 * side;
            let y = top - HEAD / 2.0;
            shapes.push(text(x, y, Anchor::Start, palette.label, month));
        }
    }
}
