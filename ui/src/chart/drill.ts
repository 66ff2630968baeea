// Going down and up on a chart: the ways that a mark offers, and the steps in words. Pure.
import type { ChartView } from "../backend/generated/ChartView";
import type { DrillDown } from "../backend/generated/DrillDown";
import type { DrillStep } from "../backend/generated/DrillStep";
import type { Pick } from "../backend/generated/Pick";
import type { Rows } from "../backend/rows";
import { memberOf } from "./markValues";
import { periodText } from "./words";

/** A way down from one mark, and the steps of the chart after it. */
export interface WayDown {
  way: DrillDown;
  steps: DrillStep[];
}

/** The ways down from a mark, the nearest level first; those of its dates and of its hierarchies. */
export function waysDown(
  view: ChartView,
  rows: Rows,
  row: number,
): { times: WayDown[]; levels: WayDown[] } {
  const { down = [], path = [] } = view;
  const ways = down.flatMap((way) => {
    const value = memberOf(view, rows, row, way.column);
    return value && !(way.from.unit && value.type === "null")
      ? [{ way, steps: [...path, { from: way.from, value, to: way.to }] }]
      : [];
  });
  return {
    times: ways.filter(({ way }) => way.hierarchy === null),
    levels: ways.filter(({ way }) => way.hierarchy !== null),
  };
}

/** The first way down, which the key takes; in the order of the shelves. */
export function firstDown(view: ChartView, rows: Rows, row: number): DrillStep[] | null {
  const { times, levels } = waysDown(view, rows, row);
  const order = (view.down ?? []).map((way) => JSON.stringify(way));
  const all = [...times, ...levels].sort(
    (one, other) =>
      order.indexOf(JSON.stringify(one.way)) - order.indexOf(JSON.stringify(other.way)),
  );
  return all[0]?.steps ?? null;
}

/** What the steps keep of the rows, as marks that are kept. */
export function pathPicks(path: readonly DrillStep[]): Pick[] {
  return path.map(({ from: { top: _, ...pill }, value }) => ({
    of: [{ pill, values: [value] }],
    excluded: false,
  }));
}

/** A step in words: `2025`, `Q3 2025`, `DACH`. */
export function stepName({ from, value }: DrillStep): string {
  return periodText(value, from.unit ?? null);
}
