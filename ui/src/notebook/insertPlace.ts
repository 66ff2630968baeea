// Where a cell is about to be inserted: the bar there is open and has the focus.
import { create } from "zustand";

/** The place between cells whose bar is open; none when no bar is. */
export const useInsertPlace = create<{ index: number | null }>(() => ({ index: null }));

/** Opens the bar before the cell at `index`. */
export function askInsert(index: number): void {
  useInsertPlace.setState({ index });
}

/** Closes the bar. */
export function closeInsert(): void {
  useInsertPlace.setState({ index: null });
}
