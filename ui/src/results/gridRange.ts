// The selected rectangle of a grid: where it started and where it ends now. Rows and columns
// count from 0.

/** One place in the grid. */
export interface GridPlace {
  row: number;
  column: number;
}

/** A rectangle between two corners. */
export interface GridRange {
  anchor: GridPlace;
  head: GridPlace;
}

/** Its edges, all included. */
export interface Edges {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The edges of a range. */
export function edgesOf({ anchor, head }: GridRange): Edges {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  };
}

/** Whether a place lies in a range. */
export function isInRange(range: GridRange | null, { row, column }: GridPlace): boolean {
  if (!range) {
    return false;
  }
  const { top, bottom, left, right } = edgesOf(range);
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** How many cells a range has. */
export function sizeOf(range: GridRange): number {
  const { top, bottom, left, right } = edgesOf(range);
  return (bottom - top + 1) * (right - left + 1);
}

/** How far places go. */
export interface GridSize {
  rows: number;
  columns: number;
}

/** The range with its head moved by an arrow key, Home or End, within the grid. */
export function extended(
  range: GridRange,
  key: string,
  size: GridSize,
  toEnd: boolean,
): GridRange | null {
  const edge = jumped(range.head, key, size, toEnd);
  const step = STEPS[key];
  if (edge || !step) {
    return edge && { anchor: range.anchor, head: edge };
  }
  const far = toEnd ? Number.MAX_SAFE_INTEGER : 1;
  return {
    anchor: range.anchor,
    head: {
      row: clamp(range.head.row + step.row * far, size.rows),
      column: clamp(range.head.column + step.column * far, size.columns),
    },
  };
}

/** Where Home and End lead from a place: within its row, or to a corner of the whole grid. */
export function jumped(
  place: GridPlace,
  key: string,
  { rows, columns }: GridSize,
  inWhole: boolean,
): GridPlace | null {
  if (key === "Home") {
    return { row: inWhole ? 0 : place.row, column: 0 };
  }
  if (key === "End") {
    return { row: inWhole ? clamp(rows, rows) : place.row, column: clamp(columns, columns) };
  }
  return null;
}

const STEPS: Record<string, GridPlace> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

function clamp(value: number, count: number): number {
  return Math.min(Math.max(0, count - 1), Math.max(0, value));
}

/** A table as tab-separated text; fields with tabs, line ends or quotes are quoted. */
export function tabSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join("\t")).join("\n");
}

function quoted(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
