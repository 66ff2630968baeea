// The columns of a result grid: how each is headed, written, aligned and how wide it is.
import type { CellClassParams, ColDef, ITooltipParams } from "ag-grid-community";
import type { Field } from "../backend/generated/Field";
import type { Order } from "../backend/generated/Order";
import { t } from "../i18n/t";
import type { ColumnShape } from "./columnShape";
import type { HeaderParams } from "./GridHeader";
import { fullValue, isNegative, isRightAligned, shownValue } from "./gridValue";
import { type GridRow, valueAt } from "./rowBlocks";
import { textWidth } from "./textWidth";

const INDEX_COLUMN = "row";
const WORDS_LEAST = 160;
const LEAST_BY_HAND = 60;
const CELL_PADDING = 20;

/** Position of a column among the fields; -1 for row numbers. */
export function columnIndex(id: string): number {
  return id.startsWith("c") ? Number(id.slice(1)) : -1;
}

/** What a column is made from. */
export interface ColumnWish {
  field: Field;
  index: number;
  order: Order[];
  /** Width that a person set. */
  width: number | undefined;
  /** What the values have in common; none before the first rows are here. */
  shape: ColumnShape | null;
  isFixed: boolean;
}

/** One column of the answer. */
export function columnFor(wish: ColumnWish): ColDef<GridRow> {
  const { field, index, order, width, shape, isFixed } = wish;
  const isRight = isRightAligned(field);
  const at = order.findIndex((key) => key.field === field.name);
  const key = order[at];
  const params: HeaderParams = { index };
  return {
    colId: `c${index}`,
    headerName: field.name,
    headerComponentParams: params,
    headerClass: isRight ? "th-right" : "",
    cellClass: isRight ? "is-right num" : field.kind === "date" ? "num" : "",
    ...(isRight
      ? { cellClassRules: { neg: ({ value }: CellClassParams) => isNegative(value) } }
      : {}),
    valueGetter: ({ data }) => valueAt(data, index),
    valueFormatter: ({ value }) => shownValue(value, field.data_type, shape),
    tooltipValueGetter: (params) => fullIfCut(params, field, shape),
    ...widthsOf(field, width, shape),
    sortable: !isFixed,
    ...(key && !isFixed
      ? { initialSort: key.descending ? ("desc" as const) : ("asc" as const), initialSortIndex: at }
      : {}),
  };
}

/**
 * Spare room is shared out by content. When there is too little, words give way first, down to
 * `WORDS_LEAST`; figures and times keep theirs and the grid scrolls.
 */
export function widthsOf(
  field: Field,
  width: number | undefined,
  shape: ColumnShape | null,
): Pick<ColDef, "flex" | "width" | "minWidth"> {
  const least = leastWidth(field);
  const content = Math.max(least, shape?.width ?? 0);
  const isWhole = isRightAligned(field) || field.kind === "date";
  const minWidth = isWhole ? content : Math.max(least, Math.min(content, WORDS_LEAST));
  return width === undefined ? { flex: content, minWidth } : { width, minWidth: LEAST_BY_HAND };
}

/** The full value when the grid shows less of it, by rounding or for want of room. */
function fullIfCut(
  { value, column }: ITooltipParams<GridRow>,
  { data_type }: Field,
  shape: ColumnShape | null,
): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  const shown = shownValue(value, data_type, shape);
  const full = fullValue(value, data_type);
  const room = column && "getActualWidth" in column ? column.getActualWidth() : 0;
  return shown !== full || textWidth(shown) > room - CELL_PADDING ? full : null;
}

/** Wide enough for the name and the picture with its figure. */
function leastWidth(field: Field): number {
  return Math.min(240, Math.max(104, Math.ceil(66 + field.name.length * 6.6)));
}

/** The column of row numbers, as wide as the last one. */
export function indexColumn(rows: number): ColDef<GridRow> {
  return {
    colId: INDEX_COLUMN,
    headerName: t("results.row"),
    headerComponent: IndexHeader,
    headerClass: "idx",
    cellClass: "idx num",
    valueGetter: ({ node }) => (node?.rowIndex ?? 0) + 1,
    valueFormatter: ({ value }) => shownValue(value, { type: "int64" }),
    cellClassRules: {},
    width: indexWidth(rows),
    minWidth: indexWidth(rows),
    pinned: "left",
    sortable: false,
    resizable: false,
    suppressNavigable: true,
  };
}

function indexWidth(rows: number): number {
  const figures = String(rows).length;
  return Math.max(40, Math.ceil(20 + figures * 7 + Math.floor((figures - 1) / 3) * 3));
}

function IndexHeader() {
  return <span className="sr-only">{t("results.row")}</span>;
}
