// Rows of a result, block by block, through the page's cache.
import { callRows } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { Filter } from "../backend/generated/Filter";
import type { Order } from "../backend/generated/Order";
import type { SessionId } from "../backend/generated/SessionId";
import { keys, queryClient } from "../backend/query";
import type { Rows, RowValue } from "../backend/rows";

/** Rows that the grid asks for at a time. */
export const BLOCK_ROWS = 200;
/** Rows that one call may answer. */
const MOST_ROWS = 10_000;
const KEEP_MS = 60_000;

/** Whose rows, and how they are looked at. */
export interface RowSource {
  session: SessionId;
  cell: CellId;
  /** Version of the result: rows of another version are never mixed in. */
  version: number;
  filters: Filter[];
  order: Order[];
}

/** One row of the grid: a place in a block. */
export interface GridRow {
  rows: Rows;
  index: number;
}

/** The value of a row in a column. */
export function valueAt(row: GridRow | undefined, column: number): RowValue | undefined {
  return row?.rows.columns[column]?.at(row.index);
}

/** Reads rows `offset..offset+limit`. */
export function readRowsAt(source: RowSource, offset: number, limit: number): Promise<Rows> {
  const { session, cell, version, filters, order } = source;
  return queryClient.fetchQuery({
    queryKey: [...keys.cell(session, cell), "window", version, filters, order, offset, limit],
    queryFn: ({ signal }) =>
      callRows("read_window", { session, cell, filters, order, offset, limit }, signal),
    gcTime: KEEP_MS,
  });
}

/** Reads many rows in calls of the largest size, in order. */
export async function readMany(source: RowSource, from: number, count: number): Promise<Rows[]> {
  const parts: Rows[] = [];
  for (let done = 0; done < count; ) {
    const limit = Math.min(MOST_ROWS, count - done);
    const rows = await readRowsAt(source, from + done, limit);
    parts.push(rows);
    if (rows.count === 0) {
      break;
    }
    done += rows.count;
  }
  return parts;
}

/** The rows of a block as the grid keeps them. */
export function gridRows(rows: Rows): GridRow[] {
  return Array.from({ length: rows.count }, (_, index) => ({ rows, index }));
}
