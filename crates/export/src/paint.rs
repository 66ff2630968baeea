//! A scene as PNG, at twice the pixels for slides.

use std::sync::Once;

use image::codecs::png::PngEncoder;
use image::{ColorType, ImageEncoder};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, RGBAColor, register_font};

use crate::palette::Color as Rgb;
use crate::scene::{Anchor, Scene, Shape};

/// Pixels of the PNG in one pixel of the figure.
pub(crate) const DENSE: f64 = 2.0;
const FAMILY: &str = "Inter";

/// A picture that could not be painted.
#[derive(Debug, thiserror::Error)]
#[error("The picture could not be painted: {0}")]
pub struct PaintError(String);

impl PaintError {
    /// An error with its reason.
    pub(crate) fn because(why: String) -> Self {
        Self(why)
    }
}

/// The scene as a PNG file, with two pixels for each of the figure's.
pub fn png(scene: &Scene) -> Result<Vec<u8>, PaintError> {
    let (width, height) = (
        whole(f64::from(scene.size.width) * DENSE).unsigned_abs(),
        whole(f64::from(scene.size.height) * DENSE).unsigned_abs(),
    );
    let mut pixels = vec![0_u8; (width as usize) * (height as usize) * 3];
    {
        let root = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        paint(scene, &root, DENSE)?;
    }
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&pixels, width, height, ColorType::Rgb8)
        .map_err(|error| PaintError(error.to_string()))?;
    Ok(file)
}

fn paint<Backend: DrawingBackend>(
    scene: &Scene,
    root: &DrawingArea<Backend, plotters::coord::Shift>,
    scale: f64,
) -> Result<(), PaintError> {
    fonts();
    let failed = |error: &dyn std::fmt::Display| PaintError(error.to_string());
    root.fill(&solid(scene.background, 1.0))
        .map_err(|error| failed(&error))?;
    for shape in &scene.shapes {
        draw(shape, root, scale).map_err(|error| failed(&error))?;
    }
    root.present().map_err(|error| failed(&error))
}

fn draw<Backend: DrawingBackend>(
    shape: &Shape,
    root: &DrawingArea<Backend, plotters::coord::Shift>,
    scale: f64,
) -> Result<(), DrawingAreaErrorKind<Backend::ErrorType>> {
    let at = |x: f64, y: f64| (whole(x * scale), whole(y * scale));
    let places = |points: &[(f64, f64)]| -> Vec<(i32, i32)> {
        points.iter().map(|(x, y)| at(*x, *y)).collect()
    };
    match shape {
        Shape::Bar {
            x,
            y,
            width,
            height,
            color,
        } => root.draw(&Rectangle::new(
            [at(*x, *y), at(x + width, y + height)],
            solid(*color, 1.0).filled(),
        )),
        Shape::Line {
            points,
            width,
            color,
            is_dotted,
        } => {
            let style = solid(*color, 1.0).stroke_width(whole(width * scale).unsigned_abs());
            if !is_dotted {
                return root.draw(&PathElement::new(places(points), style));
            }
            for dash in dashes(points) {
                root.draw(&PathElement::new(places(&dash), style))?;
            }
            Ok(())
        }
        Shape::Area {
            points,
            color,
            opacity,
        } => root.draw(&Polygon::new(
            places(points),
            solid(*color, *opacity).filled(),
        )),
        Shape::Dot {
            x,
            y,
            radius,
            color,
            opacity,
        } => root.draw(&Circle::new(
            at(*x, *y),
            whole(radius * scale),
            solid(*color, *opacity).filled(),
        )),
        Shape::Text {
            x,
            y,
            size,
            is_bold,
            anchor,
            color,
            words,
        } => {
            let style = if *is_bold {
                FontStyle::Bold
            } else {
                FontStyle::Normal
            };
            let side = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let font = FontDesc::new(FontFamily::Name(FAMILY), size * scale, style);
            let color = solid(*color, 1.0);
            let style = TextStyle::from(font)
                .color(&color)
                .pos(Pos::new(side, VPos::Center));
            root.draw_text(words, &style, at(*x, *y))
        }
        Shape::Spot { .. } => Ok(()),
    }
}

/// The dots of a dotted line: three pixels each, three apart.
pub(crate) fn dashes(points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    const DASH: f64 = 3.0;
    let mut found = Vec::new();
    for pair in points.windows(2) {
        let [(x, y), (to_x, to_y)] = pair else {
            continue;
        };
        let length = (to_x - x).hypot(to_y - y);
        let along = |from: f64| {
            let share = (from / length).min(1.0);
            (x + (to_x - x) * share, y + (to_y - y) * share)
        };
        let mut from = 0.0;
        while from < length {
            found.push(vec![along(from), along(from + DASH)]);
            from += 2.0 * DASH;
        }
    }
    found
}

fn solid(color: Rgb, opacity: f64) -> RGBAColor {
    RGBAColor(color.0, color.1, color.2, opacity)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates, far outside of any picture"
)]
fn whole(value: f64) -> i32 {
    value.round() as i32
}

/// The house's type, once for the process.
fn fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let regular = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
        let bold = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");
        // A font that is refused leaves the texts out, which the painting itself then reports.
        let _ = register_font(FAMILY, FontStyle::Normal, regular);
        let _ = register_font(FAMILY, FontStyle::Bold, bold);
    });
}
