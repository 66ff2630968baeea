//! Which chart? What lies on the shelves, and the marks that a person who knows the craft accepts
//! as the first offer; and what each mark must not be offered for.
//!
//! The accepted answers follow the practice of the field (Cleveland, Few, Wilke): lines for time,
//! bars sorted for rankings, points for two numbers, cells for two categories, shares only of
//! amounts that add up.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

mod table;

use chart::{MarkFit, resolve};
use model::{Aggregate, ChartSpec, DataType, Field, Mark, Pill, Shelf, TimeUnit};
use table::TABLE;

fn fields() -> Vec<Field> {
    let mut fields = vec![
        Field::new("date", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("category", DataType::Text),
        Field::new("segment", DataType::Text),
        Field::new("returned", DataType::Boolean),
        Field::new("country", DataType::Text),
        Field::new("longitude", DataType::Float64),
        Field::new("latitude", DataType::Float64),
    ];
    let numbers = ["net", "cost", "target", "open", "high", "low", "close"];
    fields.extend(numbers.map(|name| Field::new(name, DataType::Float64)));
    fields
}

/// `sum(net)`, `avg(net)`, `count()`, `month(date)`, `day(date)`, `bin(net)`, `net`, `region`.
fn pill(words: &str) -> Pill {
    let (function, field) = match words.split_once('(') {
        Some((function, rest)) => (function, rest.trim_end_matches(')')),
        None => ("", words),
    };
    let mut json = serde_json::json!({ "field": field });
    match function {
        "" => {}
        "day" | "month" | "year" => json["unit"] = function.into(),
        "bin" => json["bin_width"] = "10".into(),
        "avg" => json["aggregate"] = "average".into(),
        "distinct" => json["aggregate"] = "count_distinct".into(),
        other => json["aggregate"] = other.into(),
    }
    serde_json::from_value(json).expect("the words of a pill")
}

/// `x: month(date) | y: sum(net) | color: region`.
fn spec(words: &str) -> ChartSpec {
    let mut spec = ChartSpec::empty("orders");
    for part in words
        .split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (shelf, pills) = part.split_once(':').expect("shelf: pills");
        let shelf = match shelf {
            "x" => Shelf::X,
            "y" => Shelf::Y,
            "color" => Shelf::Color,
            "size" => Shelf::Size,
            "detail" => Shelf::Detail,
            other => panic!("no shelf {other}"),
        };
        for one in pills.split(',').map(str::trim) {
            spec.shelf_mut(shelf).push(pill(one));
        }
    }
    spec
}

fn offered(words: &str) -> Vec<MarkFit> {
    resolve(&spec(words), &fields()).marks
}

fn name(mark: Mark) -> String {
    serde_json::to_value(mark)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn what_lies_on_the_shelves_is_offered_what_people_expect() {
    assert!(TABLE.len() >= 60, "{} combinations", TABLE.len());
    let mut wrong = Vec::new();
    for (words, accepted, refused) in TABLE {
        let marks = offered(words);
        let first = name(marks[0].mark);
        if !marks[0].applies || !accepted.split(' ').any(|one| one == first) {
            wrong.push(format!("{words}: offered {first}, accepted {accepted}"));
        }
        for mark in refused.split(' ') {
            let fit = marks.iter().find(|fit| name(fit.mark) == mark).unwrap();
            if fit.applies {
                wrong.push(format!("{words}: {mark} must not apply"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_mark_is_offered_once_with_a_reason_and_what_applies_stands_first() {
    for (words, ..) in TABLE {
        let marks = offered(words);
        assert_eq!(marks.len(), Mark::ALL.len(), "{words}");
        for mark in Mark::ALL {
            let count = marks.iter().filter(|fit| fit.mark == mark).count();
            assert_eq!(count, 1, "{words}: {mark:?}");
        }
        assert!(marks.is_sorted_by_key(|fit| !fit.applies), "{words}");
        for fit in marks {
            let is_sentence = fit.reason.ends_with(['.', '?']) && fit.reason.len() > 20;
            assert!(is_sentence, "{:?}: {}", fit.mark, fit.reason);
        }
    }
}

#[test]
fn each_mark_is_possible_for_some_fields() {
    for mark in Mark::ALL {
        let is_possible = TABLE.iter().any(|(words, ..)| {
            offered(words)
                .iter()
                .any(|fit| fit.mark == mark && fit.applies)
        });
        assert!(is_possible, "{mark:?}");
    }
}

#[test]
fn a_chosen_mark_stays_while_it_fits_and_gives_way_with_a_warning_when_not() {
    let mut chosen = spec("x: region | y: sum(net)");
    chosen.mark = Some(Mark::Treemap);
    assert_eq!(resolve(&chosen, &fields()).mark, Mark::Treemap);
    chosen.y[0].aggregate = Some(Aggregate::Average);
    let resolved = resolve(&chosen, &fields());
    assert_eq!(resolved.mark, Mark::Bar);
    assert_eq!(resolved.diagnostics[0].code, "CHART_MARK_DOES_NOT_FIT");
    assert!(resolved.query.is_some());
}

#[test]
fn no_fields_offer_nothing() {
    assert!(offered("").iter().all(|fit| !fit.applies));
    let day = spec("x: day(date) | y: sum(net)");
    assert_eq!(day.x[0].unit, Some(TimeUnit::Day));
}
