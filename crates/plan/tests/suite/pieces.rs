//! Parts of a text that run by themselves: what is run, and that its places are those of the text.

use plan::{Piece, Wish, answers, bind_sql, piece};

use crate::support::{lines, shop};

fn said(text: &str, piece: &Piece) -> String {
    let (start, end) = (piece.span.start as usize, piece.span.end as usize);
    text[start..end].to_owned()
}

/// The part has the length of the text, and runs.
fn run(text: &str, wish: Wish) -> Piece {
    let found = piece(text, wish).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
    assert!(
        found.text.len() >= text.len() || found.named.is_some(),
        "{found:?}"
    );
    let bound = bind_sql(&found.text, &shop());
    assert!(bound.plan.is_some(), "{}: {}", found.text, lines(&bound));
    found
}

fn refused(text: &str, wish: Wish) -> String {
    piece(text, wish).map_or_else(|said| said.code, |found| panic!("{found:?}"))
}

fn at(text: &str, word: &str) -> usize {
    text.find(word).unwrap()
}

#[test]
fn a_text_gives_an_answer_for_each_question_and_for_a_name_behind_them() {
    let said_of = |text: &str| -> Vec<String> {
        answers(text)
            .iter()
            .map(|piece| said(text, piece))
            .collect()
    };
    assert_eq!(
        said_of("select 1; -- ;\n select ';' ;;"),
        ["select 1", "select ';'"]
    );
    assert_eq!(said_of("create view v as select 1; from v"), ["from v"]);
    let text = "select 1; create view v as select 2";
    assert_eq!(said_of(text), ["select 1", "create view v as select 2"]);
    assert_eq!(said_of("  "), Vec::<String>::new());
    assert_eq!(
        said_of("select $$a;b$$; select 'ä"),
        ["select $$a;b$$", "select 'ä"]
    );
}

#[test]
fn each_answer_runs_with_the_names_before_it_and_keeps_its_places() {
    let text = "select 'ü' as a;\ncreate view v as from sales;\nselect count(*) as n from v;\nselect 1 as b";
    let names = ["a", "n", "b"];
    let found = answers(text);
    assert_eq!(found.len(), 3);
    for (piece, name) in found.iter().zip(names) {
        assert_eq!(piece.text.len(), text.len());
        let start = piece.span.start as usize;
        assert_eq!(piece.text[start..start + 6], *"select");
        let plan = bind_sql(&piece.text, &shop()).plan.unwrap();
        assert_eq!(plan.fields[0].name, name);
    }
}

#[test]
fn the_statement_under_the_cursor_is_the_last_one_that_has_begun() {
    let text = "select 1 as a; create view v as select 2 as b;\nfrom v; ";
    let statement = |offset| said(text, &run(text, Wish::Statement { offset }));
    assert_eq!(statement(0), "select 1 as a");
    assert_eq!(statement(at(text, ";") + 1), "select 1 as a");
    assert_eq!(
        statement(at(text, "view")),
        "create view v as select 2 as b"
    );
    assert_eq!(statement(text.len()), "from v");
    assert_eq!(
        refused(" -- nothing", Wish::Statement { offset: 0 }),
        "RUN_NOTHING"
    );
}

#[test]
fn up_to_the_cursor_ends_at_the_cursor() {
    let text = "select region from sales where amount > 2; select 9";
    let found = run(
        text,
        Wish::UpTo {
            offset: at(text, " where"),
        },
    );
    assert_eq!(said(text, &found), "select region from sales");
    assert_eq!(refused(text, Wish::UpTo { offset: 0 }), "RUN_NOTHING");
}

#[test]
fn a_selection_runs_with_the_names_before_it() {
    let text = "create view v as from sales; with a as (select 1 as x), b as (select x from a)\nselect * from b where x in (select x from a)";
    let selected = |part: &str| {
        let start = at(text, part);
        run(
            text,
            Wish::Selection {
                start,
                end: start + part.len(),
            },
        )
    };
    let found = selected("select x from a)".trim_end_matches(')'));
    assert_eq!(
        bind_sql(&found.text, &shop()).plan.unwrap().fields[0].name,
        "x"
    );
    selected("select * from b");
    selected("from sales");
    selected("with a as (select 1 as x), b as (select x from a)\nselect * from b");
    let two = "select 1; select 2";
    assert_eq!(
        refused(
            two,
            Wish::Selection {
                start: 0,
                end: two.len()
            }
        ),
        "RUN_SEVERAL"
    );
    assert_eq!(
        refused(two, Wish::Selection { start: 8, end: 9 }),
        "RUN_NOTHING"
    );
    assert_eq!(
        refused("ä", Wish::Selection { start: 1, end: 2 }),
        "RUN_NOTHING"
    );
}

#[test]
fn a_named_query_runs_with_those_before_it() {
    let text = "select 5; with a as (select 1 as x), \"Big one\" as (select x + 1 as y from a), c as (select zzz from nowhere) select * from c, \"Big one\"";
    let named = |offset| {
        let found = run(text, Wish::NamedQuery { offset });
        let plan = bind_sql(&found.text, &shop()).plan.unwrap();
        (found.named.unwrap(), plan.fields[0].name.clone())
    };
    assert_eq!(named(at(text, "1 as x")), ("a".to_owned(), "x".to_owned()));
    let big = ("Big one".to_owned(), "y".to_owned());
    assert_eq!(named(at(text, "+ 1")), big);
    assert_eq!(named(text.len() - 2), big, "its name in FROM means it too");
    assert_eq!(
        refused(text, Wish::NamedQuery { offset: 2 }),
        "RUN_NO_NAMED_QUERY"
    );
}
