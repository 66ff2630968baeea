// Presenting hides everything but the main region.
import { create } from "zustand";
import { setEditing } from "../dashboard/pageState";

/** Whether the workbook is being presented. */
export const usePresenting = create<{ isPresenting: boolean }>(() => ({ isPresenting: false }));

/** Starts or ends presenting. */
export function setPresenting(isPresenting: boolean): void {
  if (isPresenting) {
    setEditing(false);
  }
  usePresenting.setState({ isPresenting });
}
