// Does what a key asks for, on the cell that has the focus.
import type { CellId } from "../backend/generated/CellId";
import type { SessionId } from "../backend/generated/SessionId";
import { selectCell } from "../backend/session";
import {
  cancelCell,
  duplicateCell,
  insertCell,
  moveCell,
  removeCell,
  runCell,
  runStale,
  viewOf,
} from "./cellActions";
import { handleOf } from "./cellHandle";
import { focusCell, startEditing, startRenaming } from "./focus";
import { askInsert } from "./insertPlace";
import { type NotebookAction, stepTo } from "./notebookKeys";

/** Acts; answers whether the key was used. */
export function act(
  session: SessionId,
  id: CellId,
  action: NotebookAction,
  box: HTMLElement | null,
): boolean {
  const cells = viewOf(session)?.workbook.cells ?? [];
  const index = cells.findIndex((cell) => cell.id === id);
  const cell = cells[index];
  if (!cell) {
    return false;
  }
  const isSql = cell.body.type === "sql";
  switch (action.do) {
    case "run":
      if (isSql) {
        void runCell(session, id);
      }
      return true;
    case "runNext":
      if (isSql) {
        void runCell(session, id);
      }
      goBelow(session, index);
      return true;
    case "runStale":
      void runStale(session);
      return true;
    case "cancel":
      void cancelCell(session, id);
      return true;
    case "leave":
      box?.focus();
      return true;
    case "edit":
      startEditing(id);
      return true;
    case "select":
      select(cells[stepTo(index, action.by, cells.length)]?.id);
      return true;
    case "move":
      void moveCell(session, id, action.by);
      return true;
    case "insert":
      askInsert(action.where === "above" ? index : index + 1);
      return true;
    case "remove":
      void removeCell(session, id);
      return true;
    case "duplicate":
      void duplicateCell(session, id);
      return true;
    case "rename":
      startRenaming(id);
      return true;
    case "fix":
      return handleOf(id)?.takeFirstFix() ?? false;
  }
}

function select(id: CellId | undefined): void {
  if (id) {
    selectCell(id);
    focusCell(id);
  }
}

/** The next cell, or a new SQL cell after the last one. */
function goBelow(session: SessionId, index: number): void {
  const next = viewOf(session)?.workbook.cells[index + 1];
  if (next) {
    select(next.id);
  } else {
    void insertCell(session, index + 1, "sql");
  }
}
