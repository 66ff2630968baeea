//! Where the records and fields of delimited text begin and end.

/// A quoted field longer than this is a stray quote.
pub(crate) const LONGEST_RECORD: usize = 16 << 20;

/// The signs between and around fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signs {
    pub delimiter: Vec<u8>,
    pub quote: Option<u8>,
}

/// One field in its text. `start..end` leaves out surrounding quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FieldAt {
    pub start: usize,
    pub end: usize,
    pub form: Form,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Quoted,
    /// Quoted, with doubled quotes inside.
    Doubled,
    /// A quote that is not closed, or text after the closing quote: taken as it stands.
    Odd,
}

/// One record: its fields were put in the list; this is where the next one starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecordEnd {
    pub next: usize,
    /// Whether the text ended before the record did: more text may change it.
    pub is_open: bool,
}

enum After {
    Delimiter(usize),
    Line(usize),
    End,
}

impl Signs {
    /// Finds the fields of the record that starts at `at`.
    pub(crate) fn record(&self, text: &[u8], at: usize, fields: &mut Vec<FieldAt>) -> RecordEnd {
        fields.clear();
        let mut start = at;
        let mut is_open = false;
        // A line feed never begins a field, so it stands for no quote.
        let quote = self.quote.unwrap_or(b'\n');
        loop {
            let is_quoted = start < text.len() && text[start] == quote && quote != b'\n';
            let (field, after) = if is_quoted {
                let (field, after, unclosed) = self.quoted(text, start);
                is_open |= unclosed;
                (field, after)
            } else {
                self.plain(text, start, Form::Plain)
            };
            fields.push(field);
            match after {
                After::Delimiter(next) => start = next,
                After::Line(next) => return RecordEnd { next, is_open },
                After::End => {
                    return RecordEnd {
                        next: text.len(),
                        is_open: true,
                    };
                }
            }
        }
    }

    // The loops below go over every byte of a file: plain indexing is quick in every build.
    fn plain(&self, text: &[u8], start: usize, form: Form) -> (FieldAt, After) {
        let delimiter: &[u8] = &self.delimiter;
        let (first, is_single) = (delimiter[0], delimiter.len() == 1);
        let length = text.len();
        let mut at = start;
        while at < length {
            let byte = text[at];
            if byte == first && (is_single || text[at..].starts_with(delimiter)) {
                return (
                    FieldAt {
                        start,
                        end: at,
                        form,
                    },
                    After::Delimiter(at + delimiter.len()),
                );
            }
            if byte == b'\n' {
                let end = if at > start && text[at - 1] == b'\r' {
                    at - 1
                } else {
                    at
                };
                return (FieldAt { start, end, form }, After::Line(at + 1));
            }
            at += 1;
        }
        let end = if at > start && text[at - 1] == b'\r' {
            at - 1
        } else {
            at
        };
        (FieldAt { start, end, form }, After::End)
    }

    fn quoted(&self, text: &[u8], start: usize) -> (FieldAt, After, bool) {
        let quote = text[start];
        let mut form = Form::Quoted;
        let mut end = start + 1;
        let limit = text.len().min(start + LONGEST_RECORD);
        while end < limit {
            if text[end] != quote {
                end += 1;
                continue;
            }
            if end + 1 < text.len() && text[end + 1] == quote {
                form = Form::Doubled;
                end += 2;
                continue;
            }
            let field = FieldAt {
                start: start + 1,
                end,
                form,
            };
            return match text.get(end + 1) {
                None => (field, After::End, true),
                Some(b'\n') => (field, After::Line(end + 2), false),
                Some(b'\r') if text.get(end + 2) == Some(&b'\n') => {
                    (field, After::Line(end + 3), false)
                }
                Some(b'\r') if text.len() == end + 2 => (field, After::End, true),
                Some(_) if self.is_delimiter(text, end + 1) => (
                    field,
                    After::Delimiter(end + 1 + self.delimiter.len()),
                    false,
                ),
                Some(_) => {
                    let (field, after) = self.plain(text, start, Form::Odd);
                    (field, after, false)
                }
            };
        }
        let (field, after) = self.plain(text, start, Form::Odd);
        (field, after, limit == text.len())
    }

    fn is_delimiter(&self, text: &[u8], at: usize) -> bool {
        self.delimiter.len() == 1 && text[at] == self.delimiter[0]
            || text[at..].starts_with(&self.delimiter)
    }

    /// Where the last record that surely ends in this text ends; 0 when none does.
    pub(crate) fn last_end(&self, text: &[u8]) -> usize {
        let has_quotes = self.quote.is_some_and(|quote| text.contains(&quote));
        if !has_quotes {
            return text
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
        }
        let mut fields = Vec::new();
        let mut end = 0;
        while end < text.len() {
            let record = self.record(text, end, &mut fields);
            if record.is_open {
                break;
            }
            end = record.next;
        }
        end
    }

    /// The text of a field, with doubled quotes made single.
    pub(crate) fn value<'a>(&self, text: &'a str, field: FieldAt) -> std::borrow::Cow<'a, str> {
        let value = text.get(field.start..field.end).unwrap_or_default();
        match (field.form, self.quote) {
            (Form::Doubled, Some(quote)) => {
                let quote = char::from(quote);
                value
                    .replace(
                        &[quote, quote].iter().collect::<String>(),
                        &quote.to_string(),
                    )
                    .into()
            }
            _ => value.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, delimiter: &str) -> Vec<Vec<String>> {
        let signs = Signs {
            delimiter: delimiter.as_bytes().to_vec(),
            quote: Some(b'"'),
        };
        let (mut fields, mut found, mut at) = (Vec::new(), Vec::new(), 0);
        while at < text.len() {
            at = signs.record(text.as_bytes(), at, &mut fields).next;
            found.push(
                fields
                    .iter()
                    .map(|field| signs.value(text, *field).into_owned())
                    .collect(),
            );
        }
        found
    }

    #[test]
    fn quotes_protect_delimiters_line_breaks_and_quotes() {
        assert_eq!(
            records("a,b\r\n\"1,\n2\",\"say \"\"hi\"\"\"\n", ","),
            [vec!["a", "b"], vec!["1,\n2", "say \"hi\""]]
        );
        assert_eq!(records("5\" pipe,x\n", ","), [["5\" pipe", "x"]]);
        assert_eq!(records("a||b||c", "||"), [["a", "b", "c"]]);
        assert_eq!(records("a,\n,", ","), [["a", ""], ["", ""]]);
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_its_own_line_only() {
        assert_eq!(records("a,\"b\nc,d\n", ","), [["a", "\"b"], ["c", "d"]]);
        assert_eq!(records("\"a\"b,c\n", ","), [["\"a\"b", "c"]]);
    }

    #[test]
    fn the_last_sure_end_is_outside_quotes() {
        let signs = Signs {
            delimiter: b",".to_vec(),
            quote: Some(b'"'),
        };
        assert_eq!(signs.last_end(b"a,b\n1,\"x\ny"), 4);
        assert_eq!(signs.last_end(b"a,b\n1,2\n3"), 8);
        assert_eq!(signs.last_end(b"a,\"b\"\n"), 6);
        assert_eq!(signs.last_end(b"\"abc"), 0);
    }
}
