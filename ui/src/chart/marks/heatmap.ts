// A cell for each pair of two dimensions, and for each day of a calendar, coloured by amount.
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { amountText } from "../words";
import { memberAxis, plot } from "./axes";
import { type Build, base, type Item, type ItemData, type Refusal } from "./item";
import { rampColour, rampOf } from "./paints";
import { type Column, factsOf, finite, membersOf, type Reading } from "./reading";
import { at, drawn, group, rectangle, stepOf, words } from "./shapes";

/** A cell narrower than this cannot be told from its neighbour. */
const MOST_ACROSS = 200;
const MOST_DOWN = 100;
const MOST_LABELLED = 400;

/** Which column goes across and which down: an axis keeps what lies on it. */
function sides({ dimensions }: Reading): [Column, Column] | null {
  const [first, second] = dimensions;
  if (!first || !second) {
    return null;
  }
  return first.encoding.shelf === "y" && second.encoding.shelf !== "y"
    ? [second, first]
    : [first, second];
}

/** Builds a heatmap from two dimensions and a measure. */
export const heatmap: Build = (from): ItemData | Refusal | null => {
  const both = sides(from);
  const measure = from.measures[0];
  if (!both || !measure) {
    return null;
  }
  const [across, down] = both.map((column) => membersOf(column, from.rows));
  if (!across || !down) {
    return null;
  }
  const cells: { x: number; y: number; item: Item }[] = [];
  let hidden = 0;
  let undrawn = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const [x, y] = [across.placeOf(row), down.placeOf(row)];
    const amount = measure.data.numberAt(row);
    undrawn += amount !== null && !Number.isFinite(amount) ? 1 : 0;
    if (x >= MOST_ACROSS || y >= MOST_DOWN) {
      hidden += 1;
    } else {
      cells.push({ x, y, item: { facts: factsOf(from, row), value: finite(amount), row } });
    }
  }
  const ramp = rampOf(
    measure.encoding.title,
    cells.map(({ item }) => item.value),
  );
  const xs = across.labels.slice(0, MOST_ACROSS);
  const ys = down.labels.slice(0, MOST_DOWN);
  return {
    items: cells.map(({ item }) => item),
    legend: [],
    ramp,
    notes: [...leftOut(hidden, cells.length), ...notNumbers(undrawn)],
    paint: (paints, frame) => ({
      ...base(paints, frame, cells.length),
      grid: plot(8),
      xAxis: { ...memberAxis(xs, "x", paints, frame), splitArea: { show: false } },
      yAxis: memberAxis(ys, "y", paints, frame),
      series: [
        drawn(
          cells.map(({ x, y }) => [x, y]),
          { x: [0], y: [1] },
          (index, scales) => {
            const cell = cells[index];
            if (!cell) {
              return null;
            }
            const [width, height] = stepOf(scales);
            const [left, top] = at(scales, cell.x, cell.y);
            const gap = Math.min(width, height) > 8 ? 1 : 0;
            const { value } = cell.item;
            const colour =
              ramp && value !== null
                ? rampColour(ramp, value, paints)
                : { fill: paints.grid, text: paints.label };
            const box = rectangle(
              [left - width / 2 + gap, top - height / 2 + gap],
              [left + width / 2 - gap, top + height / 2 - gap],
              { fill: colour.fill },
            );
            const isLabelled = width > 46 && height > 17 && cells.length <= MOST_LABELLED;
            return isLabelled
              ? group([
                  box,
                  words(amountText(value), [left, top], {
                    font: paints.font,
                    fill: colour.text,
                    align: "center",
                  }),
                ])
              : box;
          },
        ),
      ],
    }),
  };
};

/** Said when cells or items did not fit. */
export function leftOut(hidden: number, shown: number): string[] {
  return hidden > 0
    ? [t("marks.shownOf", { shown: count(shown), total: count(shown + hidden) })]
    : [];
}

/** Said when amounts are infinite or no numbers. */
export function notNumbers(undrawn: number): string[] {
  return undrawn > 0 ? [t("chart.valuesUndrawn", { count: undrawn, shown: count(undrawn) })] : [];
}
