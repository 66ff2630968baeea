//! Asking many random questions, judging the answers, cutting down what fails.

use std::fmt::Write;

use rand::SeedableRng;
use rand::rngs::SmallRng;

use super::grow::Grow;
use super::tables::{Made, Values, tables};
use super::tree::{Dialect, Kind, Piece, shrunk};

/// Questions asked about one set of tables.
const QUESTIONS: u64 = 25;

/// Whoever can say whether the answer to a question is right.
pub(super) trait World {
    /// The world in which these tables are open.
    fn of(tables: &[Made]) -> Self;

    /// Asks a question whose columns are of these kinds.
    fn verdict(&self, question: &Piece, kinds: &[Kind]) -> Verdict;
}

/// How questions are made.
pub(super) type Ask = fn(&mut Grow<'_>) -> (Piece, Vec<Kind>);

/// What became of one question.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    Right,
    Wrong(String),
    /// Refused by name, or outside what numbers can hold.
    Refused(String),
    /// An error that has no right to be there.
    Failed(String),
    /// The generator made something that is no SQL.
    NotAQuestion(String),
}

impl Verdict {
    /// What an error says about the engine.
    pub(super) fn of_error(error: String) -> Self {
        let known = [
            "SQL_UNSUPPORTED",
            "SQL_OVERFLOW",
            "SQL_CAST",
            "SQL_OUT_OF_RANGE",
        ];
        if known.iter().any(|code| error.starts_with(code)) {
            Self::Refused(error)
        } else {
            Self::Failed(error)
        }
    }

    /// What was found wrong.
    fn words(&self) -> &str {
        match self {
            Self::Wrong(words) | Self::Failed(words) => words,
            _ => "not repeated with the rows above",
        }
    }

    /// Whether it is the same fault, seen in another statement.
    fn is_like(&self, other: &Self) -> bool {
        let code = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
        match (self, other) {
            (Self::Wrong(_), Self::Wrong(_)) => true,
            (Self::Failed(one), Self::Failed(other)) => code(one) == code(other),
            _ => false,
        }
    }
}

/// How many questions went which way, and what was wrong.
#[derive(Debug, Default)]
pub(super) struct Tally {
    right: usize,
    refused: Vec<String>,
    faults: Vec<String>,
}

impl Tally {
    /// Counts a verdict; answers whether it is a fault.
    fn take(&mut self, verdict: &Verdict, statement: &str) -> bool {
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Refused(why) => self.refused.push(format!("{why}\n  {statement}")),
            Verdict::NotAQuestion(why) => panic!("not a question: {why}\n{statement}"),
            Verdict::Wrong(_) | Verdict::Failed(_) => return true,
        }
        false
    }

    fn tell(&mut self, seed: u64, fault: &str) {
        self.faults.push(format!("-- seed {seed}\n{fault}"));
    }

    /// Nothing is wrong, and at most this share is refused.
    pub(super) fn check(&self, refused: f64) {
        let mut told = String::new();
        for fault in &self.faults {
            writeln!(told, "{fault}\n").unwrap();
        }
        assert!(
            self.faults.is_empty(),
            "{} wrong\n\n{told}",
            self.faults.len()
        );
        let asked = self.right + self.refused.len();
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let share = self.refused.len() as f64 / asked as f64;
        assert!(
            share < refused,
            "{} of {asked} refused\n{}",
            self.refused.len(),
            self.refused.join("\n")
        );
    }
}

/// Asks this many random questions; every fault is cut down and told.
pub(super) fn questions<W: World>(first_seed: u64, count: u64, values: Values, ask: Ask) -> Tally {
    let mut tally = Tally::default();
    for round in 0..count.div_ceil(QUESTIONS) {
        let seed = first_seed + round;
        let mut random = SmallRng::seed_from_u64(seed);
        let tables = tables(&mut random, values);
        let world = W::of(&tables);
        let mut grow = Grow {
            random,
            tables: &tables,
            values,
            named: 0,
        };
        for _ in 0..QUESTIONS {
            grow.named = 0;
            let (question, kinds) = ask(&mut grow);
            let verdict = world.verdict(&question, &kinds);
            if tally.take(&verdict, &question.print(Dialect::Ours)) {
                tally.tell(
                    seed,
                    &told::<W>(&world, &tables, question, (&kinds, &verdict)),
                );
            }
        }
    }
    tally
}

fn told<W: World>(
    world: &W,
    tables: &[Made],
    question: Piece,
    (kinds, verdict): (&[Kind], &Verdict),
) -> String {
    let question = shrunk(question, |smaller| {
        world.verdict(smaller, kinds).is_like(verdict)
    });
    let text = question.print(Dialect::Ours);
    let both = format!("{text} {}", question.print_other_way());
    let named = tables.iter().filter(|table| both.contains(table.name));
    let tables = fewer_rows(named.cloned().collect(), |less| {
        W::of(less).verdict(&question, kinds).is_like(verdict)
    });
    let verdict = W::of(&tables).verdict(&question, kinds);
    let tables: Vec<String> = tables.iter().map(Made::print).collect();
    format!(
        "{}\n{text}\n-- SQLite: {}\n-- other way: {}\n-- {}",
        tables.join("\n"),
        question.print(Dialect::Sqlite),
        question.print_other_way(),
        verdict.words(),
    )
}

/// Leaves out every row that is not needed for the failure.
fn fewer_rows(mut tables: Vec<Made>, mut fails: impl FnMut(&[Made]) -> bool) -> Vec<Made> {
    for table in 0..tables.len() {
        let mut row = tables[table].rows.len();
        while row > 0 {
            row -= 1;
            let mut less = tables.clone();
            less[table].rows.remove(row);
            if fails(&less) {
                tables = less;
            }
        }
    }
    tables
}
