//! The records of a JSON file, one at a time, so that no file has to fit in memory.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read};

use model::{FileKind, RejectedRow};
use protocol::message::Failure;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::document::Json;
use crate::source::csv::chunk::MOST_LISTED;
use crate::source::failures::{self, clip, failure};
use crate::source::place::Place;
use crate::source::text::AsUtf8;
use crate::source::{text, unpack};
use crate::stop::Stop;

/// A line longer than this is refused before it fills the memory.
const LONGEST_LINE: u64 = 64 << 20;

/// Where records come from.
pub(super) struct Source<'a> {
    place: &'a Place,
    kind: FileKind,
    head: Vec<u8>,
    /// The head is all there is to read, and it may end in the middle of a record.
    sample: Option<bool>,
}

impl<'a> Source<'a> {
    pub(super) fn file(place: &'a Place, kind: FileKind) -> Result<Self, Failure> {
        Ok(Self {
            place,
            kind,
            head: unpack::head(place, 4096)?.0,
            sample: None,
        })
    }

    pub(super) fn sample(place: &'a Place, kind: FileKind, bytes: &[u8], is_whole: bool) -> Self {
        Self {
            place,
            kind,
            head: bytes.to_vec(),
            sample: Some(is_whole),
        }
    }

    fn reader(&self) -> Result<Box<dyn Read + '_>, Failure> {
        let encoding = text::detect(&self.head, false);
        Ok(match self.sample {
            Some(_) => Box::new(AsUtf8::new(self.head.as_slice(), encoding)),
            None => Box::new(AsUtf8::new(unpack::open(self.place)?.0, encoding)),
        })
    }

    fn is_cut(&self) -> bool {
        self.sample == Some(false)
    }
}

/// How many records there were, and lines that are none.
#[derive(Default)]
pub(super) struct Records {
    pub rows: u64,
    pub rejected: Vec<RejectedRow>,
    pub rejected_total: u64,
}

type Take<'a> = dyn FnMut(Json, u64) -> Result<(), Failure> + 'a;

/// Hands every record with its line to `take`.
pub(super) fn each(
    source: &Source,
    stop: &Stop,
    records: &mut Records,
    take: &mut Take,
) -> Result<(), Failure> {
    if source.kind == FileKind::NdJson {
        lines(source, stop, records, take)
    } else {
        whole(source, stop, records, take)
    }
}

fn lines(
    source: &Source,
    stop: &Stop,
    records: &mut Records,
    take: &mut Take,
) -> Result<(), Failure> {
    let mut reader = BufReader::with_capacity(1 << 18, source.reader()?);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        number += 1;
        if number.is_multiple_of(4096) && stop.is_set() {
            return Err(failures::cancelled());
        }
        line.clear();
        let read = reader
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .map_err(|error| unpack::failure_of(source.place, &error))?;
        if read == 0 {
            return Ok(());
        }
        if read as u64 == LONGEST_LINE {
            return Err(failures::too_large(
                &source.place.path,
                &format!("line {number} is longer than 64 MiB"),
            ));
        }
        let text = line.trim_ascii();
        if text.is_empty() || (source.is_cut() && !line.ends_with(b"\n")) {
            continue;
        }
        match serde_json::from_slice::<Json>(text) {
            Ok(record) => {
                records.rows += 1;
                take(record, number)?;
            }
            Err(error) => {
                records.rejected_total += 1;
                if records.rejected.len() < MOST_LISTED {
                    records.rejected.push(RejectedRow {
                        line: number,
                        column: None,
                        text: clip(&String::from_utf8_lossy(text), 200),
                        reason: reason(&error),
                    });
                }
            }
        }
    }
}

/// What is wrong with a text, without the words of the parser's code.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.contains("recursion limit") {
        return "is nested more than 128 levels deep".to_owned();
    }
    let what = text.split(" at line ").next().unwrap_or_default();
    format!(
        "is not JSON at column {}: {}",
        error.column(),
        clip(what, 80)
    )
}

/// Passes elements of the outermost list on; anything else is one record.
struct Outer<'a, 'b> {
    take: &'a mut Take<'b>,
    records: &'a mut Records,
    stop: &'a Stop,
    failed: &'a RefCell<Option<Failure>>,
}

impl Outer<'_, '_> {
    fn pass<E: serde::de::Error>(&mut self, record: Json) -> Result<(), E> {
        self.records.rows += 1;
        let outcome = if self.stop.is_set() {
            Err(failures::cancelled())
        } else {
            (self.take)(record, self.records.rows)
        };
        outcome.map_err(|failure| {
            *self.failed.borrow_mut() = Some(failure);
            E::custom("stopped")
        })
    }
}

impl<'de> DeserializeSeed<'de> for Outer<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Outer<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(record) = items.next_element::<Json>()? {
            self.pass(record)?;
        }
        Ok(())
    }
}

fn whole(
    source: &Source,
    stop: &Stop,
    records: &mut Records,
    take: &mut Take,
) -> Result<(), Failure> {
    let reader = BufReader::with_capacity(1 << 18, source.reader()?);
    let failed = RefCell::new(None);
    let mut parser = serde_json::Deserializer::from_reader(reader);
    let outcome = if is_list(&source.head) {
        Outer {
            take,
            records,
            stop,
            failed: &failed,
        }
        .deserialize(&mut parser)
    } else {
        serde::Deserialize::deserialize(&mut parser).and_then(|record| {
            Outer {
                take,
                records,
                stop,
                failed: &failed,
            }
            .pass(record)
        })
    };
    let outcome = outcome.and_then(|()| {
        if source.is_cut() {
            Ok(())
        } else {
            parser.end()
        }
    });
    if let Some(failure) = failed.take() {
        return Err(failure);
    }
    let Err(error) = outcome else { return Ok(()) };
    if source.is_cut() && error.is_eof() && records.rows > 0 {
        return Ok(());
    }
    Err(explained(source, &error))
}

fn is_list(head: &[u8]) -> bool {
    let mut text = String::new();
    let decoded = AsUtf8::new(head, text::detect(head, false)).read_to_string(&mut text);
    if decoded.is_err() {
        text = String::from_utf8_lossy(head).into_owned();
    }
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r'])
        .starts_with('[')
}

fn explained(source: &Source, error: &serde_json::Error) -> Failure {
    let place = source.place;
    if error.is_io() {
        return failures::damaged(&place.path, "it cannot be read to its end");
    }
    if source.is_cut() && error.is_eof() {
        return failures::too_large(
            &place.path,
            "its first object is larger than 1 MiB, too large to preview; add it to read all of it",
        );
    }
    let text = error.to_string();
    if text.contains("recursion limit") {
        return failure(
            "FILE_TOO_DEEP",
            format!(
                "“{}” is nested more than 128 levels deep in line {}. Flatten it first, or store the inner part as text.",
                failures::shown(&place.path),
                error.line()
            ),
        );
    }
    if error.is_eof() {
        return failures::damaged(
            &place.path,
            &format!("it ends in the middle of line {}", error.line()),
        );
    }
    failures::damaged(
        &place.path,
        &format!(
            "line {}, column {} is not JSON",
            error.line(),
            error.column()
        ),
    )
}
