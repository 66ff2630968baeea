// Where the items of a painted picture stand, and which of them is under the pointer.
import type { ECharts } from "echarts/core";
import { ITEM, type ItemData, type Spot } from "./item";

/** What the library keeps of a painted shape, as far as it is read here. */
interface Painted {
  shape?: {
    cx?: number;
    cy?: number;
    r0?: number;
    r?: number;
    startAngle?: number;
    endAngle?: number;
  };
  contain?(x: number, y: number): boolean;
  getBoundingRect(): { x: number; y: number; width: number; height: number };
  getComputedTransform(): ArrayLike<number> | null;
  childrenRef?(): Painted[];
}

interface PaintedData {
  count(): number;
  getRawDataItem(index: number): unknown;
  getItemGraphicEl(index: number): Painted | undefined;
}

interface Model {
  getSeriesByIndex(index: number): { getData(kind?: "edge"): PaintedData; subType: string } | null;
}

/** An item as painted. */
export interface Place {
  spot: Spot;
  holds: (at: Spot) => boolean;
}

/** The places of all items, by their numbers. */
export function placesOf(chart: ECharts | null, data: ItemData): (Place | undefined)[] {
  if (!chart) {
    return [];
  }
  const located = data.locate?.(chart);
  const places: (Place | undefined)[] =
    located?.map((spot) => spot && { spot, holds: () => false }) ?? data.items.map(() => undefined);
  // The library has no public word for where a shape was painted.
  const series = (chart as unknown as { getModel(): Model }).getModel().getSeriesByIndex(0);
  if (!series || (located && series.subType !== "custom")) {
    return places;
  }
  const painted = series.getData(series.subType === "sankey" ? "edge" : undefined);
  for (let index = 0; index < painted.count(); index++) {
    const raw = painted.getRawDataItem(index) as { [ITEM]?: number } | null;
    const shape = painted.getItemGraphicEl(index);
    const item = raw?.[ITEM];
    if (shape && item !== undefined) {
      const spot = located?.[item] ?? middleOf(shape);
      places[item] = { spot, holds: (at) => holds(shape, at) };
    }
  }
  return places;
}

function middleOf(shape: Painted): Spot {
  const { cx, cy, r0, r, startAngle, endAngle } = shape.shape ?? {};
  if (cx !== undefined && cy !== undefined && r !== undefined && startAngle !== undefined) {
    const angle = (startAngle + (endAngle ?? startAngle)) / 2;
    const far = ((r0 ?? 0) + r) / 2;
    return { x: cx + far * Math.cos(angle), y: cy + far * Math.sin(angle) };
  }
  const { x, y, width, height } = shape.getBoundingRect();
  const [left, top] = [x + width / 2, y + height / 2];
  const by = shape.getComputedTransform();
  if (!by) {
    return { x: left, y: top };
  }
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Array.from(by);
  return { x: a * left + c * top + e, y: b * left + d * top + f };
}

function holds(shape: Painted, { x, y }: Spot): boolean {
  const children = shape.childrenRef?.();
  return children
    ? children.some((child) => holds(child, { x, y }))
    : (shape.contain?.(x, y) ?? false);
}

const NEAR = 24;

/** The item under the pointer, or the nearest one when it is near. */
export function itemAt(places: (Place | undefined)[], at: Spot): number | null {
  const under = places.findIndex((place) => place?.holds(at));
  if (under >= 0) {
    return under;
  }
  let best: number | null = null;
  let least = NEAR;
  places.forEach((place, index) => {
    const away = place ? Math.hypot(place.spot.x - at.x, place.spot.y - at.y) : least;
    if (away < least) {
      best = index;
      least = away;
    }
  });
  return best;
}
