import { describe, expect, it } from "vitest";
import { boxOf, columnsFor, heightOf, landing, moved, resized, shifted } from "./grid";

const PLACE = { column: 2, width: 4, top: 10, height: 40 };

describe("the grid", () => {
  it("leaves gaps of ten pixels", () => {
    expect(boxOf({ column: 0, width: 12, top: 0, height: 30 }, 1000)).toEqual({
      left: 0,
      top: 0,
      width: 1000,
      height: 110,
    });
    const left = boxOf({ column: 0, width: 6, top: 0, height: 30 }, 1000);
    const right = boxOf({ column: 6, width: 6, top: 0, height: 30 }, 1000);
    expect(right.left - (left.left + left.width)).toBeCloseTo(10);
    expect(heightOf([PLACE])).toBe(200);
    expect([columnsFor(1000), columnsFor(700), columnsFor(400)]).toEqual([12, 6, 1]);
  });

  it("keeps tiles that move together apart and inside", () => {
    const tiles = [
      { tile: "a", place: PLACE },
      { tile: "b", place: { ...PLACE, column: 7, width: 3 } },
    ];
    expect(shifted(tiles, 9, -50).map(({ place }) => [place.column, place.top])).toEqual([
      [4, 0],
      [9, 0],
    ]);
    expect(moved(tiles, { x: -90, y: 41 }, 1070).map(({ place }) => place.column)).toEqual([1, 6]);
    expect(moved(tiles, { x: 0, y: 41 }, 1070)[0]?.place.top).toBe(20);
  });

  it("resizes by the edges that a handle has", () => {
    expect(resized(PLACE, "se", 20, 5)).toEqual({ column: 2, width: 10, top: 10, height: 45 });
    expect(resized(PLACE, "nw", -1, 99)).toEqual({ column: 1, width: 5, top: 40, height: 10 });
    expect(resized(PLACE, "e", -9, 7)).toEqual({ column: 2, width: 1, top: 10, height: 40 });
  });

  it("lets a new tile land under the hand and inside", () => {
    expect(landing({ x: 990, y: 100 }, { width: 4, height: 60 }, 1000)).toEqual({
      column: 8,
      width: 4,
      top: 20,
      height: 60,
    });
    expect(landing({ x: 0, y: 0 }, { width: 4, height: 60 }, 1000).column).toBe(0);
  });
});
