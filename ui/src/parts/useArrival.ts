// Where the keyboard goes when a page replaced the one that had the focus.
import { useEffect, useRef } from "react";

/**
 * Takes up a focus that was lost with the page before: the main region gets it, and someone who
 * works with the keyboard is put on the first stop within. A focus elsewhere is left alone.
 */
export function useArrival(firstStop: () => HTMLElement | null): void {
  const find = useRef(firstStop);
  useEffect(() => {
    const main = document.querySelector<HTMLElement>('[data-region="main"]');
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (!main || !isLost) {
      return;
    }
    main.focus({ preventScroll: true });
    if (main.matches(":focus-visible")) {
      const stop = find.current();
      stop?.focus({ preventScroll: true });
      stop?.scrollIntoView({ block: "nearest" });
    }
  }, []);
}
