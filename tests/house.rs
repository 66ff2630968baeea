//! The rules of the house, checked: who may import whom, how large a file may be, what a pure
//! crate may not touch.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use promises::{root, sources};

/// Crates whose only purpose is testing.
const TESTS_ONLY: [&str; 2] = ["promises", "testkit"];
const PURE: [&str; 8] = [
    "chart",
    "dashboard",
    "foreign",
    "insight",
    "model",
    "notebook",
    "paper",
    "plan",
];
const EDGES: [&str; 4] = ["catalog", "export", "protocol", "workbook"];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("the workspace's manifest can be read")
}

/// Direct dependencies of each crate of the workspace, without those for its tests.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    metadata()
        .packages
        .iter()
        .map(|package| {
            let direct = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind != DependencyKind::Development)
                .map(|dependency| dependency.name.clone())
                .collect();
            (package.name.to_string(), direct)
        })
        .collect()
}

fn who_depends_on(is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    dependencies()
        .into_iter()
        .filter(|(name, _)| !TESTS_ONLY.contains(&name.as_str()))
        .filter(|(_, direct)| direct.iter().any(|dependency| is_wanted(dependency)))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn only_the_engine_knows_polars() {
    assert_eq!(
        who_depends_on(|name| name.starts_with("polars")),
        ["engine"]
    );
}

#[test]
fn only_plan_and_engine_know_the_planner() {
    assert_eq!(
        who_depends_on(|name| name.starts_with("datafusion")),
        ["engine", "plan"]
    );
}

#[test]
fn only_the_shell_knows_the_window() {
    assert_eq!(who_depends_on(|name| name == "tauri"), ["desktop"]);
}

#[test]
fn only_catalog_and_engine_know_sqlite() {
    assert_eq!(
        who_depends_on(|name| name == "rusqlite"),
        ["catalog", "engine"]
    );
}

#[test]
fn only_export_knows_plotters() {
    assert_eq!(who_depends_on(|name| name == "plotters"), ["export"]);
}

#[test]
fn edges_do_not_know_each_other_and_nobody_below_knows_the_application() {
    let all = dependencies();
    for edge in EDGES {
        let Some(direct) = all.get(edge) else {
            continue;
        };
        let others: Vec<_> = direct
            .iter()
            .filter(|name| EDGES.contains(&name.as_str()))
            .collect();
        assert!(
            others.is_empty(),
            "{edge} imports {others:?}; let app join them"
        );
    }
    for (name, direct) in &all {
        let may = ["app", "cli", "desktop", "promises", "testkit"].contains(&name.as_str());
        assert!(
            may || !direct.contains(&"app".to_owned()),
            "{name} must not import app"
        );
    }
}

#[test]
fn pure_crates_touch_nothing_outside() {
    const OUTSIDE: [&str; 9] = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant::now",
        "tokio",
        "async fn",
        "rusqlite",
    ];
    let mut found = Vec::new();
    for name in PURE {
        for path in sources(&format!("crates/{name}/src"), &["rs"]) {
            for (number, line) in code_lines(&path) {
                for word in OUTSIDE.iter().filter(|word| line.contains(**word)) {
                    found.push(format!("{}:{number}: {word}", shown(&path)));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_stay_under_four_hundred_lines() {
    let mut long = Vec::new();
    for folder in ["crates", "src-tauri", "tests", "ui/src", "ui/tests"] {
        for path in sources(folder, &["rs", "ts", "tsx", "css", "mjs"]) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > 400 {
                long.push(format!("{}: {lines} lines", shown(&path)));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let silent: Vec<String> = ["crates", "src-tauri", "tests"]
        .iter()
        .flat_map(|folder| sources(folder, &["rs"]))
        .filter(|path| path.file_name().is_some_and(|name| name != "build.rs"))
        .filter(|path| !std::fs::read_to_string(path).unwrap().starts_with("//!"))
        .map(|path| shown(&path))
        .collect();
    assert!(
        silent.is_empty(),
        "no `//!` at the top of:\n{}",
        silent.join("\n")
    );
}

#[test]
fn nothing_is_left_behind_in_the_code() {
    let marks = [
        "TO".to_owned() + "DO",
        "FIX".to_owned() + "ME",
        "dbg".to_owned() + "!(",
    ];
    let mut found = Vec::new();
    for folder in ["crates", "src-tauri", "tests", "ui/src"] {
        for path in sources(folder, &["rs", "ts", "tsx"]) {
            for (number, line) in std::fs::read_to_string(&path).unwrap().lines().enumerate() {
                if marks.iter().any(|mark| line.contains(mark.as_str())) {
                    found.push(format!("{}:{}: {line}", shown(&path), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn r42_sql_is_never_joined_from_strings() {
    let mut found = Vec::new();
    for path in sources("crates", &["rs"]) {
        if path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        for (number, line) in product_lines(&path) {
            let lower = line.to_lowercase();
            let joins = [
                "select ",
                "insert into",
                "update ",
                "delete from",
                "create table",
            ]
            .iter()
            .any(|verb| lower.contains(&format!("format!(\"{verb}")));
            if joins {
                found.push(format!("{}:{number}: {line}", shown(&path)));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// R10 and R15: workbook files are written by `workbook::save` alone, which writes through `Fs`; R11:
/// nothing else of a workbook lies beside it. Each other writer is known, and for what.
#[test]
fn r10_r11_r15_only_these_places_write_files() {
    const WRITERS: [(&str, &str); 11] = [
        ("crates/app/src/disk.rs", "hands on what `Fs` is asked"),
        (
            "crates/app/src/session/charts/picture.rs",
            "exports, beside and renamed",
        ),
        (
            "crates/app/src/session/inside.rs",
            "data out of a package, private",
        ),
        (
            "crates/app/src/session/package/table.rs",
            "data for a package, private",
        ),
        ("crates/app/src/trust/kept.rs", "keys of this machine"),
        ("crates/catalog/src/backup.rs", "copies of the catalog"),
        ("crates/catalog/src/start.rs", "a damaged catalog set aside"),
        ("crates/cli/src/output.rs", "answers, beside and renamed"),
        ("crates/cli/src/output/scratch.rs", "answers on their way"),
        ("crates/workbook/src/fs/real.rs", "the disk behind `Fs`"),
        (
            "crates/workbook/src/save.rs",
            "the one way of a workbook to a file",
        ),
    ];
    let words = [
        "fs::write(",
        "File::create",
        "OpenOptions::new",
        "fs::rename(",
        ".create_new(",
    ];
    let mut found = std::collections::BTreeSet::new();
    for name in ["app", "catalog", "cli", "workbook"] {
        for path in sources(&format!("crates/{name}/src"), &["rs"]) {
            let writes =
                product_lines(&path).any(|(_, line)| words.iter().any(|word| line.contains(word)));
            if writes {
                found.insert(shown(&path));
            }
        }
    }
    found.extend(
        sources("src-tauri/src", &["rs"])
            .iter()
            .filter(|path| {
                product_lines(path).any(|(_, line)| words.iter().any(|word| line.contains(word)))
            })
            .map(|path| shown(path)),
    );
    // The journal and the trait itself name what `Fs` does.
    found.remove("crates/workbook/src/journal.rs");
    found.remove("crates/workbook/src/fs.rs");
    let known = WRITERS.map(|(path, _)| path.to_owned());
    assert_eq!(found.into_iter().collect::<Vec<_>>(), known);
}

#[test]
fn r20_the_window_grants_nothing_but_its_own_commands() {
    let text = read("src-tauri/capabilities/main.json");
    let capability: serde_json::Value = serde_json::from_str(&text).unwrap();
    let granted: Vec<&str> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p.as_str())
        .collect();
    for permission in &granted {
        let own = [
            "allow-call",
            "allow-pick",
            "allow-open-link",
            "allow-take-named",
        ]
        .contains(permission);
        let harmless =
            permission.starts_with("core:event:") || permission.starts_with("core:window:");
        assert!(own || harmless, "{permission} is granted to the page");
    }
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none(), "no remote pages");
}

#[test]
fn p25_r22_r23_the_content_policy_is_strict() {
    let text = read("src-tauri/tauri.conf.json");
    let config: serde_json::Value = serde_json::from_str(&text).unwrap();
    let security = &config["app"]["security"];
    assert_eq!(
        security["csp"],
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' blob:; font-src 'self'; connect-src ipc: http://ipc.localhost; \
         object-src 'none'; base-uri 'none'; form-action 'none'"
    );
    // The page closes Object.prototype itself, first of all, in the window and the browser alike.
    let page = read("ui/index.html");
    let first = page.find("<script").unwrap();
    assert!(page[first..].starts_with(r#"<script src="/freeze.js"></script>"#));
    assert_eq!(security["assetProtocol"]["enable"], false);
    assert_eq!(security["pattern"]["use"], "isolation");
    assert_eq!(config["app"]["withGlobalTauri"], false);
}

#[test]
fn r26_the_page_never_writes_markup() {
    const WAYS: [&str; 6] = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "dangerouslySetInnerHTML",
        "eval(",
        "new Function",
    ];
    let mut found = Vec::new();
    for path in sources("ui/src", &["ts", "tsx"]) {
        for (number, line) in code_lines(&path) {
            if WAYS.iter().any(|way| line.contains(way)) {
                found.push(format!("{}:{number}: {line}", shown(&path)));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_path_of_a_developers_machine_is_in_the_tree() {
    let homes = [
        "/ro".to_owned() + "ot/",
        "/ho".to_owned() + "me/runner",
        "/wo".to_owned() + "rk/",
    ];
    let mut found = Vec::new();
    for folder in ["crates", "src-tauri", "tests", "ui/src", "scripts", "docs"] {
        for path in sources(folder, &["rs", "ts", "tsx", "md", "mjs", "json", "toml"]) {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            if homes.iter().any(|home| text.contains(home.as_str())) {
                found.push(shown(&path));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Lines of the product: those before the file's own tests.
fn product_lines(path: &Path) -> impl Iterator<Item = (usize, String)> {
    code_lines(path)
        .into_iter()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
}

/// Lines with their numbers from 1, without comments.
fn code_lines(path: &Path) -> Vec<(usize, String)> {
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line.to_owned()))
        .collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}
