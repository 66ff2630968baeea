//! Shapes as strokes of a PDF sheet.

use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Name, Str};

use super::face::Face;
use super::narrow;
use crate::palette::Color;
use crate::scene::{Anchor, Shape};

/// How far the line on which letters stand is below their middle, as part of their size: half the height
/// of Inter's small letters.
const BELOW_MIDDLE: f64 = 0.273;
/// How long the arms of a quarter of a circle are as a Bézier curve.
const QUARTER: f64 = 0.552_285;

/// The two faces of the house's type.
pub(super) struct Letters<'a> {
    pub(super) regular: &'a mut Face,
    pub(super) bold: &'a mut Face,
}

/// Draws one shape.
pub(super) fn draw(shape: &Shape, content: &mut Content, letters: &mut Letters<'_>) {
    match shape {
        Shape::Bar {
            x,
            y,
            width,
            height,
            color,
        } => {
            fill(content, *color, 1.0);
            content.rect(narrow(*x), narrow(*y), narrow(*width), narrow(*height));
            content.fill_nonzero();
        }
        Shape::Line {
            points,
            width,
            color,
            is_dotted,
        } => {
            let (red, green, blue) = rgb(*color);
            content.set_parameters(Name(opacity_name(100).as_bytes()));
            content.set_stroke_rgb(red, green, blue);
            content.set_line_width(narrow(*width));
            content.set_line_join(LineJoinStyle::RoundJoin);
            content.set_line_cap(LineCapStyle::ButtCap);
            let dots: &[f32] = if *is_dotted { &[3.0, 3.0] } else { &[] };
            content.set_dash_pattern(dots.iter().copied(), 0.0);
            path(content, points);
            content.stroke();
        }
        Shape::Area {
            points,
            color,
            opacity,
        } => {
            fill(content, *color, *opacity);
            path(content, points);
            content.close_path();
            content.fill_nonzero();
        }
        Shape::Dot {
            x,
            y,
            radius,
            color,
            opacity,
        } => {
            fill(content, *color, *opacity);
            circle(content, *x, *y, *radius);
            content.fill_nonzero();
        }
        Shape::Text {
            x,
            y,
            size,
            is_bold,
            anchor,
            color,
            words,
        } => {
            let (face, name): (&mut Face, &[u8]) = if *is_bold {
                (letters.bold, b"Bold")
            } else {
                (letters.regular, b"Plain")
            };
            let (glyphs, wide) = face.glyphs(words);
            let wide = wide * size;
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - wide / 2.0,
                Anchor::End => x - wide,
            };
            fill(content, *color, 1.0);
            content.begin_text();
            content.set_font(Name(name), narrow(*size));
            // The sheet is drawn with down as up; letters are turned back.
            let stand = narrow(y + size * BELOW_MIDDLE);
            content.set_text_matrix([1.0, 0.0, 0.0, -1.0, narrow(left), stand]);
            content.show(Str(&glyphs));
            content.end_text();
        }
        Shape::Spot { .. } => {}
    }
}

fn path(content: &mut Content, points: &[(f64, f64)]) {
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 {
            content.move_to(narrow(*x), narrow(*y));
        } else {
            content.line_to(narrow(*x), narrow(*y));
        }
    }
}

fn circle(content: &mut Content, x: f64, y: f64, radius: f64) {
    let arm = radius * QUARTER;
    let quarters = [
        [(radius, arm), (arm, radius), (0.0, radius)],
        [(-arm, radius), (-radius, arm), (-radius, 0.0)],
        [(-radius, -arm), (-arm, -radius), (0.0, -radius)],
        [(arm, -radius), (radius, -arm), (radius, 0.0)],
    ];
    content.move_to(narrow(x + radius), narrow(y));
    for [(x1, y1), (x2, y2), (x3, y3)] in quarters {
        content.cubic_to(
            narrow(x + x1),
            narrow(y + y1),
            narrow(x + x2),
            narrow(y + y2),
            narrow(x + x3),
            narrow(y + y3),
        );
    }
    content.close_path();
}

fn fill(content: &mut Content, color: Color, opacity: f64) {
    let (red, green, blue) = rgb(color);
    content.set_parameters(Name(opacity_name(percent(opacity)).as_bytes()));
    content.set_fill_rgb(red, green, blue);
}

/// The parts of a colour from 0 to 1.
pub(super) fn rgb(color: Color) -> (f32, f32, f32) {
    let part = |byte: u8| f32::from(byte) / 255.0;
    (part(color.0), part(color.1), part(color.2))
}

/// What an opacity is called on a sheet.
pub(super) fn opacity_name(percent: u32) -> String {
    format!("Seen{percent}")
}

/// An opacity in whole percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 100"
)]
pub(super) fn percent(opacity: f64) -> u32 {
    (opacity.clamp(0.0, 1.0) * 100.0).round() as u32
}
