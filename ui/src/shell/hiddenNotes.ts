// Whether a person closed the notes on the file of the open workbook.
import { create } from "zustand";
import type { SessionId } from "../backend/generated/SessionId";

/** The workbook whose notes were closed. */
export const useHiddenNotes = create<{ session: SessionId | null }>(() => ({ session: null }));
