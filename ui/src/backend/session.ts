// What the person is looking at: the open workbook, the selected cell, the selected column. The
// document itself lives in the application; this is only where the eyes are.
//
// For features: read with `useSession(s => s.session)`; a notebook calls `selectCell` when a cell
// gains focus and `selectColumn` when a grid header or grid cell is chosen, and the inspector
// follows. `reveal` counts up when the shell asks the notebook to scroll to a cell and focus it.
import { create } from "zustand";
import type { CellId } from "./generated/CellId";
import type { ColumnProfile } from "./generated/ColumnProfile";
import type { PageId } from "./generated/PageId";
import type { SessionId } from "./generated/SessionId";

/** The six workspaces of the rail. */
export type Workspace = "notebook" | "chart" | "dashboard" | "catalog" | "prep" | "decide";

/** A column that is chosen in a grid. */
export interface SelectedColumn {
  cell: CellId;
  name: string;
  /** Filled by the grid when it has the profile already. */
  profile: ColumnProfile | null;
}

/** Words about the cells selected in a grid, shown in the status bar: "revenue: sum 4 · 2 cells". */
export type SelectionSummary = string | null;

interface SessionState {
  session: SessionId | null;
  workspace: Workspace;
  cell: CellId | null;
  column: SelectedColumn | null;
  /** The dashboard page that is shown. */
  page: PageId | null;
  /** Table whose page is open in the catalog workspace. */
  table: string | null;
  summary: SelectionSummary;
  /** Counts up each time a cell is to be scrolled to and focused. */
  reveal: { cell: CellId; count: number } | null;
}

const NOTHING: SessionState = {
  session: null,
  workspace: "notebook",
  cell: null,
  column: null,
  page: null,
  table: null,
  summary: null,
  reveal: null,
};

/** Where the eyes are. */
export const useSession = create<SessionState>(() => NOTHING);

/** Shows another workbook, or the start page. */
export function openSession(session: SessionId | null): void {
  useSession.setState({ ...NOTHING, session });
}

/** Goes to a workspace. */
export function goTo(workspace: Workspace): void {
  useSession.setState({ workspace });
}

/** Shows a dashboard page. */
export function openPage(page: PageId): void {
  useSession.setState({ page, workspace: "dashboard" });
}

/** Selects a cell; the selected column is kept only within its own cell. */
export function selectCell(cell: CellId | null): void {
  useSession.setState((now) => ({
    cell,
    column: now.column?.cell === cell ? now.column : null,
    summary: now.cell === cell ? now.summary : null,
  }));
}

/** Selects a column of a cell's result. */
export function selectColumn(column: SelectedColumn | null): void {
  useSession.setState((now) => ({ column, cell: column?.cell ?? now.cell }));
}

/** Says what is selected in the grid, in words. */
export function summarizeSelection(summary: SelectionSummary): void {
  useSession.setState({ summary });
}

/** Opens the page of a table in the catalog workspace. */
export function openTable(table: string | null): void {
  useSession.setState(table ? { table, workspace: "catalog" } : { table });
}

/** Goes to the notebook and asks it to scroll to a cell and focus it. */
export function revealCell(cell: CellId): void {
  useSession.setState((now) => ({
    workspace: "notebook",
    cell,
    reveal: { cell, count: (now.reveal?.count ?? 0) + 1 },
  }));
}
