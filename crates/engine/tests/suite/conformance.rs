//! Runs every `.slt` file under `tests/sql`: the meaning of SQL, in files that anyone can read.

use std::path::PathBuf;

use sqllogictest::{DB, DBOutput, DefaultColumnType, Runner};

use crate::ask::Bench;

struct Engine(Bench);

#[derive(Debug)]
struct Mistake(String);

impl std::fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Mistake {}

impl DB for Engine {
    type Error = Mistake;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Mistake> {
        let rows = self.0.rows(sql).map_err(Mistake)?;
        let width = rows.first().map_or(0, Vec::len);
        Ok(DBOutput::Rows {
            types: vec![DefaultColumnType::Any; width],
            rows,
        })
    }

    fn engine_name(&self) -> &'static str {
        "assay"
    }
}

fn folder() -> PathBuf {
    PathBuf::from("../../tests/sql")
}

fn check(file: &str) {
    let path = folder().join(file);
    let records = sqllogictest::parse_file::<DefaultColumnType>(&path).unwrap();
    let mut runner = Runner::new(|| async {
        let bench = Bench::new();
        open_tables(&bench);
        Ok(Engine(bench))
    });
    let mut wrong = Vec::new();
    for record in records {
        if let Err(error) = runner.run(record) {
            wrong.push(error.display(false).to_string());
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

fn open_tables(bench: &Bench) {
    let people = "id,name,city,born,score\n1,Ada,London,1815-12-10,9.5\n2,Blaise,Paris,1623-06-19,7.25\n3,Carl,,1777-04-30,\n4,Emmy,Erlangen,1882-03-23,9.5\n5,Zoë,Paris,,3\n";
    bench.open("people", "people.csv", people.as_bytes());
    let orders = "id,person,amount,day\n10,1,100,2024-01-05\n11,1,250,2024-02-29\n12,2,40,2024-02-01\n13,9,7,2024-03-31\n14,,5,2024-12-31\n";
    bench.open("orders", "orders.csv", orders.as_bytes());
}

macro_rules! files {
    ($($claim:ident => $file:literal),+ $(,)?) => {
        $(#[test]
        fn $claim() {
            check($file);
        })+

        #[test]
        fn every_refusal_says_what_it_is_about() {
            for file in [$($file),+] {
                let text = std::fs::read_to_string(folder().join(file)).unwrap();
                for code in ["SQL_NOT_PLANNED", "COMPUTE_FAILED", "SQL_CRASHED"] {
                    assert!(!text.contains(code), "{file}: {code} names nothing");
                }
            }
        }

        #[test]
        fn no_file_is_forgotten() {
            let known = [$($file),+];
            for entry in std::fs::read_dir(folder()).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                assert!(!name.ends_with(".slt") || known.contains(&name.as_str()), "{name} is never run");
            }
        }
    };
}

files! {
    casts_reach_into_lists_and_structures => "casts_nested.slt",
    items_of_json_become_rows => "json_items.slt",
    ordered_queries_give_ordered_lists => "ordered_rows.slt",
    words_and_signs_of_other_databases => "other_words.slt",
    readers_of_one_query_see_their_own_rows => "shared_queries.slt",
    sums_of_whole_numbers_widen => "wide_sums.slt",
    few_rows_are_gathered => "gathered.slt",
    queries_become_lists => "lists_more.slt",
    rows_have_an_order_and_texts_places => "rows_and_texts.slt",
    values_become_json => "json_made.slt",
    maps_have_values_by_key => "maps.slt",
    lists_are_made_of_lists => "lists_made.slt",
    names_of_other_databases => "names_elsewhere.slt",
    numbers_at_their_limits => "limits_of_numbers.slt",
    aggregates_of_days_and_lists => "aggregates_wide.slt",
    aggregates_leave_out_what_is_missing => "aggregates.slt",
    asof_joins_find_the_nearest_row => "asof.slt",
    casts_round_and_refuse_what_does_not_fit => "casts.slt",
    days_reach_from_year_1_to_9999 => "far_days.slt",
    columns_are_told_apart_by_their_casts => "told_apart.slt",
    conditions_take_the_first_branch_that_holds => "conditions.slt",
    dates_follow_the_calendar => "dates.slt",
    division_is_exact_and_never_by_zero => "division.slt",
    explain_tells_the_steps => "explain.slt",
    faults_once_found_do_not_return => "found.slt",
    functions_of_days_follow_the_calendar => "functions_dates.slt",
    functions_of_groups_leave_out_what_is_missing => "functions_groups.slt",
    functions_of_json_keep_what_was_written => "functions_json.slt",
    functions_of_lists_count_from_one => "functions_lists.slt",
    functions_of_text_count_characters => "functions_text.slt",
    joins_keep_what_they_say => "joins.slt",
    lists_of_a_row_become_rows => "lateral.slt",
    lists_are_taken_apart_inside_of_expressions => "items_inside.slt",
    nan_is_the_largest_number => "nan.slt",
    nulls_are_neither_true_nor_false => "nulls.slt",
    queries_may_read_themselves => "recursive.slt",
    order_puts_missing_values_where_it_says => "ordering.slt",
    overflow_is_an_error_and_never_a_wrong_number => "overflow.slt",
    pivot_turns_values_into_columns_and_back => "pivot.slt",
    quantified_comparisons_know_what_is_open => "quantified.slt",
    samples_are_the_same_each_time => "samples.slt",
    similar_to_matches_the_whole_text => "similar.slt",
    statistics_look_through_windows => "windows_statistics.slt",
    zones_follow_their_clocks => "zones.slt",
    series_are_rows_of_constants => "series.slt",
    sets_and_subqueries_compose => "sets.slt",
    stars_and_limits_pick_what_they_say => "stars.slt",
    statements_of_a_cell_build_on_each_other => "statements.slt",
    text_counts_characters => "text.slt",
    what_is_not_supported_is_refused_by_name => "refused.slt",
    windows_see_their_frames => "windows.slt",
    aggregates_of_nothing_are_missing => "aggregates_empty.slt",
    clauses_may_be_short => "clauses.slt",
    conversions_say_what_fits => "conversions.slt",
    intervals_are_read_as_they_are_written => "intervals.slt",
    subqueries_know_the_row_around_them => "correlated.slt",
    parts_and_spans_of_days => "date_functions.slt",
    clocks_are_set_forward_and_back => "daylight_saving.slt",
    decimals_are_exact => "decimals.slt",
    copies_and_ends_are_cut_as_said => "distinct_limits.slt",
    doubles_know_infinity => "doubles.slt",
    groupings_stand_beside_each_other => "grouping_sets.slt",
    whole_numbers_never_wrap => "integers.slt",
    joins_know_missing_keys_and_copies => "joins_edges.slt",
    json_is_read_as_it_is_written => "json_texts.slt",
    functions_without_a_name_see_their_row => "lambdas.slt",
    leap_days_are_days => "leap_days.slt",
    lists_count_from_one => "lists.slt",
    mistakes_have_codes => "mistakes.slt",
    named_queries_are_seen_behind_them => "named_queries.slt",
    names_mean_the_nearest => "names_scopes.slt",
    what_is_missing_is_neither_true_nor_false => "null_logic.slt",
    patterns_take_letters => "patterns.slt",
    pivots_turn_what_is_listed => "pivots.slt",
    samples_are_refused_with_their_reason => "sampling_refused.slt",
    sets_know_copies_and_nulls => "set_operations.slt",
    structures_have_fields_by_name => "structures.slt",
    subqueries_see_the_row_around_them => "subqueries.slt",
    text_functions_know_letters_of_several_bytes => "text_functions.slt",
    frames_of_windows_end_where_they_say => "window_frames.slt",
    neighbours_and_places_within_windows => "window_functions.slt",
}
