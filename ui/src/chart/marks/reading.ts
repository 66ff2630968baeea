// What a mark is built from: the columns of a chart's rows by their role, and the rows joined by
// the members of their dimensions. Pure.
import type { ChartView } from "../../backend/generated/ChartView";
import type { Encoding } from "../../backend/generated/Encoding";
import type { Shelf } from "../../backend/generated/Shelf";
import type { RowColumn, Rows, RowValue } from "../../backend/rows";
import { exactText, positionText, tickText } from "../words";

/** One column of the rows and the pill that it carries. */
export interface Column {
  encoding: Encoding;
  data: RowColumn;
  role: "dimension" | "measure" | "raw";
  isTime: boolean;
}

/** The columns of a chart by role, in the order of the shelves; equal pills once. */
export interface Reading {
  rows: Rows;
  all: Column[];
  dimensions: Column[];
  /** Measures that are drawn; those on Label and Tooltip are only told. */
  measures: Column[];
  raws: Column[];
}

const DRAWN: Shelf[] = ["x", "y", "color", "size"];

/** Sorts the columns of the rows by what their pills do. */
export function reading(view: ChartView, rows: Rows): Reading {
  const all: Column[] = [];
  for (const encoding of view.encodings) {
    const data = rows.columns.find(({ name }) => name === encoding.column);
    if (data && !all.some((known) => known.encoding.column === encoding.column)) {
      all.push({ encoding, data, ...roleOf(view, encoding) });
    }
  }
  return {
    rows,
    all,
    dimensions: all.filter(({ role }) => role === "dimension"),
    measures: all.filter(
      ({ role, encoding }) => role === "measure" && DRAWN.includes(encoding.shelf),
    ),
    raws: all.filter(({ role }) => role === "raw"),
  };
}

function roleOf(view: ChartView, { pill }: Encoding): Pick<Column, "role" | "isTime"> {
  const field = view.source_fields.find(({ name }) => name === pill.field);
  const type = field?.data_type.type;
  const isDimension = !pill.aggregate && !pill.part;
  const isTime = (type === "date" || type === "date_time") && isDimension;
  const isGrouped = pill.bin_width || pill.bin_count || pill.unit || pill.part || pill.top;
  const isRaw = field?.kind === "number" && type !== "text" && !isGrouped;
  return { role: pill.aggregate ? "measure" : isRaw ? "raw" : "dimension", isTime };
}

/** A member of a dimension in words: `March 2026` for a month. */
export function memberText(column: Column, value: RowValue): string {
  const { unit = null, part = null } = column.encoding.pill;
  const kind = column.isTime ? "time" : "category";
  const numbers = [null];
  return positionText({ title: "", kind, unit, part, values: [value], numbers, rows: [] }, 0);
}

/** A member on an axis: `Mar`, and `2026` for its January. */
export function labelText(column: Column, value: RowValue, ms: number | null): string {
  return column.isTime && ms !== null
    ? tickText(ms, column.encoding.pill.unit ?? null).text
    : memberText(column, value);
}

/** The members of a dimension, each with its place; dates, their parts and bins in order, others as read. */
export interface Members {
  names: string[];
  /** The names as an axis has them: short for dates, the year at its beginning. */
  labels: string[];
  values: RowValue[];
  placeOf: (row: number) => number;
}

/** Finds the members of a dimension among the rows. */
export function membersOf(column: Column, rows: Rows): Members {
  const found = new Map<string, { value: RowValue; number: number | null }>();
  const keys: string[] = [];
  for (let row = 0; row < rows.count; row++) {
    const value = column.data.at(row);
    const key = keyOf(value);
    keys.push(key);
    if (!found.has(key)) {
      found.set(key, { value, number: column.data.numberAt(row) });
    }
  }
  const ordered = [...found.entries()];
  const { part, bin_width, bin_count } = column.encoding.pill;
  if (column.isTime || part || bin_width || bin_count) {
    ordered.sort(([, left], [, right]) => (left.number ?? Infinity) - (right.number ?? Infinity));
  }
  const places = new Map(ordered.map(([key], place) => [key, place]));
  const values = ordered.map(([, { value }]) => value);
  return {
    names: values.map((value) => memberText(column, value)),
    labels: ordered.map(([, { value, number }]) => labelText(column, value, number)),
    values,
    placeOf: (row) => places.get(keys[row] ?? "") ?? 0,
  };
}

/** Equal for equal values only: what is infinite or no number differs from what is missing. */
export function keyOf(value: RowValue): string {
  const isOdd = typeof value === "number" && !Number.isFinite(value);
  return JSON.stringify(typeof value === "bigint" || isOdd ? `n${value}` : value);
}

/** Title and exact value of everything on the shelves, for the tooltip and the reading voice. */
export function factsOf({ all }: Reading, row: number): [string, string][] {
  return all.map((column) => {
    const value = column.data.at(row);
    const text = column.role === "dimension" ? memberText(column, value) : exactText(value);
    return [column.encoding.title, text];
  });
}

/** The number when there is a place for it on a scale. */
export function finite(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
