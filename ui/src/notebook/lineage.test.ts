import { describe, expect, it } from "vitest";
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import { feeders, nodeOf, tinted } from "./lineage";

function sql(name: string): Cell {
  return { id: `id_${name}`, name, body: { type: "sql", text: "", mode: "on_change" } };
}

function about(name: string, reads: string[], feeds: string[] = []): CellView {
  const state = { state: "fresh" as const };
  return { cell: `id_${name}`, state, reads, feeds, diagnostics: [], result: null, answers: [] };
}

const CELLS = [sql("a"), sql("b"), sql("c"), sql("d"), sql("e")];
const VIEWS = [
  about("a", ["orders"]),
  about("b", ["A"]),
  about("c", []),
  about("d", ["b"], ["e"]),
  about("e", ["d"]),
];

describe("the gutter line", () => {
  it("is tinted from the first feeder to the selection and on to what it feeds", () => {
    expect([...tinted(CELLS, VIEWS, 3)]).toEqual([0, 1, 2, 3]);
    expect([...tinted(CELLS, VIEWS, 0)]).toEqual([]);
    expect([...tinted(CELLS, VIEWS, 4)]).toEqual([0, 1, 2, 3]);
    expect([...tinted(CELLS, VIEWS, -1)]).toEqual([]);
  });

  it("follows names without regard to case, and survives a circle", () => {
    expect([...feeders(CELLS, VIEWS, 3)].sort()).toEqual([0, 1, 3]);
    const circle = [about("a", ["b"]), about("b", ["a"])];
    expect([...feeders(CELLS, circle, 0)].sort()).toEqual([0, 1]);
  });
});

describe("a node", () => {
  it("shows the state of its cell", () => {
    const cell = sql("x");
    expect(nodeOf(cell, { state: "idle" })).toBe("plain");
    expect(nodeOf(cell, { state: "fresh" })).toBe("current");
    expect(nodeOf(cell, { state: "stale", because: "" })).toBe("stale");
    expect(nodeOf(cell, { state: "failed" })).toBe("failed");
    expect(nodeOf(cell, { state: "running", job: "j" })).toBe("running");
    const text: Cell = { id: "m", name: "m", body: { type: "markdown", text: "" } };
    expect(nodeOf(text, { state: "idle" })).toBe("plain");
  });
});
