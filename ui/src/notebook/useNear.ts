// Whether an element is on the screen or close to it, so that two hundred cells cost what ten do.
import { type RefObject, useEffect, useState } from "react";

/**
 * `isNear` now, and whether it ever was. An element that is wanted counts as one that was near: the
 * focus can only go into what is drawn.
 */
export function useNear(
  ref: RefObject<Element | null>,
  isWanted: boolean,
): { isNear: boolean; wasNear: boolean } {
  const [isNear, setNear] = useState(typeof IntersectionObserver === "undefined");
  const [wasNear, setWasNear] = useState(isNear);
  useEffect(() => {
    const element = ref.current;
    if (!element || typeof IntersectionObserver === "undefined") {
      return;
    }
    const observer = new IntersectionObserver(
      ([entry]) => {
        setNear(entry?.isIntersecting ?? false);
        setWasNear((was) => was || (entry?.isIntersecting ?? false));
      },
      // The margin counts only around the box that scrolls, not around boxes inside of it.
      { root: scrollerOf(element), rootMargin: "900px 0px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  useEffect(() => {
    if (isWanted) {
      setWasNear(true);
    }
  }, [isWanted]);
  return { isNear, wasNear };
}

function scrollerOf(element: Element): Element | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) {
      return at;
    }
  }
  return null;
}
