// A part of the positions of an axis, seen closer: from the first to the last that is shown. The
// rows behind the picture stay, and so does the table. Pure.
import type { AxisData } from "./chartData";

/** The first and the last position that is shown, counted from 0. */
export interface Stretch {
  from: number;
  to: number;
}

/** Fewest positions that are shown. */
const FEWEST = 2;

/** Whether positions follow each other in time or by number, so that a stretch of them has a meaning. */
export function canZoom(data: AxisData): boolean {
  const { kind, numbers } = data.positions;
  return !data.isHorizontal && kind !== "category" && numbers.length > FEWEST;
}

/** The chart with the positions of a stretch alone; the scale of values follows them. */
export function zoomed(data: AxisData, stretch: Stretch | null): AxisData {
  if (!stretch) {
    return data;
  }
  const part = <Value>(values: Value[]) => values.slice(stretch.from, stretch.to + 1);
  return {
    ...data,
    positions: {
      ...data.positions,
      values: part(data.positions.values),
      numbers: part(data.positions.numbers),
      rows: part(data.positions.rows),
      ...(data.positions.ends ? { ends: part(data.positions.ends) } : {}),
    },
    series: data.series.map((one) => ({
      ...one,
      values: part(one.values),
      exact: part(one.exact),
      rows: part(one.rows),
      intervals: one.intervals && part(one.intervals),
    })),
  };
}

/** A stretch within what is shown, as a stretch of all positions; none of fewer than two. */
export function within(now: Stretch | null, part: Stretch): Stretch | null {
  const first = now?.from ?? 0;
  const [from, to] = [Math.min(part.from, part.to), Math.max(part.from, part.to)];
  return to - from + 1 < FEWEST ? null : { from: first + from, to: first + to };
}

/**
 * What a key does to the stretch: `+` shows half as many positions around one of those shown, `-`
 * twice as many, Page down and Page up move on by a quarter, `0` shows all. None when the key is
 * another one.
 */
export function zoomKey(
  key: string,
  now: Stretch | null,
  count: number,
  at: number | null,
): { stretch: Stretch | null } | null {
  const shown = now ?? { from: 0, to: count - 1 };
  const length = shown.to - shown.from + 1;
  const middle = shown.from + (at ?? Math.floor(length / 2));
  if (key === "+" || key === "=") {
    return { stretch: placed(middle, Math.max(FEWEST, Math.ceil(length / 2)), count) };
  }
  if (key === "-") {
    return { stretch: placed(middle, length * 2, count) };
  }
  if (key === "0") {
    return { stretch: null };
  }
  if (key === "PageUp" || key === "PageDown") {
    const step = Math.max(1, Math.floor(length / 4)) * (key === "PageUp" ? -1 : 1);
    const from = Math.min(Math.max(0, shown.from + step), count - length);
    return { stretch: whole({ from, to: from + length - 1 }, count) };
  }
  return null;
}

/** So many positions around a middle, moved to where there are positions. */
function placed(middle: number, length: number, count: number): Stretch | null {
  const from = Math.max(0, Math.min(middle - Math.floor(length / 2), count - length));
  return whole({ from, to: Math.min(count, from + length) - 1 }, count);
}

/** All positions are no stretch. */
function whole({ from, to }: Stretch, count: number): Stretch | null {
  return from <= 0 && to >= count - 1 ? null : { from, to };
}
