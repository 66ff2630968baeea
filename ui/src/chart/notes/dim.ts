// Evidence in the picture: the marks a note is about stay as they are, everything else steps back.
import type { EChartsCoreOption } from "echarts/core";
import type { ChartView } from "../../backend/generated/ChartView";
import type { LiteracyNote } from "../../backend/generated/LiteracyNote";
import type { AxisData, ChartData } from "../chartData";
import { plainText } from "./noteWords";

/** A mark by its series and its place in it. */
export interface MarkSpot {
  series: number;
  index: number;
}

const DIM = 0.22;
const RING = 12;

/** The marks of a note among those that are drawn. Empty: the note is about the whole chart. */
export function spotsOfNote(
  note: LiteracyNote,
  view: Pick<ChartView, "encodings">,
  data: ChartData,
): MarkSpot[] {
  if (data.shape !== "axis") {
    return [];
  }
  const keys = view.encodings.filter(({ pill }) => !pill.aggregate);
  const position = keys.find(({ shelf }) => shelf === (data.isHorizontal ? "y" : "x"))?.column;
  const split = keys
    .filter(({ shelf }) => shelf === "color" || shelf === "detail")
    .map(({ column }) => column);
  return note.marks.flatMap((mark) => {
    const at = (column: string | undefined) => mark.find((one) => one.column === column)?.value;
    const place = at(position);
    const index = place
      ? data.positions.values.findIndex((value) => sameText(value, plainText(place)))
      : -1;
    const name = split
      .map((column) => {
        const value = at(column);
        return value ? (value.type === "null" ? "null" : plainText(value)) : "";
      })
      .join(" · ");
    const series = data.series.findIndex((one) => name === "" || one.name === name);
    return index >= 0 && series >= 0 ? [{ series, index }] : [];
  });
}

function sameText(value: unknown, text: string): boolean {
  const written = value === null ? "" : String(value);
  return written === text || written.replace(" ", "T") === text;
}

interface SeriesOption {
  type?: string;
  data?: unknown[];
  itemStyle?: object;
  lineStyle?: { width?: number; opacity?: number };
  areaStyle?: object | undefined;
}

/** The options with everything dimmed but some marks. */
export function dimmed(
  options: EChartsCoreOption,
  data: AxisData,
  spots: MarkSpot[],
): EChartsCoreOption {
  const series = options.series;
  if (spots.length === 0 || !Array.isArray(series)) {
    return options;
  }
  const shown = (series as SeriesOption[]).map((one, at) => {
    const lit = new Set(spots.filter((spot) => spot.series === at).map(({ index }) => index));
    return one.type === "bar" ? dimBars(one, lit) : dimLine(one, lit, data, at);
  });
  return { ...options, series: shown };
}

function dimBars(one: SeriesOption, lit: Set<number>): SeriesOption {
  const bars = (one.data ?? []).map((value, index) => ({
    value,
    itemStyle: { opacity: lit.has(index) ? 1 : DIM },
  }));
  return { ...one, data: bars };
}

function dimLine(one: SeriesOption, lit: Set<number>, data: AxisData, at: number): SeriesOption {
  // Points over other marks have no line to be seen by.
  const isPoints = one.lineStyle?.width === 0;
  const points = (one.data ?? []).map((value, index) =>
    lit.has(index) && data.series[at]?.values[index] !== null
      ? {
          value,
          symbol: "emptyCircle",
          symbolSize: RING,
          itemStyle: { opacity: 1, borderWidth: 2 },
        }
      : isPoints
        ? { value, itemStyle: { opacity: DIM } }
        : { value, symbol: "none" },
  );
  return {
    ...one,
    data: points,
    ...{ showSymbol: true },
    lineStyle: { ...one.lineStyle, opacity: DIM },
    ...(one.areaStyle ? { areaStyle: { ...one.areaStyle, opacity: DIM / 2 } } : {}),
  };
}
