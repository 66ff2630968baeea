// Which note's evidence is shown, and on which chart. Where the eyes are, not what the workbook is.
import { create } from "zustand";
import type { CellId } from "../../backend/generated/CellId";
import type { LiteracyNote } from "../../backend/generated/LiteracyNote";

interface NoteShown {
  cell: CellId | null;
  note: LiteracyNote | null;
  isHidden: boolean;
}

/** The note whose evidence is shown. */
export const useNoteShown = create<NoteShown>(() => ({ cell: null, note: null, isHidden: false }));

/** Shows the evidence of a note of a chart; null shows everything again. */
export function showNote(cell: CellId, note: LiteracyNote | null): void {
  useNoteShown.setState(note ? { cell, note } : { cell: null, note: null });
}

/** Folds the notes away, or unfolds them. */
export function hideNotes(isHidden: boolean): void {
  useNoteShown.setState({ isHidden, ...(isHidden ? { cell: null, note: null } : {}) });
}
