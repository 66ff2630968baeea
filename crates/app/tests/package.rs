//! Packages to be given away: exactly what was agreed to leaves, nothing else does, and what left is
//! read elsewhere without the files.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/flow.rs"]
mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::Flow;
use support::real::Real;
use workbook::RealFs;

/// Six orders; the names and the note are what must not leave by itself.
const ORDERS: &str = "region,customer,amount,note\n\
    north,canaryanna,10,canarynote\nnorth,canarybert,20,\nnorth,canaryanna,5,x\n\
    south,canarycarl,7,x\nsouth,canaryanna,3,x\nwest,canarydora,1,x\n";

/// A workbook over orders that has run, with values of the data in its settings and a version.
async fn workbook(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    std::fs::create_dir_all(flow.path("canaryfolder")).unwrap();
    let path = flow.file("canaryfolder/orders.csv", ORDERS);
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(
        &session,
        "by_region",
        "select region, sum(amount) as total from orders group by region order by region",
    )
    .await;
    flow.sql(
        &session,
        "customers",
        "select distinct customer from orders order by customer",
    )
    .await;
    let chosen = json!({
        "kind": "choice", "several": true, "chosen": [{ "type": "text", "value": "canaryanna" }],
        "options": { "from": "column", "source": "orders", "field": "customer" },
    });
    let parameter =
        json!({ "type": "parameter", "parameter": { "label": "Who", "value": chosen } });
    flow.cell(&session, "who", parameter).await;
    let spec = json!({
        "version": 1, "source": "orders", "x": [{ "field": "region" }],
        "filters": [{ "field": "customer", "compare": "equal", "value": { "type": "text", "value": "canarybert" } }],
    });
    flow.cell(
        &session,
        "picture",
        json!({ "type": "chart", "spec": spec }),
    )
    .await;
    for cell in ["by_region", "customers"] {
        flow.run_to_end(&session, cell).await;
    }
    flow.call(
        "save_workbook",
        json!({ "session": session, "path": flow.path("own.assay") }),
    )
    .await;
    let mut settings = flow.call("hello", json!({})).await["settings"].clone();
    settings["author"] = json!("canaryauthor");
    flow.call("save_settings", json!({ "settings": settings }))
        .await;
    flow.call(
        "keep_version",
        json!({ "session": session, "name": "canaryversion" }),
    )
    .await;
    session
}

fn wish(tables: &Value) -> Value {
    json!({ "tables": tables, "answers": true, "values": false })
}

async fn pack(flow: &Flow, session: &str, wish: Value, name: &str) -> Value {
    let request = json!({
        "session": session, "wish": wish, "path": flow.path(name), "overwrite": false, "job": "pack",
    });
    flow.call("package_workbook", request).await
}

/// Every byte of a package, packed and unpacked.
fn bytes(flow: &Flow, name: &str) -> Vec<u8> {
    let mut all = std::fs::read(flow.path(name)).unwrap();
    let folder = flow.path(&format!("{name}.unpacked"));
    workbook::file::unpack(&RealFs, Path::new(&flow.path(name)), Path::new(&folder)).unwrap();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                all.extend(entry.file_name().as_encoded_bytes());
                all.extend(std::fs::read(entry.path()).unwrap());
            }
        }
    }
    all
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|part| part == word.as_bytes())
}

/// What a cell answers in a package that another account opened, and that account's program.
async fn run_elsewhere(flow: &Flow, name: &str, text: &str) -> Option<Vec<Vec<String>>> {
    let other = Real::start(1 << 30, false)?;
    let there = other.flow.path("received.assay");
    std::fs::copy(flow.path(name), &there).unwrap();
    let view = other
        .flow
        .call("open_workbook", json!({ "path": there }))
        .await;
    let session = view["session"].as_str().unwrap();
    assert_eq!(view["trust"]["trust"], "restricted");
    let trust = json!({ "session": session, "trust": "once" });
    other.flow.call("set_trust", trust).await;
    other.flow.sql(session, "asked", text).await;
    other.flow.run_to_end(session, "asked").await;
    assert_eq!(
        other.flow.state_of(session, "asked").await,
        json!({ "state": "fresh" }),
        "{}",
        other
            .flow
            .call("get_workbook", json!({ "session": session }))
            .await
    );
    let out = other.flow.path("asked.json");
    let export = json!({
        "session": session, "cell": "asked", "path": out, "format": "json",
        "filters": [], "order": [], "job": "export",
    });
    other.flow.call("export_cell", export).await;
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let row = |row: &Value| row.as_object().unwrap().values().map(text).collect();
    Some(rows.iter().map(row).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn p28_without_data_no_value_no_path_and_no_name_is_left_in_the_bytes() {
    let Some(real) = Real::start(1 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = workbook(flow).await;
    let own = bytes(flow, "own.assay");
    for word in [
        "canaryanna",
        "canarybert",
        "canaryauthor",
        "canaryversion",
        "canaryfolder",
    ] {
        assert!(holds(&own, word), "the workbook itself holds {word}");
    }
    let told = pack(flow, &session, wish(&json!([])), "none.assay").await;
    let packed = bytes(flow, "none.assay");
    let home = flow.path("");
    for word in ["canary", "Canary", home.trim_end_matches('/')] {
        assert!(!holds(&packed, word), "the package holds {word}");
    }
    assert_eq!(told["tables"], json!([]));
    assert_eq!(told["answers"], json!([]));
    assert_eq!(
        told["answers_left"],
        json!(["by_region", "customers", "picture"])
    );
    assert_eq!(told["values_left"], json!(["who", "picture"]));
    assert_eq!(told["versions_left"], 1);
    assert_eq!(told["texts"], json!(["by_region", "customers"]));
    let parts = workbook::file::read(&std::fs::read(flow.path("none.assay")).unwrap()).unwrap();
    assert_eq!(parts.workbook.sources[0].path, "orders.csv");
    assert!(parts.results.is_empty());
    // The open workbook is as it was.
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert!(view["workbook"].to_string().contains("canarybert"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_table_leaves_with_its_answers_and_is_read_elsewhere_without_the_file() {
    let Some(real) = Real::start(1 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = workbook(flow).await;
    let tables = json!([{ "table": "orders", "share": { "kind": "full" } }]);
    let plan = flow
        .call(
            "plan_package",
            json!({ "session": session, "wish": wish(&tables), "job": "plan" }),
        )
        .await;
    assert_eq!(plan["path"], Value::Null);
    let told = pack(flow, &session, wish(&tables), "full.assay").await;
    assert_eq!(
        told["tables"], plan["tables"],
        "the preview says what the package holds"
    );
    assert_eq!(
        told["answers"],
        json!(["by_region", "customers", "picture"])
    );
    assert_eq!(told["tables"][0]["rows"], 6);
    let other = json!({ "tables": tables, "answers": false, "values": false });
    let again = json!({
        "session": session, "wish": other, "path": flow.path("full.assay"),
        "overwrite": false, "job": "again",
    });
    assert_eq!(flow.refused("package_workbook", again).await, "WB_EXISTS");
    let own = json!({
        "session": session, "wish": wish(&tables), "path": flow.path("own.assay"),
        "overwrite": true, "job": "own",
    });
    assert_eq!(
        flow.refused("package_workbook", own).await,
        "PACKAGE_IS_WORKBOOK"
    );
    let link = flow.path("link.assay");
    std::os::unix::fs::symlink(flow.path("own.assay"), &link).unwrap();
    let through = json!({
        "session": session, "wish": wish(&tables), "path": link, "overwrite": true, "job": "link",
    });
    assert_eq!(
        flow.refused("package_workbook", through).await,
        "PACKAGE_IS_WORKBOOK"
    );
    std::fs::remove_dir_all(flow.path("canaryfolder")).unwrap();
    let text = "select region, sum(amount) as s, count(note) as n from orders group by region order by region";
    let Some(rows) = run_elsewhere(flow, "full.assay", text).await else {
        return;
    };
    assert_eq!(
        rows,
        [
            ["north", "35", "2"],
            ["south", "10", "2"],
            ["west", "1", "1"]
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_filtered_out_and_columns_that_were_dropped_or_hashed_are_not_in_the_bytes()
{
    let Some(real) = Real::start(1 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = workbook(flow).await;
    let north = json!({ "field": "region", "compare": "equal", "value": { "type": "text", "value": "north" } });
    let tables = json!([{
        "table": "orders", "share": { "kind": "filtered", "filters": [north] },
        "drop": ["note"], "hash": ["customer"],
    }]);
    let told = pack(flow, &session, wish(&tables), "some.assay").await;
    let table = &told["tables"][0];
    assert_eq!((&table["rows"], &table["of_rows"]), (&json!(3), &json!(6)));
    assert_eq!(table["columns"], json!(["region", "customer", "amount"]));
    assert_eq!(table["hashed"], json!(["customer"]));
    assert_eq!(table["dropped"], json!(["note"]));
    assert_eq!(
        told["answers"],
        json!([]),
        "they were computed from all rows"
    );
    let packed = bytes(flow, "some.assay");
    for word in ["canary", "south", "west"] {
        assert!(!holds(&packed, word), "the package holds {word}");
    }
    let text = "select count(distinct customer) as n, min(length(customer)) as l, sum(amount) as s from orders";
    let Some(rows) = run_elsewhere(flow, "some.assay", text).await else {
        return;
    };
    assert_eq!(rows, [["2", "32", "35"]], "equal names have equal hashes");
    let data = |name: &str| {
        let parts = workbook::file::read(&std::fs::read(flow.path(name)).unwrap()).unwrap();
        parts
            .extras
            .data("inside://orders.parquet")
            .unwrap()
            .to_vec()
    };
    pack(flow, &session, wish(&tables), "other.assay").await;
    assert_ne!(
        data("some.assay"),
        data("other.assay"),
        "each package has a key of its own"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_below_the_floor_do_not_leave() {
    let Some(real) = Real::start(1 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = workbook(flow).await;
    let tables = |floor: u32| {
        json!([{
            "table": "orders",
            "share": { "kind": "aggregated", "by": ["region"], "floor": floor },
        }])
    };
    let told = pack(flow, &session, wish(&tables(3)), "groups.assay").await;
    let table = &told["tables"][0];
    assert_eq!(table["rows"], 1);
    assert_eq!(table["groups_left"], 2);
    assert_eq!(table["columns"], json!(["region", "amount", "rows"]));
    let packed = bytes(flow, "groups.assay");
    for word in ["canary", "south", "west"] {
        assert!(!holds(&packed, word), "the package holds {word}");
    }
    let Some(rows) = run_elsewhere(flow, "groups.assay", "select * from orders").await else {
        return;
    };
    assert_eq!(rows, [["north", "35", "3"]]);
    for (wrong, code) in [
        (
            json!([{ "table": "nothing", "share": { "kind": "full" } }]),
            "NO_SUCH_TABLE",
        ),
        (
            json!([{ "table": "orders", "share": { "kind": "full" }, "drop": ["nothing"] }]),
            "PACKAGE_NO_COLUMN",
        ),
        (
            json!([{ "table": "orders", "share": { "kind": "full" }, "drop": ["region"], "hash": ["region"] }]),
            "PACKAGE_COLUMN_TWICE",
        ),
        (
            json!([{ "table": "orders", "share": { "kind": "full" },
                "drop": ["region", "customer", "amount", "note"] }]),
            "PACKAGE_NOTHING_LEFT",
        ),
    ] {
        let ask = json!({ "session": session, "wish": wish(&wrong), "job": "wrong" });
        assert_eq!(flow.refused("plan_package", ask).await, code, "{wrong}");
    }
    let left = std::fs::read_dir(flow.path("state")).unwrap().flatten();
    let left: Vec<String> = left
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("packing"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let trust = json!({ "session": session, "trust": "restricted" });
    flow.call("set_trust", trust).await;
    let ask = json!({ "session": session, "wish": wish(&tables(1)), "job": "no" });
    assert_eq!(flow.refused("plan_package", ask).await, "NOT_TRUSTED");
}
