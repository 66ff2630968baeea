// From a mark to what is picked of the data, and from what is picked to the marks that stand out.

import type { Active } from "../backend/generated/Active";
import type { ChartView } from "../backend/generated/ChartView";
import type { Clause } from "../backend/generated/Clause";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { Mark } from "../backend/generated/Mark";
import type { TilePick } from "../backend/generated/TilePick";
import type { Value } from "../backend/generated/Value";
import { assertNever } from "../backend/never";
import type { AxisData, ChartData, PointData } from "../chart/chartData";
import { columnValue } from "../chart/columnValue";
import type { Brush } from "../chart/Picture";
import { canTakeStretch, conditionsOf, factOf, positionOf, type Taken } from "../chart/taken";
import { valueText } from "../i18n/value";
import { toast } from "../parts/toast";

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

/** How a chart on a tile filters others: by a click on a mark, by drawing over it, or not at all. */
export function filtersBy(view: ChartView): "click" | "drag" | null {
  if (pickable(view)) {
    return "click";
  }
  const found = view.mark === "big_number" || view.mark === "table" ? null : positionOf(view);
  const isRange = found !== null && (found.field.kind === "date" || found.field.kind === "number");
  return view.mark === "scatter" || isRange ? "drag" : null;
}

/** What a tile lets a person draw over: a range of its axis, or some of its points. */
export function brushOf(
  view: ChartView,
  data: AxisData | PointData,
  pick: (picks: TilePick[]) => void,
): Brush | null {
  const onTaken = (taken: Taken) => {
    const found = conditionsOf(view, data, taken);
    if (found.ok) {
      pick(found.parts.map(({ field, picked }) => ({ field: field.name, picked })));
    } else {
      toast("info", found.because);
    }
  };
  if (data.shape === "points") {
    return { along: "plane", isLive: true, onTaken };
  }
  return canTakeStretch(view, data)
    ? { along: data.isHorizontal ? "y" : "x", isLive: true, onTaken }
    : null;
}

/** Marks that stand out; none when nothing is picked. */
export function chosenOf(
  view: ChartView,
  data: ChartData,
  clauses: readonly Active[],
): ReadonlySet<number> | null {
  if (data.shape === "numbers") {
    return null;
  }
  const tests = clauses.flatMap((clause) => testOf(view, data, clause) ?? []);
  if (tests.length === 0) {
    return null;
  }
  const count = data.shape === "axis" ? data.positions.values.length : data.points.length;
  const all = Array.from({ length: count }, (_, index) => index);
  return new Set(all.filter((index) => tests.every((test) => test(index))));
}

/** Whether a mark is among those that a clause is about; none when it is about no mark here. */
function testOf(
  view: ChartView,
  data: AxisData | PointData,
  { field: name, filters }: Active,
): ((index: number) => boolean) | null {
  const lower = name.toLowerCase();
  const encoding = view.encodings.find(
    ({ pill }) => !pill.aggregate && pill.field.toLowerCase() === lower,
  );
  const field = view.source_fields.find((one) => one.name.toLowerCase() === lower);
  const isOnAxis = encoding?.shelf === "x" || encoding?.shelf === "y";
  if (!encoding || !field || encoding.pill.part || (data.shape === "axis" && !isOnAxis)) {
    return null;
  }
  const own = (index: number): Value | null => {
    const point = data.shape === "points" ? data.points[index] : undefined;
    const value =
      data.shape === "axis"
        ? (data.positions.values[index] ?? null)
        : point
          ? factOf(view, point, encoding)
          : null;
    return columnValue(value, field);
  };
  // Of periods and bins, whole ones are picked: their beginnings lie in the range.
  return (index) => filters.every((filter) => meets(own(index), filter));
}

function meets(value: Value | null, { compare, value: wanted }: Filter): boolean {
  if (!value) {
    return false;
  }
  switch (compare) {
    case "in":
    case "not_in":
      return (
        wanted.type === "list" &&
        wanted.value.some((one) => isEqual(one, value)) === (compare === "in")
      );
    case "equal":
    case "not_equal":
      return isEqual(wanted, value) === (compare === "equal");
    case "is_null":
    case "is_not_null":
      return (value.type === "null") === (compare === "is_null");
    case "contains":
      return valueText(value).toLowerCase().includes(valueText(wanted).toLowerCase());
    case "greater":
      return order(value, wanted) > 0;
    case "greater_or_equal":
      return order(value, wanted) >= 0;
    case "less_or_equal":
      return order(value, wanted) <= 0;
    case "less":
      return order(value, wanted) < 0;
    default:
      return assertNever(compare);
  }
}

function isEqual(one: Value, other: Value): boolean {
  return one.type === other.type
    ? JSON.stringify(one) === JSON.stringify(other)
    : order(one, other) === 0;
}

/** Numbers by size, days and moments by time; not a number where they cannot be compared. */
function order(one: Value, other: Value): number {
  return scale(one) - scale(other);
}

function scale(value: Value): number {
  switch (value.type) {
    case "integer":
    case "decimal":
    case "float":
      return Number(value.value);
    case "date":
      return Date.parse(`${value.value}T00:00:00Z`);
    case "date_time":
      return Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(value.value) ? value.value : `${value.value}Z`);
    default:
      return Number.NaN;
  }
}
