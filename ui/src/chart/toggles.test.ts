import { describe, expect, it } from "vitest";
import type { AxisData, PointData, Positions, Series } from "./chartData";
import { changeOf, comparedWith, tipOrder } from "./compare";
import { toggled, without } from "./toggles";

function series(name: string, ...values: (number | null)[]): Series {
  const rows = values.map((_, at) => at);
  return { name, column: "net", values, exact: values, rows, colour: name.charCodeAt(0) - 96 };
}

function along(unit: Positions["unit"], ...days: string[]): Positions {
  return {
    title: "",
    kind: "time",
    unit,
    values: days,
    numbers: days.map((day) => Date.parse(day)),
    rows: days.map((_, at) => at),
  };
}

function axis(...all: Series[]): AxisData {
  return {
    shape: "axis",
    isHorizontal: false,
    isStacked: false,
    isNormalized: false,
    positions: along("month", "2026-01-01"),
    series: all,
    valueTitle: "",
    hidden: 0,
    undrawn: 0,
    notShared: 0,
  };
}

describe("the legend", () => {
  const all = ["a", "b"];

  it("switches a series off and on, and the last one brings all back", () => {
    const one = toggled(new Set(), "a", all);
    expect([...one]).toEqual(["a"]);
    expect([...toggled(one, "a", all)]).toEqual([]);
    expect([...toggled(one, "b", all)]).toEqual([]);
    expect([...toggled(new Set(["gone"]), "a", all)]).toEqual(["a"]);
  });

  it("leaves series and points out and keeps the colours of the others", () => {
    const left = without(axis(series("a", 1), series("b", 2)), new Set(["a"]));
    expect(left.series).toEqual([series("b", 2)]);
    const point = (colour: number) => ({
      x: 1,
      y: 1,
      size: null,
      symbol: 0,
      row: 0,
      colour,
      facts: [],
    });
    const points: PointData = {
      shape: "points",
      xTitle: "",
      yTitle: "",
      points: [point(1), point(2)],
      groups: [
        { name: "a", colour: 1 },
        { name: "b", colour: 2 },
      ],
      hidden: 0,
    };
    expect(without(points, new Set(["b"])).points).toEqual([point(1)]);
    expect(without(points, new Set())).toBe(points);
  });
});

describe("a tooltip compares", () => {
  it("with the year before, and with the period before when there is none", () => {
    const months = along("month", "2025-01-01", "2025-12-01", "2026-01-01");
    expect(comparedWith(months, 2)).toBe(0);
    expect(comparedWith(months, 1)).toBe(0);
    expect(comparedWith(months, 0)).toBeNull();
    const years = along("year", "2024-01-01", "2025-01-01", "2026-01-01");
    expect(comparedWith(years, 2)).toBe(1);
    const weeks = along("week", "2025-01-06", "2025-12-29", "2026-01-05");
    expect(comparedWith(weeks, 2)).toBe(0);
    expect(comparedWith({ ...months, kind: "category" }, 2)).toBeNull();
  });

  it("as a share of the earlier value, and not with nothing", () => {
    expect(changeOf(series("a", 4, 5), 1, 0)).toBe(0.25);
    expect(changeOf(series("a", -4, -5), 1, 0)).toBe(-0.25);
    expect(changeOf(series("a", 0, 5), 1, 0)).toBeNull();
    expect(changeOf(series("a", null, 5), 1, 0)).toBeNull();
    expect(changeOf(series("a", 5), 0, null)).toBeNull();
  });

  it("in the order of the screen", () => {
    const data = axis(series("a", 1), series("b", 3), series("c", 2));
    expect(tipOrder(data, 0)).toEqual([1, 2, 0]);
    expect(tipOrder({ ...data, isStacked: true }, 0)).toEqual([2, 1, 0]);
  });
});
