// Putting a new cell into the notebook: the one place that makes its id, finds a free name and
// sends the edit.
import type { Cell } from "./generated/Cell";
import type { CellBody } from "./generated/CellBody";
import type { CellId } from "./generated/CellId";
import type { SessionView } from "./generated/SessionView";
import { randomId } from "./job";
import { flushEdits } from "./pendingEdits";
import { applyEdit } from "./query";
import { revealCell, useSession } from "./session";

/** Signs that a name has at most. */
export const MOST_NAME = 63;

/** Inserts a cell at a position under `wanted`, or the next free name like it. */
export async function placeCell(
  view: SessionView,
  index: number,
  wanted: string,
  body: CellBody,
): Promise<Cell> {
  await flushEdits();
  const taken = view.workbook.cells.map(({ name }) => name);
  const cell: Cell = { id: randomId(), name: freeName(wanted, taken), body };
  await applyEdit(view.session, { edit: "insert_cell", index, cell });
  return cell;
}

/** Inserts a cell below the selected one, or at the end, and shows it. */
export async function insertBelow(
  view: SessionView,
  wanted: string,
  body: CellBody,
): Promise<CellId> {
  const { cells } = view.workbook;
  const at = cells.findIndex((cell) => cell.id === useSession.getState().cell);
  const { id } = await placeCell(view, at < 0 ? cells.length : at + 1, wanted, body);
  revealCell(id);
  return id;
}

/** A chart on which nothing is placed yet. */
export function emptyChart(source: string): CellBody {
  return { type: "chart", spec: { version: 1, source } };
}

/** `wanted` as a name of a cell, or with `_2` and so on when it is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = shortened(isName(wanted) ? wanted : cleaned(wanted), MOST_NAME);
  const stem = shortened(name, MOST_NAME - 4).replace(/_\d+$/, "");
  for (let count = 2; used.has(name.toLowerCase()); count += 1) {
    name = `${stem}_${count}`;
  }
  return name;
}

function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

function cleaned(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}_]+/gu, "_").replace(/^_+|_+$/g, "") || "cell";
  return /^\p{N}/u.test(plain) ? `_${plain}` : plain;
}

function shortened(name: string, most: number): string {
  return Array.from(name).slice(0, most).join("");
}

/** A name as SQL reads it: bare where it can be, in double quotes where it must be. */
export function sqlName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
