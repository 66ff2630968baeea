import { expect, it } from "vitest";
import { gridHeight } from "./gridSize";
import { isSqueezed } from "./wheelRows";

it("counts the wheel in rows only where the grid squeezes them", () => {
  expect(isSqueezed(600_000)).toBe(false);
  expect(isSqueezed(10_000_000)).toBe(true);
});

it("a grid is as tall as its rows, within limits", () => {
  expect(gridHeight(0)).toBe(gridHeight(1));
  expect(gridHeight(3)).toBe(46 + 3 * 24 + 1);
  expect(gridHeight(1e7)).toBe(gridHeight(8));
  expect(gridHeight(1e7, "tall")).toBe(46 + 24 * 24 + 1);
});
