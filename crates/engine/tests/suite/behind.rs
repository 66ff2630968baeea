//! The rows behind one row of an answer: they are those that its SQL grouped, and what is no plain grouping
//! is refused in words.

use model::Value;
use protocol::message::{Answer, Ask, Scope, Statement};
use protocol::words::{Apart, WordsAnswer, WordsAsk};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use crate::ask::Bench;

const SALES: &str = "\
day,region,amount
2024-01-05,north,10
2024-01-20,north,20
2024-02-01,south,30
2024-02-02,,40
2024-03-01,south,
";

fn behind(text: &str, row: &[Value]) -> Result<String, String> {
    let bench = Bench::new();
    bench.open("sales", "sales.csv", SALES.as_bytes());
    let statement = Statement::Behind {
        text: text.to_owned(),
        row: row.to_vec(),
    };
    let rows = bench.all(statement, Scope::default())?;
    let lines: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
    Ok(lines.join(", "))
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn number(digits: &str) -> Value {
    Value::Integer(digits.to_owned())
}

#[test]
fn rows_behind_a_row_are_those_that_were_grouped() {
    let north = "2024-01-05 north 10, 2024-01-20 north 20";
    for (sql, row, expected) in [
        (
            "select region, sum(amount) from sales group by region",
            vec![text("north"), number("30")],
            north,
        ),
        (
            "SELECT SUM(amount) AS s, Region AS r FROM sales GROUP BY 2 ORDER BY s LIMIT 1",
            vec![number("30"), text("north")],
            north,
        ),
        (
            "select region as r, count(*) as n from sales group by r having count(*) > 0",
            vec![text("north"), number("2")],
            north,
        ),
        (
            "select s.region, max(amount) from sales s group by region",
            vec![text("north"), number("20")],
            north,
        ),
        (
            "select region, sum(amount) from sales group by all",
            vec![Value::Null, number("40")],
            "2024-02-02 NULL 40",
        ),
        (
            "select date_trunc('month', day) as m, count(*) from sales where amount > 5 group by date_trunc('month', day)",
            vec![Value::Date("2024-02-01".to_owned()), number("2")],
            "2024-02-01 south 30, 2024-02-02 NULL 40",
        ),
        (
            "select avg(amount) from sales where region = 'south'",
            vec![number("30")],
            "2024-02-01 south 30, 2024-03-01 south NULL",
        ),
        (
            "select distinct region from sales",
            vec![text("north")],
            north,
        ),
        (
            "with s as (select * from sales where amount < 15) select region, count(*) from s group by 1",
            vec![text("north"), number("1")],
            "2024-01-05 north 10",
        ),
    ] {
        assert_eq!(behind(sql, &row).as_deref(), Ok(expected), "{sql}");
    }
}

#[test]
fn what_is_no_plain_grouping_is_refused_in_words() {
    for (sql, row, why) in [
        (
            "select * from sales",
            vec![Value::Null; 3],
            "columns that it does not name",
        ),
        (
            "select region from sales",
            vec![text("north")],
            "nothing is grouped",
        ),
        (
            "select sum(amount) from sales group by region",
            vec![number("30")],
            "does not show everything",
        ),
        (
            "select region, sum(amount) from sales group by rollup (region)",
            vec![Value::Null, number("100")],
            "several levels",
        ),
        (
            "select 1 union all select 2",
            vec![number("1")],
            "several queries",
        ),
    ] {
        let said = behind(sql, &row).unwrap_err();
        assert!(
            said.starts_with("SQL_NO_ROWS_BEHIND") && said.contains(why),
            "{sql}: {said}"
        );
    }
}

/// A question over all aggregates, by keys that are written out.
fn grouped(keys: &[&str], condition: &str) -> String {
    let list = keys.join(", ");
    let by = if keys.is_empty() {
        String::new()
    } else {
        format!(" group by {list}")
    };
    let comma = if keys.is_empty() { "" } else { ", " };
    format!(
        "select {list}{comma}sum(amount), count(*), count(amount), avg(amount), min(amount), max(amount), \
         median(amount), count(distinct client), stddev(amount), var_samp(amount), \
         quantile_cont(amount, 0.35), sum(amount) - count(*) from sales{condition}{by}"
    )
}

/// Rows with missing values in every column.
fn some_sales(random: &mut SmallRng) -> String {
    let mut text = String::from("day,region,client,amount\n");
    for _ in 0..random.random_range(20..90) {
        let mut some = |of: i32, said: &dyn Fn(i32) -> String| {
            let is_missing = random.random_range(0..8) == 0;
            let value = random.random_range(0..of);
            if is_missing {
                String::new()
            } else {
                said(value)
            }
        };
        let row = [
            some(90, &|at| {
                format!("2024-0{}-{:02}", at / 30 + 1, at % 28 + 1)
            }),
            some(3, &|at| format!("r{at}")),
            some(6, &|at| format!("c{at}")),
            some(150, &|at| (at - 50).to_string()),
        ];
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text
}

fn part(bench: &Bench, text: &str, row: &[Value], wish: Apart) -> Result<Vec<Vec<String>>, String> {
    let question = WordsAsk::Apart {
        text: text.to_owned(),
        row: row.to_vec(),
        wish,
        scope: Scope::default(),
    };
    let answer = bench.ask(Ask::Words { question }).0;
    let Answer::Words { told } = answer else {
        panic!("{answer:?}")
    };
    match told {
        WordsAnswer::Formatted { text } => bench.rows(&text),
        WordsAnswer::Refused { diagnostic } => Err(diagnostic.message),
        other => panic!("{other:?}"),
    }
}

fn float(words: &str) -> f64 {
    words.parse().unwrap_or(0.0)
}

fn close(found: f64, wanted: f64, about: &str) {
    let off = (found - wanted).abs();
    assert!(
        off <= 2e-8 * wanted.abs().max(1.0),
        "{about}: {found} and {wanted}"
    );
}

/// A value of a key as it came, for the question about its row.
fn as_value(words: &str, key: &str) -> Value {
    match (words, key) {
        ("NULL", _) => Value::Null,
        (words, key) if key.contains("day") => Value::Date(words.to_owned()),
        (words, _) => Value::Text(words.to_owned()),
    }
}

#[test]
fn the_rows_behind_a_row_add_up_to_it_over_all_aggregates() {
    let pool = ["region", "client", "date_trunc('month', day)", "day"];
    for seed in 0..12 {
        let random = &mut SmallRng::seed_from_u64(seed);
        let bench = Bench::new();
        bench.open("sales", "sales.csv", some_sales(random).as_bytes());
        let first = random.random_range(0..pool.len());
        let keys: Vec<&str> = pool
            .iter()
            .copied()
            .skip(first)
            .take(random.random_range(0..3))
            .collect();
        let condition = ["", " where amount > 10 or amount is null"][random.random_range(0..2)];
        let sql = grouped(&keys, condition);
        let answer = bench.rows(&sql).unwrap();
        let whole = bench.rows(&grouped(&[], condition)).unwrap().remove(0);
        for line in answer.iter().take(8) {
            let about = format!("seed {seed}, {sql}, {line:?}");
            let named = keys
                .iter()
                .zip(line)
                .map(|(key, words)| as_value(words, key));
            let row: Vec<Value> = named
                .chain(line.iter().skip(keys.len()).map(|_| Value::Null))
                .collect();
            let behind = Statement::Behind {
                text: sql.clone(),
                row: row.clone(),
            };
            let behind = bench.all(behind, Scope::default()).unwrap();
            let figures = &line[keys.len()..];
            assert_eq!(behind.len().to_string(), figures[1], "{about}");
            let amounts: f64 = behind.iter().map(|row| float(&row[3])).sum();
            close(amounts, float(&figures[0]), &about);
            for (at, figure) in figures.iter().enumerate() {
                let of = |is_rest, by: Option<&str>| Apart::Amount {
                    column: u32::try_from(keys.len() + at).unwrap(),
                    is_rest,
                    by: by.map(str::to_owned),
                };
                let own = part(&bench, &sql, &row, of(false, None)).unwrap().remove(0);
                close(float(&own[0]), float(figure), &about);
                assert_eq!(own[1], figures[1], "{about}");
                let rest = part(&bench, &sql, &row, of(true, None)).unwrap().remove(0);
                close(float(&own[1]) + float(&rest[1]), float(&whole[1]), &about);
                if at < 3 {
                    close(float(&own[0]) + float(&rest[0]), float(&whole[at]), &about);
                    let parts = part(&bench, &sql, &row, of(false, Some("client"))).unwrap();
                    let parts: f64 = parts.iter().map(|part| float(&part[1])).sum();
                    close(parts, float(figure), &about);
                }
            }
        }
    }
}
