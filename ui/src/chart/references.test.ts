// Lines across a picture stand where the rows say, whatever the axes are; names of colours are never
// read as templates; what is shown closer keeps the same lines.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import { PAYLOADS } from "../../tests/payloads";
import type { DrawnReference } from "../backend/generated/DrawnReference";
import type { Field } from "../backend/generated/Field";
import type { Mark } from "../backend/generated/Mark";
import type { ReferenceAt } from "../backend/generated/ReferenceAt";
import type { Side } from "../backend/generated/Side";
import { type AxisData, chartData, type PointData } from "./chartData";
import { axisOptions, pointOptions } from "./options";
import type { Palette } from "./palette";
import { answered } from "./ReferenceNumber";
import { atWords, referenceNotes, referenceSentence, sidesOf, withReferences } from "./references";

use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
]);

const colours = Array.from({ length: 9 }, (_, at) => `#1234${50 + at}`);
const PALETTE: Palette = {
  data: colours,
  dataText: colours,
  grid: "#eeeeee",
  axis: "#999999",
  label: "#555555",
  text: "#111111",
  surface: "#ffffff",
  font: "sans-serif",
};
const FRAME = { width: 800, height: 400, isStill: true };
const FIELDS: Field[] = [
  { name: "region", data_type: { type: "text" }, kind: "text" },
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
  { name: "cost", data_type: { type: "float64" }, kind: "number" },
];
const NET = { field: "net", aggregate: "sum" } as const;

function bars(x: Side): AxisData {
  const other = x === "x" ? "y" : "x";
  const on = [encodingOf(x, { field: "region" }), encodingOf(other, NET, "sum_net")];
  const rows = rowsOf({ region: ["a", "b"], sum_net: [4, 8] });
  return chartData(viewOf("bar", on, FIELDS), rows) as AxisData;
}

function lines(mark: Mark): AxisData {
  const on = [encodingOf("x", { field: "day", unit: "day" }), encodingOf("y", NET, "sum_net")];
  const rows = rowsOf({ day: ["2026-01-01", "2026-01-05", "2026-01-11"], sum_net: [4, 6, 8] });
  return chartData(viewOf(mark, on, FIELDS), rows) as AxisData;
}

function points(): PointData {
  const on = [encodingOf("x", { field: "cost" }), encodingOf("y", { field: "net" })];
  return chartData(
    viewOf("scatter", on, FIELDS),
    rowsOf({ cost: [1, 2], net: [3, 5] }),
  ) as PointData;
}

function reference(axis: Side, at: ReferenceAt): DrawnReference {
  const kind = at.kind === "trend" ? "trend" : at.kind === "band" ? "band" : "average";
  const line = kind === "band" ? ({ kind, from: "0", to: "100" } as const) : ({ kind } as const);
  return { index: 0, reference: { axis, line }, at };
}

function painted(data: AxisData | PointData, mark: Mark, all: DrawnReference[]) {
  const options =
    data.shape === "points"
      ? pointOptions(data, PALETTE, FRAME)
      : axisOptions(data, mark, PALETTE, FRAME);
  const chart = init(null, null, { renderer: "svg", ssr: true, ...FRAME });
  chart.setOption({ ...withReferences(options, data, all, PALETTE), animation: false });
  const svg = chart.renderToSVGString();
  const pixel = (x: number, y: number) => chart.convertToPixel({ gridIndex: 0 }, [x, y]);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? "");
  return { svg, pixel, texts };
}

/** Dashed strokes as their first and last point. */
function dashes(svg: string): [number, number, number, number][] {
  return [...svg.matchAll(/<path d="M([-\d.]+) ([-\d.]+)L([-\d.]+) ([-\d.]+)"[^>]*dasharray/g)].map(
    ([, ...at]) => at.map(Number) as [number, number, number, number],
  );
}

describe("lines across a picture", () => {
  it.each([
    ["bar", bars("x"), "y"],
    ["bar", bars("y"), "x"],
    ["bar", lines("bar"), "y"],
    ["line", lines("line"), "y"],
    ["area", lines("area"), "y"],
    ["scatter", points(), "y"],
    ["scatter", points(), "x"],
  ] as const)("stand at their amount on %s", (mark, data, axis) => {
    for (const value of [5, 20, -3]) {
      const { svg, pixel, texts } = painted(data, mark, [reference(axis, { kind: "line", value })]);
      const [line] = dashes(svg);
      const [x = 0, y = 0] = axis === "y" ? pixel(0, value) : pixel(value, 0);
      expect(axis === "y" ? line?.[1] : line?.[0]).toBeCloseTo(axis === "y" ? y : x, -0.4);
      expect(texts.join()).toContain("Average");
    }
  });

  it("are bands between two amounts, which the axis reaches", () => {
    const { svg, texts, pixel } = painted(bars("x"), "bar", [
      reference("y", { kind: "band", low: -30, high: 90 }),
    ]);
    expect(texts.join()).toContain("Minimum to maximum");
    expect(svg).toContain('fill-opacity="0.14"');
    const [low = 0, high = 0] = [pixel(0, -30)[1], pixel(0, 90)[1]];
    expect(low).toBeLessThanOrEqual(FRAME.height);
    expect(high).toBeGreaterThanOrEqual(0);
  });

  it("are trends with equation and R², cut to what is shown closer", () => {
    const day = 86_400_000;
    const first = Date.parse("2026-01-01");
    const at: ReferenceAt = {
      kind: "trend",
      series: "",
      from: [first - 10 * day, 0],
      to: [first + 30 * day, 40],
      slope: 1,
      intercept: 10,
      r_squared: 0.87654,
      is_along_time: true,
    };
    const { svg, pixel, texts } = painted(lines("line"), "line", [reference("y", at)]);
    expect(texts).toContain("+1 per day, R² = 0.877");
    const [line] = dashes(svg);
    const [x = 0, y = 0] = pixel(first, 10);
    expect(line?.[0]).toBeCloseTo(x, 0);
    expect(line?.[1]).toBeCloseTo(y, 0);
  });

  it("name a colour as it is", () => {
    for (const series of [...PAYLOADS, "{c}", "__proto__"]) {
      const at: ReferenceAt = {
        kind: "trend",
        series,
        from: [1, 3],
        to: [2, 5],
        slope: 2,
        intercept: -1,
        r_squared: null,
        is_along_time: false,
      };
      expect(atWords({ kind: "trend" }, at)).toBe(`${series}: y = 2 x − 1`);
      const { svg } = painted(points(), "scatter", [reference("y", at)]);
      expect(svg).not.toContain("<img");
      expect(svg).not.toContain("<script");
    }
  });
});

describe("words of lines", () => {
  it("say where they stand and why they do not", () => {
    const missing: DrawnReference = {
      index: 0,
      reference: { axis: "y", line: { kind: "median" } },
      at: null,
      why: "There is no amount.",
    };
    const there = reference("y", { kind: "line", value: 2.5 });
    expect(referenceSentence([there, missing])).toBe("Average 2.5");
    expect(referenceNotes([there, missing])).toEqual(["Median: There is no amount."]);
  });

  it("offer the axes of amounts alone", () => {
    const view = (mark: Mark, x: Side) =>
      viewOf(
        mark,
        [encodingOf(x, { field: "region" }), encodingOf(x === "x" ? "y" : "x", NET)],
        FIELDS,
      );
    expect(sidesOf(view("bar", "x"))).toEqual({ sides: ["y"], hasTrend: false });
    expect(sidesOf(view("bar", "y"))).toEqual({ sides: ["x"], hasTrend: false });
    expect(sidesOf(view("line", "x"))).toEqual({ sides: ["y"], hasTrend: true });
    expect(sidesOf(view("scatter", "x"))).toEqual({ sides: ["y", "x"], hasTrend: true });
    expect(sidesOf(view("treemap", "x"))).toEqual({ sides: [], hasTrend: false });
  });

  it("take numbers in digits", () => {
    expect(answered("constant", " −1.5 ")).toEqual({ kind: "constant", value: "-1.5" });
    expect(answered("constant", "1e5")).toBeNull();
    expect(answered("percentile", "99.5")).toEqual({ kind: "percentile", percentile: "99.5" });
    expect(answered("percentile", "-1")).toBeNull();
    expect(answered("percentile", "101")).toBeNull();
  });
});
