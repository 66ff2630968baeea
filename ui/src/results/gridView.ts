// How each result is looked at: filters, order, widths, how tall. Kept beside the cell while the
// workbook is open, so that a grid that left the screen comes back as it was.
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";
import type { Filter } from "../backend/generated/Filter";
import type { Order } from "../backend/generated/Order";

/** One way of looking at a result. */
export interface GridView {
  filters: Filter[];
  order: Order[];
  /** Widths that a person set, by column name. */
  widths: Record<string, number>;
  isTall: boolean;
  /** Rows under the filters as last answered. */
  rows: number | null;
}

const FIRST: GridView = { filters: [], order: [], widths: {}, isTall: false, rows: null };

const useViews = create<{ views: Record<CellId, GridView> }>(() => ({ views: {} }));

/** The view of a cell's result. */
export function useGridView(cell: CellId): GridView {
  return useViews((state) => state.views[cell] ?? FIRST);
}

/** The view of a cell's result, outside of a component. */
export function gridView(cell: CellId): GridView {
  return useViews.getState().views[cell] ?? FIRST;
}

/** Changes the view of a cell's result. */
export function changeView(cell: CellId, change: Partial<GridView>): void {
  useViews.setState(({ views }) => ({
    views: { ...views, [cell]: { ...(views[cell] ?? FIRST), ...change } },
  }));
}

/** Drops filters and order that name columns which the result no longer has. */
export function fitView(view: GridView, names: readonly string[]): Partial<GridView> | null {
  const known = new Set(names);
  const filters = view.filters.filter(({ field }) => known.has(field));
  const order = view.order.filter(({ field }) => known.has(field));
  const isFit = filters.length === view.filters.length && order.length === view.order.length;
  return isFit ? null : { filters, order };
}
