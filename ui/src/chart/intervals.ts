// Error bars: the ends of the 95 % intervals of averages and shares, as the engine computed them, at the marks that
// they belong to. Pure.
import type { EChartsCoreOption } from "echarts/core";
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Mark } from "../backend/generated/Mark";
import type { Rows } from "../backend/rows";
import { count, percent } from "../i18n/format";
import { t } from "../i18n/t";
import type { AxisData, PointData } from "./chartData";
import { drawnAs } from "./layers";
import type { Palette } from "./palette";
import { amountText } from "./words";

/** Where an average or a share may lie, and of how many values it is. */
export interface Interval {
  low: number;
  high: number;
  count: number | null;
}

/** The interval of a measure at a row; none where it has none, as of one value. */
export type IntervalOf = (row: number) => Interval | null;

/** The intervals of a measure; none when none was asked for. */
export function intervalsOf(view: ChartView, rows: Rows, { pill }: Encoding): IntervalOf | null {
  if (!pill.interval) {
    return null;
  }
  const column = (aggregate: string) => {
    const encoding = view.encodings.find(
      (one) => one.is_implied && one.pill.field === pill.field && one.pill.aggregate === aggregate,
    );
    return rows.columns.find(({ name }) => name === encoding?.column);
  };
  const isShare = pill.aggregate === "share_true";
  const ends = isShare ? ["share_low", "share_high"] : ["interval_low", "interval_high"];
  const [low, high, values] = [...ends, "count"].map(column);
  return (row) => {
    const [from, to] = [low?.numberAt(row) ?? null, high?.numberAt(row) ?? null];
    const isThere = from !== null && to !== null && Number.isFinite(from + to);
    return isThere ? { low: from, high: to, count: values?.numberAt(row) ?? null } : null;
  };
}

/** An interval in words: `95 %: 12 to 15, n = 40`. */
export function intervalText({ low, high, count: values }: Interval, isPercent = false): string {
  const words = isPercent ? percent : amountText;
  return t("chart.interval", {
    low: words(low),
    high: words(high),
    values: values === null ? "·" : count(values),
  });
}

/** Bars of one position: gaps between them and room around them, in parts of their width and of the step. */
const BAR_GAP = 0.1;
const BARS = 0.66;
const WIDEST_BAR = 56;
const CAP = 4;

interface Scales {
  coord(at: (number | null)[]): number[];
  size(of: number[]): number[];
}

/** The picture with its error bars. */
export function withIntervals(
  options: EChartsCoreOption,
  data: AxisData | PointData,
  mark: Mark,
  palette: Palette,
): EChartsCoreOption {
  const bars = data.shape === "axis" ? ofAxis(data, mark, palette) : ofPoints(data, palette);
  const series = options["series"];
  return bars.length > 0 && Array.isArray(series)
    ? { ...options, series: [...series, ...bars] }
    : options;
}

function ofAxis(data: AxisData, mark: Mark, palette: Palette): EChartsCoreOption[] {
  const { positions, series, isHorizontal } = data;
  const isStep = mark === "bar" || positions.kind === "category";
  const bars = series.filter((one) => drawnAs(one, mark) === "bar");
  return series.flatMap((one) => {
    const { intervals, colour } = one;
    const at = bars.indexOf(one);
    if (!intervals?.some((one) => one !== null)) {
      return [];
    }
    const values = intervals.map((one, index) => [
      isStep ? index : (positions.numbers[index] ?? null),
      one?.low ?? null,
      one?.high ?? null,
    ]);
    const colourOf = at >= 0 ? palette.text : (palette.data[colour] ?? palette.text);
    return [
      drawn(values, isHorizontal, colourOf, (scales) => {
        const step = scales.size([1, 1])[isHorizontal ? 1 : 0] ?? 0;
        const room = bars.length + (bars.length - 1) * BAR_GAP;
        const wide = Math.min(WIDEST_BAR, (step * BARS) / room);
        const isBeside = at >= 0 && !data.isStacked;
        return isBeside ? (at - (bars.length - 1) / 2) * wide * (1 + BAR_GAP) : 0;
      }),
    ];
  });
}

function ofPoints({ points, groups }: PointData, palette: Palette): EChartsCoreOption[] {
  const side = (isHorizontal: boolean) => {
    const known = points.flatMap((point) => {
      const interval = isHorizontal ? point.intervalX : point.intervalY;
      return interval ? [[isHorizontal ? point.y : point.x, interval.low, interval.high]] : [];
    });
    const colour = groups.length > 0 ? palette.label : (palette.data[1] ?? palette.text);
    return known.length > 0 ? [drawn(known, isHorizontal, colour, () => 0)] : [];
  };
  return [...side(false), ...side(true)];
}

/** A bar with caps from the lower to the upper end of each value: position, low, high. */
function drawn(
  values: (number | null)[][],
  isHorizontal: boolean,
  colour: string,
  asideOf: (scales: Scales) => number,
): EChartsCoreOption {
  return {
    type: "custom",
    silent: true,
    z: 5,
    encode: isHorizontal ? { x: [1, 2], y: [0] } : { x: [0], y: [1, 2] },
    data: values,
    renderItem: ({ dataIndex }: { dataIndex: number }, scales: Scales) => {
      const [at = null, low = null, high = null] = values[dataIndex] ?? [];
      if (at === null || low === null || high === null) {
        return null;
      }
      const aside = asideOf(scales);
      const point = (value: number, away: number): [number, number] => {
        const [x = 0, y = 0] = scales.coord(isHorizontal ? [value, at] : [at, value]);
        return isHorizontal ? [x, y + aside + away] : [x + aside + away, y];
      };
      const line = ([x1, y1]: [number, number], [x2, y2]: [number, number]) => ({
        type: "line",
        shape: { x1, y1, x2, y2 },
        style: { stroke: colour, lineWidth: 1.25 },
      });
      return {
        type: "group",
        children: [
          line(point(low, 0), point(high, 0)),
          line(point(low, -CAP), point(low, CAP)),
          line(point(high, -CAP), point(high, CAP)),
        ],
      };
    },
  };
}

/** How many marks have an average but too few values for an interval. */
export function withoutInterval(data: AxisData | PointData): number {
  if (data.shape === "points") {
    return 0;
  }
  return data.series.reduce(
    (sum, { intervals, values }) =>
      sum +
      (intervals?.filter((one, index) => one === null && (values[index] ?? null) !== null).length ??
        0),
    0,
  );
}
