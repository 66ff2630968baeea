//! One pass over a whole text: blocks of whole records, worked on by all processors, answered
//! in order.

use std::io::{self, Read};
use std::thread;

use protocol::message::Failure;

use super::split::{LONGEST_RECORD, Signs};
use crate::source::place::Place;
use crate::source::text::read_full;
use crate::source::{failures, unpack};
use crate::stop::Stop;

/// Bytes that one thread works on at a time.
const BLOCK: usize = 4 << 20;

/// Whether to go on after a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    GoOn,
    Stop,
}

/// A text being read block by block.
pub(crate) struct Blocks<'a> {
    pub place: &'a Place,
    pub reader: Box<dyn Read + Send>,
    pub signs: Signs,
    /// Lines end with a lone carriage return, which becomes a line feed.
    pub old_lines: bool,
    pub skip_lines: u64,
    carried: Vec<u8>,
    ended: bool,
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(place: &'a Place, reader: Box<dyn Read + Send>, signs: Signs) -> Self {
        Self {
            place,
            reader,
            signs,
            old_lines: false,
            skip_lines: 0,
            carried: Vec::new(),
            ended: false,
        }
    }

    fn grow(&mut self) -> io::Result<()> {
        let from = self.carried.len();
        self.carried.resize(from + BLOCK.max(from), 0);
        let read = read_full(&mut self.reader, &mut self.carried[from..])?;
        self.ended = from + read < self.carried.len();
        self.carried.truncate(from + read);
        if self.old_lines {
            self.carried[from..]
                .iter_mut()
                .filter(|byte| **byte == b'\r')
                .for_each(|byte| *byte = b'\n');
        }
        Ok(())
    }

    /// The next whole records; none at the end.
    fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        loop {
            if self.carried.len() > LONGEST_RECORD * 4 {
                return Err(failures::too_large(
                    &self.place.path,
                    "a line is longer than 64 MiB, which no table needs",
                ));
            }
            if !self.ended {
                self.grow()
                    .map_err(|error| unpack::failure_of(self.place, &error))?;
            }
            self.drop_skipped();
            let end = if self.ended {
                self.carried.len()
            } else {
                self.signs.last_end(&self.carried)
            };
            if end > 0 && self.skip_lines == 0 {
                let rest = self.carried.split_off(end);
                return Ok(Some(std::mem::replace(&mut self.carried, rest)));
            }
            if self.ended {
                return Ok(None);
            }
        }
    }

    fn drop_skipped(&mut self) {
        while self.skip_lines > 0 {
            let Some(at) = self.carried.iter().position(|byte| *byte == b'\n') else {
                if self.ended {
                    self.carried.clear();
                }
                return;
            };
            self.carried.drain(..=at);
            self.skip_lines -= 1;
        }
    }

    /// Works on every block, several at a time, and takes the answers in order.
    pub(crate) fn each<T: Send>(
        mut self,
        stop: &Stop,
        work: impl Fn(&[u8]) -> T + Sync,
        mut take: impl FnMut(T) -> Result<Then, Failure>,
    ) -> Result<(), Failure> {
        let threads = thread::available_parallelism()
            .map_or(2, usize::from)
            .clamp(1, 8);
        loop {
            if stop.is_set() {
                return Err(failures::cancelled());
            }
            let mut blocks = Vec::with_capacity(threads);
            while blocks.len() < threads {
                let Some(block) = self.next()? else { break };
                blocks.push(block);
            }
            if blocks.is_empty() {
                return Ok(());
            }
            let answers: Vec<thread::Result<T>> = thread::scope(|scope| {
                let running: Vec<_> = blocks
                    .iter()
                    .map(|block| scope.spawn(|| work(block)))
                    .collect();
                running
                    .into_iter()
                    .map(thread::ScopedJoinHandle::join)
                    .collect()
            });
            for answer in answers {
                let answer = answer.map_err(|_| {
                    failures::damaged(&self.place.path, "one of its parts cannot be taken apart")
                })?;
                if take(answer)? == Then::Stop {
                    return Ok(());
                }
            }
        }
    }
}
