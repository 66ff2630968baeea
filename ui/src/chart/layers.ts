// Measures with marks of their own on the same axes: how each is drawn, bands, and what a pill's menu
// offers. Pure.
import type { EChartsCoreOption } from "echarts/core";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { ChartView } from "../backend/generated/ChartView";
import type { Mark } from "../backend/generated/Mark";
import type { Pill } from "../backend/generated/Pill";
import type { PillAt } from "../backend/generated/PillAt";
import type { PillMark } from "../backend/generated/PillMark";
import { t } from "../i18n/t";
import type { AxisData, PointData, Series } from "./chartData";
import type { Palette } from "./palette";

/** How a series is drawn: its own mark, or that of the chart. */
export function drawnAs({ mark }: Pick<Series, "mark">, ground: Mark): Mark | PillMark {
  return mark ?? ground;
}

/** Both ends of each band, by their places among the series. */
export function bandsOf(series: readonly Pick<Series, "mark" | "member">[]): [number, number][] {
  return series.flatMap((one, at): [number, number][] => {
    const isEnd = (other: Pick<Series, "mark" | "member">, place: number) =>
      place > at && other.mark === "band" && other.member === one.member;
    const end = one.mark === "band" ? series.findIndex(isEnd) : -1;
    return end < 0 ? [] : [[at, end]];
  });
}

/** The series with one colour for both ends of a band. */
export function withBandColours(series: Series[]): Series[] {
  const first = new Map(bandsOf(series).map(([from, to]) => [to, from]));
  return series.map((one, at) => ({
    ...one,
    colour: series[first.get(at) ?? at]?.colour ?? one.colour,
  }));
}

interface Scales {
  coord(at: (number | null)[]): number[];
}

/** How much of a colour fills what others show through. */
const FILL = 0.18;

/** The picture with the room between both ends of its bands. */
export function withBands(
  options: EChartsCoreOption,
  data: AxisData | PointData,
  ground: Mark,
  palette: Palette,
): EChartsCoreOption {
  const { series } = options;
  const bands = data.shape === "axis" ? bandsOf(data.series) : [];
  if (data.shape !== "axis" || bands.length === 0 || !Array.isArray(series)) {
    return options;
  }
  const isStep = ground === "bar" || data.positions.kind === "category";
  const drawn = bands.map(([from, to]) => {
    const [low, high] = [data.series[from], data.series[to]];
    const points = data.positions.values.map((_, index): (number | null)[] => [
      isStep ? index : (data.positions.numbers[index] ?? null),
      low?.values[index] ?? null,
      high?.values[index] ?? null,
    ]);
    const fill = palette.data[low?.colour ?? 0] ?? palette.text;
    return bandOf(points, fill);
  });
  return { ...options, series: [...series, ...drawn] };
}

function bandOf(points: (number | null)[][], fill: string): EChartsCoreOption {
  return {
    type: "custom",
    silent: true,
    z: 2,
    encode: { x: [0], y: [1, 2] },
    data: points,
    renderItem: ({ dataIndex }: { dataIndex: number }, scales: Scales) =>
      dataIndex > 0
        ? null
        : {
            type: "group",
            children: runsOf(points).map((run) => ({
              type: "polygon",
              shape: {
                points: [
                  ...run.map(([at = null, low = null]) => scales.coord([at, low])),
                  ...run.map(([at = null, , high = null]) => scales.coord([at, high])).reverse(),
                ],
              },
              style: { fill, opacity: FILL },
            })),
          },
  };
}

/** Positions beside each other where both ends are known. */
function runsOf(points: (number | null)[][]): (number | null)[][][] {
  const runs: (number | null)[][][] = [[]];
  for (const point of points) {
    if (point.includes(null)) {
      runs.push([]);
    } else {
      runs.at(-1)?.push(point);
    }
  }
  return runs.filter((run) => run.length > 0);
}

/** One way to draw a measure, and the chart after it was chosen. */
export interface LayerItem {
  label: string;
  spec: ChartSpec;
  isChosen: boolean;
}

const MARKS = ["bar", "line", "area", "point"] as const;

/** The ways to draw a measure that shares its axis with others; none for other pills. */
export function layerItems(
  view: ChartView,
  spec: ChartSpec,
  { shelf, index }: PillAt,
): LayerItem[] {
  const amounts = shelfOfAmounts(spec);
  const own = spec[amounts]?.[index];
  const pills = spec[amounts] ?? [];
  const measures = pills.filter(({ aggregate }) => aggregate);
  const isOffered = ["bar", "line", "area"].includes(view.mark) && shelf === amounts;
  if (!isOffered || !own?.aggregate || measures.length < 2) {
    return [];
  }
  const marked = (marks: ReadonlyMap<number, PillMark | null>): ChartSpec => {
    const next = pills.map((pill, at): Pill => {
      const { mark, ...plain } = pill;
      const wanted = marks.get(at);
      // What was one end of a band stands alone now.
      const kept = wanted === undefined ? (mark === "band" ? null : (mark ?? null)) : wanted;
      return kept ? { ...plain, mark: kept } : plain;
    });
    return { ...spec, [amounts]: next };
  };
  const single = MARKS.map(
    (mark): LayerItem => ({
      label: t(`pill.drawn.${mark}`),
      spec: marked(new Map([[index, mark]])),
      isChosen: own.mark === mark,
    }),
  );
  const bands = pills.flatMap((pill, at): LayerItem[] => {
    const title = view.encodings.find((one) => one.shelf === amounts && one.index === at)?.title;
    return at === index || !pill.aggregate || !title
      ? []
      : [
          {
            label: t("pill.drawn.bandTo", { title }),
            spec: marked(
              new Map<number, PillMark>([
                [index, "band"],
                [at, "band"],
              ]),
            ),
            isChosen: own.mark === "band" && pill.mark === "band",
          },
        ];
  });
  const plain = {
    label: t("pill.drawn.alike"),
    spec: marked(new Map([[index, null]])),
    isChosen: !own.mark,
  };
  return [plain, ...single, ...bands];
}

/** Where the amounts lie: on X beside a dimension on Y, else on Y. */
function shelfOfAmounts({ x = [], y = [] }: ChartSpec): "x" | "y" {
  const isFlat = x.some(({ aggregate }) => aggregate) && y.some(({ aggregate }) => !aggregate);
  return isFlat ? "x" : "y";
}

/** The chart with all measures drawn alike. */
export function drawnAlike(spec: ChartSpec): ChartSpec {
  const plain = (pills: Pill[] = []) => pills.map(({ mark: _, ...pill }) => pill);
  return { ...spec, x: plain(spec.x), y: plain(spec.y) };
}

/** A pill that was changed keeps its own mark as long as it is a measure. */
export function keepingMark(before: Pill, next: Pill | null): Pill | null {
  return next?.aggregate && before.mark ? { ...next, mark: before.mark } : next;
}

/** From how many times the amounts of one measure those of another lie flat on one scale. */
const FAR = 50;

/** The measures whose amounts lie flat beside those of the largest one, and that one; null where none does. */
export function farApart(data: AxisData): { flat: string; large: string } | null {
  const reach = new Map<string, { name: string; most: number }>();
  for (const { column, measure, name, values } of data.series) {
    const known = reach.get(column)?.most ?? 0;
    const most = values.reduce<number>((top, one) => Math.max(top, Math.abs(one ?? 0)), known);
    reach.set(column, { name: measure ?? name, most });
  }
  const all = [...reach.values()].filter(({ most }) => most > 0);
  const large = all.reduce((best, one) => (one.most > best.most ? one : best), all[0] ?? NONE);
  const flat = all.filter(({ most }) => most * FAR <= large.most).map(({ name }) => name);
  return flat.length > 0 ? { flat: flat.join(", "), large: large.name } : null;
}

const NONE = { name: "", most: 0 };
