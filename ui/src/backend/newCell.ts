// Putting a new cell into the notebook.
import type { CellBody } from "./generated/CellBody";
import type { CellId } from "./generated/CellId";
import type { SessionView } from "./generated/SessionView";
import { randomId } from "./job";
import { applyEdit } from "./query";
import { revealCell, useSession } from "./session";

/** Inserts a cell below the selected one, or at the end, and shows it. */
export async function insertCell(view: SessionView, stem: string, body: CellBody): Promise<CellId> {
  const { cells } = view.workbook;
  const at = cells.findIndex((cell) => cell.id === useSession.getState().cell);
  const cell = { id: randomId(), name: freshName(view, stem), body };
  const index = at < 0 ? cells.length : at + 1;
  await applyEdit(view.session, { edit: "insert_cell", index, cell });
  revealCell(cell.id);
  return cell.id;
}

/** A name that no cell has yet: the stem, or the stem with a number. */
export function freshName(view: SessionView, stem: string): string {
  const taken = new Set(view.workbook.cells.map((cell) => cell.name.toLowerCase()));
  const plain = stem.replace(/[^\p{L}\p{N}_]+/gu, "_").replace(/^_+|_+$/g, "") || "cell";
  let name = plain;
  for (let next = 2; taken.has(name.toLowerCase()); next += 1) {
    name = `${plain}_${next}`;
  }
  return name;
}

/** A name as SQL reads it: bare where it can be, in double quotes where it must be. */
export function sqlName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
