//! How a message travels: two lengths, a JSON header and raw bytes beside it.
//!
//! `u32` little-endian length of the header, `u32` little-endian length of the payload, the header
//! (a `Request` or a `Say` as JSON), the payload. Nothing is reserved on the word of a declared
//! length: memory grows with the bytes that really arrive.

use std::io::{ErrorKind, Read, Write};

use serde::{Serialize, de::DeserializeOwned};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// The longest JSON header that is read or written, in bytes.
pub const MAX_HEADER_BYTES: usize = 16 << 20;
/// The longest payload that is read or written, in bytes.
pub const MAX_PAYLOAD_BYTES: usize = 1 << 30;

const LENGTHS: usize = 8;

/// Why a frame could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The pipe itself failed.
    #[error("the pipe failed: {0}")]
    Pipe(#[from] std::io::Error),
    /// The other side ended in the middle of a frame.
    #[error("the message ends after {got} of {wanted} bytes")]
    Torn { got: usize, wanted: usize },
    /// A header longer than `MAX_HEADER_BYTES`.
    #[error("a header of {bytes} bytes is over the limit of {MAX_HEADER_BYTES}")]
    HeaderTooLong { bytes: usize },
    /// A payload longer than `MAX_PAYLOAD_BYTES`.
    #[error("a payload of {bytes} bytes is over the limit of {MAX_PAYLOAD_BYTES}")]
    PayloadTooLong { bytes: usize },
    /// The header is not a message of this protocol.
    #[error("the header is not a known message: {0}")]
    Unknown(#[from] serde_json::Error),
}

/// Reads one message; `None` when the other side has ended between two messages.
pub fn read<T: DeserializeOwned>(
    reader: &mut impl Read,
) -> Result<Option<(T, Vec<u8>)>, FrameError> {
    let mut lengths = [0; LENGTHS];
    let mut got = 0;
    while got < LENGTHS {
        match reader.read(&mut lengths[got..]) {
            Ok(0) if got == 0 => return Ok(None),
            Ok(0) => {
                return Err(FrameError::Torn {
                    got,
                    wanted: LENGTHS,
                });
            }
            Ok(count) => got += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    let (header, payload) = sizes(lengths)?;
    let header = read_part(reader, header)?;
    let payload = read_part(reader, payload)?;
    Ok(Some((serde_json::from_slice(&header)?, payload)))
}

/// Writes one message and flushes it.
pub fn write<T: Serialize>(
    writer: &mut impl Write,
    message: &T,
    payload: &[u8],
) -> Result<(), FrameError> {
    writer.write_all(&head(message, payload)?)?;
    writer.write_all(payload)?;
    writer.flush()?;
    Ok(())
}

/// Reads one message like `read`, without blocking the thread.
pub async fn read_async<T: DeserializeOwned>(
    reader: &mut (impl AsyncRead + Unpin),
) -> Result<Option<(T, Vec<u8>)>, FrameError> {
    let mut lengths = [0; LENGTHS];
    let mut got = 0;
    while got < LENGTHS {
        match reader.read(&mut lengths[got..]).await? {
            0 if got == 0 => return Ok(None),
            0 => {
                return Err(FrameError::Torn {
                    got,
                    wanted: LENGTHS,
                });
            }
            count => got += count,
        }
    }
    let (header, payload) = sizes(lengths)?;
    let header = read_part_async(reader, header).await?;
    let payload = read_part_async(reader, payload).await?;
    Ok(Some((serde_json::from_slice(&header)?, payload)))
}

/// Writes one message like `write`, without blocking the thread.
pub async fn write_async<T: Serialize>(
    writer: &mut (impl AsyncWrite + Unpin),
    message: &T,
    payload: &[u8],
) -> Result<(), FrameError> {
    writer.write_all(&head(message, payload)?).await?;
    writer.write_all(payload).await?;
    writer.flush().await?;
    Ok(())
}

fn head<T: Serialize>(message: &T, payload: &[u8]) -> Result<Vec<u8>, FrameError> {
    let mut head = vec![0; LENGTHS];
    serde_json::to_writer(&mut head, message)?;
    let header_bytes = head.len() - LENGTHS;
    let header = limited(header_bytes, MAX_HEADER_BYTES).ok_or(FrameError::HeaderTooLong {
        bytes: header_bytes,
    })?;
    let payload = limited(payload.len(), MAX_PAYLOAD_BYTES).ok_or(FrameError::PayloadTooLong {
        bytes: payload.len(),
    })?;
    head[..4].copy_from_slice(&header.to_le_bytes());
    head[4..LENGTHS].copy_from_slice(&payload.to_le_bytes());
    Ok(head)
}

fn limited(bytes: usize, limit: usize) -> Option<u32> {
    u32::try_from(bytes).ok().filter(|_| bytes <= limit)
}

fn sizes(lengths: [u8; LENGTHS]) -> Result<(usize, usize), FrameError> {
    let [header, payload] = [0, 4].map(|at| {
        u32::from_le_bytes([
            lengths[at],
            lengths[at + 1],
            lengths[at + 2],
            lengths[at + 3],
        ]) as usize
    });
    if header > MAX_HEADER_BYTES {
        return Err(FrameError::HeaderTooLong { bytes: header });
    }
    if payload > MAX_PAYLOAD_BYTES {
        return Err(FrameError::PayloadTooLong { bytes: payload });
    }
    Ok((header, payload))
}

fn read_part(reader: &mut impl Read, wanted: usize) -> Result<Vec<u8>, FrameError> {
    let mut part = Vec::new();
    reader.take(wanted as u64).read_to_end(&mut part)?;
    whole(part, wanted)
}

async fn read_part_async(
    reader: &mut (impl AsyncRead + Unpin),
    wanted: usize,
) -> Result<Vec<u8>, FrameError> {
    let mut part = Vec::new();
    reader.take(wanted as u64).read_to_end(&mut part).await?;
    whole(part, wanted)
}

fn whole(part: Vec<u8>, wanted: usize) -> Result<Vec<u8>, FrameError> {
    if part.len() == wanted {
        Ok(part)
    } else {
        Err(FrameError::Torn {
            got: part.len(),
            wanted,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Ask, Request, Say};

    fn frame(id: u64, payload: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(
            &mut bytes,
            &Request {
                id,
                job: None,
                ask: Ask::Status,
            },
            payload,
        )
        .unwrap();
        bytes
    }

    #[test]
    fn a_message_and_its_payload_come_back_whole_and_in_order() {
        let mut stream = frame(1, b"");
        stream.extend(frame(2, &vec![7; 100_000]));
        let mut reader = stream.as_slice();
        let (first, none) = read::<Request>(&mut reader).unwrap().unwrap();
        let (second, some) = read::<Request>(&mut reader).unwrap().unwrap();
        assert_eq!((first.id, none.len(), second.id), (1, 0, 2));
        assert_eq!(some, vec![7; 100_000]);
        assert!(
            read::<Request>(&mut reader).unwrap().is_none(),
            "the end between two messages"
        );
    }

    #[test]
    fn every_cut_inside_a_message_is_torn_and_never_a_message() {
        let whole = frame(9, b"payload");
        for cut in 1..whole.len() {
            let outcome = read::<Request>(&mut &whole[..cut]);
            assert!(
                matches!(outcome, Err(FrameError::Torn { .. })),
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn declared_lengths_over_the_caps_are_refused_before_anything_is_read() {
        let check = |header: usize, payload: usize| {
            let mut bytes = u32::try_from(header).unwrap().to_le_bytes().to_vec();
            bytes.extend(u32::try_from(payload).unwrap().to_le_bytes());
            read::<Request>(&mut bytes.as_slice()).unwrap_err()
        };
        assert!(matches!(
            check(MAX_HEADER_BYTES + 1, 0),
            FrameError::HeaderTooLong { .. }
        ));
        assert!(matches!(
            check(2, MAX_PAYLOAD_BYTES + 1),
            FrameError::PayloadTooLong { .. }
        ));
        assert!(matches!(
            check(u32::MAX as usize, 0),
            FrameError::HeaderTooLong { .. }
        ));
        // At the cap the lengths are fine, and what is missing is the rest.
        assert!(matches!(
            check(MAX_HEADER_BYTES, MAX_PAYLOAD_BYTES),
            FrameError::Torn { .. }
        ));
    }

    #[test]
    fn a_header_over_the_cap_is_not_sent() {
        let text = "x".repeat(MAX_HEADER_BYTES);
        let error = write(&mut Vec::new(), &text, b"").unwrap_err();
        assert!(matches!(error, FrameError::HeaderTooLong { .. }));
    }

    #[test]
    fn garbage_is_an_unknown_message() {
        for text in [
            "",
            "{",
            "null",
            "[1]",
            r#"{"say":"hello"}"#,
            "\u{0}\u{1}",
            r#"{"id":-1}"#,
        ] {
            let mut bytes = u32::try_from(text.len()).unwrap().to_le_bytes().to_vec();
            bytes.extend([0; 4]);
            bytes.extend(text.as_bytes());
            let outcome = read::<Say>(&mut bytes.as_slice());
            assert!(matches!(outcome, Err(FrameError::Unknown(_))), "{text:?}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let mut bytes = u32::try_from(deep.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend([0; 4]);
        bytes.extend(deep.as_bytes());
        let outcome = read::<Say>(&mut bytes.as_slice());
        assert!(
            matches!(outcome, Err(FrameError::Unknown(_))),
            "nesting does not end the process"
        );
    }

    #[tokio::test]
    async fn both_codecs_speak_the_same_bytes() {
        let mut bytes = Vec::new();
        let request = Request {
            id: 5,
            job: None,
            ask: Ask::Status,
        };
        write_async(&mut bytes, &request, b"rows").await.unwrap();
        assert_eq!(bytes, frame(5, b"rows"));
        let mut reader = bytes.as_slice();
        let (back, payload) = read_async::<Request>(&mut reader).await.unwrap().unwrap();
        assert_eq!((back.id, payload.as_slice()), (5, b"rows".as_slice()));
        assert!(read_async::<Request>(&mut reader).await.unwrap().is_none());
        for cut in 1..bytes.len() {
            let outcome = read_async::<Request>(&mut &bytes[..cut]).await;
            assert!(
                matches!(outcome, Err(FrameError::Torn { .. })),
                "cut at {cut}"
            );
        }
    }
}
