//! Containers made by hand, so that every field of them can lie.

/// One entry of a container, with what it says about itself.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) local_name: Option<Vec<u8>>,
    pub(crate) data: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    /// What the headers say about the unpacked size.
    pub(crate) bytes: u32,
    pub(crate) local_bytes: Option<u32>,
    pub(crate) crc: u32,
    pub(crate) attributes: u32,
    /// Where the table of contents says that the entry begins.
    pub(crate) offset: Option<u32>,
}

/// An honest entry, stored as it is.
pub(crate) fn stored(name: &str, data: &[u8]) -> Entry {
    Entry {
        name: name.as_bytes().to_vec(),
        local_name: None,
        data: data.to_vec(),
        method: 0,
        flags: 0,
        bytes: u32::try_from(data.len()).unwrap(),
        local_bytes: None,
        crc: crc(data),
        attributes: 0o100_644 << 16,
        offset: None,
    }
}

/// An honest entry, packed.
pub(crate) fn deflated(name: &str, data: &[u8]) -> Entry {
    use std::io::Write;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    let packed = encoder.finish().unwrap();
    Entry {
        data: packed,
        method: 8,
        ..stored(name, data)
    }
}

pub(crate) fn crc(data: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(data);
    crc.sum()
}

/// Entries in order, their table of contents and the end record.
pub(crate) fn zip(entries: &[Entry]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut central = Vec::new();
    for entry in entries {
        let here = u32::try_from(file.len()).unwrap();
        let packed = u32::try_from(entry.data.len()).unwrap();
        let local_name = entry.local_name.as_ref().unwrap_or(&entry.name);
        file.extend(b"PK\x03\x04");
        short(&mut file, &[20, entry.flags, entry.method, 0, 33]);
        long(
            &mut file,
            &[entry.crc, packed, entry.local_bytes.unwrap_or(entry.bytes)],
        );
        short(&mut file, &[length(local_name), 0]);
        file.extend(local_name);
        file.extend(&entry.data);

        central.extend(b"PK\x01\x02");
        short(
            &mut central,
            &[0x0314, 20, entry.flags, entry.method, 0, 33],
        );
        long(&mut central, &[entry.crc, packed, entry.bytes]);
        short(&mut central, &[length(&entry.name), 0, 0, 0, 0]);
        long(
            &mut central,
            &[entry.attributes, entry.offset.unwrap_or(here)],
        );
        central.extend(&entry.name);
    }
    let start = u32::try_from(file.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    file.extend(&central);
    file.extend(b"PK\x05\x06");
    short(&mut file, &[0, 0, count, count]);
    long(&mut file, &[u32::try_from(central.len()).unwrap(), start]);
    short(&mut file, &[0]);
    file
}

fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap()
}

fn short(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn long(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}
