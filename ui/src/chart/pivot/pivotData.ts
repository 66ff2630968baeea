// From the marks of all levels to a table: lines from the outside in with their groups in front, and
// columns with their groups behind, totals at the ends. Pure.
import type { ChartView } from "../../backend/generated/ChartView";
import type { Encoding } from "../../backend/generated/Encoding";
import type { PivotLook } from "../../backend/generated/PivotLook";
import type { Value } from "../../backend/generated/Value";
import type { RowColumn, Rows, RowValue } from "../../backend/rows";
import { typedValue } from "../markValues";

/** A dimension or measure with its column of the answer. */
export interface PivotColumn {
  encoding: Encoding;
  data: RowColumn;
}

/** Members from the outside in; fewer than all for a total. */
export interface PivotPath {
  place: number;
  values: RowValue[];
  /** The same as the document writes them. */
  members: Value[];
}

/** A line of the table. */
export interface PivotLine extends PivotPath {
  /** Its groups can be opened and closed; null for single members and the total. */
  isOpen: boolean | null;
  /** An open group whose own amounts are not shown. */
  isBare: boolean;
}

/** A pivot table as it is shown. */
export interface PivotData {
  rowKeys: PivotColumn[];
  columnKeys: PivotColumn[];
  measures: PivotColumn[];
  lines: PivotLine[];
  columns: PivotPath[];
  /** The row of the answer where a line and a column meet; none where no rows do. */
  markAt: (line: PivotPath, column: PivotPath) => number | null;
  /** Lines and columns that are not sent, with the number of all. */
  cut: { lines: number; columns: number; ofLines: number; ofColumns: number } | null;
}

/** Arranges the rows of a pivot table; none when they are not those of one. */
export function pivotData(view: ChartView, rows: Rows): PivotData | null {
  const { levels, spec } = view;
  if (!levels) {
    return null;
  }
  const named = (name: string) => rows.columns.find((column) => column.name === name);
  const depths = [named(levels.row_depth), named(levels.column_depth)] as const;
  const places = [named(levels.row_place), named(levels.column_place)] as const;
  const known = new Map<string, PivotColumn>();
  for (const encoding of view.encodings) {
    const data = named(encoding.column);
    if (data && !known.has(encoding.column)) {
      known.set(encoding.column, { encoding, data });
    }
  }
  // The answer has rows first, then columns, then measures.
  const inOrder = rows.columns.flatMap(({ name }) => known.get(name) ?? []);
  const keys = inOrder.filter(({ encoding }) => !encoding.pill.aggregate);
  const measures = inOrder.filter(({ encoding }) => encoding.pill.aggregate);
  if (!(depths[0] && depths[1] && places[0] && places[1]) || measures.length === 0) {
    return null;
  }
  const [rowKeys, columnKeys] = [keys.slice(0, levels.rows), keys.slice(levels.rows)];
  const path = (sided: PivotColumn[], depth: number, place: number, row: number): PivotPath => {
    const own = sided.slice(0, depth);
    return {
      place,
      values: own.map(({ data }) => data.at(row)),
      members: own.map(({ data, encoding }) => typed(view, encoding, data.at(row))),
    };
  };
  const lines = new Map<number, PivotPath>();
  const columns = new Map<number, PivotPath>();
  const marks = new Map<string, number>();
  for (let row = 0; row < rows.count; row++) {
    const [line, column] = [places[0].numberAt(row) ?? 0, places[1].numberAt(row) ?? 0];
    if (!lines.has(line)) {
      lines.set(line, path(rowKeys, depths[0].numberAt(row) ?? 0, line, row));
    }
    if (!columns.has(column)) {
      columns.set(column, path(columnKeys, depths[1].numberAt(row) ?? 0, column, row));
    }
    marks.set(`${line} ${column}`, row);
  }
  const look = spec.pivot ?? {};
  const extent = rows.head.pivot ?? null;
  return {
    rowKeys,
    columnKeys,
    measures,
    lines: shownLines(inPlace(lines), rowKeys.length, look),
    columns: shownColumns(inPlace(columns), columnKeys.length, look),
    markAt: (line, column) => marks.get(`${line.place} ${column.place}`) ?? null,
    cut: extent && {
      lines: lines.size - 1,
      columns: columns.size - 1,
      ofLines: extent.lines,
      ofColumns: extent.columns,
    },
  };
}

function typed(view: ChartView, encoding: Encoding, value: RowValue): Value {
  const field = view.source_fields.find(({ name }) => name === encoding.pill.field);
  return typedValue(value, field, encoding);
}

function inPlace(paths: Map<number, PivotPath>): PivotPath[] {
  return [...paths.values()].sort((left, right) => left.place - right.place);
}

/** Whether a group of members is around a path, or is it. */
export function isWithin(members: Value[], group: Value[]): boolean {
  return (
    group.length <= members.length &&
    group.every((member, at) => JSON.stringify(member) === JSON.stringify(members[at]))
  );
}

function shownLines(paths: PivotPath[], keys: number, look: PivotLook): PivotLine[] {
  const closed = look.collapsed ?? [];
  const isClosed = ({ members }: PivotPath) =>
    closed.some((group) => group.length === members.length && isWithin(members, group));
  const isHidden = ({ members }: PivotPath) =>
    closed.some((group) => group.length < members.length && isWithin(members, group));
  const lines = paths
    .filter(({ members }) => members.length > 0)
    .filter((path) => !isHidden(path))
    .map((path): PivotLine => {
      const isOpen = path.members.length < keys ? !isClosed(path) : null;
      return { ...path, isOpen, isBare: isOpen === true && look.without_subtotals === true };
    });
  const total = paths.find(({ members }) => members.length === 0);
  const hasTotal = total && (keys === 0 || !look.without_totals);
  return hasTotal ? [...lines, { ...total, isOpen: null, isBare: false }] : lines;
}

/** Each group stands behind its members, and the total behind all. */
function shownColumns(paths: PivotPath[], keys: number, look: PivotLook): PivotPath[] {
  const shown: PivotPath[] = [];
  const open: PivotPath[] = [];
  for (const path of paths) {
    for (
      let last = open.at(-1);
      last && !isWithin(path.members, last.members);
      last = open.at(-1)
    ) {
      shown.push(last);
      open.pop();
    }
    open.push(path);
  }
  shown.push(...open.reverse());
  return shown.filter(({ members }) => {
    if (members.length === keys) {
      return true;
    }
    return members.length === 0 ? !look.without_totals : !look.without_subtotals;
  });
}

/** The largest amount from zero and both ends of each measure, over single members alone. */
export function reach(data: PivotData): { low: number; high: number }[] {
  return data.measures.map(({ data: values }) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const line of data.lines) {
      for (const column of data.columns) {
        const row = isMember(data, line, column) ? data.markAt(line, column) : null;
        const amount = row === null ? null : values.numberAt(row);
        if (amount !== null && Number.isFinite(amount)) {
          [low, high] = [Math.min(low, amount), Math.max(high, amount)];
        }
      }
    }
    return { low, high };
  });
}

/** Whether a mark is of single members, no total of any level. */
export function isMember(data: PivotData, line: PivotPath, column: PivotPath): boolean {
  return (
    line.members.length === data.rowKeys.length && column.members.length === data.columnKeys.length
  );
}
