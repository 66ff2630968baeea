// Two texts line by line beside each other: which lines belong together, and which stand alone.

/** One row of both texts; none where a side has no line there. */
export interface LinePair {
  before: string | null;
  after: string | null;
  isSame: boolean;
}

/** Beyond this many pairs of lines, what differs in the middle is shown as one block. */
const MOST_COMPARED = 1_000_000;

/** Rows in which equal lines stand beside each other. */
export function linePairs(before: string, after: string): LinePair[] {
  const left = before.split("\n");
  const right = after.split("\n");
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) {
    start += 1;
  }
  let end = 0;
  const shorter = Math.min(left.length, right.length) - start;
  while (end < shorter && left[left.length - 1 - end] === right[right.length - 1 - end]) {
    end += 1;
  }
  const same = (line: string): LinePair => ({ before: line, after: line, isSame: true });
  return [
    ...left.slice(0, start).map(same),
    ...middle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...left.slice(left.length - end).map(same),
  ];
}

function middle(left: string[], right: string[]): LinePair[] {
  const kept = left.length * right.length > MOST_COMPARED ? [] : common(left, right);
  const pairs: LinePair[] = [];
  let [at, to] = [0, 0];
  for (const [one, other] of [...kept, [left.length, right.length] as const]) {
    const rows = Math.max(one - at, other - to);
    for (let row = 0; row < rows; row += 1) {
      pairs.push({
        before: at + row < one ? (left[at + row] ?? null) : null,
        after: to + row < other ? (right[to + row] ?? null) : null,
        isSame: false,
      });
    }
    const line = left[one];
    if (line !== undefined) {
      pairs.push({ before: line, after: line, isSame: true });
    }
    [at, to] = [one + 1, other + 1];
  }
  return pairs;
}

/** Places of a longest common run of lines. */
function common(left: string[], right: string[]): (readonly [number, number])[] {
  const width = right.length + 1;
  const longest = new Uint32Array((left.length + 1) * width);
  const at = (one: number, other: number) => longest[one * width + other] ?? 0;
  for (let one = left.length - 1; one >= 0; one -= 1) {
    for (let other = right.length - 1; other >= 0; other -= 1) {
      longest[one * width + other] =
        left[one] === right[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
    }
  }
  const found: (readonly [number, number])[] = [];
  let [one, other] = [0, 0];
  while (one < left.length && other < right.length) {
    if (left[one] === right[other]) {
      found.push([one, other]);
      one += 1;
      other += 1;
    } else if (at(one + 1, other) >= at(one, other + 1)) {
      one += 1;
    } else {
      other += 1;
    }
  }
  return found;
}
