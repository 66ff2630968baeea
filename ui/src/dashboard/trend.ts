// A figure month by month: the line under a metric, and its change between the last two full
// months. A month is full when its last day has rows; the last one often is not.
import type { Rows } from "../backend/rows";

/** One month. */
export interface TrendPoint {
  /** First day, ISO. */
  month: string;
  value: number;
  isFull: boolean;
}

/** What a metric says about its figure over time. */
export interface Trend {
  points: TrendPoint[];
  /** Between the last two full months; none without two of them. */
  change: { share: number; from: string; to: string } | null;
}

/** Most months that are drawn. */
const MOST_MONTHS = 24;

/** Reads the answer to `read_trend`; none when there is no line to draw. */
export function trendOf(rows: Rows): Trend | null {
  const column = (name: string) => rows.columns.find((one) => one.name === name);
  const [month, figure, last] = [column("month"), column("figure"), column("last")];
  if (!month || !figure || !last) {
    return null;
  }
  const points: TrendPoint[] = [];
  for (let row = Math.max(0, rows.count - MOST_MONTHS); row < rows.count; row++) {
    const at = month.at(row);
    const value = figure.numberAt(row);
    const end = last.at(row);
    if (typeof at === "string" && typeof end === "string" && value !== null) {
      points.push({ month: at.slice(0, 10), value, isFull: isLastDay(end) });
    }
  }
  return points.length < 3 ? null : { points, change: changeOf(points) };
}

function isLastDay(iso: string): boolean {
  const then = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  const month = then.getUTCMonth();
  then.setUTCDate(then.getUTCDate() + 1);
  return then.getUTCMonth() !== month;
}

function changeOf(points: TrendPoint[]): Trend["change"] {
  const to = points.findLastIndex(({ isFull }) => isFull);
  const [before, now] = [points[to - 1], points[to]];
  if (!before?.isFull || !now || before.value === 0 || !Number.isFinite(now.value / before.value)) {
    return null;
  }
  const share = (now.value - before.value) / Math.abs(before.value);
  return { share, from: before.month, to: now.month };
}

/** The line of a trend as a path in a box; the part to a last month that is not full apart. */
export function pathOf(points: TrendPoint[], width: number, height: number) {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spots = values.map((value, index) => ({
    x: 4 + (index * (width - 8)) / Math.max(1, points.length - 1),
    y: high === low ? height / 2 : height - 4 - ((value - low) / (high - low)) * (height - 8),
  }));
  const isOpen = points.at(-1)?.isFull === false && points.length > 1;
  const text = (part: typeof spots) =>
    part
      .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
      .join(" ");
  const full = isOpen ? spots.slice(0, -1) : spots;
  return {
    line: text(full),
    area: full.length > 0 ? `${text(full)} V${height} H${full[0]?.x.toFixed(1)} Z` : "",
    rest: isOpen ? text(spots.slice(-2)) : "",
    end: spots.at(-1) ?? { x: 0, y: 0 },
  };
}
