//! Text as text: the one way into a page.

/// Text between or inside tags of HTML. Control and direction signs are made visible, so that
/// what is read is what is there.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(sign),
            '\r' => {}
            _ if sign.is_control() || is_direction(sign) => {
                out.push_str(&sign.escape_unicode().to_string());
            }
            _ => out.push(sign),
        }
    }
    out
}

/// Text in one cell of a Markdown table or in a heading: no line breaks, no marks.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '!' => {
                out.push('\\');
                out.push(sign);
            }
            '\n' | '\t' => out.push(' '),
            _ if sign.is_control() || is_direction(sign) => {
                out.push_str("\\\\");
                out.push_str(&sign.escape_unicode().to_string()[1..]);
            }
            _ => out.push(sign),
        }
    }
    out
}

/// Signs that turn the direction of what follows.
fn is_direction(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    #[test]
    fn p24_no_text_becomes_a_tag_a_mark_or_another_direction() {
        for (text, html, markdown) in [
            ("a < b & c", "a &lt; b &amp; c", "a \\< b \\& c"),
            ("<script>", "&lt;script&gt;", "\\<script\\>"),
            ("\"'", "&quot;&#39;", "\"'"),
            ("a\u{202e}b", "a\\u{202e}b", "a\\\\u{202e}b"),
            ("x\u{0}y", "x\\u{0}y", "x\\\\u{0}y"),
            ("a|b\nc", "a|b\nc", "a\\|b c"),
        ] {
            assert_eq!(super::html(text), html);
            assert_eq!(super::markdown(text), markdown);
        }
    }
}
