//! Pages of ten million rows: any page at once, in any order and under any filter.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use crate::support::real::{Real, percentile};

const ROWS: u64 = 10_000_000;
const PAGE: u64 = 200;
const P95: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread")]
async fn any_page_of_ten_million_rows_comes_within_100_ms() {
    let Some(real) = Real::start(3 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text = "select a.n * 10000 + b.n * 10 + c.n as id, (a.n * 7919 + b.n * 104729 + c.n * 31) % 1000 as k, \
                (b.n * c.n + a.n) * 0.5 as x, 'note ' || (a.n * b.n % 977) as note \
                from n a, n b, n c where c.n < 10";
    flow.sql(&session, "all", text).await;
    assert_eq!(real.outcome(&session, "all").await.0, "fresh");
    let read = async |filters: &Value, order: &Value, offset: u64| {
        let window = json!({ "session": session, "cell": "all", "filters": filters, "order": order, "offset": offset, "limit": PAGE });
        let asked = Instant::now();
        let (head, ids) = flow.rows("read_window", window).await;
        (asked.elapsed(), head["rows"].as_u64().unwrap(), ids)
    };
    let none = json!([]);
    let by_id = json!([{ "field": "id", "descending": true }]);
    let by_x = json!([{ "field": "x", "descending": false }]);
    let few = json!([{ "field": "k", "compare": "less", "value": { "type": "integer", "value": "100" } }]);
    let mut random = StdRng::seed_from_u64(10);
    for (name, filters, order) in [
        ("as it is", &none, &none),
        ("sorted by a number", &none, &by_id),
        ("sorted with ties", &none, &by_x),
        ("filtered", &few, &none),
        ("filtered and sorted", &few, &by_id),
    ] {
        let (first, rows, ids) = read(filters, order, 0).await;
        if order == &by_id && filters == &none {
            assert_eq!(ids[..2], [9_999_999, 9_999_998]);
        }
        assert_eq!(rows < ROWS, filters == &few, "{name}: {rows}");
        let mut jumps = Vec::new();
        for _ in 0..60 {
            let offset = random.random_range(0..rows - PAGE);
            let (took, _, ids) = read(filters, order, offset).await;
            assert_eq!(ids.len() as u64, PAGE);
            jumps.push(took);
        }
        let p95 = percentile(&jumps, 0.95);
        eprintln!(
            "{name}: first page {first:?}, then p50 {:?} p95 {p95:?} worst {:?}",
            percentile(&jumps, 0.5),
            percentile(&jumps, 1.0)
        );
        assert!(p95 < P95, "{name}: {jumps:?}");
    }
}
