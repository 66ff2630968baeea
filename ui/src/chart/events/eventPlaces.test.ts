// Golden events: where the screen draws markers, texts and shades. `crates/export/tests/events.rs` holds the
// pictures of files to the same list. After a change on purpose `GOLDEN=write npx vitest run eventPlaces`
// writes the list anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describe, expect, it } from "vitest";
import { rowsOf, viewOf } from "../../../tests/chartView";
import { PAINTS } from "../../../tests/paints";
import type { ChartSpec } from "../../backend/generated/ChartSpec";
import type { DrawnEvent } from "../../backend/generated/DrawnEvent";
import type { DrawnEvents } from "../../backend/generated/DrawnEvents";
import type { Encoding } from "../../backend/generated/Encoding";
import type { Field } from "../../backend/generated/Field";
import type { Mark } from "../../backend/generated/Mark";
import type { RowValue } from "../../backend/rows";
import { type AxisData, chartData } from "../chartData";
import "../marks/engine";
import type { ItemData } from "../marks/item";
import { itemData } from "../marks/marks";
import { axisOptions } from "../options";
import { zoomed } from "../zoom";
import { heldOf, pixelIn, plotIn, type TimeScale, timeScaleOf } from "./eventPixels";
import { eventWords, groupsOf, type Held, LANE, shadesOf } from "./eventPlaces";

use([BarChart, LineChart, GridComponent, SVGRenderer]);

const GOLDEN = join(__dirname, "../../../../tests/golden");
const FILE = join(GOLDEN, "events.json");

interface Chart {
  name: string;
  spec: ChartSpec;
  fields: Field[];
  encodings: Encoding[];
  rows: [string, RowValue[]][];
  size: [number, number];
}

/** Parts of the plot, along its time. */
interface Places {
  /** Each marker, and how many events it stands for. */
  markers: [number, number][];
  /** Each text, and where it begins or ends beside its marker. */
  texts: [string, number][];
  shades: [number, number][];
}

interface Golden extends Places {
  of: string;
  /** Another mark than the chart has. */
  mark?: Mark;
  events: DrawnEvent[];
}

const CHARTS: Chart[] = JSON.parse(readFileSync(join(GOLDEN, "marks.json"), "utf8"));
const ALL: Golden[] = JSON.parse(readFileSync(FILE, "utf8"));
const isWritten = process.env["GOLDEN"] === "write";

function tableOf(events: DrawnEvent[]): DrawnEvents {
  return { table: "e1", name: "Events", events, total: events.length };
}

/** The golden chart painted with a lane, and its time axis. */
function painted({ of, mark: other }: Golden): {
  chart: ECharts;
  scale: TimeScale;
  size: [number, number];
} {
  const found = CHARTS.find(({ name }) => name === of);
  if (!found) {
    throw new Error(`there is no golden chart ${of}`);
  }
  const [width, height] = found.size;
  const mark = other ?? found.spec.mark ?? "bar";
  const spec = { ...found.spec, mark };
  const view = { ...viewOf(mark, found.encodings, found.fields), spec };
  const rows = rowsOf(Object.fromEntries(found.rows));
  const frame = { width, height, isStill: true, lane: LANE };
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  if (mark === "candlestick") {
    const items = itemData(view, rows) as ItemData;
    chart.setOption(items.paint(PAINTS, frame));
    return {
      chart,
      size: found.size,
      scale: { rows: items.items.map(({ row }) => row), moments: null },
    };
  }
  const data = chartData(view, rows) as AxisData;
  chart.setOption(axisOptions(data, mark, PAINTS, frame));
  return { chart, size: found.size, scale: timeScaleOf(data, mark === "bar") };
}

function placesOf(golden: Golden): Places {
  const { chart, scale, size } = painted(golden);
  const plot = plotIn(chart, { width: size[0], height: size[1] });
  if (!plot) {
    throw new Error("there is no plot");
  }
  const held = heldOf([tableOf(golden.events)], scale, pixelIn(chart));
  const part = (x: number) =>
    Math.round(((x - plot.left) / (plot.right - plot.left)) * 10_000) / 10_000 + 0;
  const groups = groupsOf(held, plot);
  return {
    markers: groups.map(({ at, events }) => [part(at), events.length]),
    texts: groups.flatMap(({ label }) => (label ? [[label.words, part(label.x)]] : [])),
    shades: shadesOf(held).map(({ from, to }) => [part(from), part(to)]),
  };
}

function lines(all: Golden[]): string {
  const listed = (values: unknown[]) =>
    `[\n${values.map((value) => `      ${JSON.stringify(value)}`).join(",\n")}\n    ]`;
  const one = ({ of, mark, ...lists }: Golden) =>
    `  {\n    "of": ${JSON.stringify(of)},\n${mark ? `    "mark": "${mark}",\n` : ""}${Object.entries(
      lists,
    )
      .map(([key, values]) => `    "${key}": ${listed(values)}`)
      .join(",\n")}\n  }`;
  return `[\n${all.map(one).join(",\n")}\n]\n`;
}

describe("golden events", () => {
  if (isWritten) {
    writeFileSync(FILE, lines(ALL.map((golden) => ({ ...golden, ...placesOf(golden) }))));
  }

  it.each(ALL.map((golden) => [`${golden.of} ${golden.mark ?? ""}`, golden] as const))(
    "stand on %s",
    (_, golden) => {
      const { markers, texts, shades } = isWritten ? { ...golden, ...placesOf(golden) } : golden;
      expect(markers.length).toBeGreaterThan(0);
      expect(placesOf(golden)).toEqual({ markers, texts, shades });
    },
  );
});

const day = (value: string) => ({ type: "date", value }) as const;

function event(text: string, from = 0): DrawnEvent {
  return { text, start: day("2026-02-05"), from: { row: 0, at: from } };
}

function held(from: number, text: string, to: number | null = null): Held {
  return { event: event(text), from, to };
}

describe("markers of events", () => {
  const span = { left: 0, right: 400 };

  it("are collected where they are near, and say how many there are", () => {
    const groups = groupsOf([held(100, "a"), held(116, "b"), held(117, "c"), held(140, "d")], span);
    expect(groups.map(({ at, events }) => [at, events.length])).toEqual([
      [108, 2],
      [117, 1],
      [140, 1],
    ]);
  });

  it("have their text to the right, else to the left, else as much of it as there is room for", () => {
    const far = groupsOf([held(10, "first"), held(390, "at the edge")], span);
    expect(far.map(({ label }) => [label?.words, label?.isRight])).toEqual([
      ["first", true],
      ["at the edge", false],
    ]);
    const close = groupsOf([held(10, "a long text"), held(80, "another long text")], {
      left: 0,
      right: 150,
    });
    expect(close[0]?.label?.words).toMatch(/…$/);
    const tight = groupsOf([held(10, "no room"), held(40, "no room")], { left: 0, right: 60 });
    expect(tight.map(({ label }) => label)).toEqual([null, null]);
  });

  it("never have texts on each other", () => {
    const all = Array.from({ length: 12 }, (_, at) => held(at * 33, `event number ${at}`));
    const groups = groupsOf(all, span);
    let end = 0;
    for (const { at, label } of groups) {
      const wide = (label?.words.length ?? 0) * 11 * 0.56;
      const from = label ? (label.isRight ? label.x : label.x - wide) : at;
      expect(from).toBeGreaterThanOrEqual(end);
      end = label?.isRight ? label.x + wide : at;
    }
  });

  it("say the kind before the text", () => {
    expect(eventWords({ ...event("2.0"), kind: "Release" })).toBe("Release: 2.0");
    expect(eventWords(event(" 2.0 "))).toBe("2.0");
  });

  it("shade what lasts once where it overlaps", () => {
    const all = [held(50, "a", 90), held(20, "b", 60), held(95, "c"), held(100, "d", 120)];
    expect(shadesOf(all)).toEqual([
      { from: 20, to: 90 },
      { from: 100, to: 120 },
    ]);
  });
});

describe("events of a part that is shown closer", () => {
  const golden = ALL[0] as Golden;
  const all = [tableOf(golden.events)];

  it("are those of that part, and what lasts is cut", () => {
    const found = CHARTS.find(({ name }) => name === golden.of) as Chart;
    const view = { ...viewOf("line", found.encodings, found.fields), spec: found.spec };
    const data = chartData(view, rowsOf(Object.fromEntries(found.rows))) as AxisData;
    const part = zoomed(data, { from: 2, to: 3 });
    const first = part.positions.numbers[0] ?? 0;
    const shown = heldOf(all, timeScaleOf(part, false), (at) => at);
    expect(shown.map(({ event: { text } }) => text)).not.toContain("Kick-off");
    expect(Math.min(...shown.map(({ from }) => from))).toBe(first);
  });

  it("are none where their bar is not shown", () => {
    const scale = { rows: [7, 8], moments: null };
    expect(heldOf(all, scale, (at) => at)).toEqual([]);
  });
});
