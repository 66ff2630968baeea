// How many rows lie in each cell of two numbers: cells on axes of numbers, coloured by their count.
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { exactText } from "../words";
import { amountAxis, plot } from "./axes";
import { type Build, base, type Item } from "./item";
import { rampColour, rampOf } from "./paints";
import { type Column, finite, type Reading } from "./reading";
import { at, drawn, rectangle } from "./shapes";

/** From one edge to the other along both sides. */
interface Cell {
  x: [number, number];
  y: [number, number];
  item: Item;
}

/** Builds a density from bins of two numbers and the rows in each pair. */
export const density: Build = (from) => {
  const binned = from.dimensions.filter(({ encoding }) => encoding.end_column);
  const across = binned.find(({ encoding }) => encoding.shelf === "x");
  const up = binned.find(({ encoding }) => encoding.shelf === "y");
  const counted = from.measures[0];
  if (!across || !up || !counted) {
    return null;
  }
  const cells: Cell[] = [];
  let missing = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const [x, y] = [edges(from, across, row), edges(from, up, row)];
    const rows = finite(counted.data.numberAt(row)) ?? 0;
    if (!x || !y) {
      missing += rows;
      continue;
    }
    const facts: [string, string][] = [
      [across.encoding.title, reachText(from, across, row)],
      [up.encoding.title, reachText(from, up, row)],
      [counted.encoding.title, exactText(counted.data.at(row))],
    ];
    cells.push({ x, y, item: { facts, value: rows, row } });
  }
  const ramp = rampOf(
    counted.encoding.title,
    cells.map(({ item }) => item.value),
  );
  const ends = (side: "x" | "y") => ({
    min: cells.reduce((least, cell) => Math.min(least, cell[side][0]), Infinity),
    max: cells.reduce((most, cell) => Math.max(most, cell[side][1]), -Infinity),
  });
  return {
    items: cells.map(({ item }) => item),
    legend: [],
    ramp,
    notes:
      missing > 0 ? [t("marks.rowsWithoutNumber", { count: missing, shown: count(missing) })] : [],
    paint: (paints, frame) => ({
      ...base(paints, frame, cells.length),
      grid: plot(26),
      xAxis: {
        ...amountAxis("", paints, false),
        ...ends("x"),
        splitLine: { show: false },
        axisLine: { show: true, lineStyle: { color: paints.axis }, onZero: false },
      },
      yAxis: { ...amountAxis(up.encoding.title, paints, false), ...ends("y") },
      series: [
        drawn(
          cells.map(({ x, y }) => [...x, ...y]),
          { x: [0, 1], y: [2, 3] },
          (index, scales) => {
            const cell = cells[index];
            if (!cell || !ramp || cell.item.value === null) {
              return null;
            }
            const { fill } = rampColour(ramp, cell.item.value, paints);
            const [low, high] = [
              at(scales, cell.x[0], cell.y[0]),
              at(scales, cell.x[1], cell.y[1]),
            ];
            return rectangle(low, high, { fill });
          },
        ),
      ],
    }),
  };
};

function endOf(from: Reading, { encoding }: Column) {
  return from.rows.columns.find(({ name }) => name === encoding.end_column);
}

/** Where the bin of a row begins and ends; none without a number. */
function edges(from: Reading, column: Column, row: number): [number, number] | null {
  const low = finite(column.data.numberAt(row));
  const high = finite(endOf(from, column)?.numberAt(row));
  return low === null || high === null ? null : [low, high];
}

function reachText(from: Reading, column: Column, row: number): string {
  return t("chart.binFromTo", {
    from: exactText(column.data.at(row)),
    to: exactText(endOf(from, column)?.at(row) ?? null),
  });
}
