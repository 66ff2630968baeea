// A dialog gives the focus back to where it was. Dialogs here vanish with what shows them, so this
// cannot be left to their own closing.
import { useEffect, useState } from "react";

/** Puts the focus back when the component goes, unless it is somewhere on purpose by then. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Later: the Enter that closed the dialog must not press what gets the focus.
      setTimeout(() => giveBack(before), 0);
    },
    [before],
  );
}

function giveBack(before: Element | null): void {
  const now = document.activeElement;
  if (now !== null && now !== document.body) {
    return;
  }
  const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
  const main = document.querySelector<HTMLElement>('[data-region="main"]');
  (isThere ? before : main)?.focus({ preventScroll: true });
}
