// Pivot tables: groups over their members, columns with their totals behind, what gestures make of the
// chart, and the walk of the arrow keys.
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../../tests/chartView";
import type { ChartSpec } from "../../backend/generated/ChartSpec";
import type { ChartView } from "../../backend/generated/ChartView";
import type { Field } from "../../backend/generated/Field";
import { markName, markValues, picksOf } from "../markValues";
import { bar } from "./cellLook";
import { headersOf, leavesOf } from "./headers";
import { PivotTable, pivotNotes } from "./PivotTable";
import { type PivotData, pivotData } from "./pivotData";
import { allClosed, sortedBy, toggled, withLook } from "./pivotSpec";
import { linesInSight, walked } from "./pivotWalk";

const FIELDS: Field[] = ["region", "product", "channel"].map((name) => ({
  name,
  data_type: { type: "text" },
  kind: "text",
}));
const NET: Field = { name: "net", data_type: { type: "float64" }, kind: "number" };
const ENCODINGS = [
  encodingOf("x", { field: "channel" }),
  encodingOf("y", { field: "region" }),
  encodingOf("y", { field: "product" }),
  encodingOf("y", { field: "net", aggregate: "average" }, "avg_net", "AVG(net)"),
];
const LEVELS = {
  rows: 2,
  descending: false,
  by: null,
  row_depth: "row_depth",
  row_place: "row_place",
  column_depth: "column_depth",
  column_place: "column_place",
};

const N = null;
/** Region, product, channel, amount, then depths and places of line and column. */
const MARKS = [
  [N, N, N, 5, 0, 0, 1, 1],
  [N, N, "shop", 4, 0, 1, 1, 2],
  [N, N, "web", 7, 0, 1, 1, 3],
  ["north", N, N, 4, 1, 0, 2, 1],
  ["north", N, "shop", 4, 1, 1, 2, 2],
  ["north", "pen", N, 4, 2, 0, 3, 1],
  ["north", "pen", "shop", 4, 2, 1, 3, 2],
  ["south", N, N, 7, 1, 0, 4, 1],
  ["south", N, "web", 7, 1, 1, 4, 3],
  ["south", "ink", N, 7, 2, 0, 5, 1],
  ["south", "ink", "web", 7, 2, 1, 5, 3],
];
const NAMES = [
  "region",
  "product",
  "channel",
  "avg_net",
  "row_depth",
  "column_depth",
  "row_place",
  "column_place",
];
const ROWS = rowsOf(
  Object.fromEntries(NAMES.map((name, at) => [name, MARKS.map((mark) => mark[at] ?? null)])),
);

function view(pivot: ChartSpec["pivot"] = {}): ChartView {
  const made = viewOf("pivot", ENCODINGS, [...FIELDS, NET]);
  return { ...made, levels: LEVELS, spec: { ...made.spec, pivot } };
}

function arranged(pivot?: ChartSpec["pivot"]): PivotData {
  const data = pivotData(view(pivot), ROWS);
  if (!data) {
    throw new Error("no pivot table");
  }
  return data;
}

/** Each line with its amounts, column by column. */
function table(data: PivotData): string[] {
  return data.lines.map((line) => {
    const amounts = data.columns.map((column) => {
      const row = line.isBare ? null : data.markAt(line, column);
      return row === null ? "" : String(data.measures[0]?.data.at(row));
    });
    return [line.values.join("/") || "Total", ...amounts].join(" ");
  });
}

const text = (value: string) => ({ type: "text", value }) as const;

describe("a pivot table", () => {
  it("has groups over their members and totals at the ends", () => {
    expect(table(arranged())).toEqual([
      "north 4  4",
      "north/pen 4  4",
      "south  7 7",
      "south/ink  7 7",
      "Total 4 7 5",
    ]);
    expect(headersOf(arranged())).toEqual([
      [
        { words: "shop", at: 0, columns: 1, lines: 1 },
        { words: "web", at: 1, columns: 1, lines: 1 },
        { words: "Total", at: 2, columns: 1, lines: 1 },
      ],
    ]);
  });

  it("leaves out what is closed or hidden", () => {
    const look = { collapsed: [[text("north")]], without_subtotals: true, without_totals: true };
    expect(table(arranged(look))).toEqual(["north 4 ", "south  ", "south/ink  7"]);
  });

  it("knows a total by the dimensions that it tells apart", () => {
    const names = MARKS.map((_, row) => markName(view(), ROWS, row));
    expect(names.slice(0, 7)).toEqual(
      [
        "the whole chart",
        "shop",
        "web",
        "north",
        "shop, north",
        "north, pen",
        "shop, north, pen",
      ].map((name) => (name === "the whole chart" ? names[0] : name)),
    );
    expect(markValues(view(), ROWS, 3)).toEqual([{ column: "region", value: text("north") }]);
    expect(picksOf(view(), ROWS, 0, false)).toEqual([]);
    expect(picksOf(view(), ROWS, 3, true)).toEqual([
      { of: [{ pill: { field: "region" }, values: [text("north")] }], excluded: true },
    ]);
  });

  it("is ordered by a column down, then up, then as it was", () => {
    const leaf = leavesOf(arranged())[0];
    if (!leaf) {
      throw new Error("no column");
    }
    const down = sortedBy(view().spec, leaf);
    expect(down.sort).toMatchObject({ key: "value", descending: true, column: [text("shop")] });
    const up = sortedBy(down, leaf);
    expect(up.sort?.descending).toBe(false);
    expect(sortedBy(up, leaf).sort).toBeUndefined();
  });

  it("opens and closes groups, and writes nothing that is as usual", () => {
    const [north] = arranged().lines;
    if (!north) {
      throw new Error("no line");
    }
    const closed = toggled(view().spec, north);
    expect(closed.pivot).toEqual({ collapsed: [[text("north")]] });
    expect(toggled(closed, north).pivot).toBeUndefined();
    expect(allClosed(view().spec, arranged()).pivot?.collapsed).toHaveLength(2);
    expect(withLook({ ...view().spec, pivot: { format: "heat" } }, { format: "plain" }).pivot).toBe(
      undefined,
    );
  });

  it("says how many lines and columns it does not show", () => {
    const head = { ...ROWS.head, pivot: { lines: 40, columns: 2 } };
    const data = pivotData(view(), { ...ROWS, head });
    expect(data && pivotNotes(data)).toEqual([
      "First 4 of 40 lines. Sort or filter to see others.",
    ]);
  });
});

describe("bars in cells", () => {
  it("begin at zero, on both sides of it", () => {
    expect(bar(5, 0, 10)).toEqual([0, 50]);
    expect(bar(-5, -10, 10)).toEqual([25, 50]);
    expect(bar(1e308, -1e308, 1e308)).toEqual([50, 100]);
    expect(bar(0, 0, 0)).toEqual([0, 0]);
  });
});

describe("the walk over cells", () => {
  const size = { lines: 5, columns: 3, page: 2 };
  const press = (key: string, rest = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...rest,
  });
  it("stops at headers and ends", () => {
    expect(walked(press("ArrowUp"), { line: 0, column: 0 }, size)).toEqual({ line: -1, column: 0 });
    expect(walked(press("ArrowLeft"), { line: 0, column: -1 }, size)).toEqual({
      line: 0,
      column: -1,
    });
    expect(walked(press("End", { ctrlKey: true }), { line: 0, column: 0 }, size)).toEqual({
      line: 4,
      column: 2,
    });
    expect(walked(press("PageDown"), { line: 3, column: 1 }, size)).toEqual({ line: 4, column: 1 });
    expect(walked(press("x"), { line: 0, column: 0 }, size)).toBeNull();
  });
  it("lays out what is in sight alone", () => {
    const [from, to] = linesInSight({ top: 26_000, height: 520 }, 5_000);
    expect(to - from).toBeLessThan(60);
    expect(linesInSight({ top: 0, height: 520 }, 3)).toEqual([0, 3]);
  });
});

describe("on the screen", () => {
  beforeAll(() => {
    vi.stubGlobal(
      "ResizeObserver",
      class {
        observe() {}
        disconnect() {}
      },
    );
    Element.prototype.scrollIntoView = vi.fn();
  });

  it("is walked, sorted, closed and asked for menus by keys alone", () => {
    const [onSpec, onMenu] = [vi.fn(), vi.fn()];
    const { spec } = view();
    const props = { spec, summary: "Net", onSpec, onMenu };
    render(<PivotTable data={arranged()} {...props} />);
    const grid = screen.getByRole("treegrid");
    fireEvent.focus(grid);
    const keys = (...pressed: string[]) => {
      for (const key of pressed) {
        fireEvent.keyDown(grid, { key });
      }
    };
    keys("ArrowDown", "Enter");
    expect(onMenu.mock.calls.map(([row]) => row)).toEqual([6]);
    keys("ArrowUp", "ArrowLeft", "Enter");
    expect(onSpec.mock.lastCall?.[0].pivot).toEqual({ collapsed: [[text("north")]] });
    keys("ArrowUp", "ArrowRight", "Enter");
    expect(onSpec.mock.lastCall?.[0].sort).toMatchObject({ key: "value", descending: true });
    // No rows meet there: no menu.
    keys("ArrowDown", "ArrowRight", "Enter");
    expect(onMenu).toHaveBeenCalledTimes(1);
  });
});
