// Which parameter's definition is being changed.
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";

/** The parameter whose dialog is open. */
export const useParameterDialog = create<{ cell: CellId | null }>(() => ({ cell: null }));

/** Opens the definition of a parameter. */
export function openParameter(cell: CellId | null): void {
  useParameterDialog.setState({ cell });
}
