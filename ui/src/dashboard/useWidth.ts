// The width of a grid, as it follows the window.
import { useEffect, useRef, useState } from "react";

/** Width of the grid's inside in pixels; 0 before it is known. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) {
      return;
    }
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) {
        setWidth(Math.floor(entry.contentRect.width));
      }
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return { ref, width };
}
