//! Notebooks and scripts: what is written here comes back, what others wrote is read as far as it is
//! SQL and text, and what is no such file is refused in words.

use foreign::{
    ForeignError, Output, Outputs, read_jupyter, read_script, write_jupyter, write_script,
};
use model::{Cell, CellBody, CellId, ChartSpec, Parameter, ParameterValue, RunMode, Workbook};
use serde_json::{Value, json};

fn drawn() -> impl FnMut() -> CellId {
    let mut count = 0;
    move || {
        count += 1;
        CellId::new(format!("n{count}"))
    }
}

fn cell(name: &str, body: CellBody) -> Cell {
    Cell {
        id: CellId::new(name),
        name: name.to_owned(),
        body,
    }
}

fn sql(text: &str) -> CellBody {
    CellBody::Sql {
        text: text.to_owned(),
        mode: RunMode::Manual,
    }
}

fn markdown(text: &str) -> CellBody {
    CellBody::Markdown {
        text: text.to_owned(),
    }
}

fn book() -> Workbook {
    Workbook {
        id: "w".to_owned(),
        title: "Sales <review>".to_owned(),
        about: String::new(),
        sources: Vec::new(),
        cells: vec![
            cell("intro", markdown("# Why\n\nBecause `x`.")),
            cell(
                "least",
                CellBody::Parameter {
                    parameter: Parameter {
                        label: "Least".to_owned(),
                        value: ParameterValue::Text {
                            value: "a".to_owned(),
                        },
                    },
                },
            ),
            cell("big", sql("select 1 as a;\nselect ';' as b -- last")),
            cell(
                "picture",
                CellBody::Chart {
                    spec: ChartSpec::empty("big"),
                },
            ),
            cell("total", sql("select sum(a) from big")),
        ],
        pages: Vec::new(),
        hierarchies: Vec::new(),
    }
}

fn bodies(cells: &[Cell]) -> Vec<(&str, &CellBody)> {
    cells
        .iter()
        .map(|cell| (cell.name.as_str(), &cell.body))
        .collect()
}

#[test]
fn a_notebook_comes_back_as_it_was_and_shows_its_answers_to_others() {
    let book = book();
    let output = Output {
        columns: vec!["a".to_owned(), "<b>".to_owned()],
        rows: vec![vec![Some("<script>".to_owned()), None]],
        count: "1 row".to_owned(),
        picture: None,
    };
    let outputs = Outputs::from([(CellId::new("total"), vec![output])]);
    let text = write_jupyter(&book, &outputs);
    let notebook: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(notebook["nbformat"], 4);
    let total = &notebook["cells"][4];
    assert_eq!(total["source"][0], "%%sql --save total\n");
    let html = total["outputs"][0]["data"]["text/html"].as_str().unwrap();
    assert!(
        html.contains("&lt;script&gt;") && !html.contains("<script>"),
        "{html}"
    );
    let back = read_jupyter(&text, &mut drawn()).unwrap();
    assert_eq!(back.title, book.title);
    assert_eq!(bodies(&back.cells), bodies(&book.cells));
    assert!(back.notes.is_empty());
}

#[test]
fn a_text_that_someone_changed_in_jupyter_is_the_one_that_counts() {
    let mut notebook: Value =
        serde_json::from_str(&write_jupyter(&book(), &Outputs::new())).unwrap();
    notebook["cells"][4]["source"] = json!("%%sql --save total\nselect 2");
    let back = read_jupyter(&notebook.to_string(), &mut drawn()).unwrap();
    assert_eq!(back.cells[4].body, sql("select 2"));
}

#[test]
fn a_foreign_notebook_is_read_as_sql_text_and_outputs() {
    let notebook = json!({
        "nbformat": 4, "nbformat_minor": 2, "metadata": {},
        "cells": [
            { "cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "text"] },
            { "cell_type": "code", "metadata": {}, "source": "import pandas as pd", "outputs": [] },
            { "cell_type": "code", "metadata": {}, "source": "%%sql --save top\nselect * from t", "outputs": [
                { "output_type": "execute_result", "data": { "text/plain": ["a\n", "1"], "text/html": "<b>x</b>" } },
                { "output_type": "display_data", "data": { "image/png": "iVBOR" } },
                { "output_type": "stream", "text": "done" },
            ] },
            { "cell_type": "code", "metadata": {}, "source": ["%sql select 1\n", "%sql select 2"], "outputs": [] },
            { "cell_type": "raw", "metadata": {}, "source": "raw" },
        ],
    });
    let found = read_jupyter(&notebook.to_string(), &mut drawn()).unwrap();
    assert_eq!(
        bodies(&found.cells),
        [
            ("text", &markdown("# Title\ntext")),
            ("text_2", &markdown("```python\nimport pandas as pd\n```")),
            ("top", &sql("select * from t")),
            ("text_3", &markdown("```\na\n1\n```")),
            ("text_4", &markdown("```\ndone\n```")),
            ("query", &sql("select 1")),
            ("query_2", &sql("select 2")),
            ("text_5", &markdown("```\nraw\n```")),
        ]
    );
    assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
}

#[test]
fn what_is_no_notebook_is_refused_in_words() {
    for text in [
        "",
        "{",
        "[]",
        "{}",
        "{\"nbformat\": 4}",
        "{\"nbformat\": 4, \"cells\": 1}",
        "null",
    ] {
        let refused = read_jupyter(text, &mut drawn()).unwrap_err();
        assert!(
            matches!(refused, ForeignError::NoNotebook(_)),
            "{text}: {refused}"
        );
    }
    let old = read_jupyter("{\"nbformat\": 3, \"worksheets\": []}", &mut drawn());
    assert_eq!(old.unwrap_err(), ForeignError::OldFormat(3));
    let many = json!({ "nbformat": 4, "cells": vec![json!({ "cell_type": "markdown", "source": "a" }); 2001] });
    assert_eq!(
        read_jupyter(&many.to_string(), &mut drawn()).unwrap_err(),
        ForeignError::TooManyCells
    );
    let odd = json!({ "nbformat": 4, "cells": [null, 1, {}, { "cell_type": 7, "source": {} }] });
    assert!(
        read_jupyter(&odd.to_string(), &mut drawn())
            .unwrap()
            .cells
            .is_empty()
    );
}

#[test]
fn a_script_comes_back_with_its_names_and_texts() {
    let book = book();
    let text = write_script(&book);
    assert!(
        text.contains("-- name: total\nselect sum(a) from big;\n"),
        "{text}"
    );
    assert!(text.contains("-- last\n;\n"), "{text}");
    let back = read_script(&text, &mut drawn()).unwrap();
    assert_eq!(back.title, book.title);
    let kept: Vec<_> = bodies(&back.cells);
    assert_eq!(kept[0], ("text", &markdown("# Why\n\nBecause `x`.")));
    assert_eq!(kept[1].0, "big");
    assert_eq!(kept[2], ("total", &sql("select sum(a) from big")));
}

#[test]
fn a_foreign_script_is_a_cell_for_each_statement() {
    let text = "\u{feff}-- first\r\nselect 'a;b';\r\n\r\nselect 2;";
    let found = read_script(text, &mut drawn()).unwrap();
    assert_eq!(
        bodies(&found.cells),
        [
            ("query", &sql("-- first\nselect 'a;b'")),
            ("query_2", &sql("select 2"))
        ]
    );
}
