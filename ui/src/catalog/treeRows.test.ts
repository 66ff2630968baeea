// The tree of the catalog: what is seen, and where the keys lead.
import { describe, expect, it } from "vitest";
import { SOURCES } from "../../tests/fixtures";
import { moveInTree, type OpenRows, toggled, treeRows } from "./treeRows";

const CLOSED: OpenRows = { closed: new Set(), opened: new Set() };

function names(open: OpenRows): string[] {
  return treeRows(SOURCES.sources, open).map((row) => `${row.level} ${row.key}`);
}

describe("the tree", () => {
  it("puts one-table files under Files and keeps other sources apart", () => {
    expect(names(CLOSED)).toEqual([
      "1 files",
      "2 table orders",
      "2 table order_lines",
      "2 table targets_2026",
      "2 source s5",
      "1 source s4",
      "2 table customers",
      "2 table products",
      "2 table returns",
      "2 table web_sessions",
    ]);
  });

  it("shows eight columns and how many more there are", () => {
    const open = { ...CLOSED, opened: new Set(["table orders"]) };
    const rows = treeRows(SOURCES.sources, open);
    expect(rows.filter((row) => row.row === "column")).toHaveLength(8);
    const more = rows.find((row) => row.row === "more");
    expect(more?.row === "more" && more.count).toBe(6);
    const all = treeRows(SOURCES.sources, {
      ...CLOSED,
      opened: new Set(["table orders", "more orders"]),
    });
    expect(all.filter((row) => row.row === "column")).toHaveLength(14);
  });

  it("closes groups and opens tables", () => {
    const rows = treeRows(SOURCES.sources, CLOSED);
    const [files, orders] = rows;
    if (!files || !orders) {
      throw new Error("rows are missing");
    }
    const without = toggled(CLOSED, files, false);
    expect(treeRows(SOURCES.sources, without)[1]?.key).toBe("source s4");
    const within = toggled(CLOSED, orders, true);
    expect(treeRows(SOURCES.sources, within)[2]?.key).toBe("column orders order_id");
  });
});

describe("the arrow keys", () => {
  const rows = treeRows(SOURCES.sources, { ...CLOSED, opened: new Set(["table orders"]) });

  function check(at: number, key: string, expected: unknown) {
    expect(moveInTree(rows, at, key), `${key} at ${rows[at]?.key}`).toEqual(expected);
  }

  it("move between rows and stop at the ends", () => {
    check(0, "ArrowDown", { to: 1 });
    check(0, "ArrowUp", null);
    check(rows.length - 1, "ArrowDown", null);
    check(3, "Home", { to: 0 });
    check(3, "End", { to: rows.length - 1 });
  });

  it("open, enter, close and leave", () => {
    check(1, "ArrowRight", { to: 2 });
    check(1, "ArrowLeft", { open: false });
    check(4, "ArrowLeft", { to: 1 });
    check(4, "ArrowRight", null);
    check(0, "ArrowLeft", { open: false });
    const lines = rows.findIndex((row) => row.key === "table order_lines");
    check(lines, "ArrowRight", { open: true });
    check(lines, "ArrowLeft", { to: 0 });
  });

  it("do nothing in an empty tree", () => {
    expect(moveInTree([], 0, "ArrowDown")).toBeNull();
  });
});
