// Box plots: the middle half of the values as a box around the median, whiskers to the last values
// that are no outliers, and the farthest outliers as dots. All of it was computed by the engine.
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { exactText } from "../words";
import { amountAxis, memberAxis, plot } from "./axes";
import { leftOut } from "./heatmap";
import { coloured } from "./histogram";
import { type Build, base, type Item } from "./item";
import { type Column, finite, membersOf, memberText, type Reading } from "./reading";
import { at, drawn, group, rectangle, type Shape, stepOf, stroke } from "./shapes";

const MOST_BOXES = 60;

/** The figures of a box, in the order of their columns. */
const FIGURES = ["whiskerLow", "lower", "median", "upper", "whiskerHigh", "least", "most"] as const;
type Figure = (typeof FIGURES)[number];

interface Box {
  place: number;
  /** Which of the boxes beside each other at its place. */
  beside: number;
  colour: number;
  figures: Record<Figure, number>;
  item: Item;
}

/** Builds boxes from quartiles, whiskers and counts. */
export const boxPlot: Build = (from) => {
  const columns = figuresOf(from);
  if (!columns) {
    return null;
  }
  const { counted, outliers, ...figures } = columns;
  const member = from.dimensions.find(({ encoding: { shelf } }) => shelf === "x" || shelf === "y");
  const split = from.dimensions.find((column) => column !== member);
  const members = member ? membersOf(member, from.rows) : null;
  const colours = split ? coloured(from, split, null) : null;
  const boxes: Box[] = [];
  let [hidden, empty, beyond] = [0, 0, 0];
  for (let row = 0; row < from.rows.count; row++) {
    const place = members?.placeOf(row) ?? 0;
    const found = FIGURES.map((name) => finite(figures[name].data.numberAt(row)));
    const [whiskerLow, lower, median, upper, whiskerHigh, least, most] = found;
    if (place >= MOST_BOXES) {
      hidden += 1;
    } else if (found.some((value) => value === null)) {
      empty += 1;
    } else {
      beyond += finite(outliers.data.numberAt(row)) ?? 0;
      const value = (one: number | null | undefined) => one ?? 0;
      boxes.push({
        place,
        beside: colours?.places[row] ?? 0,
        colour: colours?.of(row) ?? 1,
        figures: {
          whiskerLow: value(whiskerLow),
          lower: value(lower),
          median: value(median),
          upper: value(upper),
          whiskerHigh: value(whiskerHigh),
          least: value(least),
          most: value(most),
        },
        item: {
          facts: told(from, row, { counted, outliers, ...figures }),
          value: median ?? null,
          row,
        },
      });
    }
  }
  const names = members ? members.labels.slice(0, MOST_BOXES) : [""];
  const isUpright = figures.median.encoding.shelf === "y";
  const field = figures.median.encoding.pill.field;
  const many = Math.max(1, colours?.legend.length ?? 1);
  return {
    items: boxes.map(({ item }) => item),
    legend: colours?.legend ?? [],
    ramp: null,
    notes: [
      ...leftOut(hidden, boxes.length),
      ...(empty > 0 ? [t("marks.boxesWithoutValues", { count: empty, shown: count(empty) })] : []),
      ...(beyond > 0 ? [t("marks.outliersDrawn", { count: beyond, shown: count(beyond) })] : []),
    ],
    paint: (paints, frame) => {
      const amounts = amountAxis(isUpright ? field : "", paints, false);
      const categories = memberAxis(names, isUpright ? "x" : "y", paints, frame);
      return {
        ...base(paints, frame, boxes.length),
        grid: plot(isUpright ? 26 : 4),
        xAxis: isUpright ? categories : amounts,
        yAxis: isUpright ? amounts : categories,
        series: [
          drawn(
            boxes.map(({ place, figures }) => [place, ...FIGURES.map((name) => figures[name])]),
            isUpright
              ? { x: [0], y: FIGURES.map((_, index) => index + 1) }
              : { y: [0], x: FIGURES.map((_, index) => index + 1) },
            (index, scales) => {
              const box = boxes[index];
              if (!box) {
                return null;
              }
              const step = stepOf(scales)[isUpright ? 0 : 1] * 0.72;
              const wide = Math.min(56, step / many);
              const aside = (box.beside - (many - 1) / 2) * Math.min(64, step / many);
              /** The pixel of a value, so many pixels away from the middle of the box. */
              const point = (value: number, away: number): [number, number] => {
                const [x, y] = isUpright
                  ? at(scales, box.place, value)
                  : at(scales, value, box.place);
                return isUpright ? [x + aside + away, y] : [x, y + aside + away];
              };
              return shapeOf(box, point, wide * 0.43, paints.data[box.colour] ?? paints.text, {
                median: paints.text,
              });
            },
          ),
        ],
      };
    },
  };
};

type Point = (value: number, away: number) => [number, number];

function shapeOf(
  { figures }: Box,
  point: Point,
  half: number,
  colour: string,
  { median }: { median: string },
): Shape {
  const { whiskerLow, lower, upper, whiskerHigh, least, most } = figures;
  const cap = half * 0.55;
  const dot = (value: number) => {
    const [cx, cy] = point(value, 0);
    return { type: "circle", shape: { cx, cy, r: 2.5 }, style: { fill: colour } };
  };
  return group([
    stroke(point(whiskerLow, 0), point(lower, 0), colour, 1.25),
    stroke(point(upper, 0), point(whiskerHigh, 0), colour, 1.25),
    stroke(point(whiskerLow, -cap), point(whiskerLow, cap), colour, 1.25),
    stroke(point(whiskerHigh, -cap), point(whiskerHigh, cap), colour, 1.25),
    rectangle(point(lower, -half), point(upper, half), { fill: colour, opacity: 0.28 }),
    rectangle(point(lower, -half), point(upper, half), {
      fill: "none",
      stroke: colour,
      lineWidth: 1.25,
    }),
    stroke(point(figures.median, -half), point(figures.median, half), median, 2),
    least < whiskerLow ? dot(least) : null,
    most > whiskerHigh ? dot(most) : null,
  ]);
}

type Columns = Record<Figure | "counted" | "outliers", Column>;

/** The columns of a box by what their pills reduce to. */
function figuresOf({ all }: Reading): Columns | null {
  const of = (aggregate: string, percentile?: string) =>
    all.find(
      ({ encoding: { pill, is_implied = false } }) =>
        is_implied && pill.aggregate === aggregate && pill.percentile === percentile,
    );
  const found = {
    whiskerLow: of("lower_whisker"),
    lower: of("percentile", "25"),
    median: of("median"),
    upper: of("percentile", "75"),
    whiskerHigh: of("upper_whisker"),
    least: of("min"),
    most: of("max"),
    counted: of("count"),
    outliers: of("outliers"),
  };
  return Object.values(found).every((column) => column) ? (found as Columns) : null;
}

/** What the tooltip and the reading voice say of a box. */
function told(from: Reading, row: number, columns: Columns): [string, string][] {
  const members = from.dimensions.map<[string, string]>((column) => [
    column.encoding.title,
    memberText(column, column.data.at(row)),
  ]);
  const figure = (name: keyof Columns, words: string): [string, string] => [
    words,
    exactText(columns[name].data.at(row)),
  ];
  return [
    ...members,
    figure("median", t("marks.box.median")),
    figure("lower", t("marks.box.lower")),
    figure("upper", t("marks.box.upper")),
    figure("whiskerLow", t("marks.box.whiskerLow")),
    figure("whiskerHigh", t("marks.box.whiskerHigh")),
    figure("least", t("marks.box.least")),
    figure("most", t("marks.box.most")),
    figure("outliers", t("marks.box.outliers")),
    figure("counted", t("marks.box.values")),
  ];
}
