//! Concurrent edits are merged or reported, never lost.

use std::collections::BTreeMap;

use model::{CellBody, CellId, ChartSpec, Edit, Mark, Parameter, ParameterValue, Workbook};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use workbook::merge::{Conflict, Kept, Merged, Side, merge};

use crate::made::{chart, markdown, sql, workbook};

fn merged(ours: &Workbook, theirs: &Workbook) -> Merged {
    merge(&workbook(), ours, theirs, Side::Ours).unwrap()
}

fn changed(change: impl FnOnce(&mut Workbook)) -> Workbook {
    let mut book = workbook();
    change(&mut book);
    book
}

fn text_of<'book>(book: &'book Workbook, id: &str) -> &'book str {
    match &book.cell(&CellId::new(id)).unwrap().body {
        CellBody::Sql { text, .. } | CellBody::Markdown { text } => text,
        _ => unreachable!(),
    }
}

fn chart_of<'book>(book: &'book mut Workbook, id: &str) -> &'book mut ChartSpec {
    let found = book.cells.iter_mut().find(|cell| cell.id.as_str() == id);
    match &mut found.unwrap().body {
        CellBody::Chart { spec } => spec,
        _ => unreachable!(),
    }
}

#[test]
fn different_parts_of_one_chart_and_different_cells_are_joined() {
    let mut ours = changed(|book| chart_of(book, "c4").title = "Trend".into());
    ours.cells.push(markdown("n1", "intro", "hi"));
    let mut theirs = changed(|book| chart_of(book, "c4").mark = Some(Mark::Area));
    theirs.title = "Review".into();
    theirs.cells.remove(0);
    let Merged {
        workbook: mut book,
        conflicts,
    } = merged(&ours, &theirs);
    assert_eq!(conflicts, []);
    assert_eq!(book.title, "Review");
    let ids: Vec<&str> = book.cells.iter().map(|cell| cell.id.as_str()).collect();
    assert_eq!(ids, ["c2", "c3", "c4", "n1"]);
    let spec = chart_of(&mut book, "c4");
    assert_eq!(
        (spec.title.as_str(), spec.mark),
        ("Trend", Some(Mark::Area))
    );
}

#[test]
fn one_line_changed_twice_keeps_both_versions_in_the_text() {
    let ours = changed(|book| book.cells[2] = sql("c3", "revenue", "select 1"));
    let theirs = changed(|book| book.cells[2] = sql("c3", "revenue", "select 2"));
    let found = merged(&ours, &theirs);
    assert_eq!(found.conflicts.len(), 1);
    assert_eq!(found.conflicts[0].place, "cell revenue, text");
    assert_eq!(found.conflicts[0].kept, Kept::Both);
    let text = text_of(&found.workbook, "c3");
    assert!(
        text.contains("select 1\n") && text.contains("select 2\n"),
        "{text}"
    );
}

#[test]
fn a_cell_removed_here_and_changed_there_stays_and_is_named() {
    let ours = changed(|book| drop(book.cells.remove(2)));
    let theirs = changed(|book| book.cells[2] = sql("c3", "revenue", "select 2"));
    for (ours, theirs, kept) in [(&ours, &theirs, Kept::Theirs), (&theirs, &ours, Kept::Ours)] {
        let found = merged(ours, theirs);
        assert_eq!(text_of(&found.workbook, "c3"), "select 2");
        assert_eq!(found.conflicts.len(), 1);
        assert_eq!(found.conflicts[0].place, "cell revenue");
        assert_eq!(found.conflicts[0].kept, kept);
    }
}

#[test]
fn two_new_cells_of_one_name_both_stay_and_one_is_renamed() {
    let ours = changed(|book| book.cells.push(sql("n1", "margin", "select 1")));
    let theirs = changed(|book| book.cells.push(sql("n2", "Margin", "select 2")));
    let found = merged(&ours, &theirs);
    let name = |id| found.workbook.cell(&CellId::new(id)).unwrap().name.clone();
    assert_eq!(name("n1"), "margin");
    assert_ne!(name("n2").to_lowercase(), "margin");
    assert_eq!(found.conflicts.len(), 1);
    assert!(found.conflicts[0].place.ends_with(", name"));
}

#[test]
fn the_preferred_side_is_kept_where_nothing_finer_can_be_merged() {
    let ours = changed(|book| chart_of(book, "c4").mark = Some(Mark::Bar));
    let theirs = changed(|book| chart_of(book, "c4").mark = Some(Mark::Line));
    for (prefer, mark) in [(Side::Ours, Mark::Bar), (Side::Theirs, Mark::Line)] {
        let mut found = merge(&workbook(), &ours, &theirs, prefer).unwrap();
        assert_eq!(chart_of(&mut found.workbook, "c4").mark, Some(mark));
        let conflict = &found.conflicts[0];
        assert_eq!(conflict.place, "cell revenue trend, mark");
        assert_eq!(conflict.ours.as_deref(), Some("bar"));
        assert_eq!(conflict.theirs.as_deref(), Some("line"));
    }
}

#[test]
fn a_value_of_another_kind_is_never_mixed_with_the_old_one() {
    let set = |value: ParameterValue| {
        changed(|book| {
            book.cells[1].body = CellBody::Parameter {
                parameter: Parameter {
                    label: "Region".into(),
                    value,
                },
            };
        })
    };
    let ours = set(ParameterValue::Text {
        value: "DACH".into(),
    });
    let theirs = set(ParameterValue::Number {
        value: Some("1".into()),
        min: None,
        max: None,
        step: None,
    });
    let found = merged(&ours, &theirs);
    assert_eq!(found.workbook.cells[1], ours.cells[1]);
    assert_eq!(found.conflicts.len(), 1);
}

/// Random edits of one side; every new thing has a text that occurs nowhere else.
fn edited(random: &mut StdRng, side: &str) -> Workbook {
    let mut book = workbook();
    for step in 0..random.random_range(0..6) {
        let token = format!("{side}{step}");
        let Some(cell) = book.cells.choose(random).cloned() else {
            continue;
        };
        let edit = match random.random_range(0..9) {
            0 => Edit::SetTitle { title: token },
            1 => Edit::RemoveCell { cell: cell.id },
            2 => Edit::MoveCell {
                cell: cell.id,
                index: random.random_range(0..5),
            },
            3 => Edit::RenameCell {
                cell: cell.id,
                name: if random.random_bool(0.3) {
                    "same".into()
                } else {
                    token
                },
            },
            4 => Edit::InsertCell {
                index: random.random_range(0..5),
                cell: if random.random_bool(0.5) {
                    chart(&token, &token)
                } else {
                    sql(&token, "new_cell", &format!("select '{token}'"))
                },
            },
            5 => {
                let mut source = book.sources[0].clone();
                source.path = format!("/data/{token}.csv");
                Edit::ReplaceSource { source }
            }
            _ => match &cell.body {
                CellBody::Sql { text, .. } | CellBody::Markdown { text } => {
                    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                    let at = random.random_range(0..=lines.len());
                    if at < lines.len() && random.random_bool(0.3) {
                        lines.remove(at);
                    }
                    lines.insert(at.min(lines.len()), format!("line {token}"));
                    Edit::SetText {
                        cell: cell.id,
                        text: lines.join("\n"),
                    }
                }
                CellBody::Chart { spec } => {
                    let mut spec = spec.clone();
                    match random.random_range(0..3) {
                        0 => spec.title = token,
                        1 => {
                            spec.mark = [None, Some(Mark::Bar), Some(Mark::Area)]
                                .choose(random)
                                .copied()
                                .flatten();
                        }
                        _ => spec.x.clear(),
                    }
                    Edit::SetChart {
                        cell: cell.id,
                        spec,
                    }
                }
                CellBody::Parameter { parameter } => Edit::SetParameter {
                    cell: cell.id,
                    parameter: Parameter {
                        label: token,
                        ..parameter.clone()
                    },
                },
            },
        };
        // A refused edit (a name that is taken) leaves the document as it was.
        let _ = workbook::apply(&mut book, edit);
    }
    book
}

/// Every leaf of a document by its path of keys and identities.
fn leaves(book: &Workbook) -> BTreeMap<Vec<String>, Value> {
    fn walk(path: Vec<String>, value: &Value, out: &mut BTreeMap<Vec<String>, Value>) {
        match value {
            Value::Object(map) => {
                for (key, item) in map {
                    let mut path = path.clone();
                    path.push(key.clone());
                    walk(path, item, out);
                }
            }
            Value::Array(items) if items.iter().all(|item| item.get("id").is_some()) => {
                for item in items {
                    let mut path = path.clone();
                    path.push(item["id"].as_str().unwrap().to_owned());
                    walk(path, item, out);
                }
            }
            _ => {
                out.insert(path, value.clone());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(Vec::new(), &serde_json::to_value(book).unwrap(), &mut out);
    out
}

/// Whether the cell that was called so on a side has another name in the merged document.
fn is_renamed(name: &Value, side: &Workbook, found: &Merged) -> bool {
    let meant = name.as_str().and_then(|name| side.cell_named(name));
    let now = meant.and_then(|cell| found.workbook.cell(&cell.id));
    now.is_some_and(|now| Some(now.name.as_str()) != name.as_str())
}

fn is_reported(conflicts: &[Conflict], path: &[String]) -> bool {
    let mut paths = conflicts.iter().map(|conflict| &conflict.path);
    paths.any(|known| path.starts_with(known) || known.starts_with(path))
}

/// What one side changed is in the merged document, or a conflict names its place.
fn nothing_is_lost(seed: u64, base: &Workbook, side: &Workbook, found: &Merged) {
    let (before, now, merged) = (leaves(base), leaves(side), leaves(&found.workbook));
    for (path, value) in &now {
        if before.get(path) == Some(value) || merged.get(path) == Some(value) {
            continue;
        }
        let is_text = path.last().is_some_and(|key| key == "text");
        let (has, had) = (merged.get(path), before.get(path));
        // A chart follows its cell to the name that the other side gave it.
        if path.last().is_some_and(|key| key == "source") && is_renamed(value, side, found) {
            continue;
        }
        let kept_lines = is_text
            && value.as_str().unwrap_or_default().lines().all(|line| {
                let is_old = had
                    .and_then(Value::as_str)
                    .is_some_and(|text| text.contains(line));
                is_old
                    || has
                        .and_then(Value::as_str)
                        .is_some_and(|text| text.contains(line))
            });
        assert!(
            kept_lines || is_reported(&found.conflicts, path),
            "seed {seed}: {path:?} lost {value}; conflicts {:?}",
            found.conflicts
        );
    }
    for path in before.keys().filter(|path| !now.contains_key(*path)) {
        let is_gone = !merged.contains_key(path);
        assert!(
            is_gone || is_reported(&found.conflicts, path),
            "seed {seed}: {path:?} came back"
        );
    }
}

#[test]
fn ten_thousand_concurrent_edits_are_merged_or_reported() {
    let base = workbook();
    let (mut clean, mut disputed) = (0, 0);
    for seed in 0..10_000 {
        let mut random = StdRng::seed_from_u64(seed);
        let (ours, theirs) = (edited(&mut random, "a"), edited(&mut random, "b"));
        let found = merge(&base, &ours, &theirs, Side::Ours).unwrap();
        nothing_is_lost(seed, &base, &ours, &found);
        nothing_is_lost(seed, &base, &theirs, &found);
        let mut names: Vec<String> = found
            .workbook
            .cells
            .iter()
            .map(|cell| cell.name.to_lowercase())
            .collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), found.workbook.cells.len(), "seed {seed}");
        let other = merge(&base, &theirs, &ours, Side::Theirs).unwrap();
        assert_eq!(
            other.conflicts.is_empty(),
            found.conflicts.is_empty(),
            "seed {seed}"
        );
        if found.conflicts.is_empty() {
            clean += 1;
        } else {
            disputed += 1;
        }
    }
    // The trial is worth something only when both happen often.
    assert!(
        clean > 2_000 && disputed > 2_000,
        "{clean} clean, {disputed} disputed"
    );
}

#[test]
fn a_side_without_changes_gives_the_other_side() {
    let base = workbook();
    for seed in 0..1_000 {
        let changed = edited(&mut StdRng::seed_from_u64(seed), "a");
        for (ours, theirs) in [(&changed, &base), (&base, &changed), (&changed, &changed)] {
            let found = merge(&base, ours, theirs, Side::Ours).unwrap();
            assert_eq!(
                (found.workbook, found.conflicts.len()),
                (changed.clone(), 0),
                "{seed}"
            );
        }
    }
}

/// Tiles that both sides placed keep both wishes inside of the grid; new ones of both are kept.
#[test]
fn pages_of_both_sides_are_merged_by_tile() {
    let base = crate::made::workbook();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.pages[0].tiles[0].place.column = 8;
    theirs.pages[0].tiles[0].place.width = 6;
    let section = |id: &str| {
        let tile = crate::made::tile(id, model::TileContent::Section);
        model::Tile {
            place: model::Place {
                top: 400,
                ..tile.place
            },
            ..tile
        }
    };
    ours.pages[0].tiles.push(section("t8"));
    theirs.pages[0].tiles.push(section("t9"));
    let merged =
        workbook::merge::merge(&base, &ours, &theirs, workbook::merge::Side::Ours).unwrap();
    let page = &merged.workbook.pages[0];
    let ids: Vec<&str> = page.tiles.iter().map(|tile| tile.id.as_str()).collect();
    assert_eq!(ids.len(), 5, "{ids:?}");
    let place = page.tiles[0].place;
    assert_eq!(
        (place.column, place.width),
        (6, 6),
        "moved, wider and inside"
    );
    let (first, second) = (page.tiles[3].place, page.tiles[4].place);
    assert_eq!(
        (first.top, second.top),
        (400, 460),
        "both stood in the same place"
    );
}
