//! The regular form of a text says the same, keeps its comments, and is a fixed point.

use plan::format;

fn check(text: &str, expected: &str) {
    let formatted = format(text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
    assert_eq!(format!("{formatted}\n"), expected, "{text}\n{formatted}");
    assert_eq!(
        format(&formatted).unwrap(),
        formatted,
        "a fixed point: {formatted}"
    );
}

#[test]
fn clauses_stand_on_lines_and_keywords_in_capitals() {
    check(
        "select region,sum( amount ) as total from sales where amount>-1 and region in('a','b') group by region order by 2 desc nulls last limit 3",
        "SELECT region, sum(amount) AS total\nFROM sales\nWHERE amount > -1 AND region IN ('a', 'b')\nGROUP BY region\nORDER BY 2 DESC NULLS LAST\nLIMIT 3\n",
    );
    check("from sales", "FROM sales\n");
    check(
        "create view v as select 1 as x; select x from v;select 2",
        "CREATE VIEW v AS\nSELECT 1 AS x;\n\nSELECT x\nFROM v;\n\nSELECT 2\n",
    );
    check(
        "select * exclude (a) from t left join u using(x) cross join v",
        "SELECT * EXCLUDE (a)\nFROM t\nLEFT JOIN u USING (x)\nCROSS JOIN v\n",
    );
}

#[test]
fn long_clauses_break_at_commas_and_conditions() {
    check(
        "select region_of_the_customer, product_family_name, sum(net_amount_in_euro) as revenue from sales where region_of_the_customer = 'Nordics' and net_amount_in_euro between 1 and 2 and x = 3",
        "SELECT\n  region_of_the_customer,\n  product_family_name,\n  sum(net_amount_in_euro) AS revenue\nFROM sales\nWHERE region_of_the_customer = 'Nordics'\n  AND net_amount_in_euro BETWEEN 1 AND 2\n  AND x = 3\n",
    );
}

#[test]
fn named_queries_and_subqueries_are_indented() {
    check(
        "with a as (select 1 as x), b(y) as (select 2) select * from a, b where x in (select y from b) union all select 1, 2",
        "WITH a AS (\n  SELECT 1 AS x\n),\nb(y) AS (\n  SELECT 2\n)\nSELECT *\nFROM a, b\nWHERE x IN (SELECT y FROM b)\nUNION ALL\nSELECT 1, 2\n",
    );
}

#[test]
fn names_and_types_keep_their_case() {
    check(
        "select Date, t.Order_Date, x::Decimal(10,2), date '2024-01-01', first, x as total, count(*) filter (where a) over (partition by b order by c rows between unbounded preceding and current row) from T",
        "SELECT\n  Date,\n  t.Order_Date,\n  x::Decimal(10, 2),\n  DATE '2024-01-01',\n  first,\n  x AS total,\n  count(*) FILTER (WHERE a) OVER (\n    PARTITION BY b ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW\n  )\nFROM T\n",
    );
}

#[test]
fn comments_stay_where_they_say_something() {
    check(
        "-- head\nselect a -- first\n, b /* inside */ from t\n-- why\nwhere a = 1 -- end\n-- last",
        "-- head\nSELECT\n  a, -- first\n  b /* inside */\nFROM t\n-- why\nWHERE a = 1 -- end\n-- last\n",
    );
}

#[test]
fn parameters_signs_and_texts_are_kept() {
    check(
        "select :period_from, - -1, a- -b, 'x  y', \"My Name\" from t where d between :period and e in :list",
        "SELECT :period_from, - -1, a - -b, 'x  y', \"My Name\"\nFROM t\nWHERE d BETWEEN :period AND e IN :list\n",
    );
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    for text in [
        "select 'open",
        "select (1",
        "selec 1",
        "select from where",
        "/* open",
    ] {
        assert!(format(text).is_err(), "{text}");
    }
    assert_eq!(format("  \n").unwrap(), "  \n");
}

/// The words of a text, as the parser's tree prints them.
fn tree(text: &str) -> String {
    let statements =
        sqlparser::parser::Parser::parse_sql(&sqlparser::dialect::GenericDialect {}, text);
    statements
        .unwrap_or_else(|error| panic!("{error}: {text}"))
        .iter()
        .map(|statement| statement.to_string().to_lowercase())
        .collect::<Vec<_>>()
        .join(";")
}

#[test]
fn every_tpch_query_means_the_same_after_formatting() {
    let folder = "../../tests/sql/tpch";
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "sql") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let formatted = format(&text).unwrap_or_else(|error| panic!("{path:?}: {error:?}"));
        assert_eq!(tree(&text), tree(&formatted), "{path:?}");
        assert_eq!(
            format(&formatted).unwrap(),
            formatted,
            "{path:?}\n{formatted}"
        );
        let comments = |text: &str| text.matches("--").count();
        assert_eq!(comments(&text), comments(&formatted), "{path:?}");
        assert!(formatted.lines().all(|line| line.trim_end() == line));
        seen += 1;
    }
    assert!(seen >= 22, "{seen}");
}

#[test]
fn random_texts_are_fixed_points_or_left_alone() {
    const WORDS: [&str; 34] = [
        "select",
        "a",
        "from",
        "t",
        "where",
        "and",
        "or",
        "(",
        ")",
        ",",
        "1",
        "-",
        "'x'",
        "-- c\n",
        "/* b */",
        "\n",
        "case",
        "when",
        "then",
        "end",
        "group by",
        "order by",
        "join",
        "on",
        "=",
        "sum(",
        "with q as (",
        ":p",
        "::int",
        "[",
        "]",
        "desc",
        "union all",
        "between 1 and 2",
    ];
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut formatted = 0;
    for _ in 0..4_000 {
        let mut text = String::from("select a from t where a = 1 ");
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        for place in 0..seed % 12 {
            let at = usize::try_from((seed >> (place * 5)) % WORDS.len() as u64).unwrap();
            text.push_str(WORDS[at]);
            text.push(' ');
        }
        if let Ok(once) = format(&text) {
            assert_eq!(
                format(&once).as_deref(),
                Ok(once.as_str()),
                "{text}\n{once}"
            );
            formatted += 1;
        }
    }
    assert!(formatted > 100, "{formatted}");
}
