// What can be done to the editor of a cell from outside of it: by its menu, by a button of an
// error, by the palette, by a key while the cell and not its editor has the focus.
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";
import type { Snippet } from "../sql/snippets";
import type { PartName } from "./editorRuns";

/** Something that a key of the editor does. */
export type EditorKey = "definition" | "rename" | "describeName" | "fixes" | "complete";

/** The editor of one cell. */
export interface CellHandle {
  /** Takes the first fix of the first problem; answers whether there was one. */
  takeFirstFix: () => boolean;
  format: () => void;
  /** Runs a part of the text beside the cell's answer. */
  run: (part: PartName) => void;
  /** Does what a key does at the cursor. */
  press: (key: EditorKey) => void;
  insertSnippet: (snippet: Snippet) => void;
}

/** The editors on the screen. */
export const useHandles = create<{ of: ReadonlyMap<CellId, CellHandle> }>(() => ({
  of: new Map(),
}));

/** Makes an editor known; answers a way to forget it. */
export function registerHandle(cell: CellId, handle: CellHandle): () => void {
  useHandles.setState(({ of }) => ({ of: new Map(of).set(cell, handle) }));
  return () =>
    useHandles.setState(({ of }) => {
      const next = new Map(of);
      if (next.get(cell) === handle) {
        next.delete(cell);
      }
      return { of: next };
    });
}

/** The editor of a cell, when it is on the screen. */
export function handleOf(cell: CellId): CellHandle | null {
  return useHandles.getState().of.get(cell) ?? null;
}
