//! Pivot tables: which pills are rows and columns, in which order lines stand, and the rows behind
//! totals.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{Resolved, read_text, records, resolve};
use model::{ChartSpec, DataType, Field, Levels, Query, Value};

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("product", DataType::Text),
        Field::new("row_depth", DataType::Text),
        Field::new("net", DataType::Float64),
    ]
}

fn chart(rest: &str) -> (ChartSpec, Resolved) {
    let text = format!("{{\"version\": 1, \"source\": \"sales\", \"mark\": \"pivot\", {rest}}}");
    let spec = read_text(&text).unwrap();
    let resolved = resolve(&spec, &fields());
    (spec, resolved)
}

fn asked(rest: &str) -> (Query, Levels) {
    let query = chart(rest).1.query.unwrap();
    let levels = query.levels.clone().unwrap();
    (query, levels)
}

/// `rows | columns | measures`.
fn check(rest: &str, expected: &str) {
    let (query, levels) = asked(rest);
    let names: Vec<&str> = query.keys.iter().map(|key| key.name.as_str()).collect();
    let (rows, columns) = names.split_at(levels.rows);
    let measures: Vec<&str> = query.measures.iter().map(|one| one.name.as_str()).collect();
    let found = [rows, columns, &measures].map(|side| side.join(" "));
    assert_eq!(found.join(" | "), expected, "{rest}");
}

const SUM: &str = "{\"field\": \"net\", \"aggregate\": \"sum\"}";

#[test]
fn rows_lie_on_y_columns_on_x_and_every_measure_is_shown() {
    check(
        &format!(
            "\"x\": [{{\"field\": \"day\", \"unit\": \"year\"}}], \
             \"y\": [{{\"field\": \"region\"}}, {{\"field\": \"product\"}}, {SUM}], \
             \"size\": [{{\"field\": \"net\", \"aggregate\": \"average\"}}]"
        ),
        "region product | day_year | sum_net avg_net",
    );
    // What lies elsewhere makes rows where there are none, else columns.
    check(
        &format!(
            "\"x\": [{{\"field\": \"region\"}}], \"y\": [{SUM}], \"color\": [{{\"field\": \"product\"}}]"
        ),
        "product | region | sum_net",
    );
    check(
        &format!(
            "\"x\": [{SUM}], \"y\": [{{\"field\": \"region\"}}], \"color\": [{{\"field\": \"product\"}}]"
        ),
        "region | product | sum_net",
    );
    check("\"y\": [{\"field\": \"region\"}]", "region |  | rows");
}

#[test]
fn the_columns_that_say_where_marks_stand_have_names_of_their_own() {
    let (query, levels) = asked("\"y\": [{\"field\": \"row_depth\"}]");
    assert_eq!(query.keys[0].name, "row_depth");
    assert_eq!(levels.row_depth, "row_depth_2");
}

#[test]
fn lines_are_ordered_by_a_column_that_is_there() {
    let shelves =
        format!("\"x\": [{{\"field\": \"region\"}}], \"y\": [{{\"field\": \"product\"}}, {SUM}]");
    let by = |sort: &str| asked(&format!("{shelves}, \"sort\": {sort}")).1;
    let north = "[{\"type\": \"text\", \"value\": \"north\"}]";
    let levels = by(&format!(
        "{{\"key\": \"value\", \"descending\": true, \"by\": {SUM}, \"column\": {north}}}"
    ));
    let order = levels.by.unwrap();
    assert_eq!(order.measure.name, "sum_net");
    assert_eq!(order.column, [Value::Text("north".to_owned())]);
    // A column deeper than there are dimensions is none any more.
    let deeper = north.replace(']', ", {\"type\": \"null\"}]");
    let levels = by(&format!(
        "{{\"key\": \"value\", \"descending\": true, \"column\": {deeper}}}"
    ));
    assert!(levels.by.unwrap().column.is_empty());
    assert!(by("{\"key\": \"position\", \"descending\": true}").descending);
    let unseen = "{\"field\": \"net\", \"aggregate\": \"median\"}";
    let levels = by(&format!(
        "{{\"key\": \"value\", \"descending\": true, \"by\": {unseen}}}"
    ));
    assert_eq!(levels.by.unwrap().measure.name, "ordered by");
}

#[test]
fn the_rows_behind_a_total_are_those_of_the_members_that_stay() {
    let (_, resolved) = chart(&format!(
        "\"y\": [{{\"field\": \"region\", \"top\": {{\"count\": 2}}}}, {{\"field\": \"product\"}}, {SUM}]"
    ));
    let all = records(&resolved, &[]).unwrap();
    assert_eq!(all.kept.len(), 1);
    assert!(all.members.is_empty());
    let north = [("region".to_owned(), Value::Text("north".to_owned()))];
    let group = records(&resolved, &north).unwrap();
    assert!(group.kept.is_empty());
    assert_eq!(group.members.len(), 1);
}

#[test]
fn the_look_of_a_pivot_is_written_and_read() {
    let (spec, _) = chart(&format!(
        "\"y\": [{{\"field\": \"region\"}}, {SUM}], \"pivot\": {{\"format\": \"heat\", \
         \"without_totals\": true, \"collapsed\": [[{{\"type\": \"text\", \"value\": \"a\"}}]]}}"
    ));
    assert_eq!(read_text(&chart::write_text(&spec)).unwrap(), spec);
    let plain = chart::write_text(&ChartSpec::empty("sales"));
    assert!(!plain.contains("pivot"), "{plain}");
}
