// Moves the focus to a cell or into its editor once it is on the screen. Cells are drawn after
// the document changed, so a wish waits until its cell is there.
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";

/** What the focus should go to. */
export interface FocusWish {
  cell: CellId;
  part: "cell" | "editor" | "name";
  count: number;
}

/** The last wish. A cell acts on it when it is its own. */
export const useFocusWish = create<{ wish: FocusWish | null }>(() => ({ wish: null }));

let count = 0;

function want(cell: CellId, part: FocusWish["part"]): void {
  count += 1;
  useFocusWish.setState({ wish: { cell, part, count } });
}

/** Focuses a cell as a whole and scrolls to it. */
export function focusCell(cell: CellId): void {
  want(cell, "cell");
}

/** Puts the cursor into a cell. */
export function startEditing(cell: CellId): void {
  want(cell, "editor");
}

/** Opens the name of a cell for typing. */
export function startRenaming(cell: CellId): void {
  want(cell, "name");
}

/** A wish is granted once. */
export function granted(wish: FocusWish): void {
  if (useFocusWish.getState().wish === wish) {
    useFocusWish.setState({ wish: null });
  }
}
