// From rows to what is painted: positions along one axis, series of values, or points. Pure.
import type { ChartView } from "../backend/generated/ChartView";
import type { DatePart } from "../backend/generated/DatePart";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { PillMark } from "../backend/generated/PillMark";
import type { Shelf } from "../backend/generated/Shelf";
import type { TimeUnit } from "../backend/generated/TimeUnit";
import type { RowColumn, Rows, RowValue } from "../backend/rows";
import { type Interval, intervalsOf } from "./intervals";
import { withBandColours } from "./layers";
import { coloured, MOST_COLOURS } from "./seriesColours";
import { addsUp, asShares, isShare, stackOf } from "./stack";
import { valueName } from "./words";

/** Most positions that bars are drawn for; the rest is named in a note. */
export const MOST_BARS = 60;

/** What the axis of positions holds. */
export interface Positions {
  title: string;
  kind: "time" | "number" | "category";
  unit: TimeUnit | null;
  /** Numbers that stand for months, weekdays and so on. */
  part?: DatePart | null;
  values: RowValue[];
  numbers: (number | null)[];
  /** The first row of the answer at each. */
  rows: number[];
  /** Of bins: where each ends; its value is where it begins. */
  ends?: RowValue[];
}

/** One line, or one colour of bars. Values stand at the positions with the same index. */
export interface Series {
  name: string;
  /** The column of the answer that the values are of. */
  column: string;
  values: (number | null)[];
  /** The same values, exact. */
  exact: RowValue[];
  /** 1 to 8 is a data colour; 0 is context. */
  colour: number;
  /** The row of the answer behind each mark. */
  rows: (number | null)[];
  /** Where averages may lie, when that was asked for. */
  intervals?: (Interval | null)[] | undefined;
  /** Its own mark, over those that are drawn as the chart is; only the latter stand on each other. */
  mark?: PillMark | undefined;
  /** The members that it is of, whatever is measured. */
  member?: string;
  /** What it measures, in words. */
  measure?: string;
}

/** Lines, bars or areas. */
export interface AxisData {
  shape: "axis";
  isHorizontal: boolean;
  isStacked: boolean;
  /** Stacked as shares of each position, from 0 to 1; `exact` stays the amount. */
  isNormalized: boolean;
  /** The measures are shares or growth, where 0.1 is 10 %. */
  isPercent?: boolean;
  positions: Positions;
  series: Series[];
  valueTitle: string;
  /** Positions that were left out of the picture. */
  hidden: number;
  /** Values without a place on an axis: infinite, or not a number. */
  undrawn: number;
  /** Positions that have no shares: amounts above and below zero meet there. */
  notShared: number;
  /** The scale of values, where pictures side by side share one. */
  range?: Range;
}

/** Where a scale begins and ends. */
interface Range {
  low: number;
  high: number;
}

/** One dot of a scatter plot. */
export interface Point {
  x: number;
  y: number;
  size: number | null;
  colour: number;
  /** Which shape it has, from 0; further members of the shelf begin again. */
  symbol: number;
  /** The row of the answer behind it. */
  row: number;
  /** Title and exact value of everything on the shelves, for the tooltip. */
  facts: [string, RowValue][];
  intervalX?: Interval | null;
  intervalY?: Interval | null;
}

/** A scatter plot. */
export interface PointData {
  shape: "points";
  xTitle: string;
  yTitle: string;
  points: Point[];
  groups: { name: string; colour: number }[];
  /** Rows without a number on both axes. */
  hidden: number;
  /** The scales, where pictures side by side share them; `size` is the largest. */
  scales?: { x: Range; y: Range; size: number };
}

/** One or several big numbers. */
export interface NumberData {
  shape: "numbers";
  numbers: { title: string; value: number | null; exact: RowValue }[];
  /** With a date on X: the numbers are those of the last period, and this is how it came there. */
  course?: { positions: Positions; values: (number | null)[] } | null;
}

/** What is painted. */
export type ChartData = AxisData | PointData | NumberData;

/** Shelves whose dimensions make series; facets make pictures instead. */
const SPLITTING: Shelf[] = ["color", "shape", "detail", "label", "tooltip"];

interface Column {
  encoding: Encoding;
  data: RowColumn;
}

/** Reads the rows of a chart by its encodings; none when a column is not among them. */
export function chartData(view: ChartView, rows: Rows): ChartData | null {
  const columns = (shelf: Shelf): Column[] =>
    view.encodings
      .filter((encoding) => encoding.shelf === shelf)
      .flatMap((encoding) => {
        const data = rows.columns.find(({ name }) => name === encoding.column);
        return data ? [{ encoding, data }] : [];
      });
  switch (view.mark) {
    case "big_number":
      return bigNumbers(view, [...columns("y"), ...columns("x")], rows);
    case "scatter":
      return points(view, rows, columns);
    default:
      return alongAxis(view, rows, columns);
  }
}

function bigNumbers(view: ChartView, columns: Column[], rows: Rows): NumberData {
  const measures = columns.filter(isMeasure);
  const first = measures[0];
  const date = columns.find((column) => !isMeasure(column));
  const data = date && first ? collect(view, date, [first], [], rows) : null;
  // The rows run along the date; a missing date stands last and is no period.
  const last = data ? data.numbers.findLastIndex((ms) => ms !== null) : 0;
  return {
    shape: "numbers",
    numbers: measures.map(({ encoding, data: values }) => ({
      title: encoding.title,
      value: rows.count > last && last >= 0 ? values.numberAt(last) : null,
      exact: rows.count > last && last >= 0 ? values.at(last) : null,
    })),
    course:
      date && data && last >= 0
        ? {
            positions: {
              title: date.encoding.title,
              kind: kindOf(fieldOf(view.source_fields, date), view.mark),
              unit: date.encoding.pill.unit ?? null,
              values: data.values.slice(0, last + 1),
              numbers: data.numbers.slice(0, last + 1),
              rows: data.rows.slice(0, last + 1),
            },
            values: data.series[0]?.values.slice(0, last + 1) ?? [],
          }
        : null,
  };
}

function alongAxis(
  view: ChartView,
  rows: Rows,
  columns: (shelf: Shelf) => Column[],
): AxisData | null {
  const across = columns("x");
  const up = columns("y");
  const isHorizontal = across.some(isMeasure) && up.some((column) => !isMeasure(column));
  const position = (isHorizontal ? up : across).find((column) => !isMeasure(column));
  const measures = (isHorizontal ? across : up).filter(isMeasure);
  const first = measures[0];
  if (!position || !first) {
    return null;
  }
  // Every dimension that splits marks splits series, or rows would hide each other.
  const split = SPLITTING.flatMap(columns).filter(
    (column) => !isMeasure(column) && column.encoding.column !== position.encoding.column,
  );
  const all = collect(view, position, measures, split, rows);
  const field = fieldOf(view.source_fields, position);
  const kept = view.mark === "bar" ? Math.min(all.count, MOST_BARS) : all.count;
  const stacked = measures.filter(({ encoding }) => !encoding.mark);
  const canAdd = view.mark !== "line" && stacked.every(({ encoding }) => addsUp(encoding.pill));
  const canStack = canAdd && all.series.filter(({ mark }) => !mark).length > 1;
  const stack = stackOf(view.spec.stack, canStack);
  const cut = withBandColours(
    coloured(
      all.series.map((series) => ({
        ...series,
        values: series.values.slice(0, kept),
        exact: series.exact.slice(0, kept),
        rows: series.rows.slice(0, kept),
        intervals: series.intervals?.slice(0, kept),
      })),
    ),
  );
  const shares = stack === "normalized" ? asShares(cut) : { series: cut, without: 0 };
  return {
    shape: "axis",
    isHorizontal,
    isStacked: stack !== "grouped",
    isNormalized: stack === "normalized",
    isPercent: measures.every(({ encoding }) => isShare(encoding.pill)),
    positions: {
      title: position.encoding.title,
      kind: position.encoding.pill.part ? "category" : kindOf(field, view.mark),
      part: position.encoding.pill.part ?? null,
      unit: position.encoding.pill.unit ?? null,
      values: all.values.slice(0, kept),
      numbers: all.numbers.slice(0, kept),
      rows: all.rows.slice(0, kept),
      ends: all.ends.slice(0, kept),
    },
    series: shares.series,
    valueTitle: measures.length === 1 ? first.encoding.title : "",
    hidden: all.count - kept,
    undrawn: all.undrawn,
    notShared: shares.without,
  };
}

function isMeasure({ encoding }: Column): boolean {
  return Boolean(encoding.pill.aggregate);
}

function fieldOf(fields: Field[], { encoding }: Column): Field | undefined {
  return fields.find(({ name }) => name === encoding.pill.field);
}

/** Bars stand side by side whatever their positions mean; lines keep distances. */
function kindOf(field: Field | undefined, mark: ChartView["mark"]): Positions["kind"] {
  const type = field?.data_type.type;
  if (type === "date" || type === "date_time") {
    return "time";
  }
  const isNumber = field?.kind === "number" && type !== "text" && mark !== "bar";
  return isNumber ? "number" : "category";
}

/** Positions in the order of the rows, and for each series its value at each of them. */
function collect(
  view: ChartView,
  position: Column,
  measures: Column[],
  split: Column[],
  rows: Rows,
) {
  const intervals = measures.map(({ encoding }) => intervalsOf(view, rows, encoding));
  const values: RowValue[] = [];
  const numbers: (number | null)[] = [];
  const firstRows: number[] = [];
  const ends: RowValue[] = [];
  const upper = rows.columns.find(({ name }) => name === position.encoding.end_column);
  const places = new Map<string, number>();
  const series = new Map<string, Omit<Series, "colour">>();
  let undrawn = 0;
  for (let row = 0; row < rows.count; row++) {
    const value = position.data.at(row);
    const key = JSON.stringify(plainKey(value));
    let place = places.get(key);
    if (place === undefined) {
      place = values.length;
      places.set(key, place);
      values.push(value);
      firstRows.push(row);
      ends.push(upper?.at(row) ?? null);
      numbers.push(finite(position.data.numberAt(row)));
    }
    const member = split
      .map(({ encoding, data }) => valueName(data.at(row), encoding.pill))
      .join(" · ");
    for (const [index, measure] of measures.entries()) {
      const name = seriesName(member, measure, measures.length);
      let one = series.get(name);
      if (!one) {
        const own = intervals[index] ? [] : undefined;
        const { column, mark, title } = measure.encoding;
        const of = { column, mark: mark ?? undefined, member, measure: title };
        one = { name, ...of, values: [], exact: [], rows: [], intervals: own };
        series.set(name, one);
      }
      const amount = measure.data.numberAt(row);
      one.values[place] = finite(amount);
      undrawn += amount !== null && !Number.isFinite(amount) ? 1 : 0;
      one.exact[place] = measure.data.at(row);
      one.rows[place] = row;
      if (one.intervals) {
        one.intervals[place] = intervals[index]?.(row) ?? null;
      }
    }
  }
  const count = values.length;
  const filled = <Kept>(known: (Kept | null)[]) =>
    Array.from({ length: count }, (_, at) => known[at] ?? null);
  const whole = [...series.values()].map((one) => ({
    ...one,
    values: filled(one.values),
    exact: filled(one.exact),
    rows: filled(one.rows),
    intervals: one.intervals && filled(one.intervals),
  }));
  return { values, numbers, rows: firstRows, ends, series: whole, count, undrawn };
}

/** The number when an axis has a place for it. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function seriesName(member: string, measure: Column, measures: number): string {
  if (member === "") {
    return measure.encoding.title;
  }
  return measures > 1 ? `${member} · ${measure.encoding.title}` : member;
}

function plainKey(value: RowValue): unknown {
  // JSON would write what is infinite or no number as null, and join them with missing values.
  const isOdd = typeof value === "number" && !Number.isFinite(value);
  return typeof value === "bigint" || isOdd ? value.toString() : value;
}

function points(
  view: ChartView,
  rows: Rows,
  columns: (shelf: Shelf) => Column[],
): PointData | null {
  const across = columns("x")[0];
  const up = columns("y")[0];
  if (!across || !up) {
    return null;
  }
  const size = columns("size")[0];
  const colour = columns("color")[0];
  const shown = view.encodings.flatMap((encoding) => {
    const data = rows.columns.find(({ name }) => name === encoding.column);
    return data ? [{ encoding, data }] : [];
  });
  const shape = columns("shape")[0];
  const [alongX, alongY] = [across, up].map(({ encoding }) => intervalsOf(view, rows, encoding));
  const groups = new Map<string, number>();
  const symbols = new Map<string, number>();
  const found: Point[] = [];
  for (let row = 0; row < rows.count; row++) {
    const x = across.data.numberAt(row);
    const y = up.data.numberAt(row);
    if (x === null || y === null || !Number.isFinite(x) || !Number.isFinite(y)) {
      continue;
    }
    const group = colour ? valueName(colour.data.at(row), colour.encoding.pill) : "";
    if (!groups.has(group)) {
      groups.set(group, groups.size < MOST_COLOURS ? groups.size + 1 : 0);
    }
    const member = shape ? valueName(shape.data.at(row), shape.encoding.pill) : "";
    if (!symbols.has(member)) {
      symbols.set(member, symbols.size);
    }
    found.push({
      x,
      y,
      size: finite(size?.data.numberAt(row) ?? null),
      colour: groups.get(group) ?? 0,
      symbol: symbols.get(member) ?? 0,
      row,
      facts: shown.map(({ encoding, data }) => [encoding.title, data.at(row)]),
      intervalX: alongX?.(row) ?? null,
      intervalY: alongY?.(row) ?? null,
    });
  }
  return {
    shape: "points",
    xTitle: across.encoding.title,
    yTitle: up.encoding.title,
    points: found,
    groups: colour ? [...groups].map(([name, number]) => ({ name, colour: number })) : [],
    hidden: rows.count - found.length,
  };
}
