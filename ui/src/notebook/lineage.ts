// Which cells feed which, and how the gutter shows it.
import type { Cell } from "../backend/generated/Cell";
import type { CellState } from "../backend/generated/CellState";
import type { CellView } from "../backend/generated/CellView";

/** How a gutter node looks. */
export type Node = "plain" | "current" | "stale" | "failed" | "running" | "waiting" | "blocked";

/** The node of a cell. */
export function nodeOf(cell: Cell, state: CellState): Node {
  if (cell.body.type === "markdown") {
    return "plain";
  }
  switch (state.state) {
    case "fresh":
      return "current";
    case "stale":
    case "cancelled":
      return "stale";
    case "running":
    case "waiting":
    case "failed":
    case "blocked":
      return state.state;
    case "idle":
      return cell.body.type === "sql" ? "plain" : "current";
  }
}

/** Indices of the cells that an index reads, directly or through others, and itself. */
export function feeders(
  cells: readonly Cell[],
  views: readonly CellView[],
  index: number,
): ReadonlySet<number> {
  const byName = new Map(cells.map((cell, at) => [cell.name.toLowerCase(), at]));
  const reads = new Map(views.map((view) => [view.cell, view.reads]));
  const found = new Set<number>();
  const open = index >= 0 && index < cells.length ? [index] : [];
  while (open.length > 0) {
    const at = open.pop() ?? 0;
    if (found.has(at)) {
      continue;
    }
    found.add(at);
    for (const name of reads.get(cells[at]?.id ?? "") ?? []) {
      const source = byName.get(name.toLowerCase());
      if (source !== undefined) {
        open.push(source);
      }
    }
  }
  return found;
}

/**
 * Which stretches of the gutter line, each below its cell, are tinted: from the first cell that
 * feeds the selection down to it, and on to the last cell that it feeds.
 */
export function tinted(
  cells: readonly Cell[],
  views: readonly CellView[],
  selected: number,
): ReadonlySet<number> {
  const found = new Set<number>();
  const current = cells[selected];
  if (!current) {
    return found;
  }
  const sources = feeders(cells, views, selected);
  const feeds = new Set(
    (views.find((view) => view.cell === current.id)?.feeds ?? []).map((name) => name.toLowerCase()),
  );
  const first = Math.min(...sources);
  const last = cells.reduce(
    (most, cell, at) => (feeds.has(cell.name.toLowerCase()) ? Math.max(most, at) : most),
    selected,
  );
  for (let at = first; at < last; at += 1) {
    found.add(at);
  }
  return found;
}
