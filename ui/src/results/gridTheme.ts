// The grid's theme in the product's own values, so that light and dark follow by themselves.
import { createTheme } from "ag-grid-community";
import { HEADER_HEIGHT, ROW_HEIGHT } from "./gridSize";

const thin = { width: 1, style: "solid", color: "var(--line-subtle)" } as const;
const firm = { width: 1, style: "solid", color: "var(--line)" } as const;

/** The theme of every result grid. */
export const GRID_THEME = createTheme().withParams({
  accentColor: "var(--accent)",
  backgroundColor: "var(--bg-surface)",
  foregroundColor: "var(--text)",
  cellTextColor: "var(--text)",
  borderColor: "var(--line)",
  browserColorScheme: "inherit",
  fontFamily: "var(--font-ui)",
  fontSize: "12px",
  spacing: 4,
  rowHeight: ROW_HEIGHT,
  headerHeight: HEADER_HEIGHT,
  headerBackgroundColor: "var(--bg-panel)",
  headerTextColor: "var(--text)",
  headerFontWeight: 500,
  headerCellHoverBackgroundColor: "var(--bg-panel)",
  cellHorizontalPadding: "10px",
  rowBorder: thin,
  columnBorder: thin,
  headerColumnBorder: thin,
  headerRowBorder: firm,
  pinnedColumnBorder: thin,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  oddRowBackgroundColor: "var(--bg-surface)",
  rowHoverColor: "var(--bg-hover)",
  selectedRowBackgroundColor: "var(--bg-selected)",
  rangeSelectionBorderColor: "transparent",
  headerColumnResizeHandleColor: "transparent",
});
