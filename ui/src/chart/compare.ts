// What a value in a tooltip is compared with: a year before where there is one, else the period
// before. Only along dates. Pure.
import type { AxisData, Positions, Series } from "./chartData";

const DAY = 86_400_000;

/** The position that the one at `index` is compared with; none when there is no earlier one. */
export function comparedWith(positions: Positions, index: number): number | null {
  const now = positions.numbers[index];
  if (positions.kind !== "time" || typeof now !== "number") {
    return null;
  }
  const year = new Date(now);
  year.setUTCFullYear(year.getUTCFullYear() - 1);
  // Weeks do not begin on the same day of each year.
  const wanted = positions.unit === "week" ? now - 364 * DAY : year.getTime();
  const last = positions.numbers.indexOf(wanted);
  if (last >= 0 && positions.unit !== "year") {
    return last;
  }
  let before: number | null = null;
  positions.numbers.forEach((ms, at) => {
    const best = before === null ? Number.NEGATIVE_INFINITY : (positions.numbers[before] ?? 0);
    if (ms !== null && ms < now && ms > best) {
      before = at;
    }
  });
  return before;
}

/** The change of a series between two positions as a share of the earlier one; none without. */
export function changeOf(series: Series, index: number, earlier: number | null): number | null {
  const now = series.values[index];
  const before = earlier === null ? null : series.values[earlier];
  return typeof now === "number" && typeof before === "number" && before !== 0
    ? (now - before) / Math.abs(before)
    : null;
}

/** The order of a tooltip's rows: as on screen, from the highest down; stacked as stacked. */
export function tipOrder(data: AxisData, index: number): number[] {
  const order = data.series.map((_, at) => at);
  const valueAt = (at: number) => data.series[at]?.values[index] ?? Number.NEGATIVE_INFINITY;
  return data.isStacked
    ? order.reverse()
    : order.sort((left, right) => valueAt(right) - valueAt(left));
}
