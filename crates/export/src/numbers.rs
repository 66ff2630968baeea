//! One or several big numbers.

use crate::figure::NumberFigure;
use crate::layout::{Area, text};
use crate::palette::Palette;
use crate::scene::{Anchor, Shape};
use crate::text::{amount, fitted};

const NUMBER_SIZE: f64 = 34.0;

pub(crate) fn numbers(
    body: &[NumberFigure],
    area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let parts = u32::try_from(body.len().max(1)).unwrap_or(u32::MAX);
    let room = area.width() / f64::from(parts);
    let mut left = area.left;
    for one in body {
        let middle = f64::midpoint(area.top, area.bottom);
        if !one.title.is_empty() {
            let title = fitted(&one.title, crate::layout::LABEL_SIZE, room - 12.0);
            let y = middle - 30.0;
            shapes.push(text(left, y, Anchor::Start, palette.label, &title));
        }
        let words = one.value.map_or_else(|| "null".to_owned(), amount);
        shapes.push(Shape::Text {
            x: left,
            y: middle,
            size: NUMBER_SIZE,
            is_bold: true,
            anchor: Anchor::Start,
            color: palette.text,
            words,
        });
        left += room;
    }
}
