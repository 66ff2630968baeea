//! Of how many parts an Arrow file or stream is made, before any of them is read: each costs time
//! and memory even when it holds no row.

use std::fs::File;
use std::io::{BufReader, Read, Result, Seek, SeekFrom};

use arrow::ipc::{MessageHeader, root_as_footer, root_as_message};
use protocol::message::Failure;

use crate::source::failures;
use crate::source::place::Place;

/// Most parts that are read.
const MOST_PARTS: usize = 250_000;
/// Most dictionaries one after another; the reader descends into each.
const MOST_DICTIONARIES: usize = 5_000;
/// Stands before the length of a message, except in old streams.
const CONTINUATION: [u8; 4] = [0xff; 4];
/// Length of the footer and the magic word at the end of a file.
const TAIL: i64 = 10;

/// Refuses an Arrow stream of too many parts. What does not follow the format is left to the
/// reader, which says so.
pub(super) fn check_stream(place: &Place) -> core::result::Result<(), Failure> {
    judge(place, walk(place.open()?).unwrap_or(false))
}

/// Refuses an Arrow file of too many parts.
pub(super) fn check_file(place: &Place) -> core::result::Result<(), Failure> {
    judge(place, has_long_footer(place.open()?).unwrap_or(false))
}

fn judge(place: &Place, is_too_much: bool) -> core::result::Result<(), Failure> {
    if is_too_much {
        return Err(failures::too_large(
            &place.path,
            "it is made of more than 250 000 parts (record batches); write it again with larger ones",
        ));
    }
    Ok(())
}

/// Passes over the messages of a stream; true when there are too many.
fn walk(file: File) -> Result<bool> {
    let mut stream = BufReader::new(file);
    let mut head = Vec::new();
    let mut dictionaries = 0;
    for _ in 0..=MOST_PARTS {
        let length = match word(&mut stream)? {
            CONTINUATION => word(&mut stream)?,
            length => length,
        };
        let length = u32::from_le_bytes(length);
        if length == 0 {
            return Ok(false);
        }
        head.clear();
        stream.by_ref().take(length.into()).read_to_end(&mut head)?;
        let (kind, body) = root_as_message(&head).map_or((MessageHeader::NONE, 0), |message| {
            (message.header_type(), message.bodyLength())
        });
        dictionaries = if kind == MessageHeader::DictionaryBatch {
            dictionaries + 1
        } else {
            0
        };
        if dictionaries > MOST_DICTIONARIES {
            return Ok(true);
        }
        // A body that leads backwards would be walked for ever; the reader refuses it.
        stream.seek_relative(body.max(0))?;
    }
    Ok(true)
}

fn word(stream: &mut impl Read) -> Result<[u8; 4]> {
    let mut word = [0; 4];
    stream.read_exact(&mut word)?;
    Ok(word)
}

fn has_long_footer(mut file: File) -> Result<bool> {
    let end = file.seek(SeekFrom::End(-TAIL))?;
    let length = u64::from(u32::from_le_bytes(word(&mut file)?));
    let start = end.saturating_sub(length);
    file.seek(SeekFrom::Start(start))?;
    let mut footer = Vec::new();
    file.take(length).read_to_end(&mut footer)?;
    Ok(root_as_footer(&footer).is_ok_and(|footer| {
        let parts = footer.recordBatches().map_or(0, |blocks| blocks.len());
        let dictionaries = footer.dictionaries().map_or(0, |blocks| blocks.len());
        parts + dictionaries > MOST_PARTS
    }))
}
