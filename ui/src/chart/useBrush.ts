// Drawing along an axis with the pointer held down: the band while it is drawn, and the positions
// that lie in it when the pointer is let go.
import { type PointerEvent, useRef, useState } from "react";
import type { Stretch } from "./zoom";

/** What is drawn so far, in pixels of the picture. */
export interface Band {
  left: number;
  width: number;
}

/** A pointer that moves less than this far has clicked. */
const CLICK = 6;

/** The handlers of a picture whose positions have these pixels along the axis. */
export function useBrush(
  along: (number | null)[],
  onBrush: ((part: Stretch) => void) | undefined,
): {
  band: Band | null;
  /** Whether the last press drew a band, so that the click that follows picks nothing. */
  hasDrawn: () => boolean;
  onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
  onPointerCancel: () => void;
} {
  const start = useRef<number | null>(null);
  const drawn = useRef(false);
  const [band, setBand] = useState<Band | null>(null);
  const place = (event: PointerEvent<HTMLDivElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const stop = () => {
    start.current = null;
    setBand(null);
  };
  return {
    band,
    hasDrawn: () => drawn.current,
    onPointerDown: (event) => {
      drawn.current = false;
      start.current = onBrush && event.button === 0 ? place(event) : null;
    },
    onPointerMove: (event) => {
      const from = start.current;
      if (from === null) {
        return;
      }
      const to = place(event);
      if (!drawn.current && Math.abs(to - from) < CLICK) {
        return;
      }
      if (!drawn.current) {
        drawn.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      setBand({ left: Math.min(from, to), width: Math.abs(to - from) });
    },
    onPointerUp: (event) => {
      const from = start.current;
      if (from !== null && drawn.current && onBrush) {
        const part = inside(along, from, place(event));
        if (part) {
          onBrush(part);
        }
      }
      stop();
    },
    onPointerCancel: stop,
  };
}

/** The first and last position between two pixels. */
export function inside(along: (number | null)[], one: number, other: number): Stretch | null {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const found = along.flatMap((at, index) =>
    at !== null && at >= low && at <= high ? [index] : [],
  );
  const [from] = found;
  const to = found.at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}
