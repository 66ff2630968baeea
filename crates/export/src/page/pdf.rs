//! A page on sheets of paper: PDF with lines, areas and letters, not pixels, so that it is sharp at every
//! size and its words can be found and copied. The house's type is part of the file.

mod content;
mod face;

use std::collections::BTreeSet;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Content, Filter, Finish, Name, Rect, Ref, TextStr};

use super::PageFigure;
use super::sheets::sheets;
use crate::paint::PaintError;
use crate::scene::{Scene, Shape};

use content::{Letters, draw, opacity_name};
use face::{BOLD, Face, REGULAR};

/// Points of a sheet's longer side: 297 millimetres.
const WIDE: f64 = 841.89;

/// A PDF file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub sheets: usize,
    /// Letters that the house's type does not have: they stand as boxes.
    pub without_shape: BTreeSet<char>,
}

/// The page as a PDF file.
pub fn page_pdf(page: &PageFigure) -> Result<Pdf, PaintError> {
    let scenes = sheets(page);
    let mut regular = Face::read(REGULAR, "Inter-Regular")?;
    let mut bold = Face::read(BOLD, "Inter-SemiBold")?;
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        Ref::new(next)
    };
    let mut pdf = pdf_writer::Pdf::new();
    pdf.set_version(1, 7);
    let (catalog, tree, info) = (fresh(), fresh(), fresh());
    let pages: Vec<(Ref, Ref)> = scenes.iter().map(|_| (fresh(), fresh())).collect();
    let (plain_font, bold_font) = (fresh(), fresh());
    let states: Vec<(u32, Ref)> = opacities(&scenes)
        .into_iter()
        .map(|percent| (percent, fresh()))
        .collect();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("en"));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info)
        .title(TextStr(&page.title))
        .producer(TextStr("Assay"));
    let count = i32::try_from(scenes.len()).unwrap_or(i32::MAX);
    pdf.pages(tree)
        .kids(pages.iter().map(|(page, _)| *page))
        .count(count);
    for (scene, (page, stream)) in scenes.iter().zip(&pages) {
        let scale = WIDE / f64::from(scene.size.width.max(1));
        let high = f64::from(scene.size.height) * scale;
        let mut sheet = pdf.page(*page);
        sheet
            .parent(tree)
            .media_box(Rect::new(0.0, 0.0, narrow(WIDE), narrow(high)))
            .contents(*stream);
        let mut resources = sheet.resources();
        resources
            .fonts()
            .pair(Name(b"Plain"), plain_font)
            .pair(Name(b"Bold"), bold_font);
        let mut known = resources.ext_g_states();
        for (percent, state) in &states {
            known.pair(Name(opacity_name(*percent).as_bytes()), *state);
        }
        known.finish();
        resources.finish();
        sheet.finish();
        let mut letters = Letters {
            regular: &mut regular,
            bold: &mut bold,
        };
        let drawn = drawn(scene, scale, &mut letters);
        pdf.stream(*stream, &packed(&drawn)?)
            .filter(Filter::FlateDecode);
    }
    for (percent, state) in &states {
        let share = narrow(f64::from(*percent) / 100.0);
        pdf.ext_graphics(*state)
            .non_stroking_alpha(share)
            .stroking_alpha(share);
    }
    regular.write(&mut pdf, plain_font, &mut fresh)?;
    bold.write(&mut pdf, bold_font, &mut fresh)?;
    let mut without_shape = regular.missing();
    without_shape.extend(bold.missing());
    Ok(Pdf {
        bytes: pdf.finish(),
        sheets: scenes.len(),
        without_shape,
    })
}

/// The strokes of a sheet: one pixel is `scale` points, and up is up.
fn drawn(scene: &Scene, scale: f64, letters: &mut Letters<'_>) -> Vec<u8> {
    let mut content = Content::new();
    let (wide, high) = (f64::from(scene.size.width), f64::from(scene.size.height));
    let (red, green, blue) = content::rgb(scene.background);
    content.transform([
        narrow(scale),
        0.0,
        0.0,
        narrow(-scale),
        0.0,
        narrow(high * scale),
    ]);
    content.set_fill_rgb(red, green, blue);
    content.rect(0.0, 0.0, narrow(wide), narrow(high));
    content.fill_nonzero();
    for shape in &scene.shapes {
        draw(shape, &mut content, letters);
    }
    content.finish().to_vec()
}

/// Opacities in percent that the sheets need.
fn opacities(scenes: &[Scene]) -> BTreeSet<u32> {
    let shapes = scenes.iter().flat_map(|scene| &scene.shapes);
    let opacity = shapes.filter_map(|shape| match shape {
        Shape::Area { opacity, .. } | Shape::Dot { opacity, .. } => Some(*opacity),
        _ => None,
    });
    opacity.map(content::percent).chain([100]).collect()
}

/// Bytes made small.
fn packed(bytes: &[u8]) -> Result<Vec<u8>, PaintError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_err(|error| PaintError::because(error.to_string()))
}

/// Lengths as the file holds them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a thousandth of a point is enough"
)]
fn narrow(length: f64) -> f32 {
    length as f32
}
