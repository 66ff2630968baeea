//! What a packed spreadsheet holds, and how much it is unpacked, before anything believes it.

use std::io::{BufReader, Read};

use protocol::message::Failure;
use zip::ZipArchive;

use crate::source::failures;
use crate::source::kind;
use crate::source::place::Place;

/// Unpacked bytes that no spreadsheet needs.
const MOST_BYTES: u64 = 2 << 30;
/// Below this nothing is a bomb.
const JUDGED_FROM: u64 = 64 << 20;
/// Sheets grow about tenfold; a bomb grows by hundreds.
const MOST_GROWTH: u64 = 100;
const MOST_PARTS: usize = 20_000;
/// Bytes at the start of a part in which it states how many texts it has.
const LOOKED_AT: u64 = 1 << 20;

/// The kind of spreadsheet in an archive.
pub(super) enum Inside {
    Xlsx,
    Xlsb,
    Ods,
    Other,
}

/// Counts what really comes out of the archive; sizes that it states are not believed.
pub(super) fn check(place: &Place) -> Result<Inside, Failure> {
    let damaged = || failures::damaged(&place.path, "its ZIP container is incomplete or damaged");
    let mut archive = ZipArchive::new(BufReader::new(place.open()?)).map_err(|_| damaged())?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let inside = if has("xl/workbook.xml")
        || (has("[Content_Types].xml")
            && has("_rels/.rels")
            && !has("xl/workbook.bin")
            && !has("word/document.xml")
            && !has("ppt/presentation.xml"))
    {
        Inside::Xlsx
    } else if has("xl/workbook.bin") {
        Inside::Xlsb
    } else if has("content.xml") && has("mimetype") {
        Inside::Ods
    } else if has("EncryptedPackage") {
        return Err(kind::protected(&place.path));
    } else {
        Inside::Other
    };
    if archive.len() > MOST_PARTS {
        return Err(failures::too_large(
            &place.path,
            "its container has more than 20,000 parts",
        ));
    }
    let cap = MOST_BYTES.min(JUDGED_FROM.max(place.bytes.saturating_mul(MOST_GROWTH)));
    let mut total = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| damaged())?;
        let mut part = part.take(cap - total + 1);
        let mut start = Vec::new();
        part.by_ref()
            .take(LOOKED_AT)
            .read_to_end(&mut start)
            .map_err(|_| damaged())?;
        let rest = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| damaged())?;
        let counted = start.len() as u64 + rest;
        if stated_texts(&start) > counted {
            return Err(failures::damaged(
                &place.path,
                "it states more texts than it holds",
            ));
        }
        total += counted;
        if total > cap {
            return Err(failures::too_large(
                &place.path,
                "it unpacks to far more than its size, as a bomb would",
            ));
        }
    }
    Ok(inside)
}

/// The number of texts that a part states to have. The reader makes room for that many before it
/// has seen one, so a false number must not reach it.
fn stated_texts(start: &[u8]) -> u64 {
    const WORD: &[u8] = b"uniqueCount";
    let Some(at) = start.windows(WORD.len()).position(|window| window == WORD) else {
        return 0;
    };
    let digits = start[at + WORD.len()..]
        .iter()
        .skip_while(|byte| !byte.is_ascii_digit())
        .take_while(|byte| byte.is_ascii_digit());
    digits.fold(0_u64, |sum, byte| {
        sum.saturating_mul(10)
            .saturating_add(u64::from(byte - b'0'))
    })
}
