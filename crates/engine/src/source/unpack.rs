//! Bytes of a file, unpacked: gzip and zstd, one layer only, with a limit on what may come out.

use std::fs::File;
use std::io::{self, BufReader, Read};

use protocol::message::Failure;

use super::failures;
use super::kind::{Packing, packing};
use super::place::Place;

/// More than this never comes out of a packed file.
const MOST_UNPACKED: u64 = 64 << 30;
/// A packed file may grow by this factor; text rarely grows by more than 20.
const MOST_GROWTH: u64 = 2_000;
/// Growth is not judged before this many bytes came out.
const JUDGED_FROM: u64 = 64 << 20;

/// Opens a file for reading its unpacked bytes from the start.
pub(crate) fn open(place: &Place) -> Result<(Box<dyn Read + Send>, Packing), Failure> {
    let head = place.head(4)?;
    let file = place.open()?;
    let packing = packing(&head);
    let reader: Box<dyn Read + Send> = match packing {
        Packing::Plain => Box::new(file),
        Packing::Gzip => capped(place, flate2::read::MultiGzDecoder::new(buffered(file))),
        Packing::Zstd => {
            let decoder = zstd::stream::read::Decoder::new(file)
                .map_err(|error| failures::io(&place.path, &error))?;
            capped(place, decoder)
        }
    };
    Ok((reader, packing))
}

fn buffered(file: File) -> BufReader<File> {
    BufReader::with_capacity(1 << 18, file)
}

fn capped(place: &Place, inner: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    let cap = place
        .bytes
        .saturating_mul(MOST_GROWTH)
        .clamp(JUDGED_FROM, MOST_UNPACKED);
    Box::new(Capped { inner, left: cap })
}

/// The message of the error that a capped reader gives; see `failure_of`.
const TOO_MUCH: &str = "unpacks to far more than its size";

struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self
            .inner
            .read(buffer)
            .map_err(|error| match error.kind() {
                io::ErrorKind::Interrupted => error,
                _ => io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the packed bytes end too early or are damaged",
                ),
            })?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, TOO_MUCH))?;
        Ok(read)
    }
}

/// The failure behind an error of a reader that `open` gave.
pub(crate) fn failure_of(place: &Place, error: &io::Error) -> Failure {
    let text = error.to_string();
    if text == TOO_MUCH {
        failures::too_large(
            &place.path,
            "it unpacks to far more than its size, as a bomb would",
        )
    } else if error.get_ref().is_some() && error.kind() == io::ErrorKind::InvalidData {
        failures::damaged(&place.path, &text)
    } else {
        failures::io(&place.path, error)
    }
}

/// The first unpacked bytes, at most `limit`, and whether that was all.
pub(crate) fn head(place: &Place, limit: u64) -> Result<(Vec<u8>, bool), Failure> {
    let (reader, packing) = open(place)?;
    let mut bytes = Vec::new();
    reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failure_of(place, &error))?;
    if packing != Packing::Plain && self::packing(&bytes) != Packing::Plain {
        return Err(failures::unsupported(
            &place.path,
            "is packed twice",
            "Unpack it once and open the file that comes out.",
        ));
    }
    let whole = bytes.len() as u64 <= limit;
    bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((bytes, whole))
}
