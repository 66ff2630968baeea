//! A pivot table in files: the lines and columns of the screen, groups over their members, totals at
//! the ends.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{read_text, resolve};
use export::{Body, Columns, figure, rows_csv, rows_figure, rows_xlsx};
use model::{ChartSpec, DataType, Field, Value};

fn fields() -> Vec<Field> {
    let mut fields = ["region", "product", "channel"]
        .map(|name| Field::new(name, DataType::Text))
        .to_vec();
    fields.push(Field::new("net", DataType::Float64));
    fields
}

fn spec(look: &str) -> ChartSpec {
    let text = format!(
        "{{\"version\": 1, \"source\": \"sales\", \"mark\": \"pivot\", \
         \"x\": [{{\"field\": \"channel\"}}], \
         \"y\": [{{\"field\": \"region\"}}, {{\"field\": \"product\"}}, \
                 {{\"field\": \"net\", \"aggregate\": \"average\"}}], \"pivot\": {look}}}"
    );
    read_text(&text).unwrap()
}

/// Members, `-` for what is totalled; the amount; depths and places.
fn rows(lines: &[&str]) -> Columns {
    let names = [
        "region",
        "product",
        "channel",
        "avg_net",
        "row_depth",
        "column_depth",
        "row_place",
        "column_place",
    ];
    let mut columns: Vec<(String, Vec<Value>)> =
        names.map(|name| (name.to_owned(), Vec::new())).to_vec();
    for line in lines {
        for ((name, values), word) in columns.iter_mut().zip(line.split(' ')) {
            values.push(match (name.as_str(), word) {
                (_, "-") => Value::Null,
                ("region" | "product" | "channel", text) => Value::Text(text.to_owned()),
                ("avg_net", number) => Value::Float(number.parse().unwrap()),
                (_, number) => Value::Integer(number.to_owned()),
            });
        }
    }
    let total = lines.len() as u64;
    Columns {
        columns,
        total,
        is_thinned: false,
    }
}

const LINES: [&str; 11] = [
    "- - - 5 0 0 1 1",
    "- - shop 4 0 1 1 2",
    "- - web 7 0 1 1 3",
    "north - - 4 1 0 2 1",
    "north - shop 4 1 1 2 2",
    "north pen - 4 2 0 3 1",
    "north pen shop 4 2 1 3 2",
    "south - - 7 1 0 4 1",
    "south - web 7 1 1 4 3",
    "south ink - 7 2 0 5 1",
    "south ink web 7 2 1 5 3",
];

fn csv(look: &str) -> String {
    let spec = spec(look);
    let resolved = resolve(&spec, &fields());
    rows_csv(&rows_figure(&resolved, &rows(&LINES), &spec))
}

#[test]
fn lines_and_columns_stand_as_on_the_screen() {
    assert_eq!(
        csv("{}").lines().collect::<Vec<_>>(),
        [
            "region / product,shop,web,Total",
            "north,4,\"\",4",
            "   pen,4,\"\",4",
            "south,\"\",7,7",
            "   ink,\"\",7,7",
            "Total,4,7,5",
        ]
    );
}

#[test]
fn what_is_closed_or_hidden_is_not_written() {
    let closed = "{\"collapsed\": [[{\"type\": \"text\", \"value\": \"north\"}]], \
                  \"without_subtotals\": true}";
    assert_eq!(
        csv(closed).lines().collect::<Vec<_>>(),
        [
            "region / product,shop,web,Total",
            "north,4,\"\",4",
            "south,\"\",\"\",\"\"",
            "   ink,\"\",7,7",
            "Total,4,7,5",
        ]
    );
    assert_eq!(
        csv("{\"without_totals\": true}").lines().next().unwrap(),
        "region / product,shop,web"
    );
}

#[test]
fn a_pivot_is_drawn_as_a_table_and_says_what_was_not_read() {
    let spec = spec("{}");
    let resolved = resolve(&spec, &fields());
    let mut known = rows(&LINES);
    let (body, notes) = figure(&resolved, &fields(), &known, &spec).unwrap();
    let Body::Rows(drawn) = body else {
        panic!("{body:?}")
    };
    assert_eq!(drawn.rows.len(), 5);
    assert_eq!(notes, Vec::<String>::new());
    known.total = 40;
    let (_, notes) = figure(&resolved, &fields(), &known, &spec).unwrap();
    assert_eq!(notes, ["11 of 40 amounts: the first lines and columns"]);
    assert!(rows_xlsx("Sales", &drawn).unwrap().starts_with(b"PK"));
}
