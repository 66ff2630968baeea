// Small files of every kind that is read, made here without any tool: what is in them is known.
import { crc32, gzipSync } from "node:zlib";

/** Twelve sales in three cities; amounts have decimals, one is missing, names have umlauts. */
export const SALES = Array.from({ length: 12 }, (_, at) => ({
  city: ["Köln", "Wien", "Oslo"][at % 3],
  amount: at === 7 ? null : (at * 37 + 11) / 4,
  day: `2026-0${1 + (at % 9)}-1${at % 10}`,
}));

/** Their sum in quarters of a unit, so that it is exact. */
export const SUM = SALES.reduce((sum, { amount }) => sum + (amount ?? 0), 0);

/** As separated text; a comma as decimal mark when the delimiter is not one. */
export function separated(delimiter, mark = ".") {
  const number = (value) => (value === null ? "" : value.toFixed(2).replace(".", mark));
  const lines = SALES.map(({ city, amount, day }) => [city, number(amount), day].join(delimiter));
  return `${["city", "amount", "day"].join(delimiter)}\n${lines.join("\n")}\n`;
}

export function gzipped(text) {
  return gzipSync(Buffer.from(text));
}

/** A frame of Zstandard whose blocks are stored as they are (RFC 8878, 3.1.1). */
export function zstandard(text) {
  const content = Buffer.from(text);
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2fb528, 0);
  head[4] = 0b1010_0000; // a single segment, four bytes of size
  head.writeUInt32LE(content.length, 5);
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([head, block, content]);
}

/** A workbook with two sheets: `Sales` with the rows, `Targets` with one figure for each city. */
export function workbook() {
  const sales = [["city", "amount", "day"], ...SALES.map((sale) => Object.values(sale))];
  const targets = [["city", "target"], ["Köln", 100], ["Wien", 200], ["Oslo", 300]];
  const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const office = "http://schemas.openxmlformats.org";
  const relation = `${office}/officeDocument/2006/relationships`;
  return stored({
    "[Content_Types].xml": `${xml}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `${xml}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${xml}<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${relation}"><sheets><sheet name="Sales" sheetId="1" r:id="rId1"/><sheet name="Targets" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${xml}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relation}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${xml}${sheet(sales, office)}`,
    "xl/worksheets/sheet2.xml": `${xml}${sheet(targets, office)}`,
  });
}

function sheet(lines, office) {
  const cell = (value, row, column) => {
    const place = `${"ABC"[column]}${row + 1}`;
    if (value === null) {
      return "";
    }
    return typeof value === "number"
      ? `<c r="${place}"><v>${value}</v></c>`
      : `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const row = (values, at) =>
    `<row r="${at + 1}">${values.map((value, column) => cell(value, at, column)).join("")}</row>`;
  return `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${lines.map(row).join("")}</sheetData></worksheet>`;
}

/** A ZIP whose files are stored as they are. */
function stored(files) {
  const parts = [];
  const list = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    list.push(
      Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, tail, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(list.length, 4);
  end.writeUInt16LE(list.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from("PK\x05\x06"), end]);
}

const PAGE = 4096;

/** A database with the tables `sales` and `targets`, one page each. */
export function database() {
  const sales = SALES.map(({ city, amount, day }) => [city, amount, day]);
  const targets = [["Köln", 100], ["Wien", 200], ["Oslo", 300]];
  const schema = [
    ["table", "sales", "sales", 2, "CREATE TABLE sales (city TEXT, amount REAL, day TEXT)"],
    ["table", "targets", "targets", 3, "CREATE TABLE targets (city TEXT, target INTEGER)"],
  ];
  const first = leaf(schema, 100);
  first.write("SQLite format 3\0", 0, "latin1");
  first.writeUInt16BE(PAGE, 16);
  Buffer.from([1, 1, 0, 64, 32, 32]).copy(first, 18);
  first.writeUInt32BE(1, 24);
  first.writeUInt32BE(3, 28);
  first.writeUInt32BE(1, 40);
  first.writeUInt32BE(4, 44);
  first.writeUInt32BE(1, 56);
  first.writeUInt32BE(1, 92);
  first.writeUInt32BE(3_045_000, 96);
  return Buffer.concat([first, leaf(sales, 0), leaf(targets, 0)]);
}

/** One page of a table's rows; the header of the file stands before it on the first page. */
function leaf(lines, start) {
  const page = Buffer.alloc(PAGE);
  let end = PAGE;
  lines.forEach((values, at) => {
    const body = record(values);
    const written = Buffer.concat([varint(body.length), varint(at + 1), body]);
    end -= written.length;
    written.copy(page, end);
    page.writeUInt16BE(end, start + 8 + 2 * at);
  });
  page[start] = 0x0d;
  page.writeUInt16BE(lines.length, start + 3);
  page.writeUInt16BE(end, start + 5);
  return page;
}

function record(values) {
  const columns = values.map((value) => {
    if (value === null) {
      return [0, Buffer.alloc(0)];
    }
    if (typeof value === "string") {
      const text = Buffer.from(value);
      return [13 + 2 * text.length, text];
    }
    if (Number.isInteger(value)) {
      const whole = Buffer.alloc(4);
      whole.writeInt32BE(value);
      return [4, whole];
    }
    const double = Buffer.alloc(8);
    double.writeDoubleBE(value);
    return [7, double];
  });
  const types = Buffer.concat(columns.map(([type]) => varint(type)));
  const content = columns.map(([, bytes]) => bytes);
  return Buffer.concat([varint(types.length + 1), types, ...content]);
}

function varint(value) {
  return value < 128 ? Buffer.from([value]) : Buffer.from([0x80 | (value >> 7), value & 0x7f]);
}
