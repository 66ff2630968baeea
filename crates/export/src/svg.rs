//! A scene as an SVG text, in pixels as they are: places are exact to a millionth of a pixel.

use std::fmt::Write as _;

use crate::paint::dashes;
use crate::palette::Color;
use crate::scene::{Anchor, Scene, Shape};

/// The scene as an SVG text. It names the house's type and does not carry it.
pub fn svg(scene: &Scene) -> String {
    let (width, height) = (scene.size.width, scene.size.height);
    let mut out = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         xmlns=\"http://www.w3.org/2000/svg\" \
         font-family=\"Inter, 'Helvetica Neue', Arial, sans-serif\">\n\
         <rect x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        code(scene.background)
    );
    out.push_str(&drawn(&scene.shapes));
    out.push_str("</svg>\n");
    out
}

/// Shapes as elements of an SVG text.
pub(crate) fn drawn(shapes: &[Shape]) -> String {
    let mut out = String::new();
    for shape in shapes {
        write_shape(&mut out, shape);
    }
    out
}

fn write_shape(out: &mut String, shape: &Shape) {
    let _ = match shape {
        Shape::Bar {
            x,
            y,
            width,
            height,
            color,
        } => writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            short(*x),
            short(*y),
            short(*width),
            short(*height),
            code(*color)
        ),
        Shape::Line {
            points,
            width,
            color,
            is_dotted,
        } => {
            let pieces = if *is_dotted {
                dashes(points)
            } else {
                vec![points.clone()]
            };
            pieces.iter().try_for_each(|piece| {
                writeln!(
                    out,
                    "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"/>",
                    listed(piece),
                    code(*color),
                    short(*width)
                )
            })
        }
        Shape::Area {
            points,
            color,
            opacity,
        } => writeln!(
            out,
            "<polygon points=\"{}\" fill=\"{}\" opacity=\"{}\"/>",
            listed(points),
            code(*color),
            short(*opacity)
        ),
        Shape::Dot {
            x,
            y,
            radius,
            color,
            opacity,
        } => writeln!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" opacity=\"{}\"/>",
            short(*x),
            short(*y),
            short(*radius),
            code(*color),
            short(*opacity)
        ),
        Shape::Text {
            x,
            y,
            size,
            is_bold,
            anchor,
            color,
            words,
        } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let weight = if *is_bold { " font-weight=\"600\"" } else { "" };
            writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" dy=\"0.5ex\" text-anchor=\"{anchor}\" font-size=\"{}\"{weight} fill=\"{}\">{}</text>",
                short(*x),
                short(*y),
                short(*size),
                code(*color),
                paper::escaped(words)
            )
        }
        Shape::Spot { .. } => Ok(()),
    };
}

fn listed(points: &[(f64, f64)]) -> String {
    let pairs = points
        .iter()
        .map(|(x, y)| format!("{},{}", short(*x), short(*y)));
    pairs.collect::<Vec<_>>().join(" ")
}

/// A length with at most six decimal places.
pub(crate) fn short(length: f64) -> String {
    let text = format!("{length:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A colour as six digits.
pub(crate) fn code((red, green, blue): Color) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}
