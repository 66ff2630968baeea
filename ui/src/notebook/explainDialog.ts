// Which cell's steps are shown.
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";

/** The cell whose steps are shown. */
export const useExplain = create<{ cell: CellId | null }>(() => ({ cell: null }));

/** Shows the steps of a cell, or none. */
export function explainCell(cell: CellId | null): void {
  useExplain.setState({ cell });
}
