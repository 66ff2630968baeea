// What was drawn over a picture as conditions on columns: a stretch of its positions, or some of
// its points. Whole periods and bins are taken, never parts of them. Pure.
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { Pick } from "../backend/generated/Pick";
import type { Picked } from "../backend/generated/Picked";
import type { Value } from "../backend/generated/Value";
import type { RowValue } from "../backend/rows";
import { t } from "../i18n/t";
import type { AxisData, PointData } from "./chartData";
import { columnValue } from "./columnValue";
import { exactText, positionText } from "./words";

/** What was drawn over, by the indexes of what is shown. */
export type Taken =
  | { kind: "stretch"; from: number; to: number }
  | { kind: "points"; indices: number[]; isLasso: boolean };

/** A condition on one column. */
interface Part {
  field: Field;
  picked: Picked;
  /** The same by single marks, which can be left out too; none when there are no such marks. */
  pick: Pick | null;
}

/** Conditions that all hold for what was drawn over, or why there are none. */
export type Conditions = { ok: true; parts: Part[] } | { ok: false; because: string };

/** Whether a stretch of the positions is a range of a column. */
export function canTakeStretch(view: ChartView, data: AxisData): boolean {
  const { kind, numbers } = data.positions;
  // Where positions stand in another order than their own, neighbours are no range.
  const steps = numbers.flatMap((at, index) => {
    const next = numbers[index + 1] ?? null;
    return at === null || next === null ? [] : [Math.sign(next - at)];
  });
  const isInOrder = steps.every((step) => step > 0) || steps.every((step) => step < 0);
  return kind !== "category" && isInOrder && positionOf(view) !== null;
}

/** The dimension along the axis, when its positions are ranges of a column. */
export function positionOf(view: ChartView): { encoding: Encoding; field: Field } | null {
  const encoding = view.encodings.find(
    ({ shelf, pill }) => (shelf === "x" || shelf === "y") && !pill.aggregate,
  );
  const field = view.source_fields.find(({ name }) => name === encoding?.pill.field);
  const { part, top } = encoding?.pill ?? {};
  return encoding && field && !part && !top ? { encoding, field } : null;
}

/** What was drawn over as conditions. */
export function conditionsOf(
  view: ChartView,
  data: AxisData | PointData,
  taken: Taken,
): Conditions {
  if (taken.kind === "points") {
    return data.shape === "points"
      ? ofPoints(view, data, taken)
      : { ok: false, because: t("chart.brush.nothing") };
  }
  const found = positionOf(view);
  if (!found || data.shape !== "axis") {
    return { ok: false, because: t("chart.brush.noRange") };
  }
  const part = ofStretch(found.encoding, found.field, data, taken);
  return part ? { ok: true, parts: [part] } : { ok: false, because: t("chart.brush.nothing") };
}

function ofStretch(
  { pill }: Encoding,
  field: Field,
  data: AxisData,
  { from, to }: { from: number; to: number },
): Part | null {
  const { positions } = data;
  const inside = positions.values.slice(from, to + 1).flatMap((value, index) => {
    const own = value === null ? null : columnValue(value, field);
    const number = positions.numbers[from + index] ?? null;
    const end = positions.ends?.[from + index] ?? null;
    return own && number !== null ? [{ own, number, end }] : [];
  });
  const ordered = inside.toSorted((one, other) => one.number - other.number);
  const [lowest, highest] = [ordered[0], ordered.at(-1)];
  if (!lowest || !highest) {
    return null;
  }
  const values = ordered.map(({ own }) => own);
  const [first, last] = [lowest.own, highest.own];
  const { unit = null, bin_width = null, bin_count } = pill;
  if (unit || bin_width) {
    const own = unit ? { field: field.name, unit } : { field: field.name, bin_width };
    return {
      field,
      picked: { by: "marks", values: [first, last], unit, bin_width },
      pick: { of: [{ pill: own, values }], excluded: false },
    };
  }
  if (bin_count) {
    const high = highest.end === null ? null : columnValue(highest.end, field);
    return high && { field, picked: between(field, first, high, "less"), pick: null };
  }
  return {
    field,
    picked: between(field, first, last, "less_or_equal"),
    pick: { of: [{ pill: { field: field.name }, values }], excluded: false },
  };
}

function between(field: Field, low: Value, high: Value, compare: "less" | "less_or_equal"): Picked {
  return {
    by: "filters",
    filters: [
      { field: field.name, compare: "greater_or_equal", value: low },
      { field: field.name, compare, value: high },
    ],
  };
}

/**
 * Points by the one column that names them; points of single rows by the ranges of both axes, when
 * they were taken as an area.
 */
function ofPoints(
  view: ChartView,
  data: PointData,
  { indices, isLasso }: { indices: number[]; isLasso: boolean },
): Conditions {
  const points = indices.flatMap((index) => data.points[index] ?? []);
  if (points.length === 0) {
    return { ok: false, because: t("chart.brush.nothing") };
  }
  const onAxes = view.encodings.filter(({ shelf }) => shelf === "x" || shelf === "y");
  const isOfRows = onAxes.every(({ pill }) => !pill.aggregate);
  if (isOfRows && !isLasso) {
    const parts = onAxes.flatMap((encoding) => {
      const field = fieldOf(view, encoding);
      const numbers = points.map((point) => (encoding.shelf === "x" ? point.x : point.y));
      const value = (number: number): Value | null => {
        const at = points[numbers.indexOf(number)];
        return field && at ? columnValue(factOf(view, at, encoding), field) : null;
      };
      const [low, high] = [value(least(numbers)), value(most(numbers))];
      return field && low && high
        ? [{ field, picked: between(field, low, high, "less_or_equal"), pick: null }]
        : [];
    });
    return parts.length === 2
      ? { ok: true, parts }
      : { ok: false, because: t("chart.brush.noRange") };
  }
  return byName(view, points);
}

function byName(view: ChartView, points: PointData["points"]): Conditions {
  const columns = new Map(
    view.encodings
      .filter(({ shelf, pill }) => !pill.aggregate && shelf !== "x" && shelf !== "y")
      .map((encoding) => [encoding.column, encoding]),
  );
  const [name, ...more] = [...columns.values()];
  const field = name ? fieldOf(view, name) : undefined;
  const { unit, part, bin_count, bin_width, top } = name?.pill ?? {};
  if (!name || !field || more.length > 0 || unit || part || bin_count || bin_width || top) {
    return { ok: false, because: t("chart.brush.noName") };
  }
  const found = new Map<string, Value>();
  for (const point of points) {
    const value = columnValue(factOf(view, point, name), field);
    if (value) {
      found.set(JSON.stringify(value), value);
    }
  }
  const values = [...found.values()];
  return {
    ok: true,
    parts: [
      {
        field,
        picked: { by: "marks", values, unit: null, bin_width: null },
        pick: { of: [{ pill: { field: field.name }, values }], excluded: false },
      },
    ],
  };
}

function fieldOf(view: ChartView, { pill }: Encoding): Field | undefined {
  return view.source_fields.find(({ name }) => name === pill.field);
}

/** The exact value of a point on a shelf. */
export function factOf(
  view: ChartView,
  point: PointData["points"][number],
  encoding: Encoding,
): RowValue {
  return point.facts[view.encodings.indexOf(encoding)]?.[1] ?? null;
}

function least(numbers: number[]): number {
  return numbers.reduce((low, one) => Math.min(low, one), Number.POSITIVE_INFINITY);
}

function most(numbers: number[]): number {
  return numbers.reduce((high, one) => Math.max(high, one), Number.NEGATIVE_INFINITY);
}

/** The conditions of a chart of its own that keep what was drawn over. */
export function keptBy(parts: readonly Part[]): { filters: Filter[]; picks: Pick[] } {
  return {
    filters: parts.flatMap(({ picked, pick }) =>
      !pick && picked.by === "filters" ? picked.filters : [],
    ),
    picks: parts.flatMap(({ pick }) => pick ?? []),
  };
}

/** What leaves out what was drawn over; none when columns cannot say it. */
export function leftOutBy(parts: readonly Part[]): Pick | null {
  const [only, ...more] = parts;
  return only?.pick && more.length === 0 ? { ...only.pick, excluded: true } : null;
}

/** What was drawn over in words: `March 2026 to May 2026`, `17 points`. */
export function takenWords(data: AxisData | PointData, taken: Taken): string {
  if (taken.kind === "points" || data.shape === "points") {
    const count = taken.kind === "points" ? taken.indices.length : 0;
    return t("chart.brush.points", { count });
  }
  const [from, to] = [positionText(data.positions, taken.from), endText(data, taken.to)];
  return from === to ? from : t("chart.brush.fromTo", { from, to });
}

/** A bin as an end is named by where it ends. */
function endText({ positions }: AxisData, index: number): string {
  const end = positions.ends?.[index] ?? null;
  return end === null ? positionText(positions, index) : exactText(end);
}
