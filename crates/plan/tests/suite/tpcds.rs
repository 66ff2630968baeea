//! Every query of TPC-DS plans, and means the same when it is shown. The texts lie outside the
//! repository; without them there is nothing to check.

use std::path::Path;

use plan::{bind_sql, show_sql};

use crate::sets::tpcds;
use crate::support::lines;

#[test]
fn all_99_queries_plan_and_mean_the_same_when_shown() {
    let folder = Path::new("../../../shared/sql/tpcds");
    let Ok(files) = std::fs::read_dir(folder) else {
        eprintln!(
            "skipped: the texts of TPC-DS are not in {}",
            folder.display()
        );
        return;
    };
    let names = tpcds();
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
