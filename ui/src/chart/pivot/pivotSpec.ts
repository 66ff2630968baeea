// What gestures on a pivot table make of its chart: order, open and closed groups, look. Pure.
import type { ChartSpec } from "../../backend/generated/ChartSpec";
import type { Pill } from "../../backend/generated/Pill";
import type { PivotLook } from "../../backend/generated/PivotLook";
import type { Value } from "../../backend/generated/Value";
import type { Leaf } from "./headers";
import type { PivotData, PivotPath } from "./pivotData";

/** The column that lines are ordered by. */
export interface ColumnSort {
  at: number;
  descending: boolean;
}

/** The column whose amounts order the lines; none for another order. */
export function sortOf({ sort }: ChartSpec, leaves: Leaf[]): ColumnSort | null {
  if (sort?.key !== "value") {
    return null;
  }
  const column = text(sort.column ?? []);
  const at = leaves.findIndex(
    ({ path, measure }) =>
      text(path.members) === column && (!sort.by || samePill(measure.encoding.pill, sort.by)),
  );
  return at < 0 ? null : { at, descending: sort.descending };
}

/** The chart ordered by a column: from the largest, then from the smallest, then as it was. */
export function sortedBy(spec: ChartSpec, leaf: Leaf): ChartSpec {
  const now = sortOf(spec, [leaf]);
  const { sort: _, ...rest } = spec;
  if (now && !now.descending) {
    return rest;
  }
  const column = leaf.path.members;
  const sort: NonNullable<ChartSpec["sort"]> = {
    key: "value",
    descending: now === null,
    by: leaf.measure.encoding.pill,
  };
  return { ...rest, sort: column.length > 0 ? { ...sort, column } : sort };
}

/** The chart with a group opened or closed. */
export function toggled(spec: ChartSpec, { members }: PivotPath): ChartSpec {
  const closed = spec.pivot?.collapsed ?? [];
  const others = closed.filter((group) => text(group) !== text(members));
  return withLook(spec, {
    collapsed: others.length < closed.length ? others : [...closed, members],
  });
}

/** The chart with all groups that are there closed. */
export function allClosed(spec: ChartSpec, data: PivotData): ChartSpec {
  const groups = data.lines.filter(({ isOpen }) => isOpen !== null);
  return withLook(spec, { collapsed: groups.map(({ members }) => members) });
}

/** The chart with another look; what is as usual is not written. */
export function withLook(spec: ChartSpec, change: Partial<PivotLook>): ChartSpec {
  const { pivot, ...rest } = spec;
  const { format, without_subtotals, without_totals, collapsed } = { ...pivot, ...change };
  const look: PivotLook = {
    ...(format && format !== "plain" ? { format } : {}),
    ...(without_subtotals ? { without_subtotals } : {}),
    ...(without_totals ? { without_totals } : {}),
    ...(collapsed && collapsed.length > 0 ? { collapsed } : {}),
  };
  return Object.keys(look).length > 0 ? { ...rest, pivot: look } : rest;
}

function text(values: Value[]): string {
  return JSON.stringify(values);
}

function samePill(one: Pill, other: Pill): boolean {
  const own = ({ field, aggregate, percentile, calculation }: Pill) =>
    JSON.stringify([field, aggregate ?? null, percentile ?? null, calculation ?? null]);
  return own(one) === own(other);
}
