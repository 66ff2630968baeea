//! Colours of the themes, as `ui/src/theme/tokens.css` and `tokens-dark.css` have them; a test holds
//! them equal.

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// Red, green and blue.
pub type Color = (u8, u8, u8);

/// What a picture needs of a theme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    pub(crate) data: [Color; 8],
    /// From low to high.
    pub(crate) sequence: [Color; 8],
    /// From below a middle to above it.
    pub(crate) diverging: [Color; 9],
    /// Series beyond the colours.
    pub(crate) context: Color,
    pub(crate) grid: Color,
    pub(crate) axis: Color,
    pub(crate) label: Color,
    pub(crate) text: Color,
    pub(crate) surface: Color,
}

const fn rgb(code: u32) -> Color {
    let bytes = code.to_be_bytes();
    (bytes[1], bytes[2], bytes[3])
}

const LIGHT: Palette = Palette {
    data: [
        rgb(0x0027_69bd),
        rgb(0x00d8_7f0a),
        rgb(0x0050_9f9b),
        rgb(0x00b5_78e4),
        rgb(0x0086_164f),
        rgb(0x0077_5c06),
        rgb(0x0017_4e7b),
        rgb(0x00ac_6c57),
    ],
    sequence: [
        rgb(0x00ea_f4f2),
        rgb(0x00c9_e4df),
        rgb(0x00a0_d0c9),
        rgb(0x006f_b6ae),
        rgb(0x0041_9a92),
        rgb(0x001f_7a73),
        rgb(0x000c_5751),
        rgb(0x0005_3a36),
    ],
    diverging: [
        rgb(0x0093_420a),
        rgb(0x00c8_702a),
        rgb(0x00e6_a670),
        rgb(0x00f4_d9bf),
        rgb(0x00f1_f1ed),
        rgb(0x00c9_dcf0),
        rgb(0x008a_b3df),
        rgb(0x0045_83c4),
        rgb(0x001c_568f),
    ],
    context: rgb(0x009a_a19d),
    grid: rgb(0x00ec_ece7),
    axis: rgb(0x00b9_beba),
    label: rgb(0x0056_5d59),
    text: rgb(0x001b_1f1e),
    surface: rgb(0x00ff_ffff),
};

const DARK: Palette = Palette {
    data: [
        rgb(0x004a_70cc),
        rgb(0x00f8_9d22),
        rgb(0x004c_caac),
        rgb(0x00d1_97fd),
        rgb(0x00db_5282),
        rgb(0x00ef_d778),
        rgb(0x002a_94b5),
        rgb(0x0099_6132),
    ],
    sequence: [
        rgb(0x001c_2e2c),
        rgb(0x001d_4340),
        rgb(0x001f_5a55),
        rgb(0x0025_756e),
        rgb(0x0035_938a),
        rgb(0x0056_b3a9),
        rgb(0x0088_d1c8),
        rgb(0x00c4_ece6),
    ],
    diverging: [
        rgb(0x00f0_b27c),
        rgb(0x00d9_8a48),
        rgb(0x00a8_642c),
        rgb(0x005e_3f26),
        rgb(0x002a_3030),
        rgb(0x0026_405c),
        rgb(0x0035_629a),
        rgb(0x005b_93d6),
        rgb(0x00a3_c8f2),
    ],
    context: rgb(0x0077_827e),
    grid: rgb(0x0027_2e2d),
    axis: rgb(0x0048_514f),
    label: rgb(0x009f_a9a5),
    text: rgb(0x00e6_ebe9),
    surface: rgb(0x001b_2020),
};

impl Theme {
    pub(crate) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

impl Palette {
    /// The colour of a series by its place; beyond the palette it is context.
    pub(crate) fn series(&self, at: usize) -> Color {
        self.data.get(at).copied().unwrap_or(self.context)
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, DARK, LIGHT, Palette};

    fn token(css: &str, name: &str) -> Color {
        let line = css
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("--{name}:")))
            .unwrap();
        let code = line.split('#').nth(1).unwrap().get(..6).unwrap();
        super::rgb(u32::from_str_radix(code, 16).unwrap())
    }

    fn check(css: &str, palette: &Palette) {
        for (at, color) in palette.data.iter().enumerate() {
            assert_eq!(*color, token(css, &format!("data-{}", at + 1)));
        }
        for (at, color) in palette.sequence.iter().enumerate() {
            assert_eq!(*color, token(css, &format!("seq-{}", at + 1)));
        }
        for (at, color) in palette.diverging.iter().enumerate() {
            assert_eq!(*color, token(css, &format!("div-{}", at + 1)));
        }
        assert_eq!(palette.context, token(css, "data-context"));
        assert_eq!(palette.grid, token(css, "chart-grid"));
        assert_eq!(palette.axis, token(css, "chart-axis"));
        assert_eq!(palette.label, token(css, "chart-label"));
        assert_eq!(palette.text, token(css, "text"));
        assert_eq!(palette.surface, token(css, "bg-surface"));
    }

    #[test]
    fn colours_are_those_of_the_screen() {
        check(include_str!("../../../ui/src/theme/tokens.css"), &LIGHT);
        check(include_str!("../../../ui/src/theme/tokens-dark.css"), &DARK);
    }
}
