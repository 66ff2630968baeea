//! Data that travels inside a workbook file: each table as one Parquet part. Versions that do not know
//! them keep the parts as they are.

use super::parts::{Extra, Extras};
use super::structure::MOST_PARTS;

/// How the path of a source begins whose data is a part of the file; the name of the part follows.
pub const INSIDE: &str = "inside://";

const FOLDER: &str = "data/";

impl Extras {
    /// The data that the path of a source names; none for other paths, and when it is not there.
    pub fn data(&self, path: &str) -> Option<&[u8]> {
        let name = path.strip_prefix(INSIDE)?;
        let is_it = |part: &&Extra| part.name.strip_prefix(FOLDER) == Some(name);
        self.0.iter().find(is_it).map(|part| part.bytes.as_slice())
    }

    /// The same parts with the data of a table, and the path that a source reads it by. Only letters,
    /// digits and `_` of `name` are kept.
    #[must_use]
    pub fn with_data(&self, name: &str, bytes: Vec<u8>) -> (Self, String) {
        let plain = |letter: char| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '_'
            }
        };
        let plain: String = name.chars().map(plain).take(60).collect();
        let mut file = format!("{plain}.parquet");
        let mut count = 2;
        while self
            .0
            .iter()
            .any(|part| part.name.eq_ignore_ascii_case(&format!("{FOLDER}{file}")))
        {
            file = format!("{plain}_{count}.parquet");
            count += 1;
        }
        let mut kept = self.clone();
        kept.0.push(Extra {
            name: format!("{FOLDER}{file}"),
            bytes,
            place: MOST_PARTS,
            is_listed: true,
        });
        (kept, format!("{INSIDE}{file}"))
    }
}
