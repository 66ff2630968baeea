//! Lineage around a statement: other cells, questions without text, mistakes, and all of TPC-H.

use model::{DataType, FilterKind, Made};
use plan::{trace_query, trace_sql};

use super::{check, told, traced};
use crate::support::{shop, table, tpch, tpch_text};

#[test]
fn other_cells_are_leaves_whatever_their_rows_are_made_of() {
    let mut names = shop();
    names.cells.push(table(
        "clean",
        &[("region", DataType::Text), ("n", DataType::Int64)],
    ));
    let lineage = traced(
        "select c.region, sum(c.n) as n from clean c join sales s on s.region = c.region where c.n > :min_order group by 1",
        &names,
    );
    assert_eq!(
        told(&lineage),
        "region <- @clean.region\n\
         n = sum(c.n) <- ∑@clean.n\n\
         Join: s.region = c.region <- @clean.region, sales.region\n\
         Where: c.n > 25 <- @clean.n"
    );
}

#[test]
fn questions_about_a_query_come_from_it_too() {
    check("show tables", &["name", "kind", "columns", "rows"]);
    let lineage = traced(
        "summarize select amount from sales where quantity = 2",
        &shop(),
    );
    assert_eq!(lineage.columns[0].origins, []);
    assert!(
        lineage.columns[2..]
            .iter()
            .all(|one| one.origins.len() == 1)
    );
    assert_eq!(lineage.filters.len(), 1);
}

#[test]
fn a_question_without_text_is_traced_like_one_with_text() {
    let query = model::Query {
        source: "sales".to_owned(),
        filters: vec![model::Filter {
            field: "amount".to_owned(),
            compare: model::Compare::IsNotNull,
            value: model::Value::Null,
        }],
        keys: vec![model::Key {
            field: "region".to_owned(),
            name: "region".to_owned(),
            ..model::Key::default()
        }],
        measures: vec![model::Measure {
            field: "amount".to_owned(),
            aggregate: model::Aggregate::Sum,
            name: "total".to_owned(),
            ..model::Measure::default()
        }],
        ..model::Query::default()
    };
    let lineage = trace_query(&query, &shop()).lineage.unwrap();
    assert_eq!(lineage.columns[1].origins.len(), 1);
    assert_eq!(lineage.columns[1].made, Made::Aggregated);
    assert_eq!(lineage.filters[0].kind, FilterKind::Where);
}

/// A text that does not bind has no lineage, and says why.
#[test]
fn mistakes_are_told_instead() {
    let traced = trace_sql("select nothing from sales", &shop());
    assert!(traced.lineage.is_none());
    assert_eq!(traced.diagnostics[0].code, "SQL_UNKNOWN_COLUMN");
}

/// Whatever TPC-H asks, every column that is read stands in the text, and every column of an
/// answer comes from somewhere.
#[test]
fn all_of_tpch_is_traced() {
    for number in 1..=22 {
        let text = tpch_text(number);
        let lineage = traced(&text, &tpch());
        let lower = text.to_lowercase();
        for column in &lineage.columns {
            let is_known = !column.origins.is_empty() || !column.rows_of.is_empty();
            assert!(is_known, "q{number}: {} comes from nowhere", column.name);
            for origin in &column.origins {
                assert!(lower.contains(&origin.column), "q{number}: {origin:?}");
            }
        }
        assert!(number == 1 || !lineage.filters.is_empty());
    }
}
