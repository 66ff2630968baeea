//! P17: a query that wants more memory than the cap ends with words, and costs nothing else.

use app::Reply;
use serde_json::{Value, json};

use crate::support::real::{Real, outcome_in};

const CAP: u64 = 320 << 20;

/// Questions whose work cannot be done within the cap, and what is large about each.
const GREEDY: [(&str, &str); 4] = [
    (
        "sort",
        "select a.n * 10000 + b.n * 10 + c.n as id from n a, n b, n c where c.n < 10 order by (a.n * b.n) % 9973, 1 desc",
    ),
    (
        "group",
        "select a.n * 10000 + b.n * 10 + c.n as id, count(*) as c from n a, n b, n c where c.n < 10 group by 1 order by 2, 1",
    ),
    (
        "texts",
        "select max(length(repeat('x', 1000000) || cast(n as varchar))) as m from n",
    ),
    (
        "distinct",
        "select count(distinct a.n * 10000 + b.n * 10 + c.n) as d from n a, n b, n c where c.n < 10",
    ),
];

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        / 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn p17_a_query_over_the_memory_limit_is_refused_in_words_and_the_next_one_works() {
    let Some(real) = Real::start(CAP, true) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    flow.sql(&session, "quick", "select sum(n) as s from n")
        .await;
    for (cell, text) in GREEDY {
        flow.sql(&session, cell, text).await;
        let job = format!("greedy-{cell}");
        real.begin(&session, cell, &job).await;
        let view = flow.settled(&session).await;
        let (state, code) = outcome_in(&view, cell);
        assert_eq!(
            (state.as_str(), code.as_str()),
            ("failed", "ENGINE_MEMORY_LIMIT"),
            "{cell}"
        );
        let said = said(&view, cell);
        assert!(said.contains("320 MiB"), "which limit: {said}");
        assert!(
            said.contains("No work is lost"),
            "what became of the work: {said}"
        );
        assert!(
            said.contains("raise the memory limit"),
            "what to do: {said}"
        );

        let (state, _) = real.outcome_after(&job, &session, "quick").await;
        assert_eq!(state, "fresh", "after {cell}");
    }
    let peak = peak_mib();
    eprintln!(
        "P17: peak of the application over {} refusals: {peak} MiB",
        GREEDY.len()
    );
    assert!(peak <= 600, "the application itself took {peak} MiB");
}

/// An answer larger than the memory for answers goes to the disk and is whole; what cannot be done
/// with it there is refused in words, and the answer stays to be seen.
#[tokio::test(flavor = "multi_thread")]
async fn p17_an_answer_over_the_limit_goes_to_disk_and_sorting_it_is_refused_in_words() {
    let Some(real) = Real::start(CAP, true) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text = "select a.n * 10000 + b.n * 10 + c.n as id, cast(a.n as double) as x, cast(b.n as double) as y \
                from n a, n b, n c where c.n < 10";
    flow.sql(&session, "all", text).await;
    assert_eq!(real.outcome(&session, "all").await.0, "fresh");
    let window = |order: Value, offset: u64| json!({ "session": session, "cell": "all", "filters": [], "order": order, "offset": offset, "limit": 3 });
    let (head, rows) = flow.rows("read_window", window(json!([]), 9_999_997)).await;
    assert_eq!(head["rows"], 10_000_000);
    assert_eq!(rows.len(), 3);
    let order =
        json!([{ "field": "x", "descending": true }, { "field": "id", "descending": false }]);
    match app::call(&flow.app, "read_window", window(order, 0)).await {
        Ok(Reply::Arrow(_)) => eprintln!("P17: 240 MB are sorted within 320 MiB"),
        Ok(Reply::Json(other)) => panic!("{other}"),
        Err(error) => assert_eq!(error.code, "ENGINE_MEMORY_LIMIT", "{}", error.message),
    }
    let (_, again) = flow.rows("read_window", window(json!([]), 9_999_997)).await;
    assert_eq!(again.len(), 3, "the answer can be seen again");
    assert_eq!(real.ended(&session, "all").await.0, "fresh");
}

fn said(view: &Value, cell: &str) -> String {
    let cells = view["cells"].as_array().unwrap();
    let found = cells.iter().find(|one| one["cell"] == cell).unwrap();
    found["diagnostics"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned()
}
