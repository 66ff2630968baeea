// The chart library's options for what is painted, by the rules of the design: horizontal grid
// lines only, zero for bars and areas, no legend where names at line ends (LineEnds) fit.
import type { EChartsCoreOption } from "echarts/core";
import type { Mark } from "../backend/generated/Mark";
import type { PillMark } from "../backend/generated/PillMark";
import { percent } from "../i18n/format";
import type { AxisData, PointData, Series } from "./chartData";
import { drawnAs } from "./layers";
import { ownName } from "./marks/item";
import type { Palette } from "./palette";
import { amountText, isInPercent, positionText, tickText } from "./words";

/** Over this many marks nothing moves. */
const MOST_ANIMATED = 2000;
/** Bars get their value written at the end up to this many. */
const MOST_BAR_LABELS = 24;
const LABEL_SIZE = 11;

/** How the picture is framed. */
export interface Frame {
  width: number;
  height: number;
  isStill: boolean;
  /** Names that stand at the ends of lines: room is left for them. */
  ends?: readonly string[];
  /** Pixels above the plot for what happened. */
  lane?: number;
}

/** Options for lines, bars and areas. */
export function axisOptions(
  data: AxisData,
  mark: Mark,
  palette: Palette,
  frame: Frame,
): EChartsCoreOption {
  const marks = data.series.length * data.positions.values.length;
  const position = positionAxis(data, mark, palette, frame);
  const value = valueAxis(data, mark, palette);
  return {
    useUTC: true,
    animation: !frame.isStill && marks <= MOST_ANIMATED,
    animationDuration: 220,
    animationDurationUpdate: 360,
    textStyle: { fontFamily: palette.font, fontSize: LABEL_SIZE },
    grid: {
      left: 4,
      right: frame.ends?.length ? endsWidth(frame.ends) : data.isHorizontal ? 52 : 14,
      top: (data.valueTitle ? 26 : 12) + (frame.lane ?? 0),
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: data.isHorizontal ? value : position,
    yAxis: data.isHorizontal ? position : value,
    series: data.series.map((series) => seriesOptions(series, data, mark, palette)),
  };
}

/** Pixels right of the plot for the names of lines. */
export function endsWidth(names: readonly string[]): number {
  const longest = Math.max(...names.map((name) => Math.min(name.length, 18)));
  return 18 + longest * 6.6;
}

function positionAxis(data: AxisData, mark: Mark, palette: Palette, frame: Frame) {
  const { positions } = data;
  const isTimeLine = positions.kind === "time" && mark !== "bar";
  const common = {
    axisLine: { show: !data.isHorizontal, lineStyle: { color: palette.axis } },
    axisTick: { show: false },
    splitLine: { show: false },
  };
  if (isTimeLine || positions.kind === "number") {
    return {
      ...common,
      type: isTimeLine ? "time" : "value",
      min: "dataMin",
      max: "dataMax",
      splitNumber: Math.max(3, Math.floor(frame.width / 90)),
      minInterval: isTimeLine ? leastInterval(positions.unit) : undefined,
      axisLabel: {
        ...timeLabelStyle(palette),
        hideOverlap: true,
        formatter: isTimeLine
          ? (ms: number) => yearText(tickText(ms, positions.unit))
          : (value: number) => amountText(value),
      },
    };
  }
  return {
    ...common,
    type: "category",
    inverse: data.isHorizontal,
    data: positions.values.map((_, index) => String(index)),
    axisLabel: {
      // Names of the data are never read as markup: only days have styled parts.
      ...(positions.kind === "time" ? timeLabelStyle(palette) : labelStyle(palette)),
      hideOverlap: true,
      interval: data.isHorizontal ? 0 : "auto",
      width: data.isHorizontal
        ? Math.min(160, frame.width * 0.3)
        : Math.max(
            positions.kind === "time" ? 40 : 24,
            (frame.width - 70) / Math.max(1, positions.values.length) - 4,
          ),
      overflow: "truncate",
      formatter: (key: string) => {
        const index = Number(key);
        const ms = positions.numbers[index];
        return positions.kind === "time" && typeof ms === "number"
          ? yearText(tickText(ms, positions.unit))
          : // A bin is named by where it begins.
            ownName(positionText({ ...positions, ends: [] }, index));
      },
    },
  };
}

const DAY = 86_400_000;

function leastInterval(unit: AxisData["positions"]["unit"]): number | undefined {
  switch (unit) {
    case "year":
      return 365 * DAY;
    case "quarter":
      return 89 * DAY;
    case "month":
      return 28 * DAY;
    case "week":
      return 7 * DAY;
    case "day":
      return DAY;
    default:
      return undefined;
  }
}

function yearText({ text, isYear }: { text: string; isYear: boolean }): string {
  return isYear ? `{year|${text}}` : text;
}

function labelStyle(palette: Palette) {
  return { color: palette.label, fontSize: LABEL_SIZE };
}

function timeLabelStyle(palette: Palette) {
  return {
    ...labelStyle(palette),
    rich: { year: { color: palette.text, fontWeight: 600, fontSize: LABEL_SIZE } },
  };
}

function valueAxis(data: AxisData, mark: Mark, palette: Palette) {
  return {
    type: "value",
    // Lines may leave zero; bars and areas never do.
    scale: mark === "line",
    min: data.isNormalized && !hasNegative(data) ? 0 : undefined,
    max: data.isNormalized ? 1 : undefined,
    interval: data.isNormalized ? 0.25 : undefined,
    ...(data.range ? roundScale(data.range, mark) : {}),
    splitNumber: 4,
    name: data.isHorizontal ? "" : ownName(data.valueTitle),
    nameLocation: "end",
    nameGap: 12,
    nameTextStyle: {
      color: palette.label,
      fontSize: LABEL_SIZE,
      align: "left",
      padding: [0, 0, 0, -4],
    },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: palette.label,
      fontSize: LABEL_SIZE,
      hideOverlap: true,
      formatter: (value: number) => (isInPercent(data) ? percent(value) : amountText(value)),
    },
    splitLine: { show: true, lineStyle: { color: palette.grid, width: 1 } },
  };
}

function hasNegative({ series }: AxisData): boolean {
  return series.some(({ values }) => values.some((value) => value !== null && value < 0));
}

/** One scale for pictures side by side, rounded outwards to steps of 1, 2 or 5. */
export function roundScale(range: { low: number; high: number }, mark: Mark) {
  const isFree = mark === "line";
  const low = isFree ? range.low : Math.min(0, range.low);
  const high = isFree ? range.high : Math.max(0, range.high);
  const raw = (high - low || Math.abs(high) || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= raw * 0.999_999) ?? 10);
  const ends = { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step };
  return { ...ends, max: ends.max > ends.min ? ends.max : ends.min + step, interval: step };
}

function seriesOptions(series: Series, data: AxisData, mark: Mark, palette: Palette) {
  const color = palette.data[series.colour] ?? palette.data[0];
  const common = {
    name: series.name,
    silent: true,
    color,
    // What has a mark of its own stands on nothing.
    stack: data.isStacked && !series.mark ? "all" : undefined,
    data: seriesValues(series, data, mark),
  };
  const drawn = drawnAs(series, mark);
  if (drawn === "bar") {
    // An error bar stands where the label would.
    const hasLabels =
      data.series.length === 1 && series.values.length <= MOST_BAR_LABELS && !series.intervals;
    return {
      ...common,
      type: "bar",
      barCategoryGap: "34%",
      barMaxWidth: 56,
      itemStyle: { borderRadius: data.isStacked ? 0 : 2 },
      label: {
        show: hasLabels,
        position: data.isHorizontal ? "right" : "top",
        color: palette.label,
        fontSize: LABEL_SIZE,
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const value = series.values[dataIndex] ?? null;
          return value !== null && isInPercent(data) ? percent(value) : amountText(value);
        },
      },
      labelLayout: { hideOverlap: true },
    };
  }
  return {
    ...common,
    type: "line",
    smooth: false,
    connectNulls: false,
    // A point without neighbours would be invisible as a line.
    showSymbol: drawn === "point" || series.values.some((_, at) => isAlone(series.values, at)),
    showAllSymbol: true,
    symbol: "circle",
    symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
      drawn === "point" ? POINT : isAlone(series.values, dataIndex) ? 6 : 0,
    lineStyle: { width: lineWidth(series, drawn) },
    areaStyle:
      drawn === "area" ? { opacity: data.isStacked && !series.mark ? 0.55 : 0.18 } : undefined,
    z: series.mark ? HEIGHTS[series.mark] : series.colour === 0 || mark === "area" ? 1 : 3,
  };
}

/** Width of a point over other marks. */
const POINT = 8;

/** Which marks lie over which. */
const HEIGHTS = { area: 1, bar: 2, band: 2, line: 3, point: 4 };

function lineWidth({ colour }: Series, drawn: Mark | PillMark): number {
  switch (drawn) {
    case "point":
      return 0;
    case "band":
      return 1;
    default:
      return colour === 0 ? 1.75 : drawn === "area" ? 1.5 : 2;
  }
}

/** A value between gaps. */
function isAlone(values: (number | null)[], at: number): boolean {
  const isGap = (index: number) => (values[index] ?? null) === null;
  return !isGap(at) && isGap(at - 1) && isGap(at + 1);
}

function seriesValues(series: Series, data: AxisData, mark: Mark) {
  const { positions } = data;
  if (positions.kind === "category" || mark === "bar") {
    return series.values;
  }
  return series.values.map((value, index) => [positions.numbers[index] ?? null, value]);
}

/** Shapes of points, in the order of the members of their shelf. */
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "arrow", "roundRect", "pin"];

/** Options for a scatter plot. */
export function pointOptions(data: PointData, palette: Palette, frame: Frame): EChartsCoreOption {
  const sizes = data.points.flatMap(({ size }) => (size === null ? [] : [Math.abs(size)]));
  const largest = data.scales?.size ?? maximum(sizes);
  const radius = (size: number | null) =>
    size === null || largest === 0 ? 6 : 3 + 17 * Math.sqrt(Math.abs(size) / largest);
  const axis = (title: string, range: { low: number; high: number } | undefined) => ({
    type: "value",
    scale: true,
    ...(range ? widened(range) : {}),
    name: ownName(title),
    nameTextStyle: { color: palette.label, fontSize: LABEL_SIZE },
    axisLine: { show: true, lineStyle: { color: palette.axis } },
    axisTick: { show: false },
    axisLabel: {
      color: palette.label,
      fontSize: LABEL_SIZE,
      hideOverlap: true,
      formatter: (value: number) => amountText(value),
    },
    splitLine: { show: true, lineStyle: { color: palette.grid } },
  });
  return {
    animation: !frame.isStill && data.points.length <= MOST_ANIMATED,
    animationDuration: 220,
    textStyle: { fontFamily: palette.font, fontSize: LABEL_SIZE },
    grid: {
      left: 4,
      right: 16,
      top: 26,
      bottom: 22,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: {
      ...axis(data.xTitle, data.scales?.x),
      splitLine: { show: false },
      nameLocation: "middle",
      nameGap: 24,
    },
    yAxis: {
      ...axis(data.yTitle, data.scales?.y),
      nameLocation: "end",
      nameGap: 12,
      nameTextStyle: {
        color: palette.label,
        fontSize: LABEL_SIZE,
        align: "left",
        padding: [0, 0, 0, -4],
      },
      axisLine: { show: false },
    },
    series: [
      {
        type: "scatter",
        silent: true,
        large: data.points.length > MOST_ANIMATED && largest === 0,
        progressive: 5000,
        data: data.points.map((point) => ({
          value: [point.x, point.y],
          symbolSize: radius(point.size),
          symbol: SYMBOLS[point.symbol % SYMBOLS.length],
          itemStyle: {
            color: palette.data[data.groups.length > 0 ? point.colour : 1],
            opacity: data.points.length > MOST_ANIMATED ? 0.45 : 0.75,
          },
        })),
      },
    ],
  };
}

/** The ends of a scale with a little room, so that no point is cut. */
function widened({ low, high }: { low: number; high: number }) {
  const room = high > low ? (high - low) * 0.05 : Math.abs(low) * 0.05 || 1;
  return { min: low - room, max: high + room };
}

function maximum(values: number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
