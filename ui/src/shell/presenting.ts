// Presenting hides everything but the main region.
import { create } from "zustand";

/** Whether the workbook is being presented. */
export const usePresenting = create<{ isPresenting: boolean }>(() => ({ isPresenting: false }));

/** Starts or ends presenting. */
export function setPresenting(isPresenting: boolean): void {
  usePresenting.setState({ isPresenting });
}
