//! SQL in cells of Python notebooks: the magics of ipython-sql and `JupySQL`.

/// The SQL of a code cell, when nothing but SQL is in it: the name that keeps its answer, if any, and
/// the text. `%%sql` takes the whole cell, `%sql` its own line.
pub(crate) fn sql(source: &str) -> Option<Vec<(Option<String>, String)>> {
    let text = source.trim_start();
    if let Some(rest) = text.strip_prefix("%%sql") {
        let (head, body) = rest.split_once('\n').unwrap_or((rest, ""));
        if !head.is_empty() && !head.starts_with(char::is_whitespace) {
            return None;
        }
        let (name, inline) = arguments(head);
        let whole = [inline.as_str(), body].join("\n");
        return Some(vec![(name, whole.trim().to_owned())]);
    }
    let lines = text.lines().map(str::trim);
    let lines: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("%load_ext"))
        .collect();
    let found: Option<Vec<_>> = lines.iter().map(|line| one_line(line)).collect();
    found.filter(|found| !found.is_empty())
}

/// `%sql SELECT …` or `name = %sql SELECT …`.
fn one_line(line: &str) -> Option<(Option<String>, String)> {
    let (name, rest) = match line.split_once("%sql") {
        Some(("", rest)) => (None, rest),
        Some((before, rest)) => {
            let name = before.trim().strip_suffix('=')?.trim();
            let is_name = name
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '_');
            (
                Some(name.to_owned()).filter(|_| is_name && !name.is_empty()),
                rest,
            )
        }
        None => return None,
    };
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let (given, text) = arguments(rest);
    (!text.is_empty()).then(|| (name.or(given), text))
}

/// What stands behind the magic: options and connections are left out, `name <<` keeps the answer
/// under a name, the rest is SQL.
fn arguments(head: &str) -> (Option<String>, String) {
    let mut rest = head.trim();
    let mut name = None;
    loop {
        let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let after = after.trim_start();
        if first == "--save" {
            let (given, behind) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
            name = Some(given.to_owned());
            rest = behind.trim_start();
        } else if first.starts_with("--") && first.len() > 2 || first.contains("://") {
            rest = after;
        } else if let Some(text) = after.strip_prefix("<<") {
            name = Some(first.to_owned());
            rest = text.trim_start();
        } else {
            return (name, rest.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sql;

    fn check(source: &str, expected: &[(Option<&str>, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, text)| (name.map(str::to_owned), (*text).to_owned()))
            .collect();
        assert_eq!(sql(source).unwrap_or_default(), expected, "{source}");
    }

    #[test]
    fn magics_are_read_with_their_names_and_without_their_options() {
        check("%%sql\nselect 1\n", &[(None, "select 1")]);
        check("%%sql --save top\nselect 1", &[(Some("top"), "select 1")]);
        check(
            "%%sql duckdb:// result <<\nselect 1\n  , 2",
            &[(Some("result"), "select 1\n  , 2")],
        );
        check("%sql select 1", &[(None, "select 1")]);
        check(
            "%load_ext sql\n# first\na = %sql select 1\n%sql select 2",
            &[(Some("a"), "select 1"), (None, "select 2")],
        );
    }

    #[test]
    fn other_code_is_no_sql() {
        for code in [
            "x = 1",
            "%sql select 1\nprint(1)",
            "%%sqlplot",
            "",
            "%sql",
            "df.query('%sql x')",
        ] {
            check(code, &[]);
        }
    }
}
