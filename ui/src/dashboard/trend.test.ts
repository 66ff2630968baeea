import { describe, expect, it } from "vitest";
import type { Rows, RowValue } from "../backend/rows";
import { pathOf, trendOf } from "./trend";

function rows(months: [string, number, string][]): Rows {
  const column = (name: string, index: number) => ({
    name,
    at: (row: number) => months[row]?.[index] as RowValue,
    numberAt: (row: number) => Number(months[row]?.[index]),
  });
  return {
    head: { rows: months.length, offset: 0, count: months.length, total_rows: months.length },
    columns: [column("month", 0), column("figure", 1), column("last", 2)],
    count: months.length,
  };
}

describe("the trend of a metric", () => {
  it("compares the last two full months and leaves out the one that has begun", () => {
    const trend = trendOf(
      rows([
        ["2026-08-01T00:00:00", 100, "2026-08-31T20:00:00"],
        ["2026-09-01T00:00:00", 80, "2026-09-30T10:00:00"],
        ["2026-10-01T00:00:00", 100, "2026-10-31T10:00:00"],
        ["2026-11-01T00:00:00", 30, "2026-11-20T10:00:00"],
      ]),
    );
    expect(trend?.points.map(({ isFull }) => isFull)).toEqual([true, true, true, false]);
    expect(trend?.change).toEqual({ share: 0.25, from: "2026-09-01", to: "2026-10-01" });
    const path = pathOf(trend?.points ?? [], 92, 40);
    expect(path.line.split(" L")).toHaveLength(3);
    expect(path.rest).not.toBe("");
  });

  it("says nothing without two full months, and draws nothing below three", () => {
    const few = rows([
      ["2026-01-01", 5, "2026-01-31"],
      ["2026-02-01", 6, "2026-02-28"],
    ]);
    expect(trendOf(few)).toBeNull();
    const open = trendOf(
      rows([
        ["2026-01-01", 0, "2026-01-31"],
        ["2026-02-01", 6, "2026-02-28"],
        ["2026-03-01", 6, "2026-03-02"],
      ]),
    );
    expect(open?.change).toBeNull();
  });
});
