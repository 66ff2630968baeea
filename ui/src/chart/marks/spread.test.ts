// Histograms and box plots: what is drawn is what the engine counted, empty bins are gaps, and what
// has no place is said.

import { CustomChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../../tests/chartView";
import { PAINTS } from "../../../tests/paints";
import { PAYLOADS } from "../../../tests/payloads";
import type { Aggregate } from "../../backend/generated/Aggregate";
import type { Encoding } from "../../backend/generated/Encoding";
import type { Field } from "../../backend/generated/Field";
import type { RowValue } from "../../backend/rows";
import type { ItemData } from "./item";
import { itemData } from "./marks";
import { placesOf } from "./spots";

use([CustomChart, GridComponent, SVGRenderer]);

const FRAME = { width: 900, height: 600, isStill: true };
const FIELDS: Field[] = [
  { name: "amount", data_type: { type: "float64" }, kind: "number" },
  { name: "shop", data_type: { type: "text" }, kind: "text" },
];

const RAW = encodingOf("x", { field: "amount" });
const BIN: Encoding = {
  ...encodingOf("x", { field: "amount", bin_count: 20 }, "amount_bin", "BIN(amount)"),
  end_column: "amount_bin_end",
  is_implied: true,
};
const COUNT: Encoding = {
  ...encodingOf("y", { field: "", aggregate: "count" }, "rows", "COUNT(rows)"),
  is_implied: true,
};
const SHOP = encodingOf("color", { field: "shop" });

function built(mark: "histogram" | "box_plot", on: Encoding[], given: Record<string, RowValue[]>) {
  const data = itemData(viewOf(mark, on, FIELDS), rowsOf(given));
  if (!data || "refusal" in data) {
    throw new Error(`${mark} was not built`);
  }
  return data;
}

/** Where the middle of each item is painted. */
function spots(data: ItemData) {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...FRAME });
  chart.setOption({ ...data.paint(PAINTS, FRAME), animation: false });
  chart.renderToSVGString();
  const found = placesOf(chart, data).map((place) => place?.spot);
  chart.dispose();
  return found;
}

describe("a histogram", () => {
  const bins = { amount_bin: [0, 10, 40], amount_bin_end: [10, 20, 50], rows: [5, 7, 2] };

  it("draws each bin between its edges, so that an empty one is a gap", () => {
    const data = built("histogram", [BIN, COUNT, RAW], bins);
    expect(data.items.map(({ value }) => value)).toEqual([5, 7, 2]);
    expect(data.items[2]?.facts).toEqual([
      ["BIN(amount)", "40 to 50"],
      ["COUNT(rows)", "2"],
    ]);
    const [first, second, third] = spots(data).map((spot) => spot?.x ?? Number.NaN);
    const step = (second ?? 0) - (first ?? 0);
    expect(step).toBeGreaterThan(50);
    expect((third ?? 0) - (second ?? 0)).toBeCloseTo(3 * step, 0);
  });

  it("says how many values are missing or infinite", () => {
    const data = built("histogram", [BIN, COUNT, RAW], {
      amount_bin: [null, 0, Number.POSITIVE_INFINITY],
      amount_bin_end: [null, 10, Number.POSITIVE_INFINITY],
      rows: [3, 5, 1],
    });
    expect(data.items.map(({ value }) => value)).toEqual([5]);
    expect(data.notes).toHaveLength(2);
    expect(data.notes[0]).toContain("3");
  });

  it("stacks colours, the largest first, and names hostile members as they are", () => {
    for (const name of [...PAYLOADS, "__proto__", "constructor"]) {
      const data = built("histogram", [BIN, COUNT, SHOP, RAW], {
        amount_bin: [0, 0, 10],
        amount_bin_end: [10, 10, 20],
        rows: [1, 2, 5],
        shop: ["small", name, name],
      });
      expect(data.legend).toEqual([
        { name, colour: 1 },
        { name: "small", colour: 2 },
      ]);
      const heights = spots(data).map((spot) => spot?.y ?? Number.NaN);
      expect(heights[1]).toBeLessThan(heights[0] ?? 0);
    }
  });

  it("stands on the left when its bins lie on Y", () => {
    const data = built(
      "histogram",
      [
        { ...BIN, shelf: "y" },
        { ...COUNT, shelf: "x" },
      ],
      bins,
    );
    const [first, , third] = spots(data).map((spot) => spot?.y ?? Number.NaN);
    expect(first).toBeGreaterThan(third ?? 0);
  });
});

const FIGURES: [Aggregate, string | undefined, number][] = [
  ["median", undefined, 50],
  ["percentile", "25", 40],
  ["percentile", "75", 60],
  ["lower_whisker", undefined, 12],
  ["upper_whisker", undefined, 88],
  ["min", undefined, 12],
  ["max", undefined, 400],
  ["count", undefined, 99],
  ["outliers", undefined, 3],
];

function boxes(members: string[], axis: "x" | "y", change: (at: number) => number | null) {
  const on = FIGURES.map<Encoding>(([aggregate, percentile], at) => ({
    ...encodingOf(
      axis === "x" ? "y" : "x",
      { field: "amount", aggregate, ...(percentile ? { percentile } : {}) },
      `figure ${at}`,
    ),
    is_implied: true,
  }));
  const figures = FIGURES.map(([, , value], column) => [
    `figure ${column}`,
    members.map((_, at) => {
      const moved = change(at);
      return column < 7 && moved !== null ? value + moved : column < 7 ? null : value;
    }),
  ]);
  return built("box_plot", [encodingOf(axis, { field: "shop" }), ...on, RAW], {
    shop: members,
    ...Object.fromEntries(figures),
  });
}

describe("a box plot", () => {
  it("tells median, quartiles, whiskers and outliers, and draws each box at its median", () => {
    for (const axis of ["x", "y"] as const) {
      const data = boxes(["a", "b"], axis, (at) => at * 10);
      expect(data.items.map(({ value }) => value)).toEqual([50, 60]);
      const told = Object.fromEntries(data.items[0]?.facts ?? []);
      expect(told).toMatchObject({
        Median: "50",
        "Lower quartile": "40",
        "Upper quartile": "60",
        "Lower whisker": "12",
        "Upper whisker": "88",
        Maximum: "400",
        Outliers: "3",
        Values: "99",
      });
      expect(data.notes.join()).toContain("6 outliers");
      expect(spots(data).every((spot) => spot && Number.isFinite(spot.x + spot.y))).toBe(true);
    }
  });

  it("says which boxes have no values", () => {
    const data = boxes(["a", "b"], "x", (at) => (at === 0 ? 0 : null));
    expect(data.items).toHaveLength(1);
    expect(data.notes.join()).toContain("1 box has no values");
  });

  it("names hostile members as they are", () => {
    for (const name of [...PAYLOADS, "__proto__"]) {
      const data = boxes([name, "b"], "x", () => 0);
      expect(data.items[0]?.facts[0]?.[1]).toBe(name);
      expect(spots(data)).toHaveLength(2);
    }
  });
});
