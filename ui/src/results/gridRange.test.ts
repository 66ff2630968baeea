import { describe, expect, it } from "vitest";
import { edgesOf, extended, isInRange, jumped, sizeOf, tabSeparated } from "./gridRange";

const range = (a: [number, number], b: [number, number]) => ({
  anchor: { row: a[0], column: a[1] },
  head: { row: b[0], column: b[1] },
});
const SIZE = { rows: 10, columns: 3 };

describe("a selected rectangle", () => {
  it("is the same from whichever corner it was drawn", () => {
    const edges = { top: 1, bottom: 4, left: 0, right: 2 };
    expect(edgesOf(range([4, 0], [1, 2]))).toEqual(edges);
    expect(edgesOf(range([1, 2], [4, 0]))).toEqual(edges);
    expect(sizeOf(range([4, 0], [1, 2]))).toBe(12);
    expect(isInRange(range([4, 0], [1, 2]), { row: 2, column: 1 })).toBe(true);
    expect(isInRange(range([4, 0], [1, 2]), { row: 5, column: 1 })).toBe(false);
    expect(isInRange(null, { row: 0, column: 0 })).toBe(false);
  });

  it("grows by arrow keys within the grid, and to its end", () => {
    const start = range([0, 0], [0, 0]);
    expect(extended(start, "ArrowUp", SIZE, false)?.head).toEqual({ row: 0, column: 0 });
    expect(extended(start, "ArrowDown", SIZE, true)?.head).toEqual({ row: 9, column: 0 });
    expect(extended(start, "ArrowRight", SIZE, false)?.head).toEqual({ row: 0, column: 1 });
    expect(extended(start, "x", SIZE, false)).toBeNull();
  });

  it("goes to both ends of a row with Home and End, and to both corners with Ctrl", () => {
    const from = { row: 4, column: 1 };
    expect(jumped(from, "Home", SIZE, false)).toEqual({ row: 4, column: 0 });
    expect(jumped(from, "End", SIZE, false)).toEqual({ row: 4, column: 2 });
    expect(jumped(from, "Home", SIZE, true)).toEqual({ row: 0, column: 0 });
    expect(jumped(from, "End", SIZE, true)).toEqual({ row: 9, column: 2 });
    expect(jumped(from, "End", { rows: 0, columns: 0 }, true)).toEqual({ row: 0, column: 0 });
    expect(jumped(from, "ArrowUp", SIZE, true)).toBeNull();
    expect(extended({ anchor: from, head: from }, "End", SIZE, true)).toEqual(
      range([4, 1], [9, 2]),
    );
  });
});

it("quotes only what would break a table", () => {
  expect(
    tabSeparated([
      ["a", 'b"c', "d\te"],
      ["1", "", "x\ny"],
    ]),
  ).toBe('a\t"b""c"\t"d\te"\n1\t\t"x\ny"');
});
