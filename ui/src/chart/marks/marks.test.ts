// Marks that are built item by item: their numbers are those of the rows, what cannot be drawn is
// said, and names of the data are never read as markup.
import {
  CustomChart,
  PieChart,
  RadarChart,
  SankeyChart,
  SunburstChart,
  TreemapChart,
} from "echarts/charts";
import { GridComponent, RadarComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../../tests/chartView";
import { PAYLOADS } from "../../../tests/payloads";
import type { Encoding } from "../../backend/generated/Encoding";
import type { Field } from "../../backend/generated/Field";
import type { Mark } from "../../backend/generated/Mark";
import type { RowValue } from "../../backend/rows";
import { dayPlace } from "./calendar";
import { walk } from "./ItemPicture";
import type { ItemData, Refusal } from "./item";
import { isOfItems, itemData } from "./marks";
import { type Paints, rampOf } from "./paints";
import { MOST_PARTS } from "./parts";
import { placesOf } from "./spots";

use([
  CustomChart,
  PieChart,
  RadarChart,
  SankeyChart,
  SunburstChart,
  TreemapChart,
  GridComponent,
  RadarComponent,
  SVGRenderer,
]);

const eleven = Array.from({ length: 11 }, (_, at) => `#1234${50 + at}`);
const PAINTS: Paints = {
  data: eleven,
  dataText: eleven,
  grid: "#eee",
  axis: "#999",
  label: "#555",
  text: "#111",
  surface: "#fff",
  font: "sans-serif",
  sequence: Array.from({ length: 8 }, (_, at) => `#0000${10 + at}`),
  diverging: Array.from({ length: 9 }, (_, at) => `#0020${10 + at}`),
};
const FRAME = { width: 900, height: 600, isStill: true };

type Given = Record<string, RowValue[]>;

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "a", data_type: { type: "text" }, kind: "text" },
  { name: "b", data_type: { type: "text" }, kind: "text" },
  ...["n", "o", "p", "q", "raw"].map((name) => ({
    name,
    data_type: { type: "float64" as const },
    kind: "number" as const,
  })),
];

function encoding([shelf, name]: [Encoding["shelf"], string]): Encoding {
  const isMeasure = ["n", "o", "p", "q"].includes(name);
  const pill = {
    field: name,
    ...(isMeasure ? { aggregate: "sum" as const } : {}),
    ...(name === "day" ? { unit: "day" as const } : {}),
  };
  return encodingOf(shelf, pill, name, name.toUpperCase());
}

const AB: [Encoding["shelf"], string][] = [
  ["x", "a"],
  ["y", "b"],
  ["color", "n"],
];
const AN: [Encoding["shelf"], string][] = [
  ["x", "a"],
  ["y", "n"],
];

function built(mark: Mark, on: [Encoding["shelf"], string][], given: Given): ItemData | Refusal {
  const data = itemData(viewOf(mark, on.map(encoding), FIELDS), rowsOf(given));
  if (!data) {
    throw new Error(`${mark} was not built`);
  }
  return data;
}

function items(mark: Mark, on: [Encoding["shelf"], string][], given: Given): ItemData {
  const data = built(mark, on, given);
  if ("refusal" in data) {
    throw new Error(data.refusal);
  }
  return data;
}

const values = (data: ItemData) => data.items.map(({ value }) => value);

/** Paints, and gives the picture and how many of its items can be found in it. */
function painted(data: ItemData): { svg: string; texts: string[]; found: number } {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...FRAME });
  chart.setOption({ ...data.paint(PAINTS, FRAME), animation: false });
  const svg = chart.renderToSVGString();
  const places = placesOf(chart, data);
  const found = places.filter(
    (place) => place && Number.isFinite(place.spot.x) && Number.isFinite(place.spot.y),
  ).length;
  chart.dispose();
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? "");
  return { svg, texts, found };
}

/** Rows that suit each mark, and the values its items must have. */
const GOOD: [Mark, [Encoding["shelf"], string][], Given, (number | null)[]][] = [
  ["heatmap", AB, { a: ["u", "u", "v"], b: ["r", "s", "r"], n: [1, 2.5, -3] }, [1, 2.5, -3]],
  [
    "calendar",
    [
      ["x", "day"],
      ["y", "n"],
    ],
    { day: ["2026-01-01", "2026-12-31"], n: [3, 4] },
    [3, 4],
  ],
  ["donut", AN, { a: ["u", "v"], n: [1, 3] }, [1, 3]],
  ["treemap", AN, { a: ["u", "v", "w"], n: [5, 3, 1] }, [5, 3, 1]],
  [
    "sunburst",
    [...AN, ["color", "b"]],
    { a: ["u", "u", "v"], n: [5, 3, 1], b: ["r", "s", "r"] },
    [5, 3, 1],
  ],
  ["waterfall", AN, { a: ["u", "v", "w"], n: [5, -3, 1] }, [5, -3, 1, 3]],
  ["funnel", AN, { a: ["seen", "put in", "bought"], n: [100, 41, 7] }, [100, 41, 7]],
  ["bullet", [...AN, ["y", "o"]], { a: ["u", "v"], n: [8, 12], o: [10, 10] }, [8, 12]],
  ["radar", AN, { a: ["u", "v", "w"], n: [1, 2, 3] }, [1, 2, 3]],
  [
    "sankey",
    [...AN, ["color", "b"]],
    { a: ["u", "u", "v"], n: [5, 3, 1], b: ["u", "s", "u"] },
    [5, 3, 1],
  ],
  [
    "candlestick",
    [
      ["x", "day"],
      ["y", "n"],
      ["y", "o"],
      ["y", "p"],
      ["y", "q"],
    ],
    { day: ["2026-01-01", "2026-01-02"], n: [1, 2], o: [3, 4], p: [0.5, 1], q: [2, 1.5] },
    [2, 1.5],
  ],
  [
    "strip",
    [
      ["x", "a"],
      ["y", "raw"],
    ],
    { a: ["u", "u", "v"], raw: [1, 2, 3] },
    [1, 2, 3],
  ],
];

describe("marks of items", () => {
  it.each(GOOD)(
    "%s has the numbers of its rows and a place for each",
    (mark, on, given, wanted) => {
      const data = items(mark, on, given);
      expect(values(data)).toEqual(wanted);
      expect(painted(data).found).toBe(wanted.length);
      expect(isOfItems(mark)).toBe(true);
    },
  );

  it.each(GOOD)("%s knows the row behind each item", (mark, on, given) => {
    const measures = on.map(([, name]) => name).filter((name) => "nopq".includes(name));
    // A candle says where it closed; a strip is of single rows.
    const name = (mark === "candlestick" ? measures.at(-1) : measures[0]) ?? "raw";
    const data = items(mark, on, given);
    const behind = data.items.map(({ row }) =>
      row === null ? null : (given[name]?.[row] ?? null),
    );
    const wanted = mark === "waterfall" ? [...values(data).slice(0, -1), null] : values(data);
    expect(behind).toEqual(wanted);
  });

  it.each(GOOD)(
    "%s of one row, of missing values and of infinities is drawn or refused in words",
    (mark, on, given) => {
      const odd: RowValue[] = [
        null,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        Number.NaN,
        0,
      ];
      for (const value of odd) {
        const bad = Object.fromEntries(
          Object.entries(given).map(([name, all]) => [
            name,
            typeof all[0] === "number" ? [value, value] : all.slice(0, 2),
          ]),
        );
        for (const kept of [1, 2]) {
          const cut = Object.fromEntries(
            Object.entries(bad).map(([name, all]) => [name, all.slice(0, kept)]),
          );
          const data = built(mark, on, cut);
          if ("refusal" in data) {
            expect(data.refusal.length, mark).toBeGreaterThan(10);
            expect(data.advice.length, mark).toBeGreaterThan(10);
          } else {
            expect(painted(data).svg).not.toContain("NaN");
            expect(values(data).every((one) => one === null || Number.isFinite(one))).toBe(true);
          }
        }
      }
    },
  );

  it.each(GOOD.filter(([, , given]) => given.a))(
    "%s never reads a name as markup, and takes ten thousand letters",
    (mark, on, given) => {
      const names = [...PAYLOADS, "W".repeat(10_000), "שלום עולם", "{b|x} {c} %name%"];
      const members = new Set(
        Object.values(given)
          .flat()
          .filter((one) => typeof one === "string"),
      );
      for (let from = 0; from < names.length; from += members.size) {
        const other = new Map(
          [...members].map((one, at) => [one, names[(from + at) % names.length]]),
        );
        const hostile = Object.fromEntries(
          Object.entries(given).map(([name, all]) => [
            name,
            all.map((one) => other.get(one as string) ?? one),
          ]),
        );
        const { svg } = painted(items(mark, on, hostile));
        const tags = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, tag]) => tag));
        for (const tag of ["script", "img", "iframe", "a", "foreignObject", "image"]) {
          expect(tags.has(tag), `${mark} ${[...other.values()]}`).toBe(false);
        }
        expect(svg.length).toBeLessThan(400_000);
        // What the library wrote into the parent of all objects would be seen in this one.
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(({} as Record<string, unknown>).get).toBeUndefined();
      }
    },
  );

  it("parts of a whole leave out what has no area and say so", () => {
    const data = items("treemap", AN, {
      a: ["u", "v", "w", "x"],
      n: [5, -3, Number.POSITIVE_INFINITY, 0],
    });
    expect(values(data)).toEqual([5]);
    expect(data.notes).toHaveLength(2);
    expect(built("donut", AN, { a: ["u"], n: [-3] })).toHaveProperty("refusal");
    const many = Array.from({ length: MOST_PARTS + 1 }, (_, at) => at + 1);
    expect(built("donut", AN, { a: many.map(String), n: many })).toHaveProperty("refusal");
  });

  it("a funnel with a negative stage is refused", () => {
    expect(built("funnel", AN, { a: ["u", "v"], n: [5, -1] })).toHaveProperty("refusal");
  });

  it("very many members are cut or refused, and it is said", () => {
    const many = Array.from({ length: 20_000 }, (_, at) => at);
    for (const mark of ["heatmap", "treemap", "sankey", "funnel", "bullet"] as const) {
      const on =
        mark === "bullet"
          ? [...AN, ["y", "o"] as [Encoding["shelf"], string]]
          : mark === "heatmap"
            ? AB
            : mark === "sankey"
              ? [...AN, ["color", "b"] as [Encoding["shelf"], string]]
              : AN;
      const data = items(mark, on, {
        a: many.map((at) => `a${at}`),
        b: many.map((at) => `b${at % 50}`),
        n: many.map((at) => 20_001 - at),
        o: many.map(() => 1),
      });
      expect(data.items.length, mark).toBeLessThanOrEqual(20_000);
      expect(data.notes.join(), mark).toMatch(/of 20/);
    }
    expect(built("waterfall", AN, { a: many.map(String), n: many })).toHaveProperty("refusal");
    expect(built("radar", AN, { a: many.map(String), n: many })).toHaveProperty("refusal");
  });

  it("a waterfall ends at the sum, each step where the one before it ended", () => {
    const data = items("waterfall", AN, { a: ["u", "v", "w"], n: [0.1, 0.2, -0.05] });
    expect(data.items.at(-1)?.value).toBeCloseTo(0.25, 12);
  });

  it("a calendar counts weeks from Monday and begins each year anew", () => {
    expect(dayPlace(Date.UTC(2026, 0, 1))).toEqual({ year: 2026, week: 0, weekday: 3 });
    expect(dayPlace(Date.UTC(2026, 0, 5))).toEqual({ year: 2026, week: 1, weekday: 0 });
    expect(dayPlace(Date.UTC(2024, 11, 31))).toEqual({ year: 2024, week: 52, weekday: 1 });
  });

  it("colours run around zero only when there are amounts on both sides", () => {
    expect(rampOf("n", [1, 4])).toEqual({ title: "n", low: 1, high: 4, isDiverging: false });
    expect(rampOf("n", [-1, 4])).toEqual({ title: "n", low: -4, high: 4, isDiverging: true });
    expect(rampOf("n", [null])).toBeNull();
  });

  it("arrow keys walk over all items and stop at the ends", () => {
    expect(walk("ArrowRight", null, 3)).toBe(0);
    expect(walk("ArrowDown", 2, 3)).toBe(2);
    expect(walk("ArrowLeft", 0, 3)).toBe(0);
    expect(walk("End", 0, 3)).toBe(2);
    expect(walk("Enter", 0, 3)).toBeNull();
    expect(walk("ArrowRight", null, 0)).toBeNull();
  });
});
