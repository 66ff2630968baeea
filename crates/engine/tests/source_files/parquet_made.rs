//! Parquet files put together byte by byte, so that they can say what no writer would write.

/// A structure of Thrift's compact protocol. Fields come in rising order of their numbers.
#[derive(Default)]
pub(crate) struct Thrift {
    bytes: Vec<u8>,
    last: u8,
}

const INT32: u8 = 5;
const INT64: u8 = 6;
const BYTES: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

impl Thrift {
    fn field(&mut self, number: u8, kind: u8) {
        self.bytes.push(((number - self.last) << 4) | kind);
        self.last = number;
    }

    pub(crate) fn int(mut self, number: u8, value: i32) -> Self {
        self.field(number, INT32);
        self.bytes.extend(zigzag(value.into()));
        self
    }

    pub(crate) fn long(mut self, number: u8, value: i64) -> Self {
        self.field(number, INT64);
        self.bytes.extend(zigzag(value));
        self
    }

    pub(crate) fn text(mut self, number: u8, value: &[u8]) -> Self {
        self.field(number, BYTES);
        self.bytes.extend(blob(value));
        self
    }

    pub(crate) fn one(mut self, number: u8, value: Self) -> Self {
        self.field(number, STRUCT);
        self.bytes.extend(value.done());
        self
    }

    fn list(mut self, number: u8, kind: u8, items: Vec<Vec<u8>>) -> Self {
        self.field(number, LIST);
        self.bytes.push(0xf0 | kind);
        self.bytes.extend(varint(items.len() as u64));
        self.bytes.extend(items.into_iter().flatten());
        self
    }

    pub(crate) fn ints(self, number: u8, items: &[i64]) -> Self {
        let items = items.iter().map(|item| zigzag(*item)).collect();
        self.list(number, INT32, items)
    }

    pub(crate) fn texts(self, number: u8, items: &[&str]) -> Self {
        let items = items.iter().map(|item| blob(item.as_bytes())).collect();
        self.list(number, BYTES, items)
    }

    pub(crate) fn many(self, number: u8, items: Vec<Self>) -> Self {
        let items = items.into_iter().map(Self::done).collect();
        self.list(number, STRUCT, items)
    }

    fn done(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            bytes.push(low & 0x7f);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

fn zigzag(value: i64) -> Vec<u8> {
    varint((value << 1 ^ value >> 63).cast_unsigned())
}

fn blob(value: &[u8]) -> Vec<u8> {
    [varint(value.len() as u64), value.to_vec()].concat()
}

/// One required column as its file describes it.
#[derive(Clone)]
pub(crate) struct Made {
    /// Physical type: 2 is 64-bit whole numbers, 3 the old 96-bit times, 7 bytes of fixed length.
    pub physical: i32,
    pub length: Option<i32>,
    /// Digits of a decimal.
    pub digits: Option<i32>,
    pub codec: i32,
    /// Smallest and largest value, as the statistics claim.
    pub claims: Option<(i64, i64)>,
    /// Row groups: how many rows each claims, and its pages.
    pub groups: Vec<(i64, Vec<u8>)>,
    /// Groups that the row shares with columns inside of columns.
    pub depth: usize,
}

impl Default for Made {
    fn default() -> Self {
        Self {
            physical: 2,
            length: None,
            digits: None,
            codec: 0,
            claims: None,
            groups: Vec::new(),
            depth: 0,
        }
    }
}

/// A page of values as they are.
pub(crate) fn plain_page(claimed_rows: i32, values: &[u8]) -> Vec<u8> {
    page(claimed_rows, 0, values)
}

/// A dictionary of one number, and a page that says it `rows` times.
pub(crate) fn repeated(value: i64, rows: i32) -> Vec<u8> {
    let dictionary = Thrift::default()
        .int(1, 2)
        .int(2, 8)
        .int(3, 8)
        .one(7, Thrift::default().int(1, 1).int(2, 0))
        .done();
    // Indices of one bit: a run of `rows` zeros.
    let mut run = vec![1];
    run.extend(varint(u64::from(rows.unsigned_abs()) << 1));
    run.push(0);
    [
        dictionary,
        value.to_le_bytes().to_vec(),
        page(rows, 8, &run),
    ]
    .concat()
}

fn page(rows: i32, encoding: i32, content: &[u8]) -> Vec<u8> {
    let size = i32::try_from(content.len()).unwrap();
    let values = Thrift::default()
        .int(1, rows)
        .int(2, encoding)
        .int(3, 3)
        .int(4, 3);
    let head = Thrift::default()
        .int(1, 0)
        .int(2, size)
        .int(3, size)
        .one(5, values)
        .done();
    [head, content.to_vec()].concat()
}

/// The file with the one column `n`.
pub(crate) fn file(made: &Made, has_dictionary: bool) -> Vec<u8> {
    let mut bytes = b"PAR1".to_vec();
    let path: Vec<&str> = std::iter::repeat_n("g", made.depth).chain(["n"]).collect();
    let mut groups = Vec::new();
    for (rows, pages) in &made.groups {
        let start = long(bytes.len());
        bytes.extend(pages);
        groups.push(group(
            made,
            &path,
            *rows,
            (start, long(pages.len()), has_dictionary),
        ));
    }
    let rows = made.groups.iter().map(|(rows, _)| rows).sum();
    let footer = Thrift::default()
        .int(1, 1)
        .many(2, schema(made))
        .long(3, rows)
        .many(4, groups)
        .done();
    let length = u32::try_from(footer.len()).unwrap();
    bytes.extend(footer);
    bytes.extend(length.to_le_bytes());
    bytes.extend(b"PAR1");
    bytes
}

fn long(length: usize) -> i64 {
    i64::try_from(length).unwrap()
}

fn schema(made: &Made) -> Vec<Thrift> {
    let parent = |name: &[u8]| Thrift::default().int(3, 0).text(4, name).int(5, 1);
    let mut schema = vec![Thrift::default().text(4, b"schema").int(5, 1)];
    schema.extend((0..made.depth).map(|_| parent(b"g")));
    let mut leaf = Thrift::default().int(1, made.physical);
    if let Some(length) = made.length {
        leaf = leaf.int(2, length);
    }
    leaf = leaf.int(3, 0).text(4, b"n");
    if let Some(digits) = made.digits {
        leaf = leaf.int(6, 5).int(7, 2).int(8, digits);
    }
    schema.push(leaf);
    schema
}

fn group(made: &Made, path: &[&str], rows: i64, place: (i64, i64, bool)) -> Thrift {
    let (start, size, has_dictionary) = place;
    let mut column = Thrift::default()
        .int(1, made.physical)
        .ints(2, &[0, 3, 8])
        .texts(3, path)
        .int(4, made.codec)
        .long(5, rows)
        .long(6, size)
        .long(7, size)
        .long(9, start);
    if has_dictionary {
        column = column.long(11, start);
    }
    if let Some((least, most)) = made.claims {
        let claims = Thrift::default()
            .long(3, 0)
            .text(5, &most.to_le_bytes())
            .text(6, &least.to_le_bytes());
        column = column.one(12, claims);
    }
    let chunk = Thrift::default().long(2, start).one(3, column);
    Thrift::default()
        .many(1, vec![chunk])
        .long(2, size)
        .long(3, rows)
}
