//! Random questions against the engine. Every failure is told with its seed, its tables and the
//! smallest statement found. What a person can repeat is in `tests/sql`.

mod differential;
mod grow;
mod memory;
mod partition;
mod question;
mod rows;
mod source;
mod tables;
mod texts;
mod time;
mod tree;
mod trial;
mod window;

use differential::Both;
use memory::BothWays;
use partition::TwoForms;
use tables::Values;
use trial::questions;

/// What is refused are subqueries that no join can express.
fn against_a_second_engine(first_seed: u64, count: u64) {
    questions::<Both>(first_seed, count, Values::Common, |grow| grow.question(2)).check(0.1);
}

fn asked_another_way(first_seed: u64, count: u64) {
    questions::<TwoForms>(first_seed, count, Values::Extreme, partition::question).check(0.3);
}

fn streamed_or_in_memory(first_seed: u64, count: u64) {
    questions::<BothWays>(first_seed, count, Values::Extreme, |grow| grow.question(2)).check(0.3);
}

#[test]
fn answers_agree_with_a_second_engine() {
    against_a_second_engine(1_000, 1_200);
}

#[test]
fn the_parts_of_a_question_make_its_whole() {
    asked_another_way(2_000, 500);
}

#[test]
fn streaming_changes_no_answer() {
    streamed_or_in_memory(3_000, 300);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_answers_agree_with_a_second_engine() {
    against_a_second_engine(1_000_000, 12_000);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_the_parts_of_a_question_make_its_whole() {
    asked_another_way(2_000_000, 5_000);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_streaming_changes_no_answer() {
    streamed_or_in_memory(3_000_000, 3_000);
}

#[test]
fn p39_texts_run_or_are_refused_in_plain_words() {
    texts::run(4_000, 300);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_20_000_texts_run_or_are_refused_in_plain_words() {
    texts::run(4_000_000, 20_000);
}
