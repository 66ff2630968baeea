// How wide a text is in the grid's type, estimated from the advances of Inter at 12 px with tabular
// figures, so that a column can be given its width before anything is drawn.

/** Advances in pixels; signs that are not listed are as wide as their group. */
const ADVANCES: Record<string, number> = {
  " ": 3.2,
  "\u202f": 2.2,
  ".": 3.2,
  ",": 3.2,
  ":": 3.2,
  "-": 7.8,
  "\u2212": 7.8,
  "+": 7.8,
  "/": 4.3,
  "(": 4.7,
  ")": 4.7,
  _: 5.5,
  i: 2.9,
  j: 3.2,
  l: 2.9,
  I: 3.2,
  f: 4.2,
  r: 4.7,
  t: 4,
  m: 10.5,
  w: 9.8,
  M: 10.8,
  W: 12.1,
};
const LOWER = 7.1;
const UPPER = 8.5;
const FIGURE = 7.8;
const OTHER = 7.8;
const WIDE = 12;
const MOST_SIGNS = 80;

/** Pixels that a line of text takes, never less than what it is drawn with by more than a hair. */
export function textWidth(text: string): number {
  let width = 0;
  let signs = 0;
  for (const sign of text) {
    width += ADVANCES[sign] ?? groupAdvance(sign);
    signs += 1;
    if (signs === MOST_SIGNS) {
      break;
    }
  }
  return width;
}

function groupAdvance(sign: string): number {
  if (sign >= "0" && sign <= "9") {
    return FIGURE;
  }
  if (sign >= "a" && sign <= "z") {
    return LOWER;
  }
  if (sign >= "A" && sign <= "Z") {
    return UPPER;
  }
  return sign >= "\u2e80" ? WIDE : OTHER;
}
