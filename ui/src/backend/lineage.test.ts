import { describe, expect, it } from "vitest";
import type { CellLineage } from "./generated/CellLineage";
import type { ColumnLineage } from "./generated/ColumnLineage";
import type { Origin } from "./generated/Origin";
import { filtersOf, rootsBehind, usesOf } from "./lineage";

function origin(name: string): Origin {
  const [relation = "", column = ""] = name.replace("@", "").split(".");
  return { relation, column, is_cell: name.startsWith("@"), made: "copied" };
}

function column(name: string, from: string[], roots: string[] = from): ColumnLineage {
  return {
    name,
    made: "copied",
    expression: "",
    origins: from.map(origin),
    roots: roots.map(origin),
    rows_of: [],
    filters: [],
  };
}

function cell(name: string, reads: string[], columns: ColumnLineage[]): CellLineage {
  return {
    cell: `id_${name}`,
    name,
    kind: "sql",
    reads,
    feeds: [],
    lineage: { columns, filters: [] },
    earlier: [],
    problem: null,
  };
}

const WHERE = {
  kind: "where",
  text: "amount > 0",
  within: null,
  cell: null,
  span: null,
  reads: [origin("orders.amount")],
} as const;

describe("the uses of a table", () => {
  const clean = cell("clean", ["Orders"], [column("region", ["orders.region"])]);
  clean.lineage?.filters.push({ ...WHERE, reads: [...WHERE.reads] });
  const top = cell("top", ["clean"], [column("region", ["@clean.region"], ["orders.region"])]);
  const count = cell("n", ["orders"], [column("n", [])]);
  const other = cell("other", ["targets"], [column("x", ["targets.x"])]);
  const all = { sources: [], cells: [clean, top, count, other] };

  it("are found in the answers in front of the last one too", () => {
    const several = cell("several", ["orders", "targets"], [column("x", ["targets.x"])]);
    several.earlier = [{ columns: [column("region", ["orders.region"])], filters: [] }];
    const found = usesOf({ sources: [], cells: [several] }, "orders");
    expect(found.map((use) => use.columns)).toEqual([["region"]]);
  });

  it("are the cells that read it, with their columns, and those behind them", () => {
    expect(usesOf(all, "orders").map((use) => [use.cell.name, use.columns, use.through])).toEqual([
      ["clean", ["amount", "region"], []],
      ["top", ["region"], ["clean"]],
      ["n", [], []],
    ]);
    expect(usesOf(all, "nothing")).toEqual([]);
  });

  it("are not those of a cell that hides it", () => {
    const own = cell("orders", ["orders"], [column("region", ["orders.region"])]);
    const reader = cell("reader", ["orders"], [column("region", ["@orders.region"], [])]);
    const uses = usesOf({ sources: [], cells: [own, reader] }, "orders");
    expect(uses.map((use) => use.cell.name)).toEqual(["orders"]);
  });
});

describe("a column", () => {
  it("names its roots only where they say more than what it reads", () => {
    expect(rootsBehind(column("a", ["orders.a"]))).toEqual([]);
    const roots = rootsBehind(column("a", ["@clean.a"], ["orders.a"]));
    expect(roots.map(({ relation }) => relation)).toEqual(["orders"]);
  });

  it("has the filters that touched it, a cell has all", () => {
    const filters = [WHERE, { ...WHERE, text: "b" }].map((one) => ({
      ...one,
      reads: [...one.reads],
    }));
    const touched = { ...column("a", []), filters: [1, 9] };
    const lineage = { columns: [touched], filters };
    expect(filtersOf(lineage, touched).map(({ text }) => text)).toEqual(["b"]);
    expect(filtersOf(lineage, null)).toHaveLength(2);
  });
});
