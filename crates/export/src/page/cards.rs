//! A tile as a card: its title, what it shows, and what is said under it.

use super::{TileBody, TileFigure};
use crate::layout::{Area, LABEL_SIZE, body, sentence};
use crate::palette::Palette;
use crate::rows::{rows, rows_in};
use crate::scene::{Anchor, Shape};
use crate::text::{fitted, width};

const PADDING: f64 = 12.0;
const LINE: f64 = 16.0;

/// Draws a tile into its area.
pub(super) fn card(tile: &TileFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    if tile.content == TileBody::Heading {
        let y = f64::midpoint(area.top, area.bottom);
        shapes.push(bold(
            (area.left, y),
            15.0,
            palette,
            &tile.title,
            area.width(),
        ));
        return;
    }
    frame(area, palette, shapes);
    let inside = head(tile, area, palette, shapes);
    match &tile.content {
        TileBody::Chart { body: figure, .. } => {
            let inside = said(&tile.said(), inside, palette, shapes);
            body(figure, inside, palette, shapes);
        }
        TileBody::Rows { rows: figure, .. } => {
            let inside = said(&tile.said(), inside, palette, shapes);
            rows(figure, inside, palette, shapes);
        }
        TileBody::Prose(words) | TileBody::Words(words) => prose(words, inside, palette, shapes),
        TileBody::Heading => {}
    }
}

/// Whether the rows of a tile stand on it whole.
pub(super) fn has_room(tile: &TileFigure, area: Area) -> bool {
    let Some(figure) = tile.as_rows() else {
        return true;
    };
    let inside = under_head(tile, area);
    let notes = tile.said().len();
    let height = inside.height() - crate::axis::whole(notes) * LINE;
    rows_in(figure, height) >= figure.rows.len()
}

fn frame(area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    shapes.push(Shape::Line {
        points: vec![
            (area.left, area.top),
            (area.right, area.top),
            (area.right, area.bottom),
            (area.left, area.bottom),
            (area.left, area.top),
        ],
        width: 1.0,
        color: palette.grid,
        is_dotted: false,
    });
}

fn under_head(tile: &TileFigure, area: Area) -> Area {
    let title = if tile.title.is_empty() { 0.0 } else { 22.0 };
    let subtitle = if tile.subtitle.is_empty() { 0.0 } else { LINE };
    Area {
        left: area.left + PADDING,
        top: area.top + PADDING + title + subtitle,
        right: area.right - PADDING,
        bottom: area.bottom - PADDING,
    }
}

fn head(tile: &TileFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) -> Area {
    let inside = under_head(tile, area);
    let mut y = area.top + PADDING + 6.0;
    if !tile.title.is_empty() {
        let room = inside.width();
        shapes.push(bold((inside.left, y), 13.0, palette, &tile.title, room));
        y += 19.0;
    }
    if !tile.subtitle.is_empty() {
        let room = inside.width();
        shapes.push(sentence(
            inside.left,
            y,
            palette.label,
            &tile.subtitle,
            room,
        ));
    }
    inside
}

/// Sentences at the foot of a tile; answers what is left over them.
fn said(notes: &[&str], mut area: Area, palette: &Palette, shapes: &mut Vec<Shape>) -> Area {
    for note in notes.iter().rev() {
        let (y, room) = (area.bottom - 5.0, area.width());
        shapes.push(sentence(area.left, y, palette.label, note, room));
        area.bottom -= LINE;
    }
    area
}

/// Words in lines; what does not fit is said.
fn prose(words: &str, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let mut y = area.top + 6.0;
    let lines = lines(words, area.width());
    for (at, line) in lines.iter().enumerate() {
        let is_last = y + LINE * 1.5 > area.bottom + PADDING;
        let line = if is_last && at + 1 < lines.len() {
            "…"
        } else {
            line
        };
        let room = area.width() + PADDING;
        shapes.push(sentence(area.left, y, palette.text, line, room));
        if is_last {
            break;
        }
        y += LINE;
    }
}

/// The lines of a text without the marks of Markdown, broken between words.
fn lines(words: &str, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in words.lines() {
        let plain = paragraph.trim().trim_start_matches('#').trim();
        let plain = match plain
            .strip_prefix("- ")
            .or_else(|| plain.strip_prefix("* "))
        {
            Some(item) => format!("• {item}"),
            None => plain.to_owned(),
        };
        let plain = plain.replace("**", "").replace('`', "");
        let mut line = String::new();
        for word in plain.split_whitespace() {
            let longer = format!("{line} {word}");
            if width(&longer, LABEL_SIZE) > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// Words that stand out.
pub(super) fn bold(
    (x, y): (f64, f64),
    size: f64,
    palette: &Palette,
    words: &str,
    room: f64,
) -> Shape {
    Shape::Text {
        x,
        y,
        size,
        is_bold: true,
        anchor: Anchor::Start,
        color: palette.text,
        words: fitted(words, size, room),
    }
}
