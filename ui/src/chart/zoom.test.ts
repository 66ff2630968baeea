import { describe, expect, it } from "vitest";
import type { AxisData } from "./chartData";
import { canZoom, type Stretch, within, zoomed, zoomKey } from "./zoom";

const DAYS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];

const data: AxisData = {
  shape: "axis",
  isHorizontal: false,
  isStacked: false,
  isNormalized: false,
  positions: {
    title: "",
    kind: "time",
    unit: "month",
    values: DAYS,
    numbers: DAYS.map((day) => Date.parse(day)),
    rows: [0, 1, 2, 3],
  },
  series: [
    {
      name: "a",
      column: "net",
      values: [1, 2, null, 4],
      exact: [1, 2, null, 4],
      rows: [0, 1, null, 3],
      colour: 1,
    },
  ],
  valueTitle: "",
  hidden: 0,
  undrawn: 0,
  notShared: 0,
};

describe("a stretch of an axis", () => {
  it("has its own positions with the values and rows that belong to them", () => {
    const part = zoomed(data, { from: 1, to: 3 });
    expect(part.positions.values).toEqual(DAYS.slice(1));
    expect(part.series[0]).toMatchObject({ values: [2, null, 4], rows: [1, null, 3] });
    expect(zoomed(data, null)).toBe(data);
  });

  it("is offered along time and numbers only", () => {
    expect(canZoom(data)).toBe(true);
    expect(canZoom({ ...data, isHorizontal: true })).toBe(false);
    expect(canZoom({ ...data, positions: { ...data.positions, kind: "category" } })).toBe(false);
  });

  it("drawn backwards inside another is a stretch of all positions", () => {
    expect(within(null, { from: 3, to: 1 })).toEqual({ from: 1, to: 3 });
    expect(within({ from: 10, to: 20 }, { from: 2, to: 4 })).toEqual({ from: 12, to: 14 });
    expect(within(null, { from: 2, to: 2 })).toBeNull();
  });

  it("follows the keys and never leaves the positions", () => {
    const press = (key: string, now: Stretch | null, at: number | null = null) =>
      zoomKey(key, now, 12, at)?.stretch;
    expect(press("+", null)).toEqual({ from: 3, to: 8 });
    expect(press("+", null, 11)).toEqual({ from: 6, to: 11 });
    expect(press("+", { from: 4, to: 5 })).toEqual({ from: 4, to: 5 });
    expect(press("-", { from: 3, to: 8 })).toBeNull();
    expect(press("-", { from: 0, to: 2 })).toEqual({ from: 0, to: 5 });
    expect(press("0", { from: 3, to: 8 })).toBeNull();
    expect(press("PageDown", { from: 0, to: 3 })).toEqual({ from: 1, to: 4 });
    expect(press("PageDown", { from: 8, to: 11 })).toEqual({ from: 8, to: 11 });
    expect(press("PageUp", { from: 1, to: 4 })).toEqual({ from: 0, to: 3 });
    expect(press("PageDown", null)).toBeNull();
    expect(press("ArrowRight", { from: 0, to: 3 })).toBeUndefined();
  });
});
