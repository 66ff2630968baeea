// Heights in pixels that the size of a grid is computed from.

/** One row of figures. */
export const ROW_HEIGHT = 24;
/** Name and profile of a column. */
export const HEADER_HEIGHT = 46;
/** Rows that a grid shows before and after it was asked for more. */
export const SHOWN_ROWS = { short: 8, tall: 24 } as const;

/** How tall the grid of so many rows is; it scrolls inside. */
export function gridHeight(rows: number, size: keyof typeof SHOWN_ROWS = "short"): number {
  return HEADER_HEIGHT + Math.min(Math.max(rows, 1), SHOWN_ROWS[size]) * ROW_HEIGHT + 1;
}
