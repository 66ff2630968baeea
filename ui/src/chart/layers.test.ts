// Measures with marks of their own: what is drawn of each, how it is told, and what a pill's menu offers.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import { PAINTS } from "../../tests/paints";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Mark } from "../backend/generated/Mark";
import type { Pill } from "../backend/generated/Pill";
import type { PillMark } from "../backend/generated/PillMark";
import { markAt } from "./annotationPicture";
import { type AxisData, chartData } from "./chartData";
import { withChosen } from "./chosen";
import { seriesAt } from "./cursor";
import { drawnAlike, farApart, keepingMark, layerItems, withBands } from "./layers";
import { dimmed } from "./notes/dim";
import { axisOptions } from "./options";
import { ownNotes } from "./pictureNotes";

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
  { name: "target", data_type: { type: "float64" }, kind: "number" },
];
const MONTH: Pill = { field: "day", unit: "month" };
const NET: Pill = { field: "net", aggregate: "sum" };
const ROWS = rowsOf({
  day_month: ["2025-01-01", "2025-02-01", "2025-03-01"],
  sum_net: [100, 300, 80],
  sum_target: [140, 200, 210],
  max_net: [150, null, 220],
});

function encodings(marks: (PillMark | null)[]): Encoding[] {
  const on = (field: string, index: number, aggregate: "sum" | "max" = "sum") => ({
    ...encodingOf("y", { field, aggregate }, `${aggregate}_${field}`, `${aggregate} ${field}`),
    index,
    mark: marks[index] ?? null,
  });
  return [
    encodingOf("x", MONTH, "day_month", "month"),
    on("net", 0),
    on("target", 1),
    ...(marks.length > 2 ? [on("net", 2, "max")] : []),
  ];
}

function read(mark: Mark, marks: (PillMark | null)[], rows = ROWS): AxisData {
  const data = chartData(viewOf(mark, encodings(marks), FIELDS), rows);
  if (data?.shape !== "axis") {
    throw new Error("no axis");
  }
  return data;
}

interface Drawn {
  name: string;
  type: string;
  stack?: string;
  z?: number;
  areaStyle?: object;
  lineStyle?: { width: number };
}

function drawn(mark: Mark, data: AxisData): Drawn[] {
  const frame = { width: 600, height: 400, isStill: true };
  return axisOptions(data, mark, PAINTS, frame)["series"] as Drawn[];
}

describe("layers", () => {
  it("draws each measure with its own mark, lines over bars", () => {
    const data = read("bar", [null, "line"]);
    expect(data.isStacked).toBe(false);
    // What lies over the bars comes after them, though its amounts are larger.
    const [bars, line] = drawn("bar", data);
    expect([line?.name, line?.type, bars?.type]).toEqual(["sum target", "line", "bar"]);
    expect(data.series.map(({ colour }) => colour)).toEqual([1, 2]);
    expect(line?.z ?? 0).toBeGreaterThan(2);
    const points = drawn("bar", read("bar", [null, "point"]));
    expect(points[1]?.lineStyle?.width).toBe(0);
    const areas = drawn("area", read("area", [null, "line"]));
    expect(areas.map(({ areaStyle }) => Boolean(areaStyle))).toEqual([true, false]);
  });

  it("stacks only what is drawn as the chart is", () => {
    const data = read("bar", [null, null, "point"]);
    expect(data.isStacked).toBe(true);
    const stacks = drawn("bar", data).map(({ name, stack }) => [name, stack]);
    expect(stacks).toEqual([
      ["sum target", "all"],
      ["sum net", "all"],
      ["max net", undefined],
    ]);
  });

  it("fills the room between both ends of a band where both are known, in one colour", () => {
    const data = read("line", [null, "band", "band"]);
    const ends = data.series.filter(({ mark }) => mark === "band");
    expect(new Set(ends.map(({ colour }) => colour)).size).toBe(1);
    const options = withBands({ series: [] }, data, "line", PAINTS);
    const [band] = options["series"] as { renderItem: (at: object, scales: object) => Group }[];
    const coord = ([at, value]: number[]) => [at, value];
    const group = band?.renderItem({ dataIndex: 0 }, { coord });
    // The month in the middle has one end alone.
    expect(group?.children.map(({ shape }) => shape.points.length)).toEqual([2, 2]);
  });

  it("opens the menu of the layer under the pointer", () => {
    const data = read("bar", [null, "line"]);
    const at = (value: number) => data.series[seriesAt(data, 1, value) ?? -1]?.name;
    expect(at(50)).toBe("sum net");
    expect(at(202)).toBe("sum target");
    expect(at(298)).toBe("sum net");
  });

  it("rings a bar in the middle of its position, for no other bar stands beside it", () => {
    const data = read("bar", [null, "line"]);
    expect(markAt(data, "bar", 1, "sum_net")).toMatchObject({ bar: { at: 0, of: 1 } });
    expect(markAt(data, "bar", 1, "sum_target")).toMatchObject({ bar: null, end: 200 });
  });

  it("says when a measure lies flat beside another, and what to do", () => {
    expect(farApart(read("bar", [null, "line"]))).toBeNull();
    const rows = rowsOf({
      day_month: ["2025-01-01", "2025-02-01", "2025-03-01"],
      sum_net: [1, 2, 1],
      sum_target: [140, 200, 210],
    });
    const [note] = ownNotes(read("bar", [null, "line"], rows));
    expect(note).toContain("sum net lies flat beside sum target");
    expect(note).toContain("growth");
  });
});

interface Group {
  children: { shape: { points: unknown[] } }[];
}

describe("points over other marks", () => {
  const data = read("bar", [null, "point"]);
  const frame = { width: 600, height: 400, isStill: true };
  const options = axisOptions(data, "bar", PAINTS, frame);
  const symbols = (drawn: object) => {
    const { series } = drawn as { series: { data: { symbol?: string }[] }[] };
    return series[1]?.data.map(({ symbol }) => symbol);
  };

  it("stay when another position is chosen, or is the evidence of a note", () => {
    expect(symbols(withChosen(options, new Set([0]), PAINTS))).not.toContain("none");
    expect(symbols(dimmed(options, data, [{ series: 1, index: 0 }]))).not.toContain("none");
  });
});

describe("the menu of a measure", () => {
  const spec: ChartSpec = {
    version: 1,
    source: "orders",
    x: [MONTH],
    y: [NET, { field: "target", aggregate: "sum" }, { field: "net", aggregate: "max" }],
  };
  const view = viewOf("bar", encodings([null, null, null]), FIELDS);
  const items = (of: ChartSpec, index: number) => layerItems(view, of, { shelf: "y", index });
  const chosen = (of: ChartSpec, index: number, label: string) => {
    const found = items(of, index).find((one) => one.label === label);
    if (!found) {
      throw new Error(`no ${label}`);
    }
    return found.spec;
  };

  it("offers marks and bands to the other measures, and keeps the rest of the chart", () => {
    expect(items(spec, 1).map(({ label }) => label)).toEqual([
      "As the chart",
      "Bars",
      "Line",
      "Area",
      "Points",
      "Band to sum net",
      "Band to max net",
    ]);
    const line = chosen(spec, 1, "Line");
    expect(line).toEqual({
      ...spec,
      y: [spec.y?.[0], { ...spec.y?.[1], mark: "line" }, spec.y?.[2]],
    });
    expect(items(line, 1).filter(({ isChosen }) => isChosen)).toHaveLength(1);
    expect(chosen(line, 1, "As the chart")).toEqual(spec);
  });

  it("makes a band with one choice and takes it apart with one", () => {
    const band = chosen(spec, 1, "Band to max net");
    expect(band.y?.map(({ mark }) => mark)).toEqual([undefined, "band", "band"]);
    const line = chosen(band, 1, "Line");
    expect(line.y?.map(({ mark }) => mark)).toEqual([undefined, "line", undefined]);
  });

  it("is there for measures that share their axis alone", () => {
    expect(items({ ...spec, y: [NET] }, 0)).toEqual([]);
    expect(layerItems(view, spec, { shelf: "x", index: 0 })).toEqual([]);
    const treemap = { ...view, mark: "treemap" as const };
    expect(layerItems(treemap, spec, { shelf: "y", index: 1 })).toEqual([]);
  });

  it("keeps the mark of a measure through other choices, and a mark for the chart takes it", () => {
    const line: Pill = { ...NET, mark: "line" };
    expect(keepingMark(line, { field: "net", aggregate: "average" })?.mark).toBe("line");
    expect(keepingMark(line, { field: "net" })?.mark).toBeUndefined();
    expect(drawnAlike({ ...spec, y: [line] }).y).toEqual([NET]);
  });
});
