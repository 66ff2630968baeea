//! Profiles of columns against numbers worked out by hand.

use engine::profile::profile;
use engine::stop::Stop;
use model::{ColumnProfile, ImportOptions, Value};

use crate::support::Folder;

fn of(text: &str) -> Vec<ColumnProfile> {
    let folder = Folder::new();
    let path = folder.write("t.csv", text);
    let opened = folder.open(&path, ImportOptions::default()).unwrap();
    let table = &opened.tables[0];
    let (profiles, rows) =
        profile(table.scan().unwrap(), table.fields(), &[], &Stop::default()).unwrap();
    assert_eq!(Some(rows), table.info.rows);
    for profile in &profiles {
        let bars: u64 = profile.histogram.iter().map(|bar| bar.count).sum();
        assert!(
            profile.histogram.is_empty() || bars <= rows - profile.nulls,
            "{}",
            profile.field.name
        );
        assert!(profile.histogram.len() <= 24);
    }
    profiles
}

#[test]
fn numbers_have_range_mean_median_and_bars() {
    let mut text = String::from("n,f\n");
    (1..=100).for_each(|n| text.push_str(&format!("{n},{}\n", f64::from(n) / 10.0)));
    text.push_str(",\n");
    let found = of(&text);
    let whole = &found[0];
    assert_eq!(
        (
            whole.rows,
            whole.nulls,
            whole.distinct,
            whole.distinct_is_estimate
        ),
        (101, 1, 100, false)
    );
    assert_eq!(
        (whole.min.clone(), whole.max.clone()),
        (
            Some(Value::Integer("1".into())),
            Some(Value::Integer("100".into()))
        )
    );
    assert_eq!((whole.mean, whole.median), (Some(50.5), Some(50.5)));
    assert_eq!(whole.histogram.len(), 20);
    assert!(whole.histogram.iter().all(|bar| bar.count == 5));
    assert_eq!(
        (whole.histogram[0].low, whole.histogram[0].high),
        (1.0, 6.0)
    );
    assert_eq!(found[1].max, Some(Value::Float(10.0)));
    assert!(whole.top.is_empty());
}

#[test]
fn texts_and_yes_no_have_their_most_frequent_values() {
    let found = of("t,b\nx,true\ny,false\nx,true\nz,true\ny,\nx,\n,\n");
    let (text, truth) = (&found[0], &found[1]);
    let top: Vec<_> = text
        .top
        .iter()
        .map(|top| (top.value.clone(), top.count))
        .collect();
    assert_eq!(
        top,
        [
            (Value::Text("x".into()), 3),
            (Value::Text("y".into()), 2),
            (Value::Text("z".into()), 1)
        ]
    );
    assert_eq!((text.distinct, text.nulls), (3, 1));
    assert_eq!(truth.top[0].value, Value::Boolean(true));
    assert_eq!(
        (text.min.clone(), text.mean, text.histogram.len()),
        (Some(Value::Text("x".into())), None, 0)
    );
}

#[test]
fn days_and_instants_have_bars_in_milliseconds() {
    let found = of("d,t\n1970-01-01,1970-01-01 00:00\n1970-01-21,1970-01-01 00:00:02\n");
    assert_eq!(found[0].min, Some(Value::Date("1970-01-01".into())));
    assert_eq!(
        (found[0].histogram[0].low, found[0].histogram[19].high),
        (0.0, 20.0 * 86_400_000.0)
    );
    assert_eq!(
        (found[1].histogram[0].low, found[1].histogram[19].high),
        (0.0, 2000.0)
    );
    assert_eq!((found[0].mean, found[0].median), (None, None));
}

#[test]
fn odd_columns_are_profiled_without_odd_numbers() {
    let found = of("c,i,e,n\n7,1.5,,NaN\n7,inf,,1\n7,-inf,,2\n");
    assert_eq!(found[0].histogram.len(), 1, "one value, one bar");
    assert_eq!(
        (found[1].max.clone(), found[1].mean),
        (Some(Value::Float(1.5)), Some(1.5))
    );
    assert_eq!(
        (found[2].nulls, found[2].distinct, found[2].top.len()),
        (3, 0, 0)
    );
    assert_eq!(found[3].mean, Some(1.5));
    assert!(
        of("a,b\n")
            .iter()
            .all(|profile| profile.rows == 0 && profile.min.is_none())
    );
}

#[test]
fn many_different_values_are_estimated_and_say_so() {
    let mut text = String::from("k,v\n");
    (0..300_000).for_each(|at| text.push_str(&format!("key-{at},{}\n", at % 3)));
    let found = of(&text);
    let (keys, values) = (&found[0], &found[1]);
    assert!(keys.distinct_is_estimate);
    assert!(
        (270_000..=300_000).contains(&keys.distinct),
        "{}",
        keys.distinct
    );
    assert!(keys.top.is_empty());
    assert_eq!((values.distinct, values.distinct_is_estimate), (3, false));
}

#[test]
fn only_the_named_columns_are_profiled() {
    let folder = Folder::new();
    let path = folder.write("t.csv", "a,b,c\n1,2,3\n");
    let opened = folder.open(&path, ImportOptions::default()).unwrap();
    let table = &opened.tables[0];
    let (found, _) = profile(
        table.scan().unwrap(),
        table.fields(),
        &["c".into(), "x".into()],
        &Stop::default(),
    )
    .unwrap();
    assert_eq!(
        found
            .iter()
            .map(|profile| profile.field.name.as_str())
            .collect::<Vec<_>>(),
        ["c"]
    );
}
