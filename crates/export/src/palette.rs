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
        rgb(0x27_69_bd),
        rgb(0xd8_7f_0a),
        rgb(0x50_9f_9b),
        rgb(0xb5_78_e4),
        rgb(0x86_16_4f),
        rgb(0x77_5c_06),
        rgb(0x17_4e_7b),
        rgb(0xac_6c_57),
    ],
    context: rgb(0x9a_a1_9d),
    grid: rgb(0xec_ec_e7),
    axis: rgb(0xb9_be_ba),
    label: rgb(0x56_5d_59),
    text: rgb(0x1b_1f_1e),
    surface: rgb(0xff_ff_ff),
};

const DARK: Palette = Palette {
    data: [
        rgb(0x4a_70_cc),
        rgb(0xf8_9d_22),
        rgb(0x4c_ca_ac),
        rgb(0xd1_97_fd),
        rgb(0xdb_52_82),
        rgb(0xef_d7_78),
        rgb(0x2a_94_b5),
        rgb(0x99_61_32),
    ],
    context: rgb(0x77_82_7e),
    grid: rgb(0x27_2e_2d),
    axis: rgb(0x48_51_4f),
    label: rgb(0x9f_a9_a5),
    text: rgb(0xe6_eb_e9),
    surface: rgb(0x1b_20_20),
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
