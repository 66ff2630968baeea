// What was drawn over as conditions: whole periods and bins, exact ends, names of points.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { Field } from "../backend/generated/Field";
import { type AxisData, chartData, type PointData } from "./chartData";
import { canTakeStretch, conditionsOf, keptBy, leftOutBy, takenWords } from "./taken";

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
  { name: "n", data_type: { type: "int64" }, kind: "number" },
  { name: "customer", data_type: { type: "text" }, kind: "text" },
];
const NET = encodingOf("y", { field: "net", aggregate: "sum" }, "net");
const MONTHS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];
const stretch = (from: number, to: number) => ({ kind: "stretch", from, to }) as const;

describe("a stretch of an axis", () => {
  const view = viewOf(
    "line",
    [encodingOf("x", { field: "day", unit: "month" }, "at"), NET],
    FIELDS,
  );
  const data = chartData(view, rowsOf({ at: MONTHS, net: [1, 2, 3, 4] })) as AxisData;

  it("of months is picked from the first to the last, and each can be left out", () => {
    expect(canTakeStretch(view, data)).toBe(true);
    const found = conditionsOf(view, data, stretch(1, 2));
    if (!found.ok) {
      throw new Error(found.because);
    }
    const [part] = found.parts;
    const day = (value: string) => ({ type: "date", value });
    expect(part?.picked).toEqual({
      by: "marks",
      values: [day("2026-02-01"), day("2026-03-01")],
      unit: "month",
      bin_width: null,
    });
    const of = [
      { pill: { field: "day", unit: "month" }, values: [day("2026-02-01"), day("2026-03-01")] },
    ];
    expect(keptBy(found.parts)).toEqual({ filters: [], picks: [{ of, excluded: false }] });
    expect(leftOutBy(found.parts)).toEqual({ of, excluded: true });
    expect(takenWords(data, stretch(1, 2))).toBe("February 2026 to March 2026");
  });

  it("of bins ends where the last of them ends, without it", () => {
    const bins = viewOf(
      "bar",
      [{ ...encodingOf("x", { field: "n", bin_count: 3 }, "low"), end_column: "high" }, NET],
      FIELDS,
    );
    const low = [0, 5, 10];
    const made = chartData(bins, rowsOf({ low, high: [5, 10, 15], net: [1, 2, 3] })) as AxisData;
    const found = conditionsOf(
      bins,
      { ...made, positions: { ...made.positions, kind: "number" } },
      stretch(0, 1),
    );
    const ends = found.ok && found.parts[0]?.picked;
    expect(ends).toEqual({
      by: "filters",
      filters: [
        { field: "n", compare: "greater_or_equal", value: { type: "integer", value: "0" } },
        { field: "n", compare: "less", value: { type: "integer", value: "10" } },
      ],
    });
  });

  it("is none where positions stand in an order that is not their own, or are parts of dates", () => {
    const turned = [0, 2, 1, 3].map((at) => MONTHS[at] ?? "");
    const mixed = chartData(view, rowsOf({ at: turned, net: [1, 2, 3, 4] })) as AxisData;
    expect(canTakeStretch(view, mixed)).toBe(false);
    const down = chartData(view, rowsOf({ at: MONTHS.toReversed(), net: [1, 2, 3, 4] }));
    expect(canTakeStretch(view, down as AxisData)).toBe(true);
    const found = conditionsOf(view, down as AxisData, stretch(0, 1));
    const picked = found.ok ? found.parts[0]?.picked : null;
    expect(picked).toMatchObject({ values: [{ value: "2026-03-01" }, { value: "2026-04-01" }] });
    const part = viewOf(
      "bar",
      [encodingOf("x", { field: "day", part: "month" }, "m"), NET],
      FIELDS,
    );
    const months = chartData(part, rowsOf({ m: [1, 2], net: [1, 2] })) as AxisData;
    expect(canTakeStretch(part, months)).toBe(false);
  });
});

describe("points", () => {
  const of = (indices: number[], isLasso: boolean) =>
    ({ kind: "points", indices, isLasso }) as const;

  it("of single rows are a range of both axes, with the exact ends of what lies in it", () => {
    const view = viewOf(
      "scatter",
      [encodingOf("x", { field: "n" }), encodingOf("y", { field: "net" })],
      FIELDS,
    );
    const data = chartData(view, rowsOf({ n: [1, 2, 3], net: [0.1, 0.3, 9] })) as PointData;
    const found = conditionsOf(view, data, of([0, 1], false));
    expect(found.ok && found.parts.map(({ picked }) => picked)).toMatchObject([
      { filters: [{ value: { value: "1" } }, { compare: "less_or_equal", value: { value: "2" } }] },
      { filters: [{ value: { value: 0.1 } }, { value: { value: 0.3 } }] },
    ]);
    const line = conditionsOf(view, data, of([0, 1], true));
    expect(line.ok).toBe(false);
  });

  it("with a name are picked by it, however they were drawn around", () => {
    const sums = ["x", "y"] as const;
    const view = viewOf(
      "scatter",
      [
        ...sums.map((shelf) => encodingOf(shelf, { field: "net", aggregate: "sum" }, shelf)),
        encodingOf("detail", { field: "customer" }),
      ],
      FIELDS,
    );
    const rows = rowsOf({ x: [1, 2, 3], y: [1, 2, 3], customer: ["a", "b", "c"] });
    const data = chartData(view, rows) as PointData;
    for (const isLasso of [false, true]) {
      const found = conditionsOf(view, data, of([0, 2], isLasso));
      expect(found.ok && found.parts[0]?.picked).toEqual({
        by: "marks",
        values: [
          { type: "text", value: "a" },
          { type: "text", value: "c" },
        ],
        unit: null,
        bin_width: null,
      });
    }
    expect(takenWords(data, of([0, 2], true))).toBe("2 points");
  });
});
