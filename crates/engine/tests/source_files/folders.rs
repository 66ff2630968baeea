//! Folders and globs: one table a file, or one table of many files.

use std::path::Path;

use engine::stop::Stop;
use engine::write::write;
use model::ImportOptions;
use polars::prelude::{IntoLazy, df};
use protocol::message::DataFormat;

use crate::support::{Folder, assert_same, printed, refused};

fn opened(folder: &Folder, path: &Path) -> String {
    match folder.open(path, ImportOptions::default()) {
        Ok(opened) => printed(&opened),
        Err(failure) => refused(&failure),
    }
}

#[test]
fn a_folder_has_a_table_for_each_file_under_its_stem() {
    let folder = Folder::new();
    folder.write("all/orders.csv", "id,n\n1,2\n");
    folder.write("all/people.ndjson", "{\"name\":\"x\"}\n");
    folder.write("all/deep/orders.csv", "id\n7\n");
    folder.write("all/readme.md", "words, words\n");
    folder.write("all/.hidden.csv", "a\n1\n");
    assert_same(
        &opened(&folder, &folder.path("all")),
        "# deep_orders_csv
        id int64
        7
        * 1 files are of no kind that is read here; they were left out.
        # orders_csv
        id int64 | n int64
        1 | 2
        # people
        name text
        \"x\"",
    );
}

#[test]
fn a_glob_is_one_table_that_holds_the_rows_of_all() {
    let folder = Folder::new();
    folder.write("g/a.csv", "id,n,z\n1,2,007\n");
    folder.write("g/b.csv", "id,n,extra\n2,2.5,x\n");
    folder.write("g/c.csv", "n,id,z\n3,A1,8\n");
    assert_same(
        &opened(&folder, &folder.path("g/*.csv")),
        "id text | n float64 | z text | extra text
        \"1\" | 2 | \"007\" | ·
        \"2\" | 2.5 | · | \"x\"
        \"A1\" | 3 | \"8\" | ·",
    );
    assert!(opened(&folder, &folder.path("g/*.parquet")).starts_with("FILE_NOT_FOUND: "));
}

#[test]
fn f34_folders_that_say_key_and_value_become_columns() {
    let folder = Folder::new();
    for (year, region, n) in [
        ("2023", "EU", 1),
        ("2024", "..%2F..%2Fx", 2),
        ("2024", "", 3),
    ] {
        let path = folder.path(&format!("hive/year={year}/region={region}/part.parquet"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let frame = df!["n" => [n]].unwrap().lazy();
        write(
            frame,
            DataFormat::Parquet,
            path.to_str().unwrap(),
            &Stop::default(),
        )
        .unwrap();
    }
    assert_same(
        &opened(&folder, &folder.path("hive")),
        "n int32 | year int64 | region text
        1 | 2023 | \"EU\"
        3 | 2024 | ·
        2 | 2024 | \"../../x\"",
    );
    let found = opened(&folder, &folder.path("hive/year=2024/**/*.parquet"));
    assert_same(&found, "n int32 | region text\n3 | ·\n2 | \"../../x\"");
}

#[test]
fn f32_loops_are_read_once_and_too_many_files_are_refused() {
    let folder = Folder::new();
    let inside = folder.write("loop/a.csv", "x\n1\n");
    std::os::unix::fs::symlink(inside.parent().unwrap(), folder.path("loop/again")).unwrap();
    assert_same(
        &opened(&folder, &folder.path("loop")),
        "x int64
        1
        * 1 folders are linked more than once or into themselves; each was read once.",
    );
    let many = folder.path("many");
    std::fs::create_dir_all(&many).unwrap();
    for at in 0..10_001 {
        std::fs::File::create(many.join(format!("{at}.csv"))).unwrap();
    }
    for path in [many.clone(), many.join("*.csv")] {
        assert!(opened(&folder, &path).starts_with("TOO_MANY_FILES: "));
    }
}

#[test]
fn one_bad_file_does_not_hide_the_others_of_a_folder() {
    let folder = Folder::new();
    folder.write("mix/bad.parquet", "PAR1 and nothing else");
    folder.write("mix/good.csv", "a\n1\n");
    assert_same(
        &opened(&folder, &folder.path("mix")),
        "a int64
        1
        * “bad.parquet” cannot be read: its content does not follow its format. Get a fresh copy of the file, or export it again.",
    );
}
