//! Names and texts of a person, made safe to stand in a message.

use crate::names::is_invisible;

/// At most `longest` characters of `text`, with invisible characters shown as escapes.
pub(crate) fn shown(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for (count, letter) in text.chars().enumerate() {
        if count == longest {
            out.push('…');
            break;
        }
        if is_invisible(letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
    }
    out
}

/// The last part of a path, safe to show.
pub(crate) fn file_name(path: &std::path::Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    shown(&name.to_string_lossy(), 80)
}

/// A number of bytes with a unit a person reads: "12 kB", "3.4 MB".
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    let mut tenths = bytes / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    if tenths < 100 {
        format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
    } else {
        format!("{} {}", tenths / 10, UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::{shown, size};

    #[test]
    fn hidden_characters_become_visible_and_long_texts_end() {
        assert_eq!(shown("a\u{202e}b\n", 9), "a\\u{202e}b\\u{a}");
        assert_eq!(shown("abcdef", 3), "abc…");
    }

    #[test]
    fn sizes_read_naturally() {
        let all: Vec<String> = [0, 999, 1000, 12_345, 999_999, 3_400_000, 12_000_000_000]
            .map(size)
            .into();
        assert_eq!(
            all,
            [
                "0 bytes",
                "999 bytes",
                "1.0 kB",
                "12 kB",
                "999 kB",
                "3.4 MB",
                "12 GB"
            ]
        );
    }
}
