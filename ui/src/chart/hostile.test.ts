// Charts over hostile names and impossible numbers: D01, D10, D11, D20 and rule R28, painted by
// the chart library itself.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import { PAYLOADS } from "../../tests/payloads";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Mark } from "../backend/generated/Mark";
import type { Rows } from "../backend/rows";
import { type AxisData, type ChartData, chartData, MOST_BARS, type PointData } from "./chartData";
import { axisOptions, pointOptions } from "./options";
import type { Palette } from "./palette";
import { amountText } from "./words";

use([BarChart, LineChart, ScatterChart, GridComponent, LabelLayout, SVGRenderer]);

const PALETTE: Palette = {
  data: Array.from({ length: 11 }, () => "#123456"),
  dataText: Array.from({ length: 11 }, () => "#123456"),
  grid: "#eee",
  axis: "#999",
  label: "#555",
  text: "#111",
  surface: "#fff",
  font: "sans-serif",
};
const FRAME = { width: 2400, height: 900, isStill: true };

const FIELDS: Field[] = [
  { name: "at", data_type: { type: "float64" }, kind: "number" },
  { name: "member", data_type: { type: "text" }, kind: "text" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];
const view = (mark: Mark, encodings: Encoding[]) => viewOf(mark, encodings, FIELDS);
const encoding = (shelf: Encoding["shelf"], pill: Encoding["pill"], title: string) =>
  encodingOf(shelf, pill, pill.field, title);

const MEMBER = encoding("x", { field: "member" }, "member");
const NET = encoding("y", { field: "net", aggregate: "sum" }, "net");
const AT = encoding("x", { field: "at" }, "at");

function axis(mark: Mark, encodings: Encoding[], of: Rows): AxisData {
  const data = chartData(view(mark, encodings), of);
  if (data?.shape !== "axis") {
    throw new Error("no axis");
  }
  return data;
}

function optionsOf(data: ChartData | null, mark: Mark): EChartsCoreOption {
  if (!data || data.shape === "numbers") {
    throw new Error("no picture");
  }
  return data.shape === "axis"
    ? axisOptions(data, mark, PALETTE, FRAME)
    : pointOptions(data, PALETTE, FRAME);
}

/** The texts of the painted picture, and its elements. */
function painted(options: EChartsCoreOption): { texts: string[]; tags: Set<string>; svg: string } {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 2400, height: 900 });
  chart.setOption({ ...options, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    decoded(text ?? ""),
  );
  const tags = new Set(
    [...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, tag]) => (tag ?? "").toLowerCase()),
  );
  return { texts, tags, svg };
}

/** The letters of a text; a word joiner before a name that every object has is not seen. */
function decoded(text: string): string {
  return text
    .replace(/^\u2060/, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** The payloads, a few at a time: that many fit into one picture. */
function handfuls(size: number): string[][] {
  const count = Math.ceil(PAYLOADS.length / size);
  return Array.from({ length: count }, (_, at) => PAYLOADS.slice(at * size, (at + 1) * size));
}

/** Labels are cut by width; what is there is the beginning of the text, to the letter. */
function isShown(payload: string, texts: string[]): boolean {
  return texts.some((text) => {
    const cut = text.replace(/(…|\.\.\.)$/, "");
    return text === payload || (cut.length >= 8 && cut !== text && payload.startsWith(cut));
  });
}

describe("d01 d20 hostile names in a picture", () => {
  it("are literal on the axis of positions", () => {
    // Labels that stand side by side make room for each other, so fewer fit.
    for (const [shelf, other, size] of [
      ["y", "x", 6],
      ["x", "y", 1],
    ] as const) {
      for (const few of handfuls(size)) {
        const member = encoding(shelf, { field: "member" }, "member");
        const measure = encoding(other, { field: "net", aggregate: "sum" }, "net");
        const of = rowsOf({ member: few, net: few.map((_, at) => at + 1) });
        const data = axis("bar", [member, measure], of);
        const { texts, tags } = painted(axisOptions(data, "bar", PALETTE, FRAME));
        for (const payload of few) {
          expect(isShown(payload, texts), `${payload} in ${texts.join(" | ")}`).toBe(true);
        }
        for (const tag of tags) {
          expect(tag).toMatch(/^(svg|g|path|text|rect|defs|clippath|style)$/);
        }
      }
    }
  }, 60_000);

  it("may be those that every object has, as bars and as lines", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const amount = encoding("y", { field: "net", aggregate: "sum" }, "net");
      const member = encoding("x", { field: "member" }, "member");
      const bars = axis("bar", [member, amount], rowsOf({ member: [name, "b"], net: [4, 2] }));
      const of = rowsOf({ at: [1, 2, 1, 2], c: [name, name, "b", "b"], net: [4, 5, 1, 2] });
      const lines = axis("line", [AT, NET, encoding("color", { field: "c" }, "c")], of);
      const stacked = axis("bar", [AT, NET, encoding("color", { field: "c" }, "c")], of);
      expect(bars.positions.values).toEqual([name, "b"]);
      expect(lines.series.map((one) => [one.name, one.values])).toEqual([
        [name, [4, 5]],
        ["b", [1, 2]],
      ]);
      for (const [data, mark] of [
        [bars, "bar"],
        [lines, "line"],
        [stacked, "bar"],
      ] as const) {
        const { texts, svg } = painted(axisOptions(data, mark, PALETTE, FRAME));
        expect(svg).not.toContain("NaN");
        // Lines and stacks have their names beside the picture.
        const isNamed = texts.some((text) => text.replaceAll("\u2060", "") === name);
        expect(isNamed, `${name}: ${texts.join(" | ")}`).toBe(data === bars);
      }
    }
  });

  it("are literal as titles of axes", () => {
    for (const payload of PAYLOADS) {
      const title = encoding("y", { field: "net", aggregate: "sum" }, payload);
      const data = axis("bar", [MEMBER, title], rowsOf({ member: ["a"], net: [5] }));
      expect(painted(axisOptions(data, "bar", PALETTE, FRAME)).texts).toContain(payload);
      const across = encoding("x", { field: "at" }, payload);
      const up = encoding("y", { field: "net" }, payload);
      const dots = chartData(view("scatter", [across, up]), rowsOf({ at: [1], net: [2] }));
      const { texts } = painted(optionsOf(dots, "scatter"));
      expect(texts.filter((text) => text === payload)).toHaveLength(2);
    }
  }, 60_000);
});

describe("r28 options for the chart library", () => {
  it("hold no text that it would read as a template, and no address", () => {
    for (const payload of ["{c}", "{@[1]}", "image://http://t.example/x", "path://M0 0"]) {
      const of = rowsOf({ at: [1, 1], member: [payload, "b"], c: [payload, "b"], net: [1, 2] });
      const all: [Mark, Encoding[]][] = [
        ["bar", [MEMBER, NET]],
        ["line", [AT, NET, encoding("color", { field: "c" }, payload)]],
        ["area", [AT, NET, encoding("color", { field: "c" }, payload)]],
        ["scatter", [AT, encoding("y", { field: "net" }, payload)]],
      ];
      for (const [mark, encodings] of all) {
        const found: string[] = [];
        walk(optionsOf(chartData(view(mark, encodings), of), mark), [], (path, value) => {
          const key = String(path.at(-1));
          const isOpen = /formatter|symbol|link|url|image|html|tooltip|graphic|dataset/i.test(key);
          if (isOpen && typeof value === "string" && value.includes(payload)) {
            found.push(path.join("."));
          }
          if (/^(tooltip|toolbox|graphic|dataset|dataZoom|title|media|timeline)$/.test(key)) {
            found.push(path.join("."));
          }
        });
        expect(found).toEqual([]);
      }
    }
  });
});

function walk(
  value: unknown,
  path: (string | number)[],
  visit: (path: (string | number)[], value: unknown) => void,
): void {
  visit(path, value);
  if (value && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      walk(inner, [...path, key], visit);
    }
  }
}

describe("d11 numbers without a place on an axis", () => {
  const ODD = [3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null, -2];

  it("leave gaps that are counted, and the rest is drawn", () => {
    const of = rowsOf({ member: ["a", "b", "c", "d", "e", "f"], net: ODD });
    for (const mark of ["bar", "line", "area"] as const) {
      const data = axis(mark, [MEMBER, NET], of);
      expect(data.series[0]?.values).toEqual([3, null, null, null, null, -2]);
      expect(data.series[0]?.exact).toEqual(ODD);
      expect(data.undrawn).toBe(3);
      const { svg, texts } = painted(axisOptions(data, mark, PALETTE, FRAME));
      expect(svg).not.toMatch(/NaN|Infinity/);
      expect(texts).toContain("f");
    }
  });

  it("give no positions along a line either", () => {
    const of = rowsOf({ at: [1, Number.NaN, Number.POSITIVE_INFINITY, 2], net: [1, 2, 3, 4] });
    const data = axis("line", [AT, NET], of);
    expect(data.positions.numbers).toEqual([1, null, null, 2]);
    expect(painted(axisOptions(data, "line", PALETTE, FRAME)).svg).not.toMatch(/NaN|Infinity/);
  });

  it("are counted in a scatter plot and sized as if they had no size", () => {
    const size = encoding("size", { field: "size" }, "size");
    const of = rowsOf({
      at: [1, Number.NaN, 3],
      net: [1, 2, 3],
      size: [Number.POSITIVE_INFINITY, 1, 4],
    });
    const dots = chartData(
      view("scatter", [AT, encoding("y", { field: "net" }, "net"), size]),
      of,
    ) as PointData;
    expect([dots.points.length, dots.hidden]).toEqual([2, 1]);
    expect(dots.points.map((point) => point.size)).toEqual([null, 4]);
    expect(painted(pointOptions(dots, PALETTE, FRAME)).svg).not.toMatch(/NaN|Infinity/);
  });

  it("alone leave an empty picture and no fault", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e308, -1e308, 5e-324]) {
      const data = axis("bar", [MEMBER, NET], rowsOf({ member: ["a"], net: [value] }));
      expect(painted(axisOptions(data, "bar", PALETTE, FRAME)).svg).toContain("<svg");
    }
  });

  it("are named in big numbers", () => {
    expect(amountText(Number.POSITIVE_INFINITY)).toBe("∞");
    expect(amountText(Number.NEGATIVE_INFINITY)).toMatch(/^[-−]∞$/);
    expect(amountText(Number.NaN)).toBe("NaN");
  });
});

describe("d10 more marks than a picture holds", () => {
  it("are cut and counted, soon", () => {
    const members = Array.from({ length: 20_000 }, (_, index) => `member ${index}`);
    const net = members.map((_, index) => index);
    const start = performance.now();
    const data = axis("bar", [MEMBER, NET], rowsOf({ member: members, net }));
    expect([data.positions.values.length, data.hidden]).toEqual([MOST_BARS, 20_000 - MOST_BARS]);
    const split = axis(
      "line",
      [AT, NET, encoding("color", { field: "member" }, "member")],
      rowsOf({
        at: net.map((index) => index % 40),
        member: members.map((_, i) => `m${i % 500}`),
        net,
      }),
    );
    expect(split.series.length).toBe(500);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
