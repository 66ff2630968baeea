// Golden annotations: where the screen draws rings, rules, shades and their texts.
// `crates/export/tests/annotations.rs` holds the pictures of files to the same list. After a change on
// purpose `GOLDEN=write npx vitest run annotationPicture` writes the list anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describe, expect, it } from "vitest";
import { rowsOf, viewOf } from "../../tests/chartView";
import { PAINTS } from "../../tests/paints";
import { PAYLOADS } from "../../tests/payloads";
import type { Annotation } from "../backend/generated/Annotation";
import type { AnnotationAt } from "../backend/generated/AnnotationAt";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { DrawnAnnotation } from "../backend/generated/DrawnAnnotation";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { RowValue } from "../backend/rows";
import { withAnnotations } from "./annotationPicture";
import { type AxisData, chartData, type PointData } from "./chartData";
import { axisOptions, pointOptions } from "./options";
import { zoomed } from "./zoom";

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, SVGRenderer]);

const GOLDEN = join(__dirname, "../../../tests/golden");
const FILE = join(GOLDEN, "annotations.json");

interface Chart {
  name: string;
  spec: ChartSpec;
  fields: Field[];
  encodings: Encoding[];
  rows: [string, RowValue[]][];
  size: [number, number];
}

/** Parts of the plot: the middle of a ring or the ends of a shade, and the middle of the text. */
interface Noted {
  shape: number[];
  text: number[];
}

interface Golden {
  of: string;
  annotations: Annotation[];
  at: AnnotationAt[];
  noted: Noted[];
}

const CHARTS: Chart[] = JSON.parse(readFileSync(join(GOLDEN, "marks.json"), "utf8"));
const ALL: Golden[] = JSON.parse(readFileSync(FILE, "utf8"));
const isWritten = process.env["GOLDEN"] === "write";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Shape {
  type: string;
  x: number;
  y: number;
  shape: Record<string, number>;
  childrenRef(): Shape[];
}

interface Inside {
  getModel(): {
    getComponent(name: "grid", index: 0): { coordinateSystem: { getRect(): Box } };
    getSeries(): { getData(): { getItemGraphicEl(index: number): Shape } }[];
  };
}

function chartOf(name: string): Chart {
  const found = CHARTS.find((one) => one.name === name);
  if (!found) {
    throw new Error(`there is no golden chart ${name}`);
  }
  return found;
}

function dataOf({ spec, encodings, fields, rows }: Chart): AxisData | PointData {
  const view = { ...viewOf(spec.mark ?? "bar", encodings, fields), spec };
  return chartData(view, rowsOf(Object.fromEntries(rows))) as AxisData | PointData;
}

function painted(
  { spec, size: [width, height] }: Chart,
  data: AxisData | PointData,
  all: DrawnAnnotation[],
): ECharts {
  const mark = spec.mark ?? "bar";
  const frame = { width, height, isStill: true };
  const options =
    data.shape === "points"
      ? pointOptions(data, PAINTS, frame)
      : axisOptions(data, mark, PAINTS, frame);
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(withAnnotations(options, data, mark, all, PAINTS));
  return chart;
}

function drawnBy({ annotations, at }: Golden): DrawnAnnotation[] {
  return annotations.map((annotation, index) => ({ annotation, at: at[index] ?? null }));
}

function part(length: number, whole: number): number {
  return Math.round((length / whole) * 10_000) / 10_000 + 0;
}

/** What is drawn of each annotation, as parts of the plot. */
function notedOf(golden: Golden): Noted[] {
  const chart = chartOf(golden.of);
  const made = (painted(chart, dataOf(chart), drawnBy(golden)) as unknown as Inside).getModel();
  const plot = made.getComponent("grid", 0).coordinateSystem.getRect();
  const shapes = made.getSeries().at(-1)?.getData().getItemGraphicEl(0).childrenRef() ?? [];
  const across = (x: number) => part(x - plot.x, plot.width);
  const down = (y: number) => part(y - plot.y, plot.height);
  const noted: Noted[] = [];
  let shape: number[] = [];
  for (const one of shapes) {
    const { cx = 0, cy = 0, x1 = 0, y1 = 0, x = 0, y = 0, width = 0, height = 0 } = one.shape ?? {};
    if (one.type === "circle") {
      shape = [across(cx), down(cy)];
    } else if (one.type === "line") {
      shape = [across(x1), down(y1)];
    } else if (one.type === "rect" && shape.length === 0) {
      shape = [across(x), down(y), across(x + width), down(y + height)];
    } else if (one.type === "text") {
      noted.push({ shape, text: [across(one.x), down(one.y)] });
      shape = [];
    }
  }
  return noted;
}

function lines(all: Golden[]): string {
  const listed = (values: unknown[]) =>
    `[\n${values.map((value) => `      ${JSON.stringify(value)}`).join(",\n")}\n    ]`;
  const one = ({ of, annotations, at, noted }: Golden) =>
    `  {\n    "of": ${JSON.stringify(of)},\n${Object.entries({ annotations, at, noted })
      .map(([key, values]) => `    "${key}": ${listed(values)}`)
      .join(",\n")}\n  }`;
  return `[\n${all.map(one).join(",\n")}\n]\n`;
}

describe("golden annotations", () => {
  if (isWritten) {
    writeFileSync(FILE, lines(ALL.map((golden) => ({ ...golden, noted: notedOf(golden) }))));
  }

  it.each(ALL.map((golden) => [golden.of, golden] as const))("stand on %s", (_, golden) => {
    const noted = isWritten ? notedOf(golden) : golden.noted;
    expect(noted.length).toBe(golden.annotations.length);
    expect(notedOf(golden)).toEqual(noted);
  });
});

function textsOf(chart: ECharts): string[] {
  const svg = chart.renderToSVGString();
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? "");
}

describe("annotations over a picture", () => {
  const bars = chartOf("bars");
  const at: AnnotationAt = { kind: "mark", row: 1, column: "sum_net" };
  const noted = (text: string, place: AnnotationAt | null = at): DrawnAnnotation => ({
    annotation: { id: text, text, at: { kind: "mark", of: [] } },
    at: place,
  });

  it("write hostile, endless and right-to-left texts as letters alone", () => {
    for (const text of [...PAYLOADS, "{a|b}", "__proto__", "x".repeat(10_000), "مبيعات"]) {
      const chart = painted(bars, dataOf(bars), [noted(text)]);
      const svg = chart.renderToSVGString();
      expect(svg).not.toMatch(/<(script|img|iframe|svg [^>]*onload)/i);
      expect(textsOf(chart).every((one) => one.length <= 200)).toBe(true);
    }
    const turned = textsOf(painted(bars, dataOf(bars), [noted("a\u202eb\nc")]));
    expect(turned).toContain("a b c");
  });

  it("are left out where their place is not shown", () => {
    const line = chartOf("a line");
    const data = zoomed(dataOf(line) as AxisData, { from: 2, to: 3 });
    const early = Date.parse("2026-02-03");
    const gone = [
      noted("mark", { kind: "mark", row: 0, column: "sum_net" }),
      noted("other", { kind: "mark", row: 3, column: "other" }),
      noted("rule", { kind: "position", spot: { row: 0, at: early } }),
      noted("range", { kind: "range", from: { row: 0, at: early }, to: { row: 0, at: early } }),
      noted("nowhere", null),
    ];
    const options = axisOptions(data, "line", PAINTS, { width: 640, height: 400, isStill: true });
    expect(withAnnotations(options, data, "line", gone, PAINTS)).toBe(options);
    const part = noted("part", {
      kind: "range",
      from: { row: 0, at: early },
      to: { row: 3, at: Date.parse("2026-08-01") },
    });
    expect(textsOf(painted(line, data, [...gone, part]))).toContain("part");
  });
});
