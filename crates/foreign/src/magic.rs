//! SQL in cells of Python notebooks: the magics of ipython-sql and `JupySQL`.

/// The SQL of a code cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Each with the name that keeps its answer, if any.
    pub(crate) cells: Vec<(Option<String>, String)>,
    pub(crate) setup: Setup,
}

/// What stands around SQL and is not taken over.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Setup {
    /// How many connections are named. Not which: they may hold passwords.
    pub(crate) connections: usize,
    pub(crate) options: Vec<String>,
    /// Lines that prepare the magics.
    pub(crate) magics: Vec<String>,
}

/// The SQL of a code cell, when nothing but SQL and what prepares it is there: `%%sql` takes the whole
/// cell, `%sql` its own line.
pub(crate) fn sql(source: &str) -> Option<Found> {
    let text = source.trim_start();
    let mut found = Found::default();
    if let Some(rest) = text.strip_prefix("%%sql") {
        let (head, body) = rest.split_once('\n').unwrap_or((rest, ""));
        if !head.is_empty() && !head.starts_with(char::is_whitespace) {
            return None;
        }
        let (name, inline) = arguments(head, &mut found.setup);
        let whole = [inline.as_str(), body].join("\n");
        if !whole.trim().is_empty() {
            found.cells.push((name, whole.trim().to_owned()));
        }
        return Some(found);
    }
    for line in text.lines().map(str::trim) {
        let first = line.split_whitespace().next().unwrap_or_default();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if ["%load_ext", "%reload_ext", "%config"].contains(&first) {
            found.setup.magics.push(first.to_owned());
            continue;
        }
        let (name, text) = one_line(line, &mut found.setup)?;
        if !text.is_empty() {
            found.cells.push((name, text));
        }
    }
    (found != Found::default()).then_some(found)
}

/// `%sql SELECT …` or `name = %sql SELECT …`; the text is empty where only a connection is named.
fn one_line(line: &str, setup: &mut Setup) -> Option<(Option<String>, String)> {
    let (before, rest) = line.split_once("%sql")?;
    let name = if before.is_empty() {
        None
    } else {
        let name = before.trim().strip_suffix('=')?.trim();
        let is_name = name
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_');
        Some(name.to_owned()).filter(|_| is_name && !name.is_empty())
    };
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let (given, text) = arguments(rest, setup);
    Some((name.or(given), text))
}

/// What stands behind the magic: options and connections are left out, `name <<` keeps the answer
/// under a name, the rest is SQL.
fn arguments(head: &str, setup: &mut Setup) -> (Option<String>, String) {
    let mut rest = head.trim();
    let mut name = None;
    loop {
        let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let after = after.trim_start();
        if first == "--save" {
            let (given, behind) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
            name = Some(given.to_owned());
            rest = behind.trim_start();
        } else if first.starts_with("--") && first.len() > 2 {
            setup.options.push(first.to_owned());
            rest = after;
        } else if first.contains("://") {
            setup.connections += 1;
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
        assert_eq!(sql(source).unwrap_or_default().cells, expected, "{source}");
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
    fn what_prepares_the_magics_is_counted_and_connections_are_not_kept() {
        let found =
            sql("%load_ext sql\n%sql postgresql://me:secret@host/db\n%config X.y = 1").unwrap();
        assert_eq!(found.cells, []);
        assert_eq!(found.setup.connections, 1);
        assert_eq!(found.setup.magics, ["%load_ext", "%config"]);
        let found = sql("%%sql --limit duckdb:// \nselect 1").unwrap();
        assert_eq!(found.setup.options, ["--limit"]);
        assert_eq!(found.cells, [(None, "select 1".to_owned())]);
        assert_eq!(sql("%sql duckdb://\nprint(1)"), None);
    }

    #[test]
    fn other_code_is_no_sql() {
        for code in [
            "x = 1",
            "%sql select 1\nprint(1)",
            "%%sqlplot",
            "",
            "%sql",
            "# a comment",
            "df.query('%sql x')",
        ] {
            check(code, &[]);
        }
    }
}
