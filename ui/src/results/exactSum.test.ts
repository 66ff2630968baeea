import { describe, expect, it } from "vitest";
import { totalOf } from "./exactSum";
import { summaryOf } from "./summary";

describe("sum and mean of selected values", () => {
  it("are exact for whole numbers and decimals", () => {
    expect(totalOf([9007199254740993n, 1])).toMatchObject({
      sum: "9007199254740994",
      isExact: true,
    });
    expect(totalOf(["0.10", "0.20", null])).toMatchObject({ count: 2, sum: "0.30", mean: "0.15" });
    expect(totalOf([1, 1, 2])).toMatchObject({ sum: "4", mean: "1.333333" });
    expect(totalOf([-1, -1, -3])).toMatchObject({ mean: "-1.666667" });
  });

  it("are doubles as soon as one takes part", () => {
    expect(totalOf([0.5, 1])).toMatchObject({ sum: "1.5", mean: "0.75", isExact: false });
  });

  it("are none without a number", () => {
    expect(totalOf([null, "words", true, undefined])).toBeNull();
  });
});

describe("the summary", () => {
  const field = (name: string, kind: "number" | "text" | "key") => ({
    name,
    kind,
    data_type: kind === "text" ? ({ type: "text" } as const) : ({ type: "int64" } as const),
  });
  const plain = (text: string) => text.replaceAll("\u202f", " ");

  it("names one column, and says the mean from two values on", () => {
    expect(plain(summaryOf([field("revenue", "number")], [[1849042]], 1))).toBe(
      "revenue: sum 1 849 042 · 1 cell",
    );
    expect(plain(summaryOf([field("n", "number")], [[1, 2]], 2))).toBe(
      "n: sum 3 · mean 1.5 · 2 cells",
    );
  });

  it("does not add up identifiers or words", () => {
    expect(summaryOf([field("id", "key")], [[1, 2]], 2)).toBe("2 cells");
    expect(summaryOf([field("t", "text")], [["1"]], 1)).toBe("1 cell");
    expect(summaryOf([field("n", "number")], null, 1_000_000).endsWith("cells")).toBe(true);
  });
});
