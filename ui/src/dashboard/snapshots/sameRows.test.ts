import { expect, it } from "vitest";
import { rowsOf } from "../../../tests/chartView";
import { sameRows } from "./sameRows";

it("tells figures apart, also by one of them and by their order", () => {
  const rows = rowsOf({ region: ["a", "b"], net: [1, 2.5] });
  expect(sameRows(rows, rowsOf({ region: ["a", "b"], net: [1, 2.5] }))).toBe(true);
  expect(sameRows(rows, rowsOf({ region: ["a", "b"], net: [1, 2.6] }))).toBe(false);
  expect(sameRows(rows, rowsOf({ region: ["b", "a"], net: [2.5, 1] }))).toBe(false);
  expect(sameRows(rows, rowsOf({ region: ["a"], net: [1] }))).toBe(false);
  expect(sameRows(rows, rowsOf({ region: ["a", "b"], gross: [1, 2.5] }))).toBe(false);
  expect(sameRows(rowsOf({ n: [null, Number.NaN] }), rowsOf({ n: [null, Number.NaN] }))).toBe(true);
});
