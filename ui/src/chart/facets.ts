// Small multiples: the rows of a chart dealt into one picture for each value of the facet shelves,
// with the same positions, the same scale and the same colours in all of them. Pure.
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Shelf } from "../backend/generated/Shelf";
import type { Rows, RowValue } from "../backend/rows";
import { type AxisData, type ChartData, chartData, type Positions, type Series } from "./chartData";
import type { Interval } from "./intervals";
import { withBandColours } from "./layers";
import { valueName } from "./words";

/** Most pictures that are painted; the rest is named in a note. */
export const MOST_PANES = 36;

/** One of the pictures; row and column count from 0. */
export interface Pane {
  row: number;
  column: number;
  data: ChartData;
}

/** Pictures in rows and columns, or wrapped, where each has its own name. */
export interface Panes {
  isWrapped: boolean;
  rows: string[];
  columns: string[];
  panes: Pane[];
  /** Pictures that are not painted. */
  hidden: number;
}

/** The pictures of a chart; none when nothing lies on a facet shelf. */
export function panesOf(view: ChartView, rows: Rows): Panes | null {
  const wrap = facet(view, rows, "facet_wrap");
  const down = facet(view, rows, "facet_row");
  const across = facet(view, rows, "facet_column");
  if (!wrap && !down && !across) {
    return null;
  }
  const rowNames = wrap ? [""] : (down?.names ?? [""]);
  const columnNames = wrap ? wrap.names : (across?.names ?? [""]);
  const dealt = new Map<string, number[]>();
  for (let row = 0; row < rows.count; row++) {
    const at = `${wrap ? 0 : (down?.placeOf(row) ?? 0)} ${(wrap ?? across)?.placeOf(row) ?? 0}`;
    const list = dealt.get(at);
    if (list) {
      list.push(row);
    } else {
      dealt.set(at, [row]);
    }
  }
  const found: Pane[] = [];
  for (const [row] of rowNames.entries()) {
    for (const [column] of columnNames.entries()) {
      const places = dealt.get(`${row} ${column}`) ?? [];
      const data = chartData(view, some(rows, places));
      if (data) {
        found.push({ row, column, data: behind(data, places) });
      }
    }
  }
  const shown = found.slice(0, MOST_PANES);
  const whole = chartData(view, rows);
  return {
    isWrapped: wrap !== null,
    rows: rowNames,
    columns: columnNames,
    panes: whole?.shape === "axis" ? alike(shown, whole.positions) : onOneScale(shown, whole),
    hidden: found.length - shown.length,
  };
}

/** The names of a facet in order, and to which of them each row belongs. */
function facet(view: ChartView, rows: Rows, shelf: Shelf) {
  const encoding = view.encodings.find((one) => one.shelf === shelf);
  const column = rows.columns.find(({ name }) => name === encoding?.column);
  if (!encoding || !column) {
    return null;
  }
  const first = new Map<string, number>();
  const keys: string[] = [];
  for (let row = 0; row < rows.count; row++) {
    const key = JSON.stringify([plain(column.at(row))]);
    keys.push(key);
    if (!first.has(key)) {
      first.set(key, row);
    }
  }
  const order = [...first].sort(([, left], [, right]) =>
    compare(column.at(left), column.at(right), column.numberAt(left), column.numberAt(right)),
  );
  const places = new Map(order.map(([key], place) => [key, place]));
  return {
    names: order.map(([, row]) => facetName(encoding, column.at(row))),
    placeOf: (row: number) => places.get(keys[row] ?? "") ?? 0,
  };
}

function plain(value: RowValue): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** Numbers and dates by size, texts by alphabet, missing values last. */
function compare(
  left: RowValue,
  right: RowValue,
  leftNumber: number | null,
  rightNumber: number | null,
): number {
  if (left === null || right === null) {
    return Number(left === null) - Number(right === null);
  }
  if (leftNumber !== null && rightNumber !== null) {
    return leftNumber - rightNumber;
  }
  return String(left).localeCompare(String(right));
}

function facetName({ pill }: Encoding, value: RowValue): string {
  return valueName(value, pill);
}

function some(rows: Rows, places: number[]): Rows {
  return {
    head: rows.head,
    count: places.length,
    columns: rows.columns.map((column) => ({
      name: column.name,
      at: (row) => column.at(places[row] ?? -1),
      numberAt: (row) => column.numberAt(places[row] ?? -1),
    })),
  };
}

/** The rows behind the marks by their place in the whole answer. */
function behind(data: ChartData, places: number[]): ChartData {
  const whole = (row: number | null) => (row === null ? null : (places[row] ?? null));
  switch (data.shape) {
    case "axis":
      return {
        ...data,
        series: data.series.map((one) => ({ ...one, rows: one.rows.map(whole) })),
      };
    case "points":
      return {
        ...data,
        points: data.points.map((point) => ({ ...point, row: whole(point.row) ?? point.row })),
      };
    case "numbers":
      return data;
  }
}

/** The same positions in all pictures, one scale of values, one colour for one name. */
function alike(panes: Pane[], positions: Positions): Pane[] {
  const keys = positions.values.map((value) => JSON.stringify([plain(value)]));
  const sizes = new Map<string, number>();
  const over = new Set<string>();
  for (const { data } of panes) {
    for (const { name, values, mark } of data.shape === "axis" ? data.series : []) {
      if (mark) {
        over.add(name);
      }
      const size = values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
      sizes.set(name, (sizes.get(name) ?? 0) + size);
    }
  }
  const isOver = (name: string) => Number(over.has(name));
  const names = [...sizes]
    .sort(([one, left], [other, right]) => isOver(one) - isOver(other) || right - left)
    .map(([name]) => name);
  const range = rangeOf(panes.flatMap(({ data }) => (data.shape === "axis" ? [data] : [])));
  return panes.map((pane) => {
    const { data } = pane;
    if (data.shape !== "axis") {
      return pane;
    }
    const places = new Map(
      data.positions.values.map((value, place) => [JSON.stringify([plain(value)]), place]),
    );
    const place = <Value>(values: Value[]): (Value | null)[] =>
      keys.map((key) => values[places.get(key) ?? -1] ?? null);
    const series = data.series.map((one) => {
      const colour = names.indexOf(one.name) + 1;
      return {
        ...one,
        values: place(one.values),
        exact: place(one.exact),
        rows: place(one.rows),
        intervals: one.intervals && place(one.intervals),
        colour: colour > 0 && colour <= 8 ? colour : 0,
      };
    });
    return { ...pane, data: { ...data, positions, series: withBandColours(series), range } };
  });
}

/** Points of all pictures on the scales, in the colours and with the shapes of the whole. */
function onOneScale(panes: Pane[], whole: ChartData | null): Pane[] {
  if (whole?.shape !== "points") {
    return panes;
  }
  const range = (values: number[]) => ({
    low: values.reduce((low, value) => Math.min(low, value), Infinity),
    high: values.reduce((high, value) => Math.max(high, value), -Infinity),
  });
  const scales = {
    x: range(whole.points.map(({ x }) => x)),
    y: range(whole.points.map(({ y }) => y)),
    size: range([0, ...whole.points.map(({ size }) => Math.abs(size ?? 0))]).high,
  };
  const byRow = new Map(whole.points.map((point) => [point.row, point]));
  return panes.map((pane) => {
    const { data } = pane;
    if (data.shape !== "points") {
      return pane;
    }
    const points = data.points.flatMap(({ row }) => byRow.get(row) ?? []);
    return { ...pane, data: { ...data, points, groups: whole.groups, scales } };
  });
}

function endsOf(interval: Interval | null | undefined): number[] {
  return interval ? [interval.low, interval.high] : [];
}

/** Lowest and highest value over all pictures; of stacks their heights. */
function rangeOf(all: AxisData[]): { low: number; high: number } {
  let low = 0;
  let high = 0;
  let isFirst = true;
  for (const { series, isStacked, positions } of all) {
    for (const [at] of positions.values.entries()) {
      const valuesOf = (some: Series[]) => some.flatMap(({ values }) => values[at] ?? []);
      const stack = valuesOf(isStacked ? series.filter(({ mark }) => !mark) : []);
      const alone = isStacked ? series.filter(({ mark }) => mark) : series;
      const ends = [
        ...(isStacked
          ? [
              stack.reduce((sum, value) => sum + Math.max(0, value), 0),
              stack.reduce((sum, value) => sum + Math.min(0, value), 0),
            ]
          : []),
        ...valuesOf(alone),
        ...alone.flatMap(({ intervals }) => endsOf(intervals?.[at])),
      ];
      for (const end of ends) {
        low = isFirst ? end : Math.min(low, end);
        high = isFirst ? end : Math.max(high, end);
        isFirst = false;
      }
    }
  }
  return { low, high };
}
