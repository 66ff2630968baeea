import { describe, expect, it } from "vitest";
import type { DataType } from "../backend/generated/DataType";
import type { Field } from "../backend/generated/Field";
import type { Pill } from "../backend/generated/Pill";
import { answered, type PillItem, pillMenu } from "./pillMenu";

const field = (type: DataType["type"], kind: Field["kind"]): Field => ({
  name: "x",
  data_type: { type } as DataType,
  kind,
});
const NUMBER = field("float64", "number");
const DATE = field("date", "date");

/** Every choice with the way to it; chosen ones have a star. */
function choices(items: PillItem[], way = ""): string[] {
  return items.flatMap((item) => {
    const words = `${way}${item.label}${item.isChosen ? "*" : ""}`;
    return "items" in item ? [words, ...choices(item.items, `${item.label} > `)] : [words];
  });
}

function become(pill: Pill, of: Field, label: string): Pill | undefined {
  const all = (items: PillItem[]): PillItem[] =>
    items.flatMap((item) => ("items" in item ? all(item.items) : [item]));
  const found = all(pillMenu(pill, of).flat()).find((item) => item.label === label);
  return found && "pill" in found ? found.pill : undefined;
}

describe("the menu of a pill", () => {
  it("offers the share of true values for truths alone, with error bars", () => {
    const truth = field("boolean", "bool");
    const labels = (of: Field) =>
      pillMenu({ field: "x" }, of)
        .flat()
        .map(({ label }) => label);
    expect(labels(truth)).toContain("Share of true values");
    expect(labels(NUMBER)).not.toContain("Share of true values");
    const share = become({ field: "x" }, truth, "Share of true values");
    expect(share).toEqual({ field: "x", aggregate: "share_true" });
    expect(become({ field: "x", aggregate: "share_true" }, truth, "Error bars of 95 %")).toEqual({
      field: "x",
      aggregate: "share_true",
      interval: true,
    });
  });

  it("marks what is chosen, in menus of their own too", () => {
    const shown = choices(
      pillMenu({ field: "x", aggregate: "percentile", percentile: "90" }, NUMBER).flat(),
    );
    expect(shown.filter((words) => words.endsWith("*"))).toEqual([
      "Percentile*",
      "Percentile > 90 %*",
      "Compare with > Nothing*",
      "Calculate > Nothing*",
    ]);
    const odd = pillMenu({ field: "x", aggregate: "percentile", percentile: "99.9" }, NUMBER);
    expect(choices(odd.flat())).toContain("Percentile > Other …*");
  });

  it("offers shares of sums and counts only, and keeps a calculation where it can", () => {
    const sum: Pill = { field: "x", aggregate: "sum" };
    expect(choices(pillMenu(sum, NUMBER).flat())).toContain("Calculate > Running total");
    const average: Pill = { field: "x", aggregate: "average" };
    expect(choices(pillMenu(average, NUMBER).flat())).not.toContain("Calculate > Running total");
    const growth: Pill = { ...sum, calculation: { kind: "growth", to: "year" } };
    expect(become(growth, NUMBER, "Average")).toEqual({
      ...average,
      calculation: { kind: "growth", to: "year" },
    });
    const running: Pill = { ...sum, calculation: { kind: "running" } };
    expect(become(running, NUMBER, "Average")).toEqual(average);
    expect(become(running, NUMBER, "Count")).toEqual({ ...running, aggregate: "count" });
  });

  it("tells a truncated date from a part of it", () => {
    expect(become({ field: "x" }, DATE, "Month")).toEqual({ field: "x", unit: "month" });
    expect(become({ field: "x", unit: "month" }, DATE, "Month of the year")).toEqual({
      field: "x",
      part: "month",
    });
    expect(choices(pillMenu({ field: "x" }, DATE).flat())).not.toContain("Hour");
  });

  it("has calculations for the count of rows", () => {
    const rows: Pill = { field: "", aggregate: "count" };
    expect(become(rows, NUMBER, "Share of total")).toEqual({
      ...rows,
      calculation: { kind: "share", within: "chart" },
    });
  });
});

describe("a number that was asked for", () => {
  it("becomes part of the pill, or is refused", () => {
    const pill: Pill = { field: "x" };
    expect(answered(pill, "percentile", " 99.5 ")).toMatchObject({ percentile: "99.5" });
    expect(answered(pill, "percentile", "100.1")).toBeNull();
    expect(answered(pill, "bin_width", "0.25")).toEqual({ field: "x", bin_width: "0.25" });
    expect(answered(pill, "bin_width", "0")).toBeNull();
    expect(answered(pill, "bin_count", "1001")).toBeNull();
    expect(answered(pill, "moving", "1")).toBeNull();
    expect(answered(pill, "bottom", "3")).toEqual({
      field: "x",
      top: { count: 3, others: true, smallest: true },
    });
  });
});
