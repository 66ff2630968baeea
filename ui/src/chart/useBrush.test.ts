import { describe, expect, it } from "vitest";
import { inside, shapeOf } from "./useBrush";

const SPOTS = [{ x: 10, y: 10 }, { x: 20, y: 40 }, undefined, { x: 30, y: 20 }, { x: 90, y: 90 }];
const SIZE = { width: 100, height: 100 };

describe("what is drawn over a picture", () => {
  it("along an axis takes every position between its ends, whatever its height", () => {
    const band = shapeOf(
      [
        { x: 32, y: 99 },
        { x: 15, y: 98 },
      ],
      "x",
      false,
      SIZE,
    );
    expect(band).toEqual({ kind: "area", left: 15, width: 17, top: 0, height: 100 });
    expect(band && inside(SPOTS, band, "x")).toEqual({ kind: "stretch", from: 1, to: 3 });
    const up = shapeOf(
      [
        { x: 0, y: 15 },
        { x: 1, y: 45 },
      ],
      "y",
      false,
      SIZE,
    );
    expect(up && inside(SPOTS, up, "y")).toEqual({ kind: "stretch", from: 1, to: 3 });
    const none = shapeOf(
      [
        { x: 50, y: 0 },
        { x: 60, y: 9 },
      ],
      "x",
      false,
      SIZE,
    );
    expect(none && inside(SPOTS, none, "x")).toBeNull();
  });

  it("around points takes those in the area or in the line", () => {
    const area = shapeOf(
      [
        { x: 5, y: 5 },
        { x: 31, y: 21 },
      ],
      "plane",
      false,
      SIZE,
    );
    expect(area && inside(SPOTS, area, "plane")).toEqual({
      kind: "points",
      indices: [0, 3],
      isLasso: false,
    });
    const path = [
      { x: 0, y: 30 },
      { x: 40, y: 30 },
      { x: 40, y: 50 },
      { x: 0, y: 50 },
    ];
    const lasso = shapeOf(path, "plane", true, SIZE);
    expect(lasso && inside(SPOTS, lasso, "plane")).toEqual({
      kind: "points",
      indices: [1],
      isLasso: true,
    });
  });
});
