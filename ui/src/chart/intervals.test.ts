// Error bars: the ends that the engine gave stand at their marks, in the scale, in words and in the notes.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import { chartData } from "./chartData";
import { intervalText, withIntervals, withoutInterval } from "./intervals";
import { axisOptions } from "./options";
import type { Palette } from "./palette";
import { pillMenu } from "./pillMenu";
import { zoomed } from "./zoom";

const FIELDS: Field[] = [
  { name: "shop", data_type: { type: "text" }, kind: "text" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];
const PALETTE: Palette = {
  data: ["#999", "#111", "#222"],
  dataText: [],
  grid: "#eee",
  axis: "#999",
  label: "#555",
  text: "#000",
  surface: "#fff",
  font: "sans-serif",
};
const AVERAGE = { field: "net", aggregate: "average", interval: true } as const;
const implied = (aggregate: "interval_low" | "interval_high" | "count", column: string) => ({
  ...encodingOf("tooltip", { field: "net", aggregate }, column),
  is_implied: true,
});
const ENCODINGS: Encoding[] = [
  encodingOf("x", { field: "shop" }),
  encodingOf("y", AVERAGE, "avg_net", "AVG(net)"),
  implied("interval_low", "low_net"),
  implied("interval_high", "high_net"),
  implied("count", "count_net"),
];
const ROWS = rowsOf({
  shop: ["a", "b"],
  avg_net: [10, 20],
  low_net: [8, null],
  high_net: [12, null],
  count_net: [40, 1],
});

function read() {
  const data = chartData(viewOf("bar", ENCODINGS, FIELDS), ROWS);
  if (data?.shape !== "axis") {
    throw new Error("no bars");
  }
  return data;
}

describe("error bars", () => {
  it("stand at the marks that have an interval, and the others are counted", () => {
    const data = read();
    expect(data.series).toHaveLength(1);
    expect(data.series[0]?.intervals).toEqual([{ low: 8, high: 12, count: 40 }, null]);
    expect(withoutInterval(data)).toBe(1);
    expect(intervalText({ low: 8, high: 12, count: 40 })).toBe("95 %: 8 to 12, n = 40");
  });

  it("follow the part of the axis that is shown", () => {
    expect(zoomed(read(), { from: 1, to: 1 }).series[0]?.intervals).toEqual([null]);
  });

  it("are one more series of the picture", () => {
    const data = read();
    const frame = { width: 400, height: 300, isStill: true };
    const options = withIntervals(axisOptions(data, "bar", PALETTE, frame), data, "bar", PALETTE);
    const series = options["series"] as { type: string; data: unknown[] }[];
    expect(series.map(({ type }) => type)).toEqual(["bar", "custom"]);
    expect(series[1]?.data[0]).toEqual([0, 8, 12]);
  });

  it("are a choice of averages alone", () => {
    const labels = (pill: Parameters<typeof pillMenu>[0]) =>
      pillMenu(pill, FIELDS[1]).flatMap((group) => group.map(({ label }) => label));
    expect(labels({ field: "net", aggregate: "average" })).toContain("Error bars of 95 %");
    expect(labels({ field: "net", aggregate: "sum" })).not.toContain("Error bars of 95 %");
  });

  it("of shares are read, drawn and told in per cent", () => {
    const share = { field: "holds", aggregate: "share_true", interval: true } as const;
    const end = (aggregate: "share_low" | "share_high" | "count", column: string) => ({
      ...encodingOf("tooltip", { field: "holds", aggregate }, column),
      is_implied: true,
    });
    const encodings = [
      encodingOf("x", { field: "shop" }),
      encodingOf("y", share, "share_holds", "SHARE TRUE(holds)"),
      end("share_low", "low"),
      end("share_high", "high"),
      end("count", "count"),
    ];
    const rows = rowsOf({
      shop: ["a"],
      share_holds: [0.308],
      low: [0.2553],
      high: [0.3662],
      count: [263],
    });
    const data = chartData(viewOf("bar", encodings, FIELDS), rows);
    if (data?.shape !== "axis") {
      throw new Error("no bars");
    }
    expect(data.isPercent).toBe(true);
    const [interval] = data.series[0]?.intervals ?? [];
    expect(interval).toEqual({ low: 0.2553, high: 0.3662, count: 263 });
    const told = interval ? intervalText(interval, data.isPercent) : "";
    expect(told).toMatch(/25\.5\s%.*36\.6\s%/);
  });
});
