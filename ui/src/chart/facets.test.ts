import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Mark } from "../backend/generated/Mark";
import type { AxisData, PointData } from "./chartData";
import { panesOf } from "./facets";
import { roundScale } from "./options";

const FIELDS: Field[] = [
  { name: "city", data_type: { type: "text" }, kind: "text" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];
const view = (mark: Mark, encodings: Encoding[]) => viewOf(mark, encodings, FIELDS);

const CITY = encodingOf("x", { field: "city" }, "city");
const NET = encodingOf("y", { field: "net", aggregate: "sum" }, "net");

describe("small multiples", () => {
  it("are none without a facet", () => {
    expect(panesOf(view("bar", [CITY, NET]), rowsOf({ city: ["a"], net: [1] }))).toBeNull();
  });

  it("share positions, scale and colours", () => {
    const found = panesOf(
      view("bar", [
        CITY,
        NET,
        encodingOf("color", { field: "kind" }, "kind"),
        encodingOf("facet_wrap", { field: "day", part: "weekday" }, "weekday"),
      ]),
      rowsOf({
        city: ["b", "a", "c", "a"],
        net: [5, 2, 7, -3],
        kind: ["p", "q", "p", "p"],
        weekday: [7, 7, 1, null],
      }),
    );
    expect(found?.columns).toEqual(["Monday", "Sunday", "null"]);
    const shown = found?.panes.map(({ data }) => data as AxisData) ?? [];
    expect(shown.map(({ positions }) => positions.values)).toEqual([
      ["b", "a", "c"],
      ["b", "a", "c"],
      ["b", "a", "c"],
    ]);
    expect(
      shown.map(({ series }) =>
        series.map(({ name, colour, values }) => `${name}${colour} ${values}`),
      ),
    ).toEqual([["p1 ,,7"], ["p1 5,,", "q2 ,2,"], ["p1 ,-3,"]]);
    expect(roundScale({ low: -3, high: 7 }, "bar")).toEqual({ min: -5, max: 10, interval: 5 });
    expect(roundScale({ low: 712, high: 893 }, "line")).toEqual({
      min: 700,
      max: 900,
      interval: 50,
    });
    expect(shown.every(({ range }) => range?.low === -3 && range.high === 7)).toBe(true);
  });

  it("stand in rows and columns, where a combination may have no picture", () => {
    const found = panesOf(
      view("bar", [
        CITY,
        NET,
        encodingOf("facet_row", { field: "r" }, "r"),
        encodingOf("facet_column", { field: "c" }, "c"),
      ]),
      rowsOf({ city: ["a", "a", "a"], net: [1, 2, 3], r: ["x", "y", "y"], c: [10, 9, 10] }),
    );
    expect([found?.rows, found?.columns]).toEqual([
      ["x", "y"],
      ["9", "10"],
    ]);
    const filled = found?.panes.map(({ row, column, data }) => {
      const values = (data as AxisData).series.flatMap((one) => one.values);
      return `${row} ${column}: ${values}`;
    });
    expect(filled).toEqual(["0 0: ", "0 1: 1", "1 0: 2", "1 1: 3"]);
  });

  it("of points share both scales, colours and shapes", () => {
    const raw = { name: "w", data_type: { type: "float64" }, kind: "number" } as const;
    const chart = view("scatter", [
      encodingOf("x", { field: "net" }, "net"),
      encodingOf("y", { field: "w" }, "w"),
      encodingOf("color", { field: "kind" }, "kind"),
      encodingOf("facet_column", { field: "c" }, "c"),
    ]);
    const found = panesOf(
      { ...chart, source_fields: [...chart.source_fields, raw] },
      rowsOf({ net: [1, 5, -2], w: [10, 0, 4], kind: ["p", "q", "q"], c: ["l", "l", "r"] }),
    );
    const shown = found?.panes.map(({ data }) => data as PointData) ?? [];
    expect(shown.map(({ points }) => points.map(({ row, colour }) => `${row} ${colour}`))).toEqual([
      ["0 1", "1 2"],
      ["2 2"],
    ]);
    for (const { scales, groups } of shown) {
      expect(scales).toEqual({ x: { low: -2, high: 5 }, y: { low: 0, high: 10 }, size: 0 });
      expect(groups.map(({ name }) => name)).toEqual(["p", "q"]);
    }
  });
});
