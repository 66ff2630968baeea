// Whether an element is on the screen or close to it, so that two hundred cells cost what ten do.
import { type RefObject, useEffect, useState } from "react";

/** `isNear` now, and whether it ever was. */
export function useNear(ref: RefObject<Element | null>): { isNear: boolean; wasNear: boolean } {
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
      { rootMargin: "900px 0px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return { isNear, wasNear };
}
