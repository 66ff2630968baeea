// Which cells show their head only. A matter of this window, not of the document.
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";

/** Collapsed cells. */
export const useCollapsed = create<{ cells: ReadonlySet<CellId> }>(() => ({ cells: new Set() }));

/** Collapses a cell, or shows it again. */
export function toggleCollapsed(cell: CellId): void {
  useCollapsed.setState(({ cells }) => {
    const next = new Set(cells);
    if (!next.delete(cell)) {
      next.add(cell);
    }
    return { cells: next };
  });
}
