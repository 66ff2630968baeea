//! A chart as text: what is read, and how what is not is refused.

use chart::{read_text, write_text};

fn check(text: &str, expected: &str) {
    let said = match read_text(text) {
        Ok(spec) => {
            assert_eq!(read_text(&write_text(&spec)), Ok(spec));
            "read".to_owned()
        }
        Err(diagnostic) => format!(
            "{}: {} {}",
            diagnostic.code,
            diagnostic.message,
            diagnostic.hint.unwrap_or_default()
        ),
    };
    assert_eq!(said, expected, "{text}");
}

/// A chart with `rest` behind version and source.
fn with(rest: &str) -> String {
    format!("{{\"version\": 1, \"source\": \"sales\"{rest}}}")
}

#[test]
fn what_the_grammar_knows_is_read_and_written() {
    check(&with(""), "read");
    let all = r#",
        "mark": "bar", "title": "All of it",
        "x": [{"field": "day", "unit": "month"}],
        "y": [{"field": "amount", "aggregate": "percentile", "percentile": "99.5"},
              {"field": "amount", "aggregate": "average", "interval": true},
              {"field": "", "aggregate": "count",
               "calculation": {"kind": "growth", "to": "year"}}],
        "color": [{"field": "region", "top": {"count": 5, "others": true}}],
        "size": [{"field": "amount", "aggregate": "sum",
                  "calculation": {"kind": "rank", "within": "series", "ascending": true}}],
        "shape": [{"field": "channel"}],
        "detail": [{"field": "day", "part": "weekday"}],
        "facet_row": [{"field": "amount", "bin_count": 4}],
        "facet_column": [{"field": "amount", "bin_width": "0.5"}],
        "filters": [{"field": "region", "compare": "is_not_null", "value": {"type": "null"}}],
        "annotations": [
            {"id": "1", "text": "Strike", "at": {"kind": "position", "value": {"type": "date", "value": "2026-03-02"}}},
            {"id": "2", "text": "Sale", "at": {"kind": "range", "from": {"type": "date", "value": "2026-03-02"},
             "to": {"type": "date", "value": "2026-03-09"}}},
            {"id": "3", "text": "Best", "at": {"kind": "mark", "measure": {"field": "n", "aggregate": "sum"},
             "of": [{"pill": {"field": "region"}, "value": {"type": "text", "value": "DACH"}}]}}],
        "events": [{"table": "e1", "is_on": true}],
        "sort": {"key": "value", "descending": true, "by": {"field": "n", "aggregate": "sum"}}"#;
    check(&with(all), "read");
}

#[test]
fn unknown_words_are_refused_with_the_nearest() {
    for (rest, expected) in [
        (
            ", \"colour\": []",
            "CHART_SPEC_KEY: There is no key colour in line 1. Did you mean color?",
        ),
        (
            ", \"x\": [{\"field\": \"a\", \"agregate\": \"sum\"}]",
            "CHART_SPEC_KEY: There is no key agregate in line 1. Did you mean aggregate?",
        ),
        (
            ", \"x\": [{\"field\": \"a\", \"aggregate\": \"summ\"}]",
            "CHART_SPEC_VALUE: summ is not known in line 1. Did you mean sum?",
        ),
        (
            ", \"x\": [{\"field\": \"a\", \"unit\": \"zzz\"}]",
            "CHART_SPEC_VALUE: zzz is not known in line 1. Known are year, quarter, month, week, \
             day, hour, minute, second.",
        ),
        (
            ", \"y\": [{\"field\": \"a\", \"calculation\": {\"kind\": \"runing\"}}]",
            "CHART_SPEC_VALUE: runing is not known in line 1. Did you mean running?",
        ),
        (
            ", \"x\": [{\"aggregate\": \"sum\"}]",
            "CHART_SPEC_KEY: The key field is missing in line 1. Add it.",
        ),
        (
            ", \"annotations\": [{\"id\": \"1\", \"txt\": \"a\"}]",
            "CHART_SPEC_KEY: There is no key txt in line 1. Did you mean text?",
        ),
        (
            ", \"x\": {}",
            "CHART_SPEC_VALUE: A value in line 1 is of another kind than its key takes. Texts \
             stand in quotes, numbers and true or false do not, lists in [ ].",
        ),
    ] {
        check(&with(rest), expected);
    }
}

#[test]
fn other_versions_and_other_texts_are_refused() {
    check(
        "{\"version\": 2, \"source\": \"sales\", \"layers\": []}",
        "CHART_SPEC_VERSION: This chart is written in version 2 of the grammar; version 1 is \
         read. Write \"version\": 1.",
    );
    check(
        "{\"source\": \"sales\"}",
        "CHART_SPEC_VERSION: The chart does not say which version of the grammar it is written \
         in. Write \"version\": 1.",
    );
    check(
        "{\"version\": 1,\n  \"source\" \"sales\"}",
        "CHART_SPEC_SYNTAX: The text is no JSON in line 2. Look for a missing comma, quote or \
         bracket.",
    );
    let said = read_text("{\"version\": 1,\n  \"source\" \"sales\"}").unwrap_err();
    assert_eq!(
        said.span.map(|span| (span.line, span.column)),
        Some((2, 12))
    );
}
