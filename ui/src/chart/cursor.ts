// Walking over the marks with arrow keys, and finding the mark under the pointer. Pure.
import type { MenuPoint } from "../parts/ContextMenu";
import type { AxisData, PointData } from "./chartData";

/** The mark that is looked at: a position and a series, or a point. */
export interface Cursor {
  index: number;
  series: number;
}

type Key = { key: string; altKey: boolean; shiftKey: boolean };

/** What is wanted of a mark: its menu, or the next level below it. */
export type MarkWish = "menu" | "down";

/** A mark was asked for something, known by its row of the answer, at a point of the window. */
export type OnMark = (row: number, at: MenuPoint, measure?: string | null, wish?: MarkWish) => void;

/** What a key wants of the mark under the cursor. */
export function wishOf(key: Key): MarkWish | null {
  const isDown = key.altKey && key.key === "ArrowDown";
  return asksMenu(key) ? "menu" : isDown ? "down" : null;
}

/** Whether a key asks for the menu of the mark under the cursor. */
export function asksMenu({ key, shiftKey }: Key): boolean {
  return key === "Enter" || key === "ContextMenu" || (key === "F10" && shiftKey);
}

/** Whether a key asks for the table behind the picture. */
export function asksTable({ key, altKey }: Key): boolean {
  return key === "F10" && altKey;
}

/** Where an arrow key leads; none when the key is not for walking. */
export function step(key: string, now: Cursor | null, data: AxisData | PointData): Cursor | null {
  const count = data.shape === "axis" ? data.positions.values.length : data.points.length;
  const lines = data.shape === "axis" ? data.series.length : 1;
  if (count === 0) {
    return null;
  }
  const from = now ?? { index: -1, series: 0 };
  const forward = data.shape === "axis" && data.isHorizontal ? "ArrowDown" : "ArrowRight";
  const back = data.shape === "axis" && data.isHorizontal ? "ArrowUp" : "ArrowLeft";
  switch (key) {
    case forward:
      return { ...from, index: Math.min(count - 1, from.index + 1) };
    case back:
      return { ...from, index: Math.max(0, from.index - 1) };
    case "Home":
      return { ...from, index: 0 };
    case "End":
      return { ...from, index: count - 1 };
    case "ArrowUp":
    case "ArrowLeft":
      return { index: Math.max(0, from.index), series: (from.series + lines - 1) % lines };
    case "ArrowDown":
    case "ArrowRight":
      return { index: Math.max(0, from.index), series: (from.series + 1) % lines };
    default:
      return null;
  }
}

/** The index whose pixel is nearest; pixels are in any order. */
export function nearest(pixels: (number | null)[], at: number): number | null {
  let best: number | null = null;
  let distance = Number.POSITIVE_INFINITY;
  pixels.forEach((pixel, index) => {
    const away = pixel === null ? Number.POSITIVE_INFINITY : Math.abs(pixel - at);
    if (away < distance) {
      best = index;
      distance = away;
    }
  });
  return best;
}

/** Which part of the room of all amounts a line or point reaches around itself. */
const NEAR = 0.04;

/** The series whose mark is at a value of a position: a line or point near it, the part of a stack or the
 * bar that holds it, or else the nearest; none when no series has a mark there. */
export function seriesAt(data: AxisData, index: number, value: number): number | null {
  let up = 0;
  let down = 0;
  const room = data.series.some(({ mark }) => mark) ? reachOf(data) * NEAR : 0;
  const away = data.series.map(({ values, mark }) => {
    const own = values[index] ?? null;
    if (own === null) {
      return null;
    }
    const isStacked = data.isStacked && !mark;
    if (!isStacked && (room === 0 || (mark && mark !== "bar"))) {
      return Math.abs(own - value);
    }
    const stack = own < 0 ? down : up;
    const from = isStacked ? stack : 0;
    const to = from + own;
    if (isStacked) {
      up = own < 0 ? up : to;
      down = own < 0 ? to : down;
    }
    const isInside = value >= Math.min(from, to) && value <= Math.max(from, to);
    return isInside ? room : Math.min(Math.abs(value - from), Math.abs(value - to));
  });
  return nearest(away, 0);
}

/** From zero to the amount that is farthest from it. */
function reachOf({ series }: AxisData): number {
  const all = series.flatMap(({ values }) => values);
  return all.reduce<number>((most, one) => Math.max(most, Math.abs(one ?? 0)), 0);
}
