//! Markdown of a cell as HTML: headings, lists, quotes, code, emphasis and links. Everything else,
//! raw HTML and pictures above all, is shown as it was typed.

use std::fmt::Write as _;

use crate::escape::html as escaped;

/// Most marks inside of one another; deeper ones are text.
const DEEPEST: usize = 8;

/// The HTML of a Markdown text.
pub fn html(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with("```") {
            let mut code = String::new();
            for line in lines.by_ref() {
                if line.trim() == "```" {
                    break;
                }
                code.push_str(line);
                code.push('\n');
            }
            let _ = writeln!(out, "<pre><code>{}</code></pre>", escaped(&code));
        } else if let Some((level, words)) = heading(trimmed) {
            // The page has the first two levels.
            let level = (level + 2).min(6);
            let _ = writeln!(out, "<h{level}>{}</h{level}>", inline(words, 0));
        } else if let Some(kind) = list(trimmed) {
            let _ = writeln!(out, "<{kind}>\n<li>{}</li>", inline(item(trimmed), 0));
            while let Some(next) = lines.next_if(|line| list(line.trim()) == Some(kind)) {
                let _ = writeln!(out, "<li>{}</li>", inline(item(next.trim()), 0));
            }
            let _ = writeln!(out, "</{kind}>");
        } else if let Some(words) = trimmed.strip_prefix('>') {
            let mut quoted = words.trim().to_owned();
            while let Some(next) = lines.next_if(|line| line.trim().starts_with('>')) {
                quoted.push('\n');
                quoted.push_str(next.trim().trim_start_matches('>').trim());
            }
            let _ = writeln!(out, "<blockquote>{}</blockquote>", inline(&quoted, 0));
        } else {
            let mut words = trimmed.to_owned();
            while let Some(next) = lines.next_if(|line| is_more(line.trim())) {
                words.push('\n');
                words.push_str(next.trim());
            }
            let _ = writeln!(out, "<p>{}</p>", inline(&words, 0));
        }
    }
    out
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let words = line.get(level..)?.strip_prefix(' ')?;
    (1..=6).contains(&level).then_some((level, words.trim()))
}

fn list(line: &str) -> Option<&'static str> {
    if ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark)) {
        return Some("ul");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?;
    (digits > 0 && digits < 10 && (rest.starts_with(". ") || rest.starts_with(") ")))
        .then_some("ol")
}

fn item(line: &str) -> &str {
    line.split_once(' ').map_or("", |(_, words)| words.trim())
}

/// Whether a line goes on with the paragraph above.
fn is_more(line: &str) -> bool {
    !line.is_empty()
        && !line.starts_with("```")
        && !line.starts_with('>')
        && heading(line).is_none()
        && list(line).is_none()
}

/// Marks inside a line; text without a closing mark stays text.
fn inline(text: &str, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*', '_', '[']) {
        let (before, marked) = rest.split_at(at);
        out.push_str(&escaped(before));
        let found = if depth < DEEPEST {
            mark(marked, depth)
        } else {
            None
        };
        let taken = if let Some((html, taken)) = found {
            out.push_str(&html);
            taken
        } else {
            let sign = marked.chars().next().map_or(1, char::len_utf8);
            out.push_str(&escaped(marked.get(..sign).unwrap_or_default()));
            sign
        };
        rest = marked.get(taken..).unwrap_or_default();
    }
    out.push_str(&escaped(rest));
    out
}

/// The HTML of what a text begins with, and its length in bytes.
fn mark(text: &str, depth: usize) -> Option<(String, usize)> {
    if let Some(rest) = text.strip_prefix('`') {
        let end = rest.find('`')?;
        return Some((format!("<code>{}</code>", escaped(&rest[..end])), end + 2));
    }
    for (sign, tag) in [("**", "strong"), ("__", "strong"), ("*", "em"), ("_", "em")] {
        if let Some(rest) = text.strip_prefix(sign) {
            let end = rest.find(sign).filter(|end| *end > 0)?;
            let inside = inline(&rest[..end], depth + 1);
            return Some((format!("<{tag}>{inside}</{tag}>"), end + 2 * sign.len()));
        }
    }
    let rest = text.strip_prefix('[')?;
    let (words, after) = rest.split_once("](")?;
    let (address, _) = after.split_once(')')?;
    let lower = address.to_ascii_lowercase();
    let leads = lower.starts_with("https://") || lower.starts_with("http://");
    let is_plain = address
        .chars()
        .all(|sign| !sign.is_whitespace() && !sign.is_control());
    if words.contains('\n') || !leads || !is_plain {
        return None;
    }
    let html = format!(
        "<a href=\"{}\" rel=\"noreferrer noopener\">{}</a>",
        escaped(address),
        inline(words, depth + 1)
    );
    Some((html, words.len() + address.len() + 4))
}

#[cfg(test)]
mod tests {
    use super::html;

    fn check(text: &str, expected: &str) {
        assert_eq!(html(text).trim_end(), expected);
    }

    #[test]
    fn the_marks_of_a_note_become_tags() {
        check(
            "# One\ntwo *three*\nfour",
            "<h3>One</h3>\n<p>two <em>three</em>\nfour</p>",
        );
        check(
            "- a\n- **b**",
            "<ul>\n<li>a</li>\n<li><strong>b</strong></li>\n</ul>",
        );
        check("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>");
        check("> said", "<blockquote>said</blockquote>");
        check("```sql\na < b\n```", "<pre><code>a &lt; b\n</code></pre>");
        check(
            "[x](https://e.org/?a=1&b=2)",
            "<p><a href=\"https://e.org/?a=1&amp;b=2\" rel=\"noreferrer noopener\">x</a></p>",
        );
    }

    #[test]
    fn p24_what_is_not_a_mark_stays_the_text_that_was_typed() {
        check("<b onclick=x>", "<p>&lt;b onclick=x&gt;</p>");
        check(
            "[x](javascript:alert(1))",
            "<p>[x](javascript:alert(1))</p>",
        );
        check(
            "![x](https://e.org/a.png)",
            "<p>!<a href=\"https://e.org/a.png\" rel=\"noreferrer noopener\">x</a></p>",
        );
        check(
            "[x](https://e.org/\" onclick=1)",
            "<p>[x](https://e.org/&quot; onclick=1)</p>",
        );
        check("2 * 3 and a_b", "<p>2 * 3 and a_b</p>");
        check("*", "<p>*</p>");
        let deep = "*a ".repeat(5_000);
        assert!(html(&deep).len() < 200_000);
    }
}
