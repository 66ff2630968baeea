//! JSON that stays text: parts are found by path and given back as they were written, so that no
//! digit of a number and no order of names is lost.

/// Objects and arrays may lie this deep in each other.
const DEEPEST: usize = 200;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A name of an object.
    Name(String),
    /// A place of an array, counted from 0; from the end when negative.
    Place(i64),
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    Text,
    Whole,
    Fraction,
    Truth,
    Null,
}

/// Reads a path: `$.a[0]."b c"`, `/a/0`, or the name of a field alone.
pub(crate) fn path(written: &str) -> Option<Vec<Step>> {
    if let Some(pointer) = written.strip_prefix('/') {
        return Some(pointer.split('/').map(pointed).collect());
    }
    let Some(mut rest) = written.strip_prefix('$') else {
        return Some(vec![Step::Name(written.to_owned())]);
    };
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(name) = rest.strip_prefix(".\"") {
            let (name, after) = name.split_once('"')?;
            steps.push(Step::Name(name.to_owned()));
            rest = after;
        } else if let Some(name) = rest.strip_prefix('.') {
            let end = name.find(['.', '[']).unwrap_or(name.len());
            if end == 0 || &name[..end] == "*" {
                return None;
            }
            steps.push(Step::Name(name[..end].to_owned()));
            rest = &name[end..];
        } else {
            let (place, after) = rest.strip_prefix('[')?.split_once(']')?;
            let quoted = place
                .strip_prefix('"')
                .and_then(|place| place.strip_suffix('"'));
            steps.push(match quoted {
                Some(name) => Step::Name(name.to_owned()),
                None => Step::Place(place.strip_prefix('#').unwrap_or(place).parse().ok()?),
            });
            rest = after;
        }
    }
    Some(steps)
}

fn pointed(step: &str) -> Step {
    step.parse::<i64>().map_or_else(
        |_| Step::Name(step.replace("~1", "/").replace("~0", "~")),
        Step::Place,
    )
}

/// The whole value, when the text is JSON and nothing else.
pub(crate) fn whole(text: &str) -> Option<&str> {
    let start = blanks(text, 0);
    let end = value(text, start, 0)?;
    (blanks(text, end) == text.len()).then(|| &text[start..end])
}

/// The part at a path of a value.
pub(crate) fn part<'t>(value: &'t str, steps: &[Step]) -> Option<&'t str> {
    let mut found = value;
    for step in steps {
        found = match step {
            Step::Name(name) => members(found)?
                .into_iter()
                .rev()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value)?,
            Step::Place(place) => {
                // A number is a name where there is an object.
                if kind(found) == Kind::Object {
                    let name = place.to_string();
                    let known = members(found)?;
                    known.into_iter().rev().find(|(known, _)| *known == name)?.1
                } else {
                    let items = items(found)?;
                    let at = if *place < 0 {
                        i64::try_from(items.len()).ok()? + place
                    } else {
                        *place
                    };
                    *items.get(usize::try_from(at).ok()?)?
                }
            }
        };
    }
    Some(found)
}

/// What a value is.
pub(crate) fn kind(value: &str) -> Kind {
    match value.as_bytes().first() {
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::Array,
        Some(b'"') => Kind::Text,
        Some(b't' | b'f') => Kind::Truth,
        Some(b'n') | None => Kind::Null,
        Some(_) if value.contains(['.', 'e', 'E']) => Kind::Fraction,
        Some(_) => Kind::Whole,
    }
}

/// The items of an array, as written; none for anything else.
pub(crate) fn items(array: &str) -> Option<Vec<&str>> {
    let mut at = blanks(array, 0);
    if array.as_bytes().get(at) != Some(&b'[') {
        return None;
    }
    at = blanks(array, at + 1);
    let mut items = Vec::new();
    while array.as_bytes().get(at) != Some(&b']') {
        let end = value(array, at, 0)?;
        items.push(&array[at..end]);
        at = after_comma(array, end)?;
    }
    Some(items)
}

/// The names and values of an object, in its order; none for anything else.
pub(crate) fn members(object: &str) -> Option<Vec<(String, &str)>> {
    let mut at = blanks(object, 0);
    if object.as_bytes().get(at) != Some(&b'{') {
        return None;
    }
    at = blanks(object, at + 1);
    let mut members = Vec::new();
    while object.as_bytes().get(at) != Some(&b'}') {
        let end = text_end(object, at)?;
        let name = unquoted(&object[at..end])?;
        at = blanks(object, end);
        if object.as_bytes().get(at) != Some(&b':') {
            return None;
        }
        at = blanks(object, at + 1);
        let end = value(object, at, 0)?;
        members.push((name, &object[at..end]));
        at = after_comma(object, end)?;
    }
    Some(members)
}

/// A text without its quotes and escapes; none for anything else.
pub(crate) fn unquoted(value: &str) -> Option<String> {
    serde_json::from_str::<String>(value).ok()
}

/// The place behind a comma, or that of the closing bracket.
fn after_comma(text: &str, at: usize) -> Option<usize> {
    let at = blanks(text, at);
    match text.as_bytes().get(at)? {
        b',' => {
            let next = blanks(text, at + 1);
            let is_end = matches!(text.as_bytes().get(next)?, b']' | b'}');
            (!is_end).then_some(next)
        }
        b']' | b'}' => Some(at),
        _ => None,
    }
}

fn blanks(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or(&[]);
    let count = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
        .count();
    at + count
}

/// Where the value that begins here ends; none when there is none.
fn value(text: &str, at: usize, depth: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if depth > DEEPEST {
        return None;
    }
    let word = |word: &str| text[at..].starts_with(word).then(|| at + word.len());
    match bytes.get(at)? {
        b'"' => text_end(text, at),
        b't' => word("true"),
        b'f' => word("false"),
        b'n' => word("null"),
        open @ (b'[' | b'{') => {
            let is_object = *open == b'{';
            let close = if is_object { b'}' } else { b']' };
            let mut at = blanks(text, at + 1);
            while *bytes.get(at)? != close {
                if is_object {
                    at = blanks(text, text_end(text, at)?);
                    if *bytes.get(at)? != b':' {
                        return None;
                    }
                    at = blanks(text, at + 1);
                }
                let end = value(text, at, depth + 1)?;
                at = after_comma(text, end)?;
                if matches!(bytes.get(at)?, b']' | b'}') && bytes.get(at) != Some(&close) {
                    return None;
                }
            }
            Some(at + 1)
        }
        _ => number_end(bytes, at),
    }
}

fn text_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let mut end = at + 1;
    loop {
        match bytes.get(end)? {
            b'"' => return Some(end + 1),
            b'\\' => end += 2,
            0..=31 => return None,
            _ => end += 1,
        }
    }
}

fn number_end(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = |from: usize| {
        bytes[from.min(bytes.len())..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut end = at + usize::from(bytes.get(at) == Some(&b'-'));
    let whole = digits(end);
    if whole == 0 || (whole > 1 && bytes[end] == b'0') {
        return None;
    }
    end += whole;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction == 0 {
            return None;
        }
        end += 1 + fraction;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent == 0 {
            return None;
        }
        end += 1 + sign + exponent;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_given_back_as_they_were_written() {
        let text = r#" {"a": [1, {"b": 1.10}], "c d": null, "a": "x\n\u00eb", "0": 5} "#;
        let value = whole(text).unwrap();
        let at = |written: &str| part(value, &path(written).unwrap());
        assert_eq!(at("$.a"), Some(r#""x\n\u00eb""#));
        assert_eq!(at("$.\"c d\""), Some("null"));
        assert_eq!(at("c d"), Some("null"));
        assert_eq!(at("/0"), Some("5"));
        assert_eq!(at("$.a.b"), None);
        assert_eq!(unquoted(at("a").unwrap()).as_deref(), Some("x\në"));
        let list = whole(r#"[1, {"b": 1.10}, [9007199254740993]]"#).unwrap();
        assert_eq!(part(list, &path("$[1].b").unwrap()), Some("1.10"));
        assert_eq!(
            part(list, &path("$[-1][0]").unwrap()),
            Some("9007199254740993")
        );
        assert_eq!(
            part(list, &path("$[#-1][0]").unwrap()),
            Some("9007199254740993")
        );
        assert_eq!(part(list, &path("$[7]").unwrap()), None);
    }

    #[test]
    fn what_is_not_json_is_known() {
        for good in ["0", "-1.5e+3", "[]", "{}", "[1,[2,{}]]", "\"\\\"\"", "null"] {
            assert_eq!(whole(good), Some(good));
        }
        for bad in [
            "",
            "01",
            "1.",
            "+1",
            "[1,]",
            "{\"a\"}",
            "{\"a\":1,}",
            "[1}",
            "\"",
            "\"\n\"",
            "nul",
            "1 2",
            "{'a': 1}",
            "[1",
            "tru",
            "-",
        ] {
            assert_eq!(whole(bad), None, "{bad}");
        }
        assert_eq!(whole(&"[".repeat(100_000)), None);
    }
}
