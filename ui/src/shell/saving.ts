// Whether a save is under way or the last one failed. What is saved is said by the workbook.
import { create } from "zustand";

interface Saving {
  state: "idle" | "saving" | "failed";
  message: string | null;
}

/** The state of saving, for the top bar. */
export const useSaving = create<Saving>(() => ({ state: "idle", message: null }));
