//! What differs between two workbooks is said in words, by identities.

use model::{Aggregate, CellBody, Mark, Pill, RunMode, Value};
use workbook::compare::compare;

use crate::made::{markdown, sql, workbook};

fn words(change: impl FnOnce(&mut model::Workbook)) -> Vec<String> {
    let before = workbook();
    let mut after = before.clone();
    change(&mut after);
    let there = compare(&before, &after);
    assert_eq!(compare(&before, &before), []);
    there.iter().map(workbook::compare::Change::words).collect()
}

#[test]
fn texts_are_counted_by_lines_and_shown() {
    let before = workbook();
    let mut after = before.clone();
    after.cells[2] = sql(
        "c3",
        "revenue",
        "select month,\n  sum(amount) as total\nfrom orders",
    );
    let changes = compare(&before, &after);
    assert_eq!(changes.len(), 1);
    assert_eq!(
        changes[0].words(),
        "cell revenue: 1 line changed, 2 lines added"
    );
    assert!(
        changes[0].lines.contains("+  sum(amount) as total\n"),
        "{}",
        changes[0].lines
    );
    assert!(changes[0].lines.contains("-select month, sum(amount)"));
}

#[test]
fn shelves_marks_and_parameters_are_said_in_words() {
    let chart = words(|book| {
        let CellBody::Chart { spec } = &mut book.cells[3].body else {
            unreachable!()
        };
        spec.mark = Some(Mark::Line);
        let mut pill: Pill = spec.x[0].clone();
        pill.field = "amount".into();
        pill.aggregate = Some(Aggregate::Sum);
        spec.y.push(pill);
    });
    assert_eq!(
        chart,
        [
            "cell revenue trend: mark set to line",
            "cell revenue trend: y: sum amount added"
        ]
    );
    let parameter = words(|book| {
        let CellBody::Parameter { parameter } = &mut book.cells[1].body else {
            unreachable!()
        };
        parameter.label = "Regions".into();
        let model::ParameterValue::Choice { chosen, .. } = &mut parameter.value else {
            unreachable!()
        };
        chosen.push(Value::Text("DACH".into()));
    });
    assert_eq!(
        parameter,
        [
            "cell region: label is Regions, was Region",
            "cell region: value chosen: DACH added"
        ]
    );
}

#[test]
fn cells_that_come_go_move_or_change_their_name_are_named() {
    let found = words(|book| {
        book.title = "Retail".into();
        book.cells.swap(0, 1);
        book.cells[2].name = "sales".into();
        book.cells.remove(3);
        book.cells.insert(0, markdown("n1", "intro", "hi"));
        book.sources[0].path = "/data/new.csv".into();
        let CellBody::Sql { mode, .. } = &mut book.cells[3].body else {
            unreachable!()
        };
        *mode = RunMode::Manual;
    });
    assert_eq!(
        found,
        [
            "workbook: title “Retail överview” is now “Retail”",
            "source orders: path is /data/new.csv, was /data/orders.csv",
            "cell intro: added as text, place 1",
            "cell sales: renamed from revenue",
            "cell sales: mode is manual, was on_change",
            "cell region: moved from place 2 to 2",
            "cell revenue trend: removed",
        ]
    );
}

#[test]
fn one_moved_cell_is_one_change_however_many_it_passed() {
    let found = words(|book| {
        let first = book.cells.remove(0);
        book.cells.push(first);
    });
    assert_eq!(found, ["cell Notes: moved from place 1 to 4"]);
}

#[test]
fn names_that_could_garble_a_terminal_are_escaped() {
    let found = words(|book| book.cells[2].name = "a\u{202e}b\u{1b}[2J".into());
    assert!(
        found[0].contains("\\u{202e}") && !found[0].contains('\u{1b}'),
        "{found:?}"
    );
}

#[test]
fn pages_and_their_tiles_are_said_by_name() {
    let before = workbook();
    let mut after = before.clone();
    let page = &mut after.pages[0];
    page.title = "Sales".into();
    page.tiles[0].place.top += 10;
    page.tiles[0].place.width = 3;
    let last = page.tiles.pop().unwrap();
    let changes: Vec<String> = compare(&before, &after)
        .iter()
        .map(workbook::compare::Change::words)
        .collect();
    assert!(
        changes[0].starts_with("page Sales: renamed from "),
        "{changes:?}"
    );
    assert!(
        changes[1].ends_with(" moved") && changes[2].ends_with(" resized"),
        "{changes:?}"
    );
    assert!(changes[3].ends_with(" removed"), "{changes:?}");
    assert_eq!(changes.len(), 4, "{changes:?}");
    after.pages[0].tiles.push(last);
    after.pages.remove(0);
    let changes: Vec<String> = compare(&before, &after)
        .iter()
        .map(workbook::compare::Change::words)
        .collect();
    assert!(
        changes
            .iter()
            .any(|one| one.starts_with("page ") && one.ends_with(": removed"))
    );
}
