// Where the marks of a painted picture stand, in pixels, and which of them is under the pointer.
import type { ECharts } from "echarts/core";
import type { Spot } from "./Crosshair";
import type { AxisData, PointData } from "./chartData";
import { type Cursor, nearest } from "./cursor";

/** Pixel of each position (its middle), or of each point. */
export function spotsOf(chart: ECharts | null, data: AxisData | PointData): (Spot | undefined)[] {
  if (!chart) {
    return [];
  }
  if (data.shape === "points") {
    return data.points.map(({ x, y }) => pixel(chart, [x, y]));
  }
  return data.positions.values.map((_, index) =>
    valuePixel(chart, data, index, data.series[0]?.values[index] ?? 0),
  );
}

/** Pixels from the top at which the lines end, by their names. */
export function endsOf(chart: ECharts | null, data: AxisData): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { name, values } of data.series) {
    const index = values.findLastIndex((value) => value !== null);
    const amount = values[index] ?? null;
    const at = chart && amount !== null ? valuePixel(chart, data, index, amount) : undefined;
    if (at) {
      found.set(name, at.y);
    }
  }
  return found;
}

/** The pixel of a value at a position. */
function valuePixel(
  chart: ECharts,
  data: AxisData,
  index: number,
  amount: number,
): Spot | undefined {
  const isIndexed = data.positions.kind === "category" || isBarAxis(chart, data);
  const at = isIndexed ? index : (data.positions.numbers[index] ?? 0);
  return pixel(chart, data.isHorizontal ? [amount, at] : [at, amount]);
}

function pixel(chart: ECharts, value: [number, number]): Spot | undefined {
  const [x, y] = chart.convertToPixel({ gridIndex: 0 }, value) ?? [];
  return typeof x === "number" && typeof y === "number" && Number.isFinite(x + y)
    ? { x, y }
    : undefined;
}

function isBarAxis(chart: ECharts, data: AxisData): boolean {
  const axis = data.isHorizontal ? "yAxis" : "xAxis";
  const shown = chart.getOption() as Record<string, { type?: string }[] | undefined>;
  return shown[axis]?.[0]?.type === "category";
}

const NEAR = 24;

/** The mark under a point of the picture; none where there is none near. */
export function under(
  at: Spot,
  data: AxisData | PointData,
  spots: (Spot | undefined)[],
  now: Cursor | null,
): Cursor | null {
  if (data.shape === "axis") {
    const along = spots.map((spot) => (spot ? (data.isHorizontal ? spot.y : spot.x) : null));
    const index = nearest(along, data.isHorizontal ? at.y : at.x);
    return index === null ? null : { index, series: now?.series ?? 0 };
  }
  const index = nearest(
    spots.map((spot) => (spot ? Math.hypot(spot.x - at.x, spot.y - at.y) : null)),
    0,
  );
  const spot = index === null ? undefined : spots[index];
  const isNear = spot && Math.hypot(spot.x - at.x, spot.y - at.y) <= NEAR;
  return index !== null && isNear ? { index, series: 0 } : null;
}
