//! P13: cancel is felt at once, and the next query is taken at once.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;

use crate::support::real::{Real, percentile};
use crate::support::state_in;

/// What a person may be waiting for when patience ends. All of them run for many seconds.
const SLOW: [(&str, &str); 7] = [
    (
        "cross join",
        "select count(*) as c from n a, n b, n c, n d where (a.n * b.n + c.n * d.n) % 7 = 3",
    ),
    (
        "sort",
        "select a.n * 1000 + b.n as id from n a, n b, n c where c.n < 30 order by (a.n * b.n + c.n) % 9973, 1",
    ),
    (
        "group",
        "select (a.n * b.n + c.n) % 100003 as k, count(*) as c from n a, n b, n c where c.n < 100 group by 1",
    ),
    (
        "text",
        "select max(upper(cast(a.n as varchar) || '-' || cast(b.n as varchar) || '-' || cast(c.n as varchar))) as t from n a, n b, n c",
    ),
    (
        "window",
        "select a.n, sum(b.n) over (partition by a.n % 7 order by b.n, c.n) as s from n a, n b, n c where c.n < 20",
    ),
    (
        "recursion",
        "with recursive t(n) as (select 1 union all select n from t) select count(*) as c from t",
    ),
    (
        "answer",
        "select a.n as a, b.n as b, c.n as c from n a, n b, n c",
    ),
];

/// How often it is tried; `ASSAY_CANCELS=500` tries as often as the promise says.
#[expect(
    clippy::disallowed_methods,
    reason = "a test that is told how long to try"
)]
fn cancels() -> usize {
    let wanted = std::env::var("ASSAY_CANCELS").ok();
    wanted.map_or(48, |number| {
        number.parse().expect("ASSAY_CANCELS is a number")
    })
}

/// The person is told `Cancelled`; a short query that is asked next finds an engine that takes it,
/// and is answered.
#[tokio::test(flavor = "multi_thread")]
async fn p13_cancel_is_answered_in_250_ms_and_the_next_query_in_500_ms() {
    let Some(real) = Real::start(3 << 30, true) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    for (name, text) in SLOW {
        let name = name.replace(' ', "_");
        let body = json!({ "type": "sql", "text": text, "mode": "manual" });
        flow.cell(&session, &name, body).await;
    }
    let body = json!({ "type": "sql", "text": "select sum(n) as s from n", "mode": "manual" });
    flow.cell(&session, "quick", body).await;

    let seed = 13;
    let mut random = StdRng::seed_from_u64(seed);
    let (mut told, mut taken, mut answered) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..cancels() {
        let (name, _) = SLOW[number % SLOW.len()];
        let cell = name.replace(' ', "_");
        real.until_spare().await;
        let job = format!("slow-{number}");
        real.begin(&session, &cell, &job).await;
        tokio::time::sleep(Duration::from_millis(random.random_range(20..300))).await;
        let view = flow
            .call("get_workbook", json!({ "session": session }))
            .await;
        assert_eq!(
            state_in(&view, &cell)["state"],
            "running",
            "{name} is too quick to be cancelled"
        );

        let asked = Instant::now();
        flow.call("cancel_job", json!({ "job": job })).await;
        flow.until(&session, |view| {
            state_in(view, &cell)["state"] == "cancelled"
        })
        .await;
        told.push(asked.elapsed());

        let asked = Instant::now();
        flow.run(&session, "quick").await;
        real.pid().await;
        taken.push(asked.elapsed());
        let (state, code) = real.ended(&session, "quick").await;
        answered.push(asked.elapsed());
        assert_eq!(state, "fresh", "after {name}: {code}");
        eprintln!(
            "seed {seed}, {number}: {name}: told {:?}, next taken {:?}, answered {:?}",
            told[number], taken[number], answered[number]
        );
    }
    let say = |what: &str, times: &[Duration]| {
        let at = |share| percentile(times, share);
        eprintln!(
            "P13, {} cancels: {what} p50 {:?} p95 {:?} p99 {:?} max {:?}",
            times.len(),
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0)
        );
    };
    say("told", &told);
    say("next taken", &taken);
    say("next answered", &answered);
    let ms = Duration::from_millis;
    assert!(percentile(&told, 0.99) <= ms(250), "told: {told:?}");
    assert!(percentile(&told, 1.0) <= ms(400), "told: {told:?}");
    assert!(percentile(&taken, 1.0) <= ms(500), "taken: {taken:?}");
    assert!(percentile(&answered, 0.95) <= ms(500), "{answered:?}");
}
