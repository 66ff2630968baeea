//! Text of a file as UTF-8: which encoding the bytes are in, and turning them over.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use protocol::message::Failure;

use super::failures;

/// The encoding that a person named.
pub(crate) fn named(label: &str) -> Result<&'static Encoding, Failure> {
    Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
        failures::option(format!(
            "“{}” is not a known encoding. Use utf-8, windows-1252, utf-16le or another WHATWG label.",
            failures::clip(label, 40)
        ))
    })
}

/// The label that is recorded for an encoding.
pub(crate) fn label(encoding: &'static Encoding) -> String {
    encoding.name().to_lowercase()
}

/// The encoding that a sample of bytes is in. UTF-8 unless the bytes speak against it. A sample
/// that is not the whole text may end inside a character.
pub(crate) fn detect(sample: &[u8], is_whole: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return encoding;
    }
    if let Some(encoding) = wide(sample) {
        return encoding;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut rest = sample;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                good += marks(text);
                break;
            }
            Err(error) => {
                let (text, after) = rest.split_at(error.valid_up_to());
                good += std::str::from_utf8(text).map_or(0, marks);
                let Some(length) = error.error_len() else {
                    bad += usize::from(is_whole);
                    break;
                };
                bad += 1;
                rest = &after[length..];
            }
        }
    }
    if bad > good { WINDOWS_1252 } else { UTF_8 }
}

/// Characters outside ASCII, which speak for UTF-8 when they decode.
fn marks(text: &str) -> usize {
    text.chars().filter(|letter| !letter.is_ascii()).count()
}

/// UTF-16 without a mark: mostly Latin text has a zero in every second byte.
fn wide(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 > pairs * 6 && even * 10 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 6 && odd * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Reads as UTF-8 what is in another encoding. A byte order mark is taken off. UTF-8 itself
/// passes as it is, so that bytes that are not UTF-8 can be counted where they stand.
pub(crate) struct AsUtf8<R> {
    inner: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    at_start: bool,
    ended: bool,
}

impl<R: Read> AsUtf8<R> {
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal());
        Self {
            inner,
            decoder,
            raw: vec![0; 1 << 16],
            ready: Vec::new(),
            given: 0,
            at_start: true,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let read = read_some(&mut self.inner, &mut self.raw)?;
        self.ended = read == 0;
        self.ready.clear();
        self.given = 0;
        let Some(decoder) = &mut self.decoder else {
            self.ready.extend_from_slice(&self.raw[..read]);
            return Ok(());
        };
        let needed = decoder
            .max_utf8_buffer_length(read)
            .unwrap_or(read * 3 + 16);
        self.ready.resize(needed, 0);
        let (_, _, written, _) =
            decoder.decode_to_utf8(&self.raw[..read], &mut self.ready, self.ended);
        self.ready.truncate(written);
        Ok(())
    }
}

impl<R: Read> Read for AsUtf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at_start && self.decoder.is_none() {
            self.at_start = false;
            let mut mark = [0_u8; 3];
            let read = read_full(&mut self.inner, &mut mark)?;
            let text = &mark[..read];
            self.ready = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).to_vec();
        }
        while self.given == self.ready.len() && !self.ended {
            if self.decoder.is_none() && !buffer.is_empty() {
                return read_some(&mut self.inner, buffer);
            }
            self.refill()?;
        }
        let count = buffer.len().min(self.ready.len() - self.given);
        buffer[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

fn read_some(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Reads until the buffer is full or the end is reached.
pub(crate) fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read_some(reader, &mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        let mut text = String::new();
        AsUtf8::new(bytes, detect(bytes, true))
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn encodings_are_told_apart_by_mark_zeros_and_validity() {
        assert_eq!(decoded("name\nZoë".as_bytes()), "name\nZoë");
        assert_eq!(decoded(b"\xef\xbb\xbfname"), "name");
        assert_eq!(decoded(b"name\nZo\xeb"), "name\nZoë");
        let little: Vec<u8> = "\u{feff}näme\n1"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decoded(&little), "näme\n1");
        let big: Vec<u8> = "name,value\n1,2"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decoded(&big), "name,value\n1,2");
    }

    #[test]
    fn a_few_bad_bytes_do_not_make_utf8_something_else() {
        assert_eq!(detect("é".repeat(50).as_bytes(), true), UTF_8);
        let mut mixed = "é".repeat(50).into_bytes();
        mixed.push(0xff);
        assert_eq!(detect(&mixed, true), UTF_8);
        assert_eq!(detect(b"caf\xe9 cr\xe8me", true), WINDOWS_1252);
    }
}
