// Rows as they come from the engine: four bytes with the length of the head, the head as JSON,
// then one Arrow IPC stream. Values stay exact: no whole number and no decimal passes a double.
import { type Column, type DataType, tableFromIPC } from "@uwdata/flechette";
import { instantText, timeText } from "./clock";
import { BackendError } from "./error";
import type { WindowHead } from "./generated/WindowHead";

/**
 * One value of a row. Whole numbers beyond 2^53 are `bigint`, decimals are digits with a point,
 * days and instants are ISO 8601 text.
 */
export type RowValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | RowValue[]
  | { [name: string]: RowValue };

/** One column of a window. */
export interface RowColumn {
  name: string;
  at(row: number): RowValue;
  /** The value as a double for positions on screen; milliseconds since 1970 for dates. */
  numberAt(row: number): number | null;
}

/** A window of rows and what is known of the whole. */
export interface Rows {
  head: WindowHead;
  columns: RowColumn[];
  count: number;
}

/** Arrow's numbers for the types that need a word of their own here. */
const INT = 2;
const BINARY_TYPES: number[] = [4, 15, 19, 23];
const DECIMAL = 7;
const DATE = 8;
const TIME = 9;
const TIMESTAMP = 10;
const LIST_TYPES: number[] = [12, 16, 21, 25, 26];
const STRUCT = 13;
const DURATION = 18;

/** Reads a reply of rows; fails in words when the bytes are not one. */
export function readRows(bytes: Uint8Array): Rows {
  if (bytes.byteLength < 4) {
    throw damaged();
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = view.getUint32(0, true);
  if (headLength > bytes.byteLength - 4) {
    throw damaged();
  }
  try {
    const head: WindowHead = JSON.parse(
      new TextDecoder().decode(bytes.subarray(4, 4 + headLength)),
    );
    return { head, ...readStream(bytes.subarray(4 + headLength)) };
  } catch {
    throw damaged();
  }
}

function readStream(bytes: Uint8Array): Pick<Rows, "columns" | "count"> {
  // The reader wants its buffers on eight-byte boundaries.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const table = tableFromIPC(aligned, {
    useBigInt: true,
    useDecimalInt: true,
    useBigIntTimestamp: true,
  });
  const columns = table.schema.fields.map((field, index) => {
    const column = table.getChildAt(index) as Column<unknown>;
    return rowColumn(field.name, field.type, column);
  });
  return { columns, count: table.numRows };
}

function rowColumn(name: string, type: DataType, column: Column<unknown>): RowColumn {
  const read = reader(type);
  return {
    name,
    at: (row) => read(column.at(row)),
    numberAt: (row) => positionOf(type, column.at(row)),
  };
}

type Read = (raw: unknown) => RowValue;

function reader(type: DataType): Read {
  const some = readerOfSome(type);
  return (raw) => (raw === null || raw === undefined ? null : some(raw));
}

function readerOfSome(type: DataType): Read {
  const { typeId } = type;
  if (typeId === INT) {
    return (raw) => smallest(raw as number | bigint);
  }
  if (typeId === DECIMAL) {
    const scale = (type as { scale: number }).scale;
    return (raw) => decimalText(BigInt(raw as number | bigint), scale);
  }
  if (typeId === DATE) {
    return (raw) => instantText(BigInt(raw as number) * 1_000_000n, null).slice(0, -9);
  }
  if (typeId === TIME) {
    const unit = perSecond(type);
    return (raw) => timeText(toNanoseconds(raw as number | bigint, unit));
  }
  if (typeId === TIMESTAMP) {
    const unit = perSecond(type);
    const zone = (type as { timezone?: string | null }).timezone ?? null;
    return (raw) => instantText(toNanoseconds(raw as bigint, unit), zone);
  }
  if (typeId === DURATION) {
    const unit = perSecond(type);
    return (raw) => milliseconds(toNanoseconds(raw as bigint, unit));
  }
  if (BINARY_TYPES.includes(typeId)) {
    return (raw) => hexText(raw as Uint8Array);
  }
  if (LIST_TYPES.includes(typeId)) {
    const child = (type as { children: { type: DataType }[] }).children[0];
    const item = child ? reader(child.type) : plain;
    return (raw) => Array.from(raw as Iterable<unknown>, item);
  }
  if (typeId === STRUCT) {
    const children = (type as { children: { name: string; type: DataType }[] }).children;
    const readers = children.map(({ name, type: inner }) => [name, reader(inner)] as const);
    return (raw) =>
      Object.fromEntries(
        readers.map(([name, read]) => [name, read((raw as Record<string, unknown>)[name])]),
      );
  }
  return plain;
}

function plain(raw: unknown): RowValue {
  return raw as RowValue;
}

/** Ticks of the type's unit in one second. */
function perSecond(type: DataType): bigint {
  return 10n ** BigInt(3 * (type as { unit: number }).unit);
}

function toNanoseconds(ticks: number | bigint, ticksPerSecond: bigint): bigint {
  return BigInt(ticks) * (1_000_000_000n / ticksPerSecond);
}

/** Milliseconds as a double: whole ones stay whole, however far from 1970. */
function milliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;
}

function smallest(whole: number | bigint): number | bigint {
  if (typeof whole === "number") {
    return whole;
  }
  const small = Number(whole);
  return Number.isSafeInteger(small) ? small : whole;
}

/** Digits of a scaled whole number: `decimalText(-1205n, 2)` is `-12.05`. */
export function decimalText(scaled: bigint, scale: number): string {
  if (scale <= 0) {
    return (scaled * 10n ** BigInt(-scale)).toString();
  }
  const sign = scaled < 0n ? "-" : "";
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, "0");
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function positionOf(type: DataType, raw: unknown): number | null {
  if (raw === null || raw === undefined) {
    return null;
  }
  if (typeof raw === "boolean") {
    return raw ? 1 : 0;
  }
  if (typeof raw !== "number" && typeof raw !== "bigint") {
    return null;
  }
  const { typeId } = type;
  if (typeId === DECIMAL) {
    return Number(decimalText(BigInt(raw), (type as { scale: number }).scale));
  }
  if (typeId === TIMESTAMP || typeId === TIME || typeId === DURATION) {
    return milliseconds(toNanoseconds(raw, perSecond(type)));
  }
  return Number(raw);
}

function damaged(): BackendError {
  return new BackendError({
    code: "PROTOCOL",
    message: "The rows did not arrive whole. Run the cell again; if it stays, restart Assay.",
  });
}
