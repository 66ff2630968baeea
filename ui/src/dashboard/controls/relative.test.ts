import { expect, it } from "vitest";
import type { Filter } from "../../backend/generated/Filter";
import { daysOf, daysWords, rangeWords } from "./relative";

it("says ranges that move with the clock as people do", () => {
  expect(rangeWords({ count: 28, unit: "day", to_date: false })).toBe("Last 28 full days");
  expect(rangeWords({ count: 1, unit: "day", to_date: true })).toBe("Today");
  expect(rangeWords({ count: 1, unit: "day", to_date: false })).toBe("Yesterday");
  expect(rangeWords({ count: 1, unit: "month", to_date: true })).toBe("This month so far");
  expect(rangeWords({ count: 1, unit: "quarter", to_date: false })).toBe("Previous quarter");
  expect(rangeWords({ count: 3, unit: "month", to_date: true })).toBe("Last 3 months to date");
});

it("shows the last day of a range whose end is not included", () => {
  const ends = (type: "date" | "date_time", from: string, to: string): Filter[] => [
    { field: "d", compare: "greater_or_equal", value: { type, value: from } },
    { field: "d", compare: "less", value: { type, value: to } },
  ];
  expect(daysOf(ends("date", "2026-10-23", "2026-11-20"))).toEqual({
    from: "2026-10-23",
    to: "2026-11-19",
  });
  const moments = ends("date_time", "2026-01-01T00:00:00", "2026-03-01T00:00:00");
  expect(daysOf(moments)).toEqual({ from: "2026-01-01", to: "2026-02-28" });
  expect(daysWords({ from: "2026-01-01", to: "2026-01-01" })).toBe("1 Jan 2026");
  expect(daysWords({ from: null, to: null })).toBe("All dates");
});
