// Annotations over a picture: the places that the back end found, as shapes of the chart library. Pure.
import type { EChartsCoreOption } from "echarts/core";
import type { AxisSpot } from "../backend/generated/AxisSpot";
import type { DrawnAnnotation } from "../backend/generated/DrawnAnnotation";
import type { Mark } from "../backend/generated/Mark";
import { type NotedAt, type Plot, placed, RING } from "./annotationPlaces";
import type { AxisData, PointData } from "./chartData";
import { drawnAs } from "./layers";
import { ownName } from "./marks/item";
import type { Palette } from "./palette";

/** A place in the values of the axes; pixels are known when it is painted. */
type Held =
  | {
      kind: "mark";
      position: number;
      /** Where the mark begins and ends along the values. */
      base: number;
      end: number;
      /** Its place among bars side by side; none is no bar. */
      bar: { at: number; of: number } | null;
    }
  | { kind: "rule"; position: number }
  | { kind: "band"; from: number; to: number; isStep: boolean };

interface Scales {
  coord(at: (number | null)[]): number[];
  size(of: number[]): number[];
}

/** The picture with its annotations. */
export function withAnnotations(
  options: EChartsCoreOption,
  data: AxisData | PointData,
  mark: Mark,
  drawn: readonly DrawnAnnotation[],
  palette: Palette,
): EChartsCoreOption {
  const held = drawn.flatMap(({ annotation, at }) => {
    const place = at && heldAt(data, mark, at);
    return place ? [{ words: annotation.text, place }] : [];
  });
  const series = options["series"];
  const tie = tieOf(data, mark);
  if (held.length === 0 || !tie || !Array.isArray(series)) {
    return options;
  }
  const isFlat = data.shape === "axis" && data.isHorizontal;
  const drawing = {
    type: "custom",
    silent: true,
    animation: false,
    z: 8,
    data: [tie],
    renderItem: ({ coordSys }: { coordSys: Omit<Plot, "isFlat"> }, scales: Scales) => {
      const plot = { ...coordSys, isFlat };
      const noted = held.map(({ words, place }) => ({
        words,
        at: pixelsOf(place, scales, isFlat),
      }));
      const texts = placed(noted, plot);
      return {
        type: "group",
        children: noted.flatMap(({ at }, index) => [
          ...shapesOf(at, plot, palette),
          ...textOf(texts[index], palette),
        ]),
      };
    },
  };
  return { ...options, series: [...series, drawing] };
}

/** A point of the picture that is there: what is drawn is tied to it. */
function tieOf(data: AxisData | PointData, mark: Mark): [number, number] | null {
  if (data.shape === "points") {
    const [first] = data.points;
    return first ? [first.x, first.y] : null;
  }
  const index = data.positions.values.findIndex((_, at) =>
    data.series.some(({ values }) => (values[at] ?? null) !== null),
  );
  const amount = data.series.map(({ values }) => values[index] ?? null).find((one) => one !== null);
  if (amount === null || amount === undefined) {
    return null;
  }
  const position = isStepped(data, mark) ? index : (data.positions.numbers[index] ?? 0);
  return data.isHorizontal ? [amount, position] : [position, amount];
}

/** Positions stand side by side, each with room of its own. */
function isStepped({ positions }: AxisData, mark: Mark): boolean {
  return positions.kind === "category" || mark === "bar";
}

function heldAt(
  data: AxisData | PointData,
  mark: Mark,
  at: NonNullable<DrawnAnnotation["at"]>,
): Held | null {
  if (at.kind === "mark") {
    return data.shape === "points" ? pointAt(data, at.row) : markAt(data, mark, at.row, at.column);
  }
  if (at.kind === "position") {
    // Bars take the whole room of their positions.
    if (data.shape === "axis" && isStepped(data, mark)) {
      return bandAt(data, mark, { from: at.spot, to: at.spot });
    }
    const position = positionAt(data, mark, at.spot);
    return position === null ? null : { kind: "rule", position };
  }
  return bandAt(data, mark, at);
}

function pointAt({ points }: PointData, row: number): Held | null {
  const point = points.find((one) => one.row === row);
  return point ? { kind: "mark", position: point.x, base: point.y, end: point.y, bar: null } : null;
}

/** What a mark is about: from where to where it goes, and its place among the bars beside it. */
export function markAt(data: AxisData, mark: Mark, row: number, column: string): Held | null {
  const { series, positions } = data;
  for (const [at, one] of series.entries()) {
    const index = one.column === column ? one.rows.indexOf(row) : -1;
    const value = one.values[index] ?? null;
    if (value !== null) {
      const isStacked = data.isStacked && !one.mark;
      const base = isStacked ? stackedBelow(data, at, index, value) : 0;
      const bars = series.filter((other) => drawnAs(other, mark) === "bar");
      const place = bars.indexOf(one);
      return {
        kind: "mark",
        position: isStepped(data, mark) ? index : (positions.numbers[index] ?? 0),
        base,
        end: base + value,
        bar: place < 0 ? null : isStacked ? { at: 0, of: 1 } : { at: place, of: bars.length },
      };
    }
  }
  return null;
}

/** What a mark of a stack stands on: the marks below it on its side of zero. */
function stackedBelow({ series }: AxisData, at: number, index: number, value: number): number {
  return series.slice(0, at).reduce((sum, { values, mark }) => {
    const below = mark ? 0 : (values[index] ?? 0);
    return below < 0 === value < 0 ? sum + below : sum;
  }, 0);
}

/** A position in values of its axis; none where it is not shown. */
function positionAt(data: AxisData | PointData, mark: Mark, spot: AxisSpot): number | null {
  if (data.shape === "points") {
    return spot.at;
  }
  if (isStepped(data, mark)) {
    const index = data.positions.rows.indexOf(spot.row);
    return index < 0 ? null : index;
  }
  const [low, high] = endsOf(data);
  return spot.at !== null && spot.at >= low && spot.at <= high ? spot.at : null;
}

function endsOf({ positions }: AxisData): [number, number] {
  const shown = positions.numbers.filter((one) => one !== null);
  return [Math.min(...shown), Math.max(...shown)];
}

/** As much of a range as is shown. */
function bandAt(
  data: AxisData | PointData,
  mark: Mark,
  { from, to }: { from: AxisSpot; to: AxisSpot },
): Held | null {
  if (data.shape === "axis" && isStepped(data, mark)) {
    const [first, last] = [from, to].map((spot) => positionAt(data, mark, spot));
    return first === null || first === undefined || last === null || last === undefined
      ? null
      : { kind: "band", from: first, to: last, isStep: true };
  }
  if (from.at === null || to.at === null) {
    return null;
  }
  const [low, high] = data.shape === "axis" ? endsOf(data) : [from.at, to.at];
  const [first, last] = [Math.max(from.at, low), Math.min(to.at, high)];
  return first <= last ? { kind: "band", from: first, to: last, isStep: false } : null;
}

/** Bars of one position: gaps between them and room around them, in parts of their width and of the step. */
const BAR_GAP = 0.1;
const BARS = 0.66;
const WIDEST_BAR = 56;
/** How far inside of the end of a bar its ring stands. */
const INSIDE = 9;

function pixelsOf(place: Held, scales: Scales, isFlat: boolean): NotedAt {
  const point = (position: number, value: number | null) => {
    const [x = 0, y = 0] = scales.coord(isFlat ? [value, position] : [position, value]);
    return { x, y };
  };
  const along = (position: number) => {
    const { x, y } = point(position, null);
    return isFlat ? y : x;
  };
  const step = () => scales.size([1, 1])[isFlat ? 1 : 0] ?? 0;
  switch (place.kind) {
    case "rule":
      return { kind: "rule", at: along(place.position) };
    case "band": {
      const half = place.isStep ? step() / 2 : 0;
      return { kind: "band", from: along(place.from) - half, to: along(place.to) + half };
    }
    case "mark": {
      const { position, base, end, bar } = place;
      const aside = bar ? besideMiddle(bar, step()) : 0;
      const [from, to] = [point(position, base), point(position, end)];
      const length = isFlat ? to.x - from.x : to.y - from.y;
      const back = bar ? Math.min(INSIDE, Math.abs(length) / 2) * Math.sign(length) : 0;
      return isFlat
        ? {
            kind: "mark",
            ring: { x: to.x - back, y: to.y + aside },
            end: { x: to.x, y: to.y + aside },
          }
        : {
            kind: "mark",
            ring: { x: to.x + aside, y: to.y - back },
            end: { x: to.x + aside, y: to.y },
          };
    }
  }
}

/** How far one of some bars side by side stands from the middle of its position. */
function besideMiddle({ at, of }: { at: number; of: number }, step: number): number {
  const wide = Math.min(WIDEST_BAR, (step * BARS) / (of + (of - 1) * BAR_GAP));
  return (at - (of - 1) / 2) * wide * (1 + BAR_GAP);
}

function shapesOf(at: NotedAt, plot: Plot, palette: Palette): object[] {
  const { x, y, width, height, isFlat } = plot;
  switch (at.kind) {
    case "mark":
      return [3.5, 1.5].map((lineWidth) => ({
        type: "circle",
        shape: { cx: at.ring.x, cy: at.ring.y, r: RING },
        style: {
          fill: "none",
          stroke: lineWidth > 2 ? palette.surface : palette.text,
          lineWidth,
        },
      }));
    case "rule":
      return [
        {
          type: "line",
          shape: isFlat
            ? { x1: x, y1: at.at, x2: x + width, y2: at.at }
            : { x1: at.at, y1: y, x2: at.at, y2: y + height },
          style: { stroke: palette.label, lineWidth: 1 },
        },
      ];
    case "band": {
      const [start, length] = [Math.min(at.from, at.to), Math.max(2, Math.abs(at.to - at.from))];
      return [
        {
          type: "rect",
          shape: isFlat
            ? { x, y: start, width, height: length }
            : { x: start, y, width: length, height },
          style: { fill: palette.label, opacity: 0.14 },
        },
      ];
    }
  }
}

function textOf(text: ReturnType<typeof placed>[number] | undefined, palette: Palette): object[] {
  if (!text) {
    return [];
  }
  const { words, box } = text;
  return [
    { type: "rect", shape: box, style: { fill: palette.surface, opacity: 0.85 } },
    {
      type: "text",
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      style: {
        text: ownName(words),
        fill: palette.text,
        font: `11px ${palette.font}`,
        textAlign: "center",
        textVerticalAlign: "middle",
      },
    },
  ];
}
