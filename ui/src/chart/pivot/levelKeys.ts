// The dimensions of a pivot table in the order of its levels, and how deep one of its marks stands. Pure.
import type { ChartView } from "../../backend/generated/ChartView";
import type { Encoding } from "../../backend/generated/Encoding";
import type { Rows } from "../../backend/rows";

/** Rows first, then columns: the answer has them in this order. */
export function levelKeys({ encodings }: ChartView, rows: Rows): Encoding[] {
  return rows.columns.flatMap(
    ({ name }) => encodings.find(({ column, pill }) => column === name && !pill.aggregate) ?? [],
  );
}

/** The dimensions that a mark is a total over; none outside of pivot tables. */
export function totalledOver(view: ChartView, rows: Rows, row: number): ReadonlySet<string> {
  const { levels } = view;
  if (!levels) {
    return new Set();
  }
  const depth = (name: string) =>
    rows.columns.find((column) => column.name === name)?.numberAt(row) ?? 0;
  const [inRows, inColumns] = [depth(levels.row_depth), depth(levels.column_depth)];
  const keys = levelKeys(view, rows).map(({ column }) => column);
  return new Set(
    keys.filter((_, at) => (at < levels.rows ? at >= inRows : at - levels.rows >= inColumns)),
  );
}
