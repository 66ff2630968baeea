//! The snippets that the editor offers are understood, with columns of a real table in their places.

use plan::{bind_sql, format};
use serde_json::Value;

use crate::support::{lines, shop};

const SNIPPETS: &str = include_str!("../../../../ui/src/sql/snippets.json");

/// `${1:word}` is filled in for its meaning, `${1}` like its first place.
fn filled(text: &str) -> String {
    let meaning = |word: &str| match word {
        "category" => "region".to_owned(),
        "day" => "order_date".to_owned(),
        "table" | "other" => "sales".to_owned(),
        other => other.to_owned(),
    };
    let mut words = std::collections::HashMap::new();
    let mut done = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (place, tail) = after.split_once('}').unwrap();
        let (number, word) = place.split_once(':').unwrap_or((place, ""));
        if !word.is_empty() {
            words.insert(number, meaning(word));
        }
        done.push_str(before);
        done.push_str(&words[number]);
        rest = tail;
    }
    done + rest
}

#[test]
fn every_snippet_is_a_question_over_a_table() {
    let all: std::collections::BTreeMap<String, Value> = serde_json::from_str(SNIPPETS).unwrap();
    assert!(all.len() >= 10, "{}", all.len());
    for (name, text) in &all {
        let text = filled(text.as_str().unwrap());
        let bound = bind_sql(&text, &shop());
        assert!(bound.plan.is_some(), "{name}: {text}\n{}", lines(&bound));
        assert!(format(&text).is_ok(), "{name}");
    }
}
