// Places in a text: the application counts UTF-8 bytes, the editor counts UTF-16 units. Offsets
// beyond the end are clamped, offsets inside a character fall back to its start.
import type { TextChange } from "../backend/generated/TextChange";

/** A stretch of text as the editor counts it. */
export interface Stretch {
  from: number;
  to: number;
}

/** The UTF-16 offset of a UTF-8 byte offset. */
export function unitAt(text: string, byte: number): number {
  let bytes = 0;
  let unit = 0;
  while (unit < text.length) {
    const point = text.codePointAt(unit) ?? 0;
    bytes += byteLength(point);
    if (bytes > byte) {
      return unit;
    }
    unit += point > 0xffff ? 2 : 1;
  }
  return unit;
}

/** The UTF-8 byte offset of a UTF-16 offset. */
export function byteAt(text: string, unit: number): number {
  let bytes = 0;
  let at = 0;
  while (at < text.length) {
    const point = text.codePointAt(at) ?? 0;
    at += point > 0xffff ? 2 : 1;
    if (at > unit) {
      return bytes;
    }
    bytes += byteLength(point);
  }
  return bytes;
}

/** A stretch of bytes as the editor counts it; never inverted. */
export function stretchOf(text: string, span: { start: number; end: number }): Stretch {
  const from = unitAt(text, span.start);
  return { from, to: Math.max(from, unitAt(text, span.end)) };
}

/** Changes of a fix as the editor makes them, in order and without overlap. */
export function changesOf(
  text: string,
  changes: readonly TextChange[],
): (Stretch & { insert: string })[] {
  const found = changes
    .map((change) => ({ ...stretchOf(text, change), insert: change.text }))
    .sort((one, other) => one.from - other.from);
  return found.filter((change, index) => {
    const before = found[index - 1];
    return before === undefined || before.to <= change.from;
  });
}

/** A lone surrogate is sent as U+FFFD, which takes three bytes like its neighbours. */
function byteLength(point: number): number {
  if (point < 0x80) {
    return 1;
  }
  if (point < 0x800) {
    return 2;
  }
  return point < 0x10000 ? 3 : 4;
}

/** The smallest single change that turns one text into another; none when they are equal. */
export function changeBetween(
  before: string,
  after: string,
): (Stretch & { insert: string }) | null {
  if (before === after) {
    return null;
  }
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) {
    from += 1;
  }
  let tail = 0;
  while (
    tail < most - from &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  return {
    from,
    to: before.length - tail,
    insert: after.slice(from, after.length - tail),
  };
}

/** The text with the changes of a fix made. */
export function withFix(text: string, changes: readonly TextChange[]): string {
  let done = "";
  let at = 0;
  for (const { from, to, insert } of changesOf(text, changes)) {
    done += text.slice(at, from) + insert;
    at = to;
  }
  return done + text.slice(at);
}
