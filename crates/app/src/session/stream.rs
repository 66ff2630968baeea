//! Arrow IPC streams as they travel: framed with their head, cut, joined.

use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;

use crate::Error;
use crate::command::notebook::WindowHead;
use crate::door::Rows;

/// `[length, u32 little-endian][head as JSON][Arrow IPC stream]`.
pub(super) fn frame(head: &WindowHead, arrow: &[u8]) -> Result<Rows, Error> {
    let json = serde_json::to_vec(head).map_err(|_| Error::fault("Reading rows"))?;
    let length = u32::try_from(json.len()).map_err(|_| Error::fault("Reading rows"))?;
    let mut bytes = Vec::with_capacity(4 + json.len() + arrow.len());
    bytes.extend(length.to_le_bytes());
    bytes.extend(json);
    bytes.extend(arrow);
    Ok(Rows(bytes))
}

/// A framed reply as its head and its Arrow IPC stream.
pub(super) fn unframed(rows: &Rows) -> Result<(WindowHead, &[u8]), Error> {
    let damaged = || Error::fault("Reading rows");
    let (length, rest) = rows.0.split_first_chunk::<4>().ok_or_else(damaged)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| damaged())?;
    let (head, stream) = rest.split_at_checked(length).ok_or_else(damaged)?;
    let head = serde_json::from_slice(head).map_err(|_| damaged())?;
    Ok((head, stream))
}

/// Arrow IPC streams of the same columns as one.
pub(super) fn joined(mut streams: Vec<Vec<u8>>) -> Result<Vec<u8>, Error> {
    if streams.len() == 1 {
        return Ok(streams.swap_remove(0));
    }
    let join = || -> Result<Vec<u8>, arrow::error::ArrowError> {
        let mut out = Vec::new();
        let mut batches = Vec::new();
        let mut schema = None;
        for stream in &streams {
            let reader = StreamReader::try_new(stream.as_slice(), None)?;
            schema.get_or_insert_with(|| reader.schema());
            for batch in reader {
                batches.push(batch?);
            }
        }
        if let Some(schema) = schema {
            let mut writer = StreamWriter::try_new(&mut out, &schema)?;
            for batch in &batches {
                writer.write(batch)?;
            }
            writer.finish()?;
        }
        Ok(out)
    };
    join().map_err(|error| {
        tracing::error!(%error, "pages of an answer could not be joined");
        Error::fault("Reading rows")
    })
}

/// Rows `offset..offset + limit` of an Arrow IPC stream as a stream of their own.
pub(super) fn slice(
    arrow: &[u8],
    offset: u64,
    limit: u32,
) -> Result<(Vec<u8>, u32), arrow::error::ArrowError> {
    let reader = StreamReader::try_new(arrow, None)?;
    let mut out = Vec::new();
    let mut writer = StreamWriter::try_new(&mut out, &reader.schema())?;
    let mut skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let mut left = limit as usize;
    for batch in reader {
        let batch = batch?;
        let from = skip.min(batch.num_rows());
        let taken = left.min(batch.num_rows() - from);
        skip -= from;
        if taken > 0 {
            writer.write(&batch.slice(from, taken))?;
            left -= taken;
        }
        if left == 0 {
            break;
        }
    }
    writer.finish()?;
    drop(writer);
    Ok((out, limit - u32::try_from(left).unwrap_or(limit)))
}
