// A mark as what its dimensions say: the values that filters, and the rows behind it, are asked by.
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { MarkValue } from "../backend/generated/MarkValue";
import type { Pick } from "../backend/generated/Pick";
import type { PickPart } from "../backend/generated/PickPart";
import type { Pill } from "../backend/generated/Pill";
import type { Value } from "../backend/generated/Value";
import type { Rows, RowValue } from "../backend/rows";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { totalledOver } from "./pivot/levelKeys";
import { valueName } from "./words";

/** One dimension of a mark. */
interface Said {
  encoding: Encoding;
  value: RowValue;
  typed: Value;
}

/** The dimensions of a mark, each column once. */
function saidBy(view: ChartView, rows: Rows, row: number): Said[] {
  const found = new Map<string, Said>();
  const totalled = totalledOver(view, rows, row);
  for (const encoding of view.encodings) {
    if (totalled.has(encoding.column)) {
      continue;
    }
    const column = rows.columns.find(({ name }) => name === encoding.column);
    if (column && !encoding.pill.aggregate && !found.has(encoding.column)) {
      const field = view.source_fields.find(({ name }) => name === encoding.pill.field);
      const value = column.at(row);
      found.set(encoding.column, { encoding, value, typed: typedValue(value, field, encoding) });
    }
  }
  return [...found.values()];
}

/** A value of a row as filters write it; digits stay digits. */
export function typedValue(
  value: RowValue,
  field: Field | undefined,
  { pill }: { pill: Pill },
): Value {
  if (value === null) {
    return { type: "null" };
  }
  if (typeof value === "boolean") {
    return { type: "boolean", value };
  }
  if (typeof value === "bigint") {
    return { type: "integer", value: value.toString() };
  }
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && !isDouble(field)
      ? { type: "integer", value: String(value) }
      : { type: "float", value: Number.isFinite(value) ? value : String(value) };
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const isNamed = pill.top?.others === true;
  switch (isNamed ? "text" : field?.data_type.type) {
    case "date":
    case "date_time":
      return text.length === 10
        ? { type: "date", value: text }
        : { type: "date_time", value: text.replace(" ", "T") };
    case "decimal":
      return { type: "decimal", value: text };
    default:
      return { type: "text", value: text };
  }
}

function isDouble(field: Field | undefined): boolean {
  return field?.data_type.type === "float64" || field?.data_type.type === "float32";
}

/** The columns whose members a mark is of. */
export function fieldsOf(view: ChartView, rows: Rows, row: number): string[] {
  return saidBy(view, rows, row).map(({ encoding }) => encoding.pill.field);
}

/** What asks for the rows behind a mark. */
export function markValues(view: ChartView, rows: Rows, row: number): MarkValue[] {
  return saidBy(view, rows, row).map(({ encoding, typed }) => ({
    column: encoding.column,
    value: typed,
  }));
}

/** The member of a mark along one column; none where it has none, or stands for several. */
export function memberOf(view: ChartView, rows: Rows, row: number, column: string): Value | null {
  const said = saidBy(view, rows, row).find(({ encoding }) => encoding.column === column);
  if (!said || isOthers(said.encoding, said.typed)) {
    return null;
  }
  const field = view.source_fields.find(({ name }) => name === said.encoding.pill.field);
  return said.encoding.pill.top ? memberValue(said.typed, field) : said.typed;
}

/** A mark in words: `DACH, March 2026`. */
export function markName(view: ChartView, rows: Rows, row: number): string {
  const names = saidBy(view, rows, row).map(({ encoding, value }) =>
    valueName(value, encoding.pill),
  );
  return names.join(", ") || t("chart.wholeChart");
}

/**
 * The filters that together keep or leave out a mark; none when that cannot be said of columns.
 * Others are all members but those with a name of their own.
 */
export function picksOf(view: ChartView, rows: Rows, row: number, excluded: boolean): Pick[] {
  const parts: PickPart[] = [];
  const others: PickPart[] = [];
  for (const { encoding, typed } of saidBy(view, rows, row)) {
    const field = view.source_fields.find(({ name }) => name === encoding.pill.field);
    if (isOthers(encoding, typed)) {
      others.push({ pill: { field: encoding.pill.field }, values: named(encoding, field, rows) });
      continue;
    }
    const part = partOf(encoding, memberValue(typed, field), rows, row);
    if (!part) {
      return [];
    }
    parts.push(part);
  }
  if (!excluded) {
    const kept = parts.length > 0 ? [{ of: parts, excluded: false }] : [];
    return [...kept, ...others.map((one) => ({ of: [one], excluded: true }))];
  }
  // What is others and something else at once cannot be left out by columns alone.
  const [only, ...more] = others;
  if (only) {
    return parts.length + more.length === 0 ? [{ of: [only], excluded: false }] : [];
  }
  return parts.length > 0 ? [{ of: parts, excluded: true }] : [];
}

function isOthers({ pill: { top } }: Encoding, typed: Value): boolean {
  return top?.others === true && typed.type === "text" && /^Others \(\d+\)$/.test(typed.value);
}

/** The members of a dimension that have a name of their own beside the others. */
function named(encoding: Encoding, field: Field | undefined, rows: Rows): Value[] {
  const column = rows.columns.find(({ name }) => name === encoding.column);
  const found = new Map<string, Value>();
  for (let row = 0; row < rows.count; row++) {
    const typed = typedValue(column?.at(row) ?? null, field, encoding);
    if (!isOthers(encoding, typed)) {
      const value = memberValue(typed, field);
      found.set(JSON.stringify(value), value);
    }
  }
  return [...found.values()];
}

/** Members beside others are named in text; their own type is that of the field. */
function memberValue(value: Value, field: Field | undefined): Value {
  if (value.type !== "text" || !field) {
    return value;
  }
  const text = value.value;
  switch (field.data_type.type) {
    case "text":
      return value;
    case "boolean":
      return { type: "boolean", value: text === "true" };
    case "date":
      return { type: "date", value: text };
    case "date_time":
      return { type: "date_time", value: text.replace(" ", "T") };
    case "decimal":
      return { type: "decimal", value: text };
    default:
      return /^-?\d+$/.test(text)
        ? { type: "integer", value: text }
        : Number.isFinite(Number(text))
          ? { type: "float", value: Number(text) }
          : value;
  }
}

/** A pick in words: `region is DACH, month is March 2026`, or that with `Not:` in front. */
export function pickWords({ of, excluded = false }: Pick): string {
  const parts = of
    .map(({ pill, values }) =>
      t("chart.pickPart", {
        pill: pill.field,
        values: values.map((value) => pickedValue(value, pill)).join(t("results.filter.or")),
      }),
    )
    .join(", ");
  return excluded ? t("chart.pickNot", { parts }) : parts;
}

function pickedValue(value: Value, pill: Pill): string {
  const isDate = value.type === "date" || value.type === "date_time";
  if (isDate) {
    return valueName(value.value.replace("T", " "), pill);
  }
  return pill.part && value.type === "integer"
    ? valueName(Number(value.value), pill)
    : valueText(value);
}

function partOf(
  { pill, end_column }: Encoding,
  typed: Value,
  rows: Rows,
  row: number,
): PickPart | null {
  const { field, unit, part, bin_width, bin_count, top } = pill;
  if (top) {
    return { pill: { field }, values: [typed] };
  }
  if (bin_count) {
    const low = typed.type === "null" ? null : numberOf(typed);
    const high = rows.columns.find(({ name }) => name === end_column)?.numberAt(row) ?? null;
    if (low === null || high === null) {
      return { pill: { field }, values: [typed] };
    }
    // Only whole edges are the same numbers whichever way they are computed.
    const width = high - low;
    if (!Number.isSafeInteger(width)) {
      return null;
    }
    return { pill: { field, bin_width: String(width) }, values: [typed] };
  }
  const own: Pill = { field };
  if (unit) {
    own.unit = unit;
  }
  if (part) {
    own.part = part;
  }
  if (bin_width) {
    own.bin_width = bin_width;
  }
  return { pill: own, values: [typed] };
}

function numberOf(value: Value): number | null {
  return "value" in value && !Array.isArray(value.value) ? Number(value.value) : null;
}
