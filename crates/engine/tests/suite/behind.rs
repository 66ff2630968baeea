//! The rows behind one row of an answer: they are those that its SQL grouped, and what is no plain grouping
//! is refused in words.

use model::Value;
use protocol::message::{Scope, Statement};

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
