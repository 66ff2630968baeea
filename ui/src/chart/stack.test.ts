import { describe, expect, it } from "vitest";
import { coursePath } from "./BigNumbers";
import type { Series } from "./chartData";
import { asShares, stackOf } from "./stack";

function series(...values: (number | null)[]): Series {
  const rows = values.map((_, at) => at);
  return { name: values.join(), column: "net", values, exact: values, rows, colour: 1 };
}

describe("stacking", () => {
  it("is only for amounts that add up, and stacked unless chosen otherwise", () => {
    expect(stackOf(null, true)).toBe("stacked");
    expect(stackOf("grouped", true)).toBe("grouped");
    expect(stackOf("normalized", true)).toBe("normalized");
    expect(stackOf("stacked", false)).toBe("grouped");
  });

  it("makes shares of each position that add up to one", () => {
    const { series: shares, without } = asShares([series(1, 0.1, null), series(3, 0.2, 5)]);
    expect(shares.map(({ values }) => values[0])).toEqual([0.25, 0.75]);
    expect((shares[0]?.values[1] ?? 0) + (shares[1]?.values[1] ?? 0)).toBeCloseTo(1, 12);
    expect(shares.map(({ values }) => values[2])).toEqual([null, 1]);
    expect(without).toBe(0);
  });

  it("has no shares where amounts above and below zero meet, nor of nothing", () => {
    const { series: shares, without } = asShares([series(1, 0, -2), series(-3, 0, -6)]);
    expect(shares.map(({ values }) => values)).toEqual([
      [null, null, 0.25],
      [null, null, 0.75],
    ]);
    expect(without).toBe(1);
  });
});

describe("the small line beside a big number", () => {
  it("runs from left to right, upside down, and breaks where a value is missing", () => {
    expect(coursePath([1, 3])).toBe("M0.00 38.00L100.00 2.00");
    expect(coursePath([1, null, 3])).toBe("M0.00 38.00M100.00 2.00");
    expect(coursePath([5])).toBe("M50.00 20.00");
    expect(coursePath([])).toBe("");
  });
});
