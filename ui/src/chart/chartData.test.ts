import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Mark } from "../backend/generated/Mark";
import { type AxisData, chartData, MOST_BARS } from "./chartData";
import { nearest, seriesAt, step } from "./cursor";
import { MOST_COLOURS } from "./seriesColours";

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "region", data_type: { type: "text" }, kind: "place" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];

const view = (mark: Mark, encodings: Encoding[]) => viewOf(mark, encodings, FIELDS);

const MONTH = encodingOf("x", { field: "day", unit: "month" }, "month");
const NET = encodingOf("y", { field: "net", aggregate: "sum" }, "net");
const REGION = encodingOf("color", { field: "region" }, "region");

describe("chart data", () => {
  it("splits lines by colour, largest first, and leaves gaps where there is no row", () => {
    const data = chartData(
      view("line", [MONTH, NET, REGION]),
      rowsOf({
        month: ["2026-01-01", "2026-01-01", "2026-02-01"],
        region: ["Iberia", "DACH", "DACH"],
        net: [5, 10, 20],
      }),
    ) as AxisData;
    expect(data.positions.values).toEqual(["2026-01-01", "2026-02-01"]);
    expect(data.series.map(({ name, values, colour }) => ({ name, values, colour }))).toEqual([
      { name: "DACH", values: [10, 20], colour: 1 },
      { name: "Iberia", values: [5, null], colour: 2 },
    ]);
  });

  it("lays bars across when the measure is on X", () => {
    const data = chartData(
      view("bar", [
        encodingOf("x", { field: "net", aggregate: "sum" }, "net"),
        encodingOf("y", { field: "region" }, "region"),
      ]),
      rowsOf({ region: ["DACH", null], net: [3, 4] }),
    ) as AxisData;
    expect(data.isHorizontal).toBe(true);
    expect(data.positions.values).toEqual(["DACH", null]);
  });

  it("says how many bars are left out instead of dropping them", () => {
    const many = Array.from({ length: MOST_BARS + 7 }, (_, index) => `m${index}`);
    const data = chartData(
      view("bar", [encodingOf("x", { field: "region" }, "region"), NET]),
      rowsOf({ region: many, net: many.map((_, index) => index) }),
    ) as AxisData;
    expect(data.positions.values).toHaveLength(MOST_BARS);
    expect(data.hidden).toBe(7);
  });

  it("turns series beyond the palette into context", () => {
    const members = Array.from({ length: MOST_COLOURS + 2 }, (_, index) => `m${index}`);
    const data = chartData(
      view("line", [MONTH, NET, REGION]),
      rowsOf({
        month: members.map(() => "2026-01-01"),
        region: members,
        net: members.map((_, index) => 100 - index),
      }),
    ) as AxisData;
    expect(data.series.filter(({ colour }) => colour === 0)).toHaveLength(2);
  });

  it("counts points without both numbers", () => {
    const data = chartData(
      view("scatter", [
        encodingOf("x", { field: "net" }, "a"),
        encodingOf("y", { field: "net" }, "b"),
      ]),
      rowsOf({ a: [1, null, 3], b: [1, 2, Number.POSITIVE_INFINITY] }),
    );
    expect(data).toMatchObject({ shape: "points", hidden: 2 });
  });

  it("stacks only what adds up", () => {
    const average = encodingOf("y", { field: "net", aggregate: "average" }, "net");
    const table = rowsOf({ month: ["2026-01-01", "2026-01-01"], region: ["a", "b"], net: [1, 2] });
    expect(chartData(view("bar", [MONTH, average, REGION]), table)).toMatchObject({
      isStacked: false,
    });
    expect(chartData(view("bar", [MONTH, NET, REGION]), table)).toMatchObject({ isStacked: true });
  });
});

describe("walking over marks", () => {
  const data = chartData(
    view("line", [MONTH, NET]),
    rowsOf({ month: ["2026-01-01", "2026-02-01"], net: [1, 2] }),
  ) as AxisData;

  it("starts at the first mark and stops at the last", () => {
    const first = step("ArrowRight", null, data);
    expect(first).toEqual({ index: 0, series: 0 });
    expect(step("ArrowRight", { index: 1, series: 0 }, data)).toEqual({ index: 1, series: 0 });
    expect(step("q", null, data)).toBeNull();
  });

  it("finds the nearest mark among gaps", () => {
    expect(nearest([null, 10, 50], 27)).toBe(1);
    expect(nearest([null], 3)).toBeNull();
  });
});

describe("the mark under the pointer", () => {
  const data = chartData(
    view("bar", [MONTH, NET, REGION]),
    rowsOf({
      month: ["2026-01-01", "2026-01-01", "2026-02-01"],
      region: ["Iberia", "DACH", "DACH"],
      net: [5, 10, 20],
    }),
  ) as AxisData;

  it("is the part of a stack that holds the value", () => {
    expect(data.isStacked).toBe(true);
    expect(data.series.map(({ rows }) => rows)).toEqual([
      [1, 2],
      [0, null],
    ]);
    expect([3, 12, 99].map((value) => seriesAt(data, 0, value))).toEqual([0, 1, 1]);
    expect(seriesAt(data, 1, 3)).toBe(0);
  });

  it("is the nearest beside each other, and none where there is no mark", () => {
    const side = { ...data, isStacked: false };
    expect([4, 9].map((value) => seriesAt(side, 0, value))).toEqual([1, 0]);
    const nothing = { ...data, series: data.series.slice(1) };
    expect(seriesAt(nothing, 1, 3)).toBeNull();
  });
});
