//! A face of the house's type in a PDF file: the whole font, the widths of the letters that are used, and
//! which letter each of its shapes stands for (ISO 32000-1, 9.7).

use std::collections::{BTreeMap, BTreeSet};

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Rect, Ref, Str};
use ttf_parser::GlyphId;

use super::{narrow, packed};
use crate::paint::PaintError;

pub(super) const REGULAR: &[u8] = include_bytes!("../../../../../assets/fonts/Inter-Regular.otf");
pub(super) const BOLD: &[u8] = include_bytes!("../../../../../assets/fonts/Inter-SemiBold.otf");

/// One face, and what was written with it.
pub(super) struct Face {
    bytes: &'static [u8],
    name: &'static str,
    font: ttf_parser::Face<'static>,
    used: BTreeMap<u16, (char, f64)>,
    missing: BTreeSet<char>,
}

impl Face {
    pub(super) fn read(bytes: &'static [u8], name: &'static str) -> Result<Self, PaintError> {
        let font = ttf_parser::Face::parse(bytes, 0)
            .map_err(|error| PaintError::because(error.to_string()))?;
        Ok(Self {
            bytes,
            name,
            font,
            used: BTreeMap::new(),
            missing: BTreeSet::new(),
        })
    }

    /// The shapes of a text as the file names them, and how wide it is as part of its size.
    pub(super) fn glyphs(&mut self, words: &str) -> (Vec<u8>, f64) {
        let mut bytes = Vec::with_capacity(words.len() * 2);
        let mut wide = 0.0;
        for letter in words.chars() {
            // Thin spaces that the face lacks are spaces.
            let known = self.font.glyph_index(letter);
            let glyph = match known {
                Some(glyph) => glyph,
                None if letter.is_whitespace() => self.font.glyph_index(' ').unwrap_or_default(),
                None => {
                    self.missing.insert(letter);
                    GlyphId(0)
                }
            };
            let advance = self.advance(glyph);
            self.used.entry(glyph.0).or_insert((letter, advance));
            wide += advance;
            bytes.extend(glyph.0.to_be_bytes());
        }
        (bytes, wide)
    }

    pub(super) fn missing(&self) -> BTreeSet<char> {
        self.missing.clone()
    }

    fn advance(&self, glyph: GlyphId) -> f64 {
        let advance = self.font.glyph_hor_advance(glyph).unwrap_or(0);
        f64::from(advance) / f64::from(self.font.units_per_em())
    }

    /// Writes the face under `font`.
    pub(super) fn write(
        &self,
        pdf: &mut pdf_writer::Pdf,
        font: Ref,
        fresh: &mut impl FnMut() -> Ref,
    ) -> Result<(), PaintError> {
        let (shapes, about, letters, file) = (fresh(), fresh(), fresh(), fresh());
        let name = Name(self.name.as_bytes());
        let system = SystemInfo {
            registry: Str(b"Adobe"),
            ordering: Str(b"Identity"),
            supplement: 0,
        };
        pdf.type0_font(font)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(shapes)
            .to_unicode(letters);
        let mut cid = pdf.cid_font(shapes);
        cid.subtype(CidFontType::Type0)
            .base_font(name)
            .system_info(system)
            .font_descriptor(about)
            .default_width(0.0);
        let mut widths = cid.widths();
        for (glyph, (_, advance)) in &self.used {
            widths.same(*glyph, *glyph, narrow(advance * 1_000.0));
        }
        widths.finish();
        cid.finish();
        let unit = 1_000.0 / f64::from(self.font.units_per_em());
        let scaled = |length: i16| narrow(f64::from(length) * unit);
        let frame = self.font.global_bounding_box();
        pdf.font_descriptor(about)
            .name(name)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(
                scaled(frame.x_min),
                scaled(frame.y_min),
                scaled(frame.x_max),
                scaled(frame.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(self.font.ascender()))
            .descent(scaled(self.font.descender()))
            .cap_height(scaled(self.font.capital_height().unwrap_or(0)))
            .stem_v(80.0)
            .font_file3(file);
        let mut map = UnicodeCmap::new(Name(b"Letters"), system);
        for (glyph, (letter, _)) in &self.used {
            map.pair(*glyph, *letter);
        }
        pdf.cmap(letters, &packed(&map.finish())?)
            .filter(Filter::FlateDecode);
        pdf.stream(file, &packed(self.bytes)?)
            .filter(Filter::FlateDecode)
            .pair(Name(b"Subtype"), Name(b"OpenType"));
        Ok(())
    }
}
