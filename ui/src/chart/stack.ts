// How series share a position: side by side, on top of each other, or as shares of the whole. Pure.
import type { Pill } from "../backend/generated/Pill";
import type { Stack } from "../backend/generated/Stack";
import type { Series } from "./chartData";

/** Sums and counts, their shares and running totals make up a whole. */
export function addsUp({ aggregate, calculation }: Pill): boolean {
  const isAmount = aggregate === "sum" || aggregate === "count";
  return isAmount && ["", "share", "running"].includes(calculation?.kind ?? "");
}

/** Shares and growth, where 0.1 is 10 %. */
export function isShare({ aggregate, calculation }: Pill): boolean {
  const kind = calculation?.kind ?? "";
  return ["share", "growth"].includes(kind) || (aggregate === "share_true" && kind === "");
}

/** How the series of a chart stand; only amounts that add up can be stacked. */
export function stackOf(chosen: Stack | null | undefined, canStack: boolean): Stack {
  return canStack ? (chosen ?? "stacked") : "grouped";
}

/** Each value as its share of its position, and how many positions have no shares. */
export function asShares(series: Series[]): { series: Series[]; without: number } {
  const count = series[0]?.values.length ?? 0;
  const wholes = Array.from({ length: count }, (_, at) => wholeOf(series, at));
  return {
    series: series.map((one) => ({
      ...one,
      values: one.values.map((value, at) => {
        const whole = wholes[at] ?? 0;
        return value === null || Number.isNaN(whole) || whole === 0 ? null : value / whole;
      }),
    })),
    without: wholes.filter((whole) => Number.isNaN(whole)).length,
  };
}

/** The sum of a position; no number when amounts above and below zero meet. */
function wholeOf(series: Series[], at: number): number {
  let above = 0;
  let below = 0;
  for (const { values } of series) {
    const value = values[at] ?? 0;
    above += Math.max(0, value);
    below += Math.min(0, value);
  }
  return above > 0 && below < 0 ? Number.NaN : above + below;
}
