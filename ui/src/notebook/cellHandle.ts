// What can be done to the editor of a cell from outside of it: by its menu, by a button of an
// error, by a key while the cell and not its editor has the focus.
import type { CellId } from "../backend/generated/CellId";

/** The editor of one cell. */
export interface CellHandle {
  /** Takes the first fix of the first problem; answers whether there was one. */
  takeFirstFix: () => boolean;
  format: () => void;
}

const handles = new Map<CellId, CellHandle>();

/** Makes an editor known; answers a way to forget it. */
export function registerHandle(cell: CellId, handle: CellHandle): () => void {
  handles.set(cell, handle);
  return () => {
    if (handles.get(cell) === handle) {
      handles.delete(cell);
    }
  };
}

/** The editor of a cell, when it is on the screen. */
export function handleOf(cell: CellId): CellHandle | null {
  return handles.get(cell) ?? null;
}
