// Decimals arrive as digits and are drawn at their number; texts that look like numbers stay texts.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { Field } from "../backend/generated/Field";
import { type AxisData, chartData, type PointData } from "./chartData";
import { withNumbers } from "./numbers";

const FIELDS: Field[] = [
  { name: "zip", data_type: { type: "text" }, kind: "text" },
  { name: "net", data_type: { type: "decimal", precision: 18, scale: 2 }, kind: "number" },
  { name: "cost", data_type: { type: "float64" }, kind: "number" },
];

describe("columns of digits", () => {
  it("have heights as sums and places as row values, and keep their digits", () => {
    const on = [
      encodingOf("x", { field: "zip" }),
      encodingOf("y", { field: "net", aggregate: "sum" }, "sum_net"),
    ];
    const bars = viewOf("bar", on, FIELDS);
    const given = rowsOf({
      zip: ["00101", "00102", "3"],
      sum_net: ["1234567890123456.50", "-0.25", null],
    });
    const data = chartData(bars, withNumbers(bars, given)) as AxisData;
    expect(data.series[0]?.values).toEqual([1_234_567_890_123_456.5, -0.25, null]);
    expect(data.series[0]?.exact[0]).toBe("1234567890123456.50");
    expect(data.positions.values).toEqual(["00101", "00102", "3"]);
    const dots = viewOf(
      "scatter",
      [encodingOf("x", { field: "cost" }), encodingOf("y", { field: "net" })],
      FIELDS,
    );
    const points = chartData(
      dots,
      withNumbers(dots, rowsOf({ cost: [1], net: ["2.50"] })),
    ) as PointData;
    expect(points.points.map(({ x, y }) => [x, y])).toEqual([[1, 2.5]]);
  });

  it("are numbers of numeric fields alone", () => {
    const view = viewOf(
      "bar",
      [
        encodingOf("x", { field: "zip" }),
        encodingOf("y", { field: "zip", aggregate: "max" }, "max_zip"),
      ],
      FIELDS,
    );
    const rows = withNumbers(view, rowsOf({ zip: ["7"], max_zip: ["7"] }));
    expect(rows.columns.map((column) => column.numberAt(0))).toEqual([null, null]);
  });
});
