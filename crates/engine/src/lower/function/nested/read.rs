//! Text as lists, structures and maps: as they are written as text, or as JSON.

use polars::prelude::*;

use super::{Misfits, fitted, is_same, map, structures};

/// Lists and structures may lie this deep in each other.
const DEEPEST: usize = 100;

/// A part of a text, and what it is.
#[derive(Debug, Clone)]
struct Node<'t> {
    raw: &'t str,
    kind: Kind<'t>,
}

#[derive(Debug, Clone)]
enum Kind<'t> {
    Missing,
    Text(String),
    List(Vec<Node<'t>>),
    /// Names or keys, with what they stand for.
    Pairs(Vec<(String, Node<'t>)>),
}

/// The values that texts stand for; missing where one stands for none.
pub(super) fn values(
    texts: &StringChunked,
    to: &DataType,
    misfits: &mut Misfits,
) -> PolarsResult<Series> {
    let nodes = texts.iter().map(|text| {
        let text = text?;
        let node = read(text);
        if node.is_none() {
            misfits.add(&format!("'{text}'"));
        }
        node
    });
    let nodes = nodes.collect();
    built(nodes, to, misfits)
}

fn built(
    nodes: Vec<Option<Node<'_>>>,
    to: &DataType,
    misfits: &mut Misfits,
) -> PolarsResult<Series> {
    match to {
        DataType::List(_) if map::parts(to).is_some() => lists(nodes, to, misfits, entries_of),
        DataType::List(_) => lists(nodes, to, misfits, |node| match node.kind {
            Kind::List(items) => Some(items.into_iter().map(Some).collect()),
            _ => None,
        }),
        DataType::Struct(fields) => fields_of(nodes, fields, misfits),
        _ => {
            let texts = nodes.into_iter().map(|node| {
                let node = node?;
                match node.kind {
                    Kind::Missing => None,
                    Kind::Text(text) => Some(text),
                    Kind::List(_) | Kind::Pairs(_) => Some(node.raw.to_owned()),
                }
            });
            let texts = texts.collect::<StringChunked>().into_series();
            if *to == DataType::String {
                return Ok(texts);
            }
            fitted(&texts, to, misfits)
        }
    }
}

/// The entries of a map, each as a structure of a key and a value.
fn entries_of<'t>(node: Node<'t>) -> Option<Vec<Option<Node<'t>>>> {
    let raw = node.raw;
    let Kind::Pairs(pairs) = node.kind else {
        return None;
    };
    let entry = |(key, value): (String, Node<'t>)| {
        let key = Node {
            raw,
            kind: Kind::Text(key),
        };
        let both = vec![("key".to_owned(), key), ("value".to_owned(), value)];
        Some(Node {
            raw,
            kind: Kind::Pairs(both),
        })
    };
    Some(pairs.into_iter().map(entry).collect())
}

fn lists<'t>(
    nodes: Vec<Option<Node<'t>>>,
    to: &DataType,
    misfits: &mut Misfits,
    items_of: fn(Node<'t>) -> Option<Vec<Option<Node<'t>>>>,
) -> PolarsResult<Series> {
    let DataType::List(item) = to else {
        return Err(polars_err!(ComputeError: "no list"));
    };
    let mut all: Vec<Option<Node<'t>>> = Vec::new();
    let mut lengths: Vec<Option<usize>> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Some(node) = node.filter(|node| !matches!(node.kind, Kind::Missing)) else {
            lengths.push(None);
            continue;
        };
        let raw = node.raw;
        let items = items_of(node);
        if items.is_none() {
            misfits.add(&format!("'{raw}'"));
        }
        lengths.push(items.as_ref().map(Vec::len));
        all.extend(items.into_iter().flatten());
    }
    let items = built(all, item, misfits)?;
    let mut start = 0_usize;
    let mut rows: Vec<Option<Series>> = Vec::with_capacity(lengths.len());
    for length in lengths {
        rows.push(length.map(|length| {
            let row = items.slice(i64::try_from(start).unwrap_or(i64::MAX), length);
            start += length;
            row
        }));
    }
    rows.into_iter()
        .collect::<ListChunked>()
        .into_series()
        .cast(to)
}

fn fields_of(
    nodes: Vec<Option<Node<'_>>>,
    wanted: &[Field],
    misfits: &mut Misfits,
) -> PolarsResult<Series> {
    let mut there: Vec<bool> = Vec::with_capacity(nodes.len());
    let mut columns: Vec<Vec<Option<Node<'_>>>> =
        vec![Vec::with_capacity(nodes.len()); wanted.len()];
    for node in nodes {
        let pairs = match node {
            Some(Node {
                kind: Kind::Pairs(pairs),
                ..
            }) => Some(pairs),
            None
            | Some(Node {
                kind: Kind::Missing,
                ..
            }) => None,
            Some(other) => {
                misfits.add(&format!("'{}'", other.raw));
                None
            }
        };
        there.push(pairs.is_some());
        for (column, field) in columns.iter_mut().zip(wanted) {
            let named = pairs
                .iter()
                .flatten()
                .find(|(name, _)| is_same(name, field.name()));
            column.push(named.map(|(_, value)| value.clone()));
        }
    }
    let mut fields = Vec::with_capacity(wanted.len());
    for (column, field) in columns.into_iter().zip(wanted) {
        let values = built(column, field.dtype(), misfits)?;
        fields.push(values.with_name(field.name().clone()));
    }
    structures(&fields, &there.into_iter().collect())
}

/// What a whole text stands for; none when it is neither a list nor a structure.
fn read(text: &str) -> Option<Node<'_>> {
    let mut reader = Reader { text, at: 0 };
    reader.blanks();
    if !reader.rest().starts_with(['[', '{']) {
        return None;
    }
    let node = reader.node(&[], 0)?;
    reader.blanks();
    reader.rest().is_empty().then_some(node)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn takes(&mut self, sign: char) -> bool {
        self.blanks();
        let is_there = self.rest().starts_with(sign);
        self.at += if is_there { sign.len_utf8() } else { 0 };
        is_there
    }

    /// A value that ends in front of one of these signs.
    fn node(&mut self, ends: &[char], depth: usize) -> Option<Node<'t>> {
        if depth > DEEPEST {
            return None;
        }
        self.blanks();
        let start = self.at;
        let kind = match self.rest().chars().next()? {
            '[' => Kind::List(self.items(depth)?),
            '{' => Kind::Pairs(self.pairs(depth)?),
            quote @ ('\'' | '"') => Kind::Text(self.quoted(quote)?),
            _ => match self.bare(ends)? {
                word if word.eq_ignore_ascii_case("null") => Kind::Missing,
                word => Kind::Text(word.to_owned()),
            },
        };
        let raw = self.text[start..self.at].trim_end();
        Some(Node { raw, kind })
    }

    fn items(&mut self, depth: usize) -> Option<Vec<Node<'t>>> {
        self.at += 1;
        let mut items = Vec::new();
        if self.takes(']') {
            return Some(items);
        }
        loop {
            items.push(self.node(&[',', ']'], depth + 1)?);
            if self.takes(']') {
                return Some(items);
            }
            if !self.takes(',') {
                return None;
            }
        }
    }

    fn pairs(&mut self, depth: usize) -> Option<Vec<(String, Node<'t>)>> {
        self.at += 1;
        let mut pairs = Vec::new();
        if self.takes('}') {
            return Some(pairs);
        }
        loop {
            let key = match self.node(&[':', '='], depth + 1)? {
                Node {
                    kind: Kind::Text(text),
                    ..
                } => text,
                other => other.raw.to_owned(),
            };
            if !(self.takes(':') || self.takes('=')) {
                return None;
            }
            pairs.push((key, self.node(&[',', '}'], depth + 1)?));
            if self.takes('}') {
                return Some(pairs);
            }
            if !self.takes(',') {
                return None;
            }
        }
    }

    /// A text without quotes, up to one of these signs.
    fn bare(&mut self, ends: &[char]) -> Option<&'t str> {
        let rest = self.rest();
        let length = rest.find(ends).unwrap_or(rest.len());
        let word = rest[..length].trim_end();
        self.at += length;
        (!word.is_empty()).then_some(word)
    }

    /// A text in quotes, in which a backslash stands in front of signs that mean themselves.
    fn quoted(&mut self, quote: char) -> Option<String> {
        let rest = self.rest();
        let mut signs = rest.char_indices().skip(1);
        let mut text = String::new();
        loop {
            let (at, sign) = signs.next()?;
            if sign == quote {
                self.at += at + 1;
                // JSON knows more escapes.
                let as_json = serde_json::from_str::<String>(&rest[..=at]);
                return Some(as_json.unwrap_or(text));
            }
            text.push(if sign == '\\' { signs.next()?.1 } else { sign });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Node, read};

    fn shown(node: &Node<'_>) -> String {
        match &node.kind {
            Kind::Missing => "NULL".to_owned(),
            Kind::Text(text) => format!("<{text}>"),
            Kind::List(items) => {
                format!(
                    "[{}]",
                    items.iter().map(shown).collect::<Vec<_>>().join(" ")
                )
            }
            Kind::Pairs(pairs) => {
                let pairs = pairs
                    .iter()
                    .map(|(name, value)| format!("{name}={}", shown(value)));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn lists_and_structures_are_read_in_both_ways_of_writing() {
        let check = |text: &str, expected: &str| {
            assert_eq!(
                read(text).as_ref().map(shown).as_deref(),
                Some(expected),
                "{text}"
            );
        };
        check(" [1, null ,x y] ", "[<1> NULL <x y>]");
        check("[]", "[]");
        check("{}", "{}");
        check(r#"["a","b,\u00eb", '\'']"#, "[<a> <b,ë> <'>]");
        check("{'a': 1, b: [2, {c: NULL}]}", "{a=<1> b=[<2> {c=NULL}]}");
        check("{k 1=10:30, 'b'='x}'}", "{k 1=<10:30> b=<x}>}");
    }

    #[test]
    fn what_does_not_end_is_no_list() {
        for bad in [
            "", "1", "[1", "[1,]", "{a}", "{a: 1", "[1] 2", "['a]", "[,]",
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
        assert!(read(&"[".repeat(100_000)).is_none());
    }
}
