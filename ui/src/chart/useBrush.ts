// Drawing over a picture with the pointer held down: a band along an axis, or around points an area
// or, with Alt, a line of any shape. What lies in it is told when the pointer is let go.
import { type PointerEvent, useRef, useState } from "react";
import type { MenuPoint } from "../parts/ContextMenu";
import type { Spot } from "./Crosshair";
import type { Taken } from "./taken";

/** What is drawn so far, in pixels of the picture. */
export type Drawn =
  | { kind: "area"; left: number; top: number; width: number; height: number }
  | { kind: "lasso"; path: Spot[] };

/** Along what can be drawn: the axis of positions, or the plane of points. */
export type Along = "x" | "y" | "plane";

/** A pointer that moves less than this far has clicked. */
const CLICK = 6;

/** The handlers of a picture whose marks stand at these pixels. */
export function useBrush(
  spots: (Spot | undefined)[],
  along: Along | null,
  size: { width: number; height: number } | null,
  onTaken: (taken: Taken, at: MenuPoint) => void,
) {
  const path = useRef<Spot[]>([]);
  const drawn = useRef(false);
  const [shape, setShape] = useState<Drawn | null>(null);
  const place = (event: PointerEvent<HTMLDivElement>): Spot => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const stop = () => {
    path.current = [];
    setShape(null);
  };
  return {
    shape,
    /** Whether the last press drew something, so that the click that follows picks nothing. */
    hasDrawn: () => drawn.current,
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      drawn.current = false;
      path.current = along && event.button === 0 ? [place(event)] : [];
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const [from] = path.current;
      if (!from || !along) {
        return;
      }
      const to = place(event);
      if (!drawn.current && Math.hypot(to.x - from.x, to.y - from.y) < CLICK) {
        return;
      }
      if (!drawn.current) {
        drawn.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      path.current.push(to);
      setShape(shapeOf(path.current, along, event.altKey, size));
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      const now = drawn.current && along ? shapeOf(path.current, along, event.altKey, size) : null;
      const taken = now && along ? inside(spots, now, along) : null;
      stop();
      if (taken) {
        onTaken(taken, { x: event.clientX, y: event.clientY });
      }
    },
    onPointerCancel: stop,
  };
}

/** What a path draws. */
export function shapeOf(
  path: readonly Spot[],
  along: Along,
  isLasso: boolean,
  size: { width: number; height: number } | null,
): Drawn | null {
  const [from] = path;
  const to = path.at(-1);
  if (!from || !to) {
    return null;
  }
  if (isLasso && along === "plane") {
    return { kind: "lasso", path: [...path] };
  }
  const wide = { left: Math.min(from.x, to.x), width: Math.abs(to.x - from.x) };
  const high = { top: Math.min(from.y, to.y), height: Math.abs(to.y - from.y) };
  return {
    kind: "area",
    ...(along === "y" ? { left: 0, width: size?.width ?? 0 } : wide),
    ...(along === "x" ? { top: 0, height: size?.height ?? 0 } : high),
  };
}

/** The marks in what was drawn; none when there are none. */
export function inside(spots: (Spot | undefined)[], drawn: Drawn, along: Along): Taken | null {
  const found = spots.flatMap((spot, index) =>
    spot && isInside(spot, drawn, along) ? [index] : [],
  );
  const [from] = found;
  const to = found.at(-1);
  if (from === undefined || to === undefined) {
    return null;
  }
  return along === "plane"
    ? { kind: "points", indices: found, isLasso: drawn.kind === "lasso" }
    : { kind: "stretch", from, to };
}

function isInside({ x, y }: Spot, drawn: Drawn, along: Along): boolean {
  if (drawn.kind === "lasso") {
    return isWithin({ x, y }, drawn.path);
  }
  const { left, top, width, height } = drawn;
  const isAcross = x >= left && x <= left + width;
  const isUp = y >= top && y <= top + height;
  return (along === "y" || isAcross) && (along === "x" || isUp);
}

/** Whether a point lies within a line that is closed: a ray from it crosses an odd number of sides. */
function isWithin({ x, y }: Spot, path: readonly Spot[]): boolean {
  let isOdd = false;
  path.forEach((one, index) => {
    const other = path[(index + 1) % path.length] ?? one;
    const crosses =
      one.y > y !== other.y > y &&
      x < ((other.x - one.x) * (y - one.y)) / (other.y - one.y) + one.x;
    isOdd = crosses ? !isOdd : isOdd;
  });
  return isOdd;
}
