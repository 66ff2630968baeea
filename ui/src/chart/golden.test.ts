// Golden charts: the marks that the screen draws of some rows, each with its words, its amount and its
// place. `crates/export/tests/golden.rs` holds the pictures of files to the same list. After a change of
// how marks look on purpose `GOLDEN=write npx vitest run golden` writes the list anew.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describe, expect, it } from "vitest";
import { rowsOf, viewOf } from "../../tests/chartView";
import { PAINTS } from "../../tests/paints";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { RowValue } from "../backend/rows";
import { type ChartData, chartData } from "./chartData";
import { panesOf } from "./facets";
import { withIntervals } from "./intervals";
import { withBands } from "./layers";
import "./marks/engine";
import type { ItemData } from "./marks/item";
import { isOfItems, itemData } from "./marks/marks";
import { placesOf } from "./marks/spots";
import { axisOptions, pointOptions } from "./options";
import { positionText } from "./words";

use([BarChart, LineChart, ScatterChart, GridComponent, SVGRenderer]);

const FILE = join(__dirname, "../../../tests/golden/marks.json");

interface Golden {
  name: string;
  spec: ChartSpec;
  fields: Field[];
  encodings: Encoding[];
  rows: [string, RowValue[]][];
  size: [number, number];
  head: number;
  frame: "plot" | "marks" | "panes" | "none";
  marks: Mark[];
}

interface Mark {
  label: string;
  value: number | null;
  at?: [number, number];
  size?: [number, number];
}

/** A mark with its box in pixels; without a width it is a point. */
interface Found {
  label: string;
  value: number | null;
  box?: Box | undefined;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const ALL: Golden[] = JSON.parse(readFileSync(FILE, "utf8"));
const isWritten = process.env["GOLDEN"] === "write";

function viewOfGolden({ spec, encodings, fields }: Golden) {
  return { ...viewOf(spec.mark ?? "bar", encodings, fields), spec };
}

function painted(options: Parameters<ECharts["setOption"]>[0], [width, height]: Golden["size"]) {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(options);
  return chart;
}

/** What the library keeps of a painted chart, as far as it is read here. */
interface Inside {
  getModel(): {
    getComponent(
      name: "grid",
      index: 0,
    ): { coordinateSystem: { getRect(): Box; dataToPoint(at: number[]): number[] } } | undefined;
    getSeriesByIndex(index: number): { getData(): Layout };
  };
}

interface Layout {
  getItemLayout(index: number): Box & number[];
  getLayout(key: "points"): ArrayLike<number>;
}

function inside(chart: ECharts) {
  return (chart as unknown as Inside).getModel();
}

/** The marks of bars, lines, areas and points, with the frame that their places are parts of. */
function ofData(golden: Golden, data: ChartData): [Found[], Box | undefined] {
  const [width, height] = golden.size;
  const frame = { width, height, isStill: true };
  if (data.shape === "numbers") {
    return [data.numbers.map(({ title, value }) => ({ label: title, value })), undefined];
  }
  if (data.shape === "points") {
    const options = pointOptions(data, PAINTS, frame);
    const chart = painted(withIntervals(options, data, "scatter", PAINTS), golden.size);
    const layout = inside(chart).getSeriesByIndex(0).getData();
    const found = data.points.map((point, index) => {
      const [x = 0, y = 0] = layout.getItemLayout(index);
      const label = data.groups.find(({ colour }) => colour === point.colour)?.name ?? "";
      return { label, value: point.y, box: { x, y, width: 0, height: 0 } };
    });
    return [found, inside(chart).getComponent("grid", 0)?.coordinateSystem.getRect()];
  }
  const mark = golden.spec.mark ?? "bar";
  const options = axisOptions(data, mark, PAINTS, frame);
  const drawn = withIntervals(withBands(options, data, mark, PAINTS), data, mark, PAINTS);
  const chart = painted(drawn, golden.size);
  const found = data.series.flatMap(({ name, values, exact, mark: own }, series) => {
    const layout = inside(chart).getSeriesByIndex(series).getData();
    return values.map((_, index) => ({
      label: `${positionText(data.positions, index)} · ${name}`,
      value: exact[index] as number,
      box: (own ?? mark) === "bar" ? upright(layout.getItemLayout(index)) : pointOf(layout, index),
    }));
  });
  return [found, inside(chart).getComponent("grid", 0)?.coordinateSystem.getRect()];
}

/** A box from its upper left, whichever way it was drawn. */
function upright({ x, y, width, height }: Box): Box {
  return {
    x: Math.min(x, x + width),
    y: Math.min(y, y + height),
    width: Math.abs(width),
    height: Math.abs(height),
  };
}

function pointOf(layout: Layout, index: number): Box {
  const points = layout.getLayout("points");
  return { x: points[2 * index] ?? 0, y: points[2 * index + 1] ?? 0, width: 0, height: 0 };
}

/** What the library keeps of a shape. */
interface Painted {
  type: string;
  shape?: Partial<Box> & { r?: number };
  getComputedTransform(): ArrayLike<number> | null;
  childrenRef?(): Painted[];
}

/** The rectangle of a shape, in pixels; none for rings and flows. */
function boxOf(shape: Painted): Box | undefined {
  const children = shape.childrenRef?.();
  if (children) {
    // The room of a target has sharp corners, the bar upon it round ones.
    const own = children.filter(({ type }) => type === "rect");
    const shown = own.find(({ shape }) => shape?.r) ?? own[0];
    return shown && boxOf(shown);
  }
  const { x, y, width, height } = shape.shape ?? {};
  if (shape.type !== "rect" || x === undefined || y === undefined) {
    return undefined;
  }
  const [, , , , left = 0, top = 0] = Array.from(shape.getComputedTransform() ?? []);
  return { x: x + left, y: y + top, width: width ?? 0, height: height ?? 0 };
}

interface Shapes {
  count(): number;
  getRawDataItem(index: number): { item?: number } | null;
  getItemGraphicEl(index: number): Painted | undefined;
}

const BOXED = ["waterfall", "funnel", "bullet", "candlestick", "heatmap", "treemap", "histogram"];

/** The marks that are built item by item. */
function ofItems(golden: Golden, data: ItemData): [Found[], Box | undefined] {
  const [width, height] = golden.size;
  const chart = painted(data.paint(PAINTS, { width, height, isStill: true }), golden.size);
  const places = placesOf(chart, data);
  const series = inside(chart).getSeriesByIndex(0) as unknown as { getData(): Shapes };
  const boxes = new Map<number, Box>();
  if (BOXED.includes(golden.spec.mark ?? "")) {
    const shapes = series.getData();
    for (let index = 0; index < shapes.count(); index++) {
      const item = shapes.getRawDataItem(index)?.item;
      const shape = shapes.getItemGraphicEl(index);
      const box = shape ? boxOf(shape) : undefined;
      if (item !== undefined && box) {
        boxes.set(item, box);
      }
    }
  }
  const found = data.items.map(({ facts, value, row }, index): Found => {
    const spot = places[index]?.spot;
    const label = row === null ? (facts[0]?.[0] ?? "") : named(golden, facts);
    const box = boxes.get(index) ?? (spot ? { ...spot, width: 0, height: 0 } : undefined);
    return { label, value, box };
  });
  const grid = inside(chart).getComponent("grid", 0)?.coordinateSystem.getRect();
  return [found, golden.frame === "plot" ? grid : undefined];
}

/** The members of a mark among what is said of it. */
function named({ encodings }: Golden, facts: [string, string][]): string {
  const dimensions = encodings
    .filter(({ pill }) => !pill.aggregate && pill.field !== "net")
    .map(({ title }) => title);
  return facts.flatMap(([title, text]) => (dimensions.includes(title) ? [text] : [])).join(" · ");
}

function bounds(marks: Found[]): Box {
  const boxes = marks.flatMap(({ box }) => box ?? []);
  const [x, y] = [Math.min(...boxes.map((one) => one.x)), Math.min(...boxes.map((one) => one.y))];
  return {
    x,
    y,
    width: Math.max(...boxes.map((one) => one.x + one.width)) - x,
    height: Math.max(...boxes.map((one) => one.y + one.height)) - y,
  };
}

/** Marks below each other are no part of a width. */
const part = (length: number, whole: number) =>
  whole === 0 ? 0 : Math.round((length / whole) * 10_000) / 10_000 + 0;

function drawnMarks(golden: Golden): Mark[] {
  const view = viewOfGolden(golden);
  const rows = rowsOf(Object.fromEntries(golden.rows));
  if (golden.frame === "panes") {
    return (panesOf(view, rows)?.panes ?? []).flatMap(({ data }) => {
      if (data.shape === "axis") {
        return data.series.flatMap(({ name, values }) =>
          values.flatMap((value, index) =>
            value === null
              ? []
              : [{ label: `${positionText(data.positions, index)} · ${name}`, value }],
          ),
        );
      }
      return data.shape === "points" ? data.points.map(({ y }) => ({ label: "", value: y })) : [];
    });
  }
  const data = isOfItems(view.mark) ? itemData(view, rows) : chartData(view, rows);
  if (!data || "refusal" in data) {
    throw new Error(`${golden.name} was not built`);
  }
  const [found, own] = "items" in data ? ofItems(golden, data) : ofData(golden, data);
  const frame = own ?? bounds(found);
  return found.map(({ label, value, box }) => {
    if (!box) {
      return { label, value };
    }
    const { x, y, width, height } = box;
    const mark: Mark = {
      label,
      value,
      at: [
        part(x + width / 2 - frame.x, frame.width),
        part(y + height / 2 - frame.y, frame.height),
      ],
    };
    return width > 0
      ? { ...mark, size: [part(width, frame.width), part(height, frame.height)] }
      : mark;
  });
}

describe("golden charts", () => {
  if (isWritten) {
    const written = ALL.map((golden) => ({ ...golden, marks: drawnMarks(golden) }));
    writeFileSync(FILE, `${lines(written)}\n`);
  }

  it.each(ALL.map((golden) => [golden.name, golden] as const))("draws %s", (_, golden) => {
    const marks = isWritten ? drawnMarks(golden) : golden.marks;
    expect(marks.length).toBeGreaterThan(0);
    expect(drawnMarks(golden)).toEqual(marks);
  });
});

/** One mark or key on each line, so that a change can be read. */
function lines(all: Golden[]): string {
  const listed = (values: unknown[]) =>
    `[\n${values.map((value) => `      ${JSON.stringify(value)}`).join(",\n")}\n    ]`;
  const one = ({ encodings, rows, marks, ...rest }: Golden) => {
    const keys = Object.entries(rest).map(
      ([key, value]) => `    "${key}": ${JSON.stringify(value)}`,
    );
    const lists = { encodings, rows, marks };
    const more = Object.entries(lists).map(([key, values]) => `    "${key}": ${listed(values)}`);
    return `  {\n${[...keys, ...more].join(",\n")}\n  }`;
  };
  return `[\n${all.map(one).join(",\n")}\n]`;
}
