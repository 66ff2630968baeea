//! Notebooks and scripts: what is written here comes back, what others wrote is read as far as it is
//! SQL and text, and what is no such file is refused in words.

use foreign::{
    Answers, ForeignError, Output, Outputs, StoredAnswer, read_jupyter, read_script, write_jupyter,
    write_script,
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
        ..Workbook::default()
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
    let (text, notes) = write_jupyter(&book, &outputs, &Answers::new());
    assert_eq!(notes, Vec::<String>::new());
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
        serde_json::from_str(&write_jupyter(&book(), &Outputs::new(), &Answers::new()).0).unwrap();
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
    assert_eq!(
        found.notes,
        [
            "1 × cell with code that is no SQL stands as text and does not run.",
            "1 × picture (image/png) was left out.",
        ]
    );
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
    let old = old.unwrap_err();
    assert_eq!(old, ForeignError::OldFormat(3));
    assert!(old.to_string().contains("jupyter nbconvert"), "{old}");
    let newer = read_jupyter("{\"nbformat\": 5, \"cells\": []}", &mut drawn()).unwrap_err();
    assert_eq!(newer, ForeignError::NewFormat(5));
    assert!(newer.to_string().contains("format 5"), "{newer}");
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
    let (text, notes) = write_script(&book);
    let left = [
        "1 × parameter stands as a comment, without its value.",
        "1 × chart stands as a comment.",
    ];
    assert_eq!(notes, left);
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

#[test]
fn a_notebook_brings_back_pages_hierarchies_events_description_and_stored_answers() {
    let mut book = book();
    book.about = "What was sold".to_owned();
    book.pages = vec![
        serde_json::from_value(json!({ "id": "p1", "title": "Overview", "tiles": [{
        "id": "t1", "title": "", "place": { "column": 0, "width": 4, "top": 0, "height": 30 },
        "content": { "type": "chart", "cell": "picture" },
    }] }))
        .unwrap(),
    ];
    book.hierarchies = vec![
        serde_json::from_value(json!({
            "id": "h1", "name": "Place", "source": "big", "fields": ["country", "city"],
        }))
        .unwrap(),
    ];
    book.event_tables = vec![
        serde_json::from_value(json!({
            "id": "e1", "name": "Releases", "source": "big", "start": "at", "text": "what",
        }))
        .unwrap(),
    ];
    let stamp = json!({
        "computed_at": "2026-11-23T10:00:00Z", "engine": "Local", "content": "abc", "inputs": [],
        "fields": [], "rows": 3, "saved_rows": 3, "took_ms": 1.5,
    });
    let answer = StoredAnswer {
        stamp: serde_json::from_value(stamp).unwrap(),
        arrow: (0..=255).collect(),
    };
    let total = CellId::new("total");
    let answers = Answers::from([(total.clone(), answer.clone()), (total.answer(0), answer)]);
    let (text, notes) = write_jupyter(&book, &Outputs::new(), &answers);
    assert_eq!(notes, Vec::<String>::new());
    let back = read_jupyter(&format!("\u{feff}{text}"), &mut drawn()).unwrap();
    assert_eq!(back.notes, Vec::<String>::new());
    assert_eq!((&back.about, &back.pages), (&book.about, &book.pages));
    assert_eq!(back.hierarchies, book.hierarchies);
    assert_eq!(back.event_tables, book.event_tables);
    assert_eq!(back.answers, answers);
    let ids = |cells: &[Cell]| cells.iter().map(|cell| cell.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        ids(&back.cells),
        ids(&book.cells),
        "pages name cells by these"
    );

    // A cell that was copied in Jupyter has the same identity; an answer without its cell goes.
    let mut notebook: Value = serde_json::from_str(&text).unwrap();
    let twice = notebook["cells"][4].clone();
    let cells = notebook["cells"].as_array_mut().unwrap();
    cells.push(twice);
    notebook["metadata"]["assay"]["answers"]["gone"] = json!({ "stamp": {}, "arrow": "?" });
    notebook["metadata"]["assay"]["pages"] = json!([{ "title": 7 }]);
    let back = read_jupyter(&notebook.to_string(), &mut drawn()).unwrap();
    assert_eq!(back.cells[4].id, total);
    assert_ne!(back.cells[5].id, total);
    assert_eq!(
        back.notes,
        [
            "1 × page could not be read and was left out.",
            "1 × stored answer could not be read and was left out.",
        ]
    );
}

#[test]
fn what_a_notebook_holds_besides_sql_and_text_is_named_when_it_is_left_out() {
    let notebook = json!({
        "nbformat": 4, "nbformat_minor": 2,
        "metadata": { "widgets": { "application/vnd.jupyter.widget-state+json": { "state": { "a": {}, "b": {} } } } },
        "cells": [
            { "cell_type": "markdown", "metadata": { "tags": ["intro"], "slideshow": {} },
              "attachments": { "a.png": {} }, "source": "![](attachment:a.png)" },
            { "cell_type": "code", "metadata": { "scrolled": true }, "source": "%matplotlib inline\n!ls\nx = 1", "outputs": [] },
            { "cell_type": "code", "metadata": {}, "source": "%load_ext sql\n%sql postgresql://me:secret@host/db", "outputs": [] },
            { "cell_type": "code", "metadata": {}, "source": "%%bash\nls", "outputs": [
                { "output_type": "display_data", "data": { "application/vnd.jupyter.widget-view+json": {}, "text/plain": "W()" } },
                { "output_type": "display_data", "data": { "application/vnd.plotly.v1+json": {}, "text/html": "<b>" } },
                { "output_type": "stream", "text": "x".repeat(30_000) },
            ] },
        ],
    });
    let found = read_jupyter(&notebook.to_string(), &mut drawn()).unwrap();
    let mut notes = found.notes.clone();
    notes.sort();
    assert_eq!(
        notes,
        [
            "1 × cell with !, which Assay does not know, stands as text and does not run.",
            "1 × cell with %%bash, which Assay does not know, stands as text and does not run.",
            "1 × cell with %matplotlib, which Assay does not know, stands as text and does not run.",
            "1 × connection of a magic was left out: its SQL asks the tables of the workbook.",
            "1 × line with %load_ext was left out.",
            "1 × note “tags” at a cell was left out.",
            "1 × output of more than 20,000 bytes was cut.",
            "1 × output of type application/vnd.plotly.v1+json was left out.",
            "1 × output of type text/html was left out.",
            "1 × picture attached to a text was left out.",
            "1 × widget was left out.",
            "2 × state of a widget was left out.",
        ]
    );
    assert!(
        !format!("{found:?}").contains("secret"),
        "a password stays behind"
    );
}
