// The lines of headers over a pivot table: a cell for each group of columns, from the outside in, and
// the measures where there are several. Pure.
import { t } from "../../i18n/t";
import { valueName } from "../words";
import { isWithin, type PivotColumn, type PivotData, type PivotPath } from "./pivotData";

/** A header over some columns. */
export interface Header {
  words: string;
  /** The first cell below it, and how many there are. */
  at: number;
  columns: number;
  lines: number;
}

/** A column of amounts: members and a measure. */
export interface Leaf {
  path: PivotPath;
  measure: PivotColumn;
}

/** The columns of amounts in their order. */
export function leavesOf(data: PivotData): Leaf[] {
  return data.columns.flatMap((path) => data.measures.map((measure) => ({ path, measure })));
}

/** The header lines from the top; a total reaches down to the last one. */
export function headersOf(data: PivotData): Header[][] {
  const keys = data.columnKeys.length;
  const measures = data.measures.length;
  const lines: Header[][] = [];
  for (let level = 0; level < keys; level++) {
    lines.push(levelOf(data, level));
  }
  if (measures > 1 || keys === 0) {
    lines.push(
      leavesOf(data).map(({ measure }, at) => ({
        words: measure.encoding.title,
        at,
        columns: 1,
        lines: 1,
      })),
    );
  }
  return lines;
}

function levelOf(data: PivotData, level: number): Header[] {
  const keys = data.columnKeys.length;
  const measures = data.measures.length;
  const headers: Header[] = [];
  let last: PivotPath | null = null;
  data.columns.forEach((path, at) => {
    const depth = path.members.length;
    const group = path.members.slice(0, level + 1);
    const header = headers.at(-1);
    if (depth < level) {
      return;
    }
    const isSame =
      depth > level && last && last.members.length > level && isWithin(last.members, group);
    if (isSame && header) {
      header.columns += measures;
    } else {
      const key = data.columnKeys[level];
      headers.push({
        words:
          depth > level && key
            ? valueName(path.values[level] ?? null, key.encoding.pill)
            : t("pivot.total"),
        at: at * measures,
        columns: measures,
        lines: depth > level ? 1 : keys - level,
      });
    }
    last = path;
  });
  return headers;
}

/** A column in words: `2026, Q1`, `Total`. */
export function pathWords(path: PivotPath, keys: PivotColumn[]): string {
  const words = path.values.map((value, at) =>
    valueName(value, keys[at]?.encoding.pill ?? { unit: null, part: null }),
  );
  return words.join(", ") || t("pivot.total");
}
