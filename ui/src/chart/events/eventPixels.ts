// The pixels of events: where the back end found them on the time axis, in the picture that is painted.
import type { ECharts } from "echarts/core";
import type { AxisSpot } from "../../backend/generated/AxisSpot";
import type { DrawnEvents } from "../../backend/generated/DrawnEvents";
import type { AxisData } from "../chartData";
import type { Held, Span } from "./eventPlaces";

/** The plot in pixels of the picture. */
export interface PlotBox extends Span {
  top: number;
  bottom: number;
}

/** What a picture says of its time axis. */
export interface TimeScale {
  /** The row of the answer at each position, in the order of the axis. */
  rows: readonly (number | null)[];
  /** Moments of the positions where they stand on a scale; none where they stand side by side. */
  moments: readonly (number | null)[] | null;
}

/** The time axis of lines, bars and areas. */
export function timeScaleOf({ positions }: AxisData, isBar: boolean): TimeScale {
  return { rows: positions.rows, moments: isBar ? null : positions.numbers };
}

/** All events that stand in the part that is shown. */
export function heldOf(
  all: readonly DrawnEvents[],
  scale: TimeScale,
  pixel: (position: number) => number | null,
): Held[] {
  return all.flatMap(({ events }) =>
    events.flatMap((event) => {
      const held = event.to
        ? stretch(event.from, event.to, scale, pixel)
        : at(event.from, scale, pixel);
      return held ? [{ event, ...held }] : [];
    }),
  );
}

type Found = { from: number; to: number | null } | null;

function at(spot: AxisSpot, { rows, moments }: TimeScale, pixel: Pixel): Found {
  if (moments) {
    const [low, high] = endsOf(moments);
    const from = spot.at !== null && spot.at >= low && spot.at <= high ? pixel(spot.at) : null;
    return from === null ? null : { from, to: null };
  }
  const index = rows.indexOf(spot.row);
  const from = index < 0 ? null : pixel(index);
  return from === null ? null : { from, to: null };
}

type Pixel = (position: number) => number | null;

/** As much of it as is shown; periods side by side are taken whole. */
function stretch(from: AxisSpot, to: AxisSpot, scale: TimeScale, pixel: Pixel): Found {
  const { rows, moments } = scale;
  if (moments) {
    const [low, high] = endsOf(moments);
    const [first, last] = [Math.max(from.at ?? low, low), Math.min(to.at ?? high, high)];
    const ends = first <= last ? [pixel(first), pixel(last)] : [];
    return ended(ends, 0);
  }
  const [least, most] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
  const shown = rows.flatMap((row, index) =>
    row !== null && row >= least && row <= most ? [index] : [],
  );
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) {
    return null;
  }
  const [one, next] = [pixel(0), pixel(1)];
  const half = one === null || next === null ? 0 : Math.abs(next - one) / 2;
  return ended([pixel(first), pixel(last)], half);
}

function ended(ends: (number | null)[], half: number): Found {
  const [one = null, other = null] = ends;
  return one === null || other === null
    ? null
    : { from: Math.min(one, other) - half, to: Math.max(one, other) + half };
}

function endsOf(moments: readonly (number | null)[]): [number, number] {
  const known = moments.filter((one) => one !== null);
  return [Math.min(...known), Math.max(...known)];
}

/** The pixel of a position along the axis of a painted picture. */
export function pixelIn(chart: ECharts): Pixel {
  return (position) => {
    const [x] = chart.convertToPixel({ gridIndex: 0 }, [position, 0]) ?? [];
    return typeof x === "number" && Number.isFinite(x) ? x : null;
  };
}

/** The plot of a painted picture, found by asking which pixels belong to it. */
export function plotIn(chart: ECharts, size: { width: number; height: number }): PlotBox | null {
  const [x, y] = [size.width / 2, size.height / 2];
  const isIn = (at: [number, number]) => chart.containPixel({ gridIndex: 0 }, at);
  if (!isIn([x, y])) {
    return null;
  }
  const edge = (from: number, step: -1 | 1, atOf: (pixel: number) => [number, number]) => {
    let pixel = from;
    while (pixel >= 0 && pixel <= Math.max(size.width, size.height) && isIn(atOf(pixel + step))) {
      pixel += step;
    }
    return pixel;
  };
  const [across, down] = [Math.floor(x), Math.floor(y)];
  return {
    left: edge(across, -1, (pixel) => [pixel, y]),
    right: edge(across, 1, (pixel) => [pixel, y]),
    top: edge(down, -1, (pixel) => [x, pixel]),
    bottom: edge(down, 1, (pixel) => [x, pixel]),
  };
}
