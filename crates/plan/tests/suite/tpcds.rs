//! Every query of TPC-DS plans, and means the same when it is shown. The texts lie outside the
//! repository; without them there is nothing to check.

use std::path::Path;

use model::{DataType, Field};
use plan::{Names, bind_sql, show_sql};

use crate::support::{lines, table};

#[test]
fn all_99_queries_plan_and_mean_the_same_when_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sql/tpcds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!(
            "skipped: the texts of TPC-DS are not in {}",
            folder.display()
        );
        return;
    };
    let names = names();
    let mut count = 0;
    for file in files {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let bound = bind_sql(&text, &names);
        let plan = bound
            .plan
            .as_ref()
            .unwrap_or_else(|| panic!("{path:?}\n{}", lines(&bound)));
        let shown = show_sql(plan).unwrap();
        let again = bind_sql(&shown, &names);
        let again_plan = again
            .plan
            .as_ref()
            .unwrap_or_else(|| panic!("{path:?}\n{}", lines(&again)));
        let (first, second) = (
            plan.logical.display_indent(),
            again_plan.logical.display_indent(),
        );
        assert_eq!(first.to_string(), second.to_string(), "{path:?}");
        count += 1;
    }
    assert_eq!(count, 99);
}

fn names() -> Names {
    let mut names = Names::default();
    for line in include_str!("../tpcds_columns.txt").lines() {
        let mut words = line.split(' ');
        let (name, column) = (words.next().unwrap(), words.next().unwrap());
        let data_type = match words.next().unwrap() {
            "INTEGER" => DataType::Int32,
            "BIGINT" => DataType::Int64,
            "DATE" => DataType::Date,
            "VARCHAR" => DataType::Text,
            _ => DataType::Decimal {
                precision: 7,
                scale: 2,
            },
        };
        if names.tables.last().is_none_or(|last| last.name != name) {
            names.tables.push(table(name, &[]));
        }
        names
            .tables
            .last_mut()
            .unwrap()
            .fields
            .push(Field::new(column, data_type));
    }
    names
}
