// Which name is being changed everywhere.
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";

/** A thing that is to get another name. */
export interface RenameWish {
  cell: CellId;
  /** Where it stands in the text of the cell, in UTF-8 bytes; none for the cell itself. */
  offset: number | null;
  from: string;
  /** The name to begin with; its own when nothing else was typed yet. */
  to?: string;
}

/** The wish whose dialog is open. */
export const useRename = create<{ wish: RenameWish | null }>(() => ({ wish: null }));

/** Opens the dialog, or closes it. */
export function askRename(wish: RenameWish | null): void {
  useRename.setState({ wish });
}
