// Lines, bands and trends across a picture: where they stand comes with the rows; here they are put
// into words and into the options of the chart library.
import type { EChartsCoreOption } from "echarts/core";
import type { ChartView } from "../backend/generated/ChartView";
import type { DrawnReference } from "../backend/generated/DrawnReference";
import type { ReferenceAt } from "../backend/generated/ReferenceAt";
import type { ReferenceKind } from "../backend/generated/ReferenceKind";
import type { Side } from "../backend/generated/Side";
import { number } from "../i18n/format";
import { t } from "../i18n/t";
import type { AxisData, PointData } from "./chartData";
import type { Palette } from "./palette";
import { amountText, exactText } from "./words";

/** A reference without its amounts: `Percentile 90`. */
export function kindWords(line: ReferenceKind): string {
  switch (line.kind) {
    case "constant":
      return t("reference.constant");
    case "average":
      return t("reference.average");
    case "median":
      return t("reference.median");
    case "percentile":
      return t("reference.percentile", { percentile: line.percentile });
    case "band":
      return bandWords(line.from, line.to);
    case "trend":
      return t("reference.trend");
  }
}

function bandWords(from: string, to: string): string {
  if (from === "0" && to === "100") {
    return t("reference.range");
  }
  return from === "25" && to === "75" ? t("reference.middle") : t("reference.band", { from, to });
}

/** A reference where it stands: `Average 12.4`, `y = 2 x + 3, R² = 0.9`. */
export function atWords(
  line: ReferenceKind,
  at: ReferenceAt,
  write: (value: number) => string = exactText,
): string {
  const words = kindWords(line);
  switch (at.kind) {
    case "line":
      return line.kind === "constant"
        ? write(at.value)
        : t("reference.lineAt", { words, value: write(at.value) });
    case "band":
      return t("reference.bandAt", { words, low: write(at.low), high: write(at.high) });
    case "trend":
      return trendWords(at, write);
  }
}

type Trend = Extract<ReferenceAt, { kind: "trend" }>;

function trendWords(trend: Trend, write: (value: number) => string): string {
  const { slope, intercept, r_squared, is_along_time, series } = trend;
  const signed = (value: number, space: string) =>
    `${value < 0 ? "−" : "+"}${space}${write(Math.abs(value))}`;
  const line = is_along_time
    ? t("reference.perDay", { slope: signed(slope, "") })
    : t("reference.equation", { slope: write(slope), intercept: signed(intercept, " ") });
  const share = r_squared === null ? "" : t("reference.fit", { share: number(round(r_squared)) });
  const words = [line, share].filter(Boolean).join(", ");
  return series === "" ? words : t("reference.ofSeries", { series, words });
}

/** Two places of a share are enough to be read; the table of the panel has no more either. */
function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}

/** All lines in one sentence, for the accessible name. */
export function referenceSentence(references: DrawnReference[] = []): string {
  return references
    .flatMap(({ reference, at }) => (at ? [atWords(reference.line, at)] : []))
    .join(", ");
}

/** Lines that cannot be drawn, with the reason. */
export function referenceNotes(references: DrawnReference[] = []): string[] {
  return references.flatMap(({ reference, at, why }) =>
    at || !why ? [] : [t("reference.missing", { words: kindWords(reference.line), why })],
  );
}

/** The axes that carry amounts, and whether a trend can be drawn along X. */
export function sidesOf(view: ChartView): { sides: Side[]; hasTrend: boolean } {
  const { mark, encodings } = view;
  if (mark === "scatter") {
    return { sides: ["y", "x"], hasTrend: true };
  }
  if (mark !== "bar" && mark !== "line" && mark !== "area") {
    return { sides: [], hasTrend: false };
  }
  const on = (shelf: Side, isMeasure: boolean) =>
    encodings.some((one) => one.shelf === shelf && Boolean(one.pill.aggregate) === isMeasure);
  const isHorizontal = on("x", true) && on("y", false);
  return { sides: [isHorizontal ? "x" : "y"], hasTrend: mark === "line" };
}

const LABEL_SIZE = 11;

/** The options with lines, bands and trends over the marks. */
export function withReferences(
  options: EChartsCoreOption,
  data: AxisData | PointData,
  references: DrawnReference[],
  palette: Palette,
): EChartsCoreOption {
  const series = options.series;
  const drawn = references.filter(({ at }) => at !== null);
  if (drawn.length === 0 || !Array.isArray(series) || isNothing(data)) {
    return options;
  }
  const straight = across(drawn, palette, somewhere(data, options));
  const trends = drawn.flatMap(({ at }) => (at?.kind === "trend" ? trend(data, at, palette) : []));
  const room = labelRoom(drawn);
  const grid = options.grid as { right?: number } | undefined;
  return {
    ...options,
    ...(room > 0 ? { grid: { ...grid, right: Math.max(grid?.right ?? 0, room) } } : {}),
    series: [...series, ...straight, ...trends],
  };
}

function isNothing(data: AxisData | PointData): boolean {
  return data.shape === "points"
    ? data.points.length === 0
    : data.positions.values.length === 0 || data.isNormalized;
}

/** Words of a line in the picture: its name over its amount. */
function shortWords({ reference: { line } }: DrawnReference, at: ReferenceAt): string {
  const words = atWords(line, at, amountText);
  const name = kindWords(line);
  return at.kind !== "trend" && words.startsWith(`${name} `)
    ? `${name}\n${words.slice(name.length + 1)}`
    : words;
}

/** Pixels beside the marks for the words of lines across Y: so they lie on no mark. */
function labelRoom(drawn: DrawnReference[]): number {
  const longest = drawn.flatMap((one) =>
    one.at && one.at.kind !== "trend" && one.reference.axis === "y"
      ? shortWords(one, one.at)
          .split("\n")
          .map(({ length }) => length)
      : [],
  );
  return longest.length === 0 ? 0 : 14 + Math.max(...longest) * 6.2;
}

/** A place on the axis of positions that is there, to hold what the lines are tied to. */
function somewhere(data: AxisData | PointData, options: EChartsCoreOption): [number, number] {
  if (data.shape === "points") {
    return [data.points[0]?.x ?? 0, data.points[0]?.y ?? 0];
  }
  const axis = options[data.isHorizontal ? "yAxis" : "xAxis"] as { type?: string };
  const at = axis.type === "category" ? 0 : (data.positions.numbers[0] ?? 0);
  return [at, at];
}

/** Lines and bands that stand on one axis, tied to points that nobody sees and axes reach. */
function across(
  drawn: DrawnReference[],
  palette: Palette,
  [x, y]: [number, number],
): Record<string, unknown>[] {
  const lines: object[] = [];
  const bands: object[][] = [];
  const tied: [number, number][] = [];
  for (const one of drawn) {
    const { reference, at } = one;
    if (!at || at.kind === "trend") {
      continue;
    }
    const axis = reference.axis === "x" ? "xAxis" : "yAxis";
    const isUpright = reference.axis === "x";
    const tie = (value: number) => tied.push(isUpright ? [value, y] : [x, value]);
    const label = {
      show: true,
      color: palette.text,
      fontSize: LABEL_SIZE,
      textBorderColor: palette.surface,
      textBorderWidth: 3,
      // A text would be a template of the chart library.
      lineHeight: 13,
      formatter: () => shortWords(one, at),
    };
    if (at.kind === "line") {
      tie(at.value);
      lines.push({
        [axis]: at.value,
        label: { ...label, position: "end" },
      });
    } else {
      tie(at.low);
      tie(at.high);
      bands.push([
        {
          [axis]: at.low,
          label: { ...label, position: isUpright ? "top" : "right" },
        },
        { [axis]: at.high },
      ]);
    }
  }
  return tied.length === 0
    ? []
    : [
        {
          type: "scatter",
          silent: true,
          symbolSize: 0,
          animation: false,
          data: tied,
          z: 5,
          markLine: {
            silent: true,
            animation: false,
            symbol: "none",
            precision: 12,
            lineStyle: { color: palette.text, type: [5, 4], width: 1.25 },
            data: lines,
          },
          markArea: {
            silent: true,
            animation: false,
            itemStyle: { color: palette.label, opacity: 0.14 },
            data: bands,
          },
        },
      ];
}

function trend(data: AxisData | PointData, at: Trend, palette: Palette): object[] {
  const ends = clipped(at, data);
  if (!ends) {
    return [];
  }
  const colour = colourOf(data, at.series);
  return [
    {
      type: "line",
      silent: true,
      animation: false,
      showSymbol: false,
      data: ends,
      z: 6,
      lineStyle: {
        color: colour === null ? palette.text : palette.data[colour],
        type: [6, 4],
        width: 1.5,
      },
      markLine: {
        silent: true,
        animation: false,
        symbol: "none",
        lineStyle: { opacity: 0 },
        data: [
          [
            {
              coord: ends[0],
              label: {
                show: true,
                // The line of this label is not seen, and the label would be as faint.
                opacity: 1,
                position: "insideEndTop",
                color: palette.text,
                fontSize: LABEL_SIZE,
                textBorderColor: palette.surface,
                textBorderWidth: 3,
                formatter: () => trendWords(at, amountText),
              },
            },
            { coord: ends[1] },
          ],
        ],
      },
    },
  ];
}

/** The part of a trend between the first and last position that is shown. */
function clipped({ from, to }: Trend, data: AxisData | PointData): [number, number][] | null {
  if (data.shape === "points") {
    return [from, to];
  }
  const shown = data.positions.numbers.filter((one) => one !== null);
  const first = Math.max(from[0], Math.min(...shown));
  const last = Math.min(to[0], Math.max(...shown));
  if (!(last > first) || data.isHorizontal) {
    return null;
  }
  const at = (x: number): [number, number] => [
    x,
    from[1] + ((to[1] - from[1]) * (x - from[0])) / (to[0] - from[0]),
  ];
  return [at(first), at(last)];
}

function colourOf(data: AxisData | PointData, series: string): number | null {
  const all = data.shape === "points" ? data.groups : data.series;
  return all.find(({ name }) => name === series)?.colour ?? null;
}
