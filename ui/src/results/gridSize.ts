// Heights in pixels that the size of a grid is computed from.

/** One row of figures. */
export const ROW_HEIGHT = 24;
/** Name and profile of a column. */
export const HEADER_HEIGHT = 46;
