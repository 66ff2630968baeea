// Where the texts of annotations stand in a picture, in pixels: a ring at a mark, a thin rule at a
// position, a shade over a range, each with a short text that keeps clear of the others. Pure.
// `crates/export/src/annotations.rs` places them alike in files.

/** Widest text in the picture; the rest is cut with an ellipsis. */
export const WIDEST = 220;
/** Half of the height of a text's box. */
const HALF = 7;
const SIZE = 11;
export const RING = 6;
/** Pixels by which the edge of the plot may move a text that still stands at its place. */
const MOVED = 8;

interface Point {
  x: number;
  y: number;
}

interface Box extends Point {
  width: number;
  height: number;
}

/** What a text stands at. */
export type NotedAt =
  /** The middle of the ring, and the end of the mark. */
  | { kind: "mark"; ring: Point; end: Point }
  /** Pixels along the axis of positions. */
  | { kind: "rule"; at: number }
  | { kind: "band"; from: number; to: number };

/** A text and where it stands. */
export interface Noted {
  words: string;
  at: NotedAt;
}

/** A short text with its box; a text that is not placed has none. */
export interface PlacedText {
  words: string;
  box: Box;
}

/** The plot, and whether positions run from the top down. */
export interface Plot extends Box {
  isFlat: boolean;
}

/** A place for each text, in their order. */
export function placed(noted: readonly Noted[], plot: Plot): PlacedText[] {
  const taken: Box[] = noted.flatMap(({ at }) => (at.kind === "mark" ? [around(at.ring)] : []));
  return noted.map(({ words, at }) => {
    const short = fitted(words.trim(), Math.min(WIDEST, plot.width));
    const wide = widthOf(short);
    const box = free(wishes(at, plot, wide), wide, plot, taken);
    taken.push(box);
    return { words: short, box };
  });
}

/** The first place that is free, before those that the edge of the plot moved. */
function free(wishes: Point[], wide: number, plot: Plot, taken: readonly Box[]): Box {
  const boxes = wishes.map((middle) => {
    const box = inside(middle, wide, plot);
    const [x, y] = [box.x + box.width / 2, box.y + HALF];
    const isMoved = Math.max(Math.abs(x - middle.x), Math.abs(y - middle.y)) > MOVED;
    return { box, isMoved };
  });
  const open = boxes.filter(({ box }) => !taken.some((known) => touches(box, known)));
  const own = open.find(({ isMoved }) => !isMoved) ?? open[0] ?? boxes[0];
  return own?.box ?? inside({ x: plot.x, y: plot.y }, wide, plot);
}

/** The room of a ring. */
function around({ x, y }: Point): Box {
  const half = RING + 1;
  return { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
}

/** About how wide a text is: Inter's mean advance is 0.56 of its size. */
export function widthOf(words: string): number {
  return [...words].length * SIZE * 0.56;
}

/** Longest text in characters. */
const LONGEST = 60;

/** Signs that are no letters, or turn the direction of text around them. */
const NO_LETTERS = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A text that fits into a width. */
export function fitted(words: string, room: number): string {
  let letters = [...words].slice(0, LONGEST + 1).map((one) => one.replace(NO_LETTERS, " "));
  if (letters.length > LONGEST) {
    letters = [...letters.slice(0, LONGEST - 1), "…"];
  }
  while (letters.length > 2 && letters.length * SIZE * 0.56 > room) {
    letters = [...letters.slice(0, -2), "…"];
  }
  return letters.join("");
}

/** Middles of the places that a text may have, the best first. */
function wishes(at: NotedAt, plot: Plot, wide: number): Point[] {
  const { isFlat, x: left, y: top, width, height: _ } = plot;
  const right = left + width;
  switch (at.kind) {
    case "mark":
      return besideMark(at.end, isFlat, wide / 2 + 12);
    case "rule": {
      if (isFlat) {
        const ends = [right - wide / 2 - 4, left + wide / 2 + 4];
        return [at.at - 9, at.at + 9].flatMap((y) => ends.map((x) => ({ x, y })));
      }
      const beside = wide / 2 + 5;
      const x = at.at + beside * 2 > right ? at.at - beside : at.at + beside;
      return rows(top).map((y) => ({ x, y }));
    }
    case "band": {
      const middle = (at.from + at.to) / 2;
      return isFlat
        ? [right - wide / 2 - 4, left + wide / 2 + 4].map((x) => ({ x, y: middle }))
        : rows(top).map((y) => ({ x: middle, y }));
    }
  }
}

function besideMark({ x, y }: Point, isFlat: boolean, beside: number): Point[] {
  return isFlat
    ? [
        { x: x + beside + 36, y },
        { x: x - beside - 8, y },
        { x, y: y - 22 },
        { x, y: y + 22 },
      ]
    : [
        { x, y: y - 22 },
        { x, y: y + 24 },
        { x: x + beside, y },
        { x: x - beside, y },
        { x, y: y - 38 },
        { x, y: y + 40 },
      ];
}

/** Lines of text below the top of the plot. */
function rows(top: number): number[] {
  return Array.from({ length: 6 }, (_, row) => top + 8 + row * 16);
}

/** The box of a text around a middle, moved into the plot. */
function inside({ x, y }: Point, wide: number, plot: Plot): Box {
  const left = Math.max(plot.x, Math.min(x - wide / 2 - 2, plot.x + plot.width - wide - 4));
  const top = Math.max(plot.y, Math.min(y - HALF, plot.y + plot.height - 2 * HALF));
  return { x: left, y: top, width: wide + 4, height: 2 * HALF };
}

function touches(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
