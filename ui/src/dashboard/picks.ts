// From a mark to what is picked of the data, and from what is picked to the marks that stand out.
import type { ChartView } from "../backend/generated/ChartView";
import type { Clause } from "../backend/generated/Clause";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Mark } from "../backend/generated/Mark";
import type { TilePick } from "../backend/generated/TilePick";
import type { Value } from "../backend/generated/Value";
import type { RowValue } from "../backend/rows";
import type { ChartData } from "../chart/chartData";

/** Marks along an axis of positions; points and areas of other pictures are not picked. */
const PICKED_ALONG: ReadonlySet<Mark> = new Set<Mark>(["bar", "line", "area"]);

/** The dimension that a click on a mark picks: that along the axis. */
export function pickable(view: ChartView): { encoding: Encoding; field: Field } | null {
  const onAxis = (["x", "y"] as const).flatMap((shelf) =>
    view.encodings.filter((encoding) => encoding.shelf === shelf && !encoding.pill.aggregate),
  );
  const [encoding] = PICKED_ALONG.has(view.mark) ? onAxis : [];
  // Parts of dates, bins by their number and others are no ranges of a column.
  const { part, bin_count, top } = encoding?.pill ?? {};
  if (part || bin_count || top?.others) {
    return null;
  }
  const field = view.source_fields.find(({ name }) => name === encoding?.pill.field);
  return encoding && field ? { encoding, field } : null;
}

/** A value of the rows as a value of the column. */
export function columnValue(value: RowValue, field: Field): Value | null {
  if (value === null) {
    return { type: "null" };
  }
  if (typeof value === "boolean") {
    return { type: "boolean", value };
  }
  const { type } = field.data_type;
  if (typeof value === "bigint") {
    return { type: "integer", value: value.toString() };
  }
  if (typeof value === "number") {
    return Number.isInteger(value) && type !== "float32" && type !== "float64"
      ? { type: "integer", value: String(value) }
      : { type: "float", value };
  }
  if (typeof value !== "string") {
    return null;
  }
  switch (type) {
    case "text":
      return { type: "text", value };
    case "decimal":
      return { type: "decimal", value };
    case "date":
      return { type: "date", value: value.slice(0, 10) };
    case "date_time":
      return value.length === 10
        ? { type: "date_time", value: `${value}T00:00:00` }
        : { type: "date_time", value: value.replace(" ", "T") };
    default:
      return null;
  }
}

/** The values that a tile has picked of its own axis. */
export function pickedOf(view: ChartView, clauses: readonly Clause[]): Value[] {
  const found = pickable(view);
  return clauses.flatMap(({ field, picked }) =>
    picked.by === "marks" && field.toLowerCase() === found?.field.name.toLowerCase()
      ? picked.values
      : [],
  );
}

/**
 * What is picked after a click on a position: that one alone, none when it was alone already, or
 * with `isAdding` the others too.
 */
export function picksAfter(
  view: ChartView,
  data: ChartData,
  index: number,
  clauses: readonly Clause[],
  isAdding: boolean,
): TilePick[] | null {
  const found = pickable(view);
  if (!found || data.shape !== "axis") {
    return null;
  }
  const value = columnValue(data.positions.values[index] ?? null, found.field);
  if (!value) {
    return null;
  }
  const before = pickedOf(view, clauses);
  const key = JSON.stringify(value);
  const others = before.filter((one) => JSON.stringify(one) !== key);
  const wasPicked = others.length < before.length;
  const values = isAdding
    ? wasPicked
      ? others
      : [...before, value]
    : wasPicked && before.length === 1
      ? []
      : [value];
  if (values.length === 0) {
    return [];
  }
  const { unit = null, bin_width = null } = found.encoding.pill;
  return [{ field: found.field.name, picked: { by: "marks", values, unit, bin_width } }];
}

/** Positions that stand out; none when nothing is picked. */
export function chosenOf(
  view: ChartView,
  data: ChartData,
  clauses: readonly Clause[],
): ReadonlySet<number> | null {
  const found = pickable(view);
  const values = pickedOf(view, clauses);
  if (!found || values.length === 0 || data.shape !== "axis") {
    return null;
  }
  const wanted = new Set(values.map((value) => JSON.stringify(value)));
  const isRange = Boolean(found.encoding.pill.unit || found.encoding.pill.bin_width);
  const places = data.positions.values.flatMap((value, index) =>
    wanted.has(JSON.stringify(columnValue(value, found.field))) ? [index] : [],
  );
  if (!isRange || places.length < 2) {
    return new Set(places);
  }
  // Periods and bins reach from the first to the last.
  const numbers = data.positions.numbers;
  const ends = places.map((index) => numbers[index] ?? 0);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  return new Set(
    numbers.flatMap((at, index) => (at !== null && at >= from && at <= to ? [index] : [])),
  );
}
