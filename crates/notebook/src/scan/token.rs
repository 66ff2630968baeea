//! SQL text as words, quoted names, parameters and brackets. Comments and blanks are gone.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Quoted,
    Parameter,
    Open,
    Close,
    Comma,
    Semicolon,
    Other,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let rest = text.get(at..).unwrap_or_default();
        let kind = if rest.starts_with("--") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if rest.starts_with("/*") {
            at += block_comment(rest);
            continue;
        } else if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        } else if byte == b'\'' {
            at += quoted(rest, '\'');
            TokenKind::Other
        } else if byte == b'"' || byte == b'`' {
            at += quoted(rest, char::from(byte));
            TokenKind::Quoted
        } else if rest.starts_with("::") {
            at += 2;
            TokenKind::Other
        } else if byte == b':' && rest.chars().nth(1).is_some_and(starts_word) {
            at += 1 + word(rest.get(1..).unwrap_or_default());
            TokenKind::Parameter
        } else if rest.chars().next().is_some_and(starts_word) {
            at += word(rest);
            TokenKind::Word
        } else if byte.is_ascii_digit() {
            at += word(rest).max(1);
            TokenKind::Other
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            match byte {
                b'(' => TokenKind::Open,
                b')' => TokenKind::Close,
                b',' => TokenKind::Comma,
                b';' => TokenKind::Semicolon,
                _ => TokenKind::Other,
            }
        };
        let written = text.get(start..at).unwrap_or_default();
        let text = match kind {
            TokenKind::Parameter => written.trim_start_matches(':').to_owned(),
            TokenKind::Quoted => unquote(written),
            _ => written.to_owned(),
        };
        found.push(Token {
            kind,
            text,
            start,
            end: at,
        });
    }
    found
}

fn starts_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

fn word(rest: &str) -> usize {
    rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '$'))
        .unwrap_or(rest.len())
}

/// Length of a quoted stretch; a doubled quote stays inside, a missing end reaches to the end.
fn quoted(rest: &str, quote: char) -> usize {
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            if letters.peek().is_some_and(|(_, next)| *next == quote) {
                letters.next();
            } else {
                return at + 1;
            }
        }
    }
    rest.len()
}

fn unquote(written: &str) -> String {
    let quote = written.chars().next().unwrap_or('"');
    let inner = written.get(1..).unwrap_or_default();
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    inner.replace(&format!("{quote}{quote}"), &quote.to_string())
}

/// Length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut depth = 0_u32;
    let mut at = 0;
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => {
                depth += 1;
                at += 2;
            }
            Some(b"*/") => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}
