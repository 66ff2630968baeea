// What the notebook does to cells. Each is one named edit or one run; failures are told in a
// toast in the application's own words.
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { Cell } from "../backend/generated/Cell";
import type { CellBody } from "../backend/generated/CellBody";
import type { CellId } from "../backend/generated/CellId";
import type { Edit } from "../backend/generated/Edit";
import type { Parameter } from "../backend/generated/Parameter";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { newJob } from "../backend/job";
import { emptyChart, placeCell } from "../backend/newCell";
import { flushEdits } from "../backend/pendingEdits";
import { applyEdit, keys, queryClient, showView } from "../backend/query";
import { selectCell } from "../backend/session";
import { t } from "../i18n/t";
import { toast, toastFailure } from "../parts/toast";
import { focusCell, startEditing } from "./focus";
import { openParameter } from "./parameterDialog";

/** Kinds of cells that can be inserted. */
export type CellKind = CellBody["type"];
/** Kinds of controls. */
export type ParameterKind = "date_range" | "date" | "choice" | "number" | "text";

/** The workbook as last heard of. */
export function viewOf(session: SessionId): SessionView | null {
  return queryClient.getQueryData<SessionView>(keys.workbook(session)) ?? null;
}

/** Applies an edit; answers nothing when it failed. */
export async function edit(session: SessionId, change: Edit): Promise<SessionView | null> {
  return told(() => applyEdit(session, change));
}

/** Does something and tells a failure. */
export async function told<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await work();
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
    return null;
  }
}

/** Inserts an empty cell, selects it and opens it for typing. */
export async function insertCell(
  session: SessionId,
  index: number,
  kind: CellKind,
  control: ParameterKind = "date_range",
): Promise<void> {
  const view = viewOf(session);
  if (!view) {
    return;
  }
  const body = emptyBody(kind, control, sourceFor(view, index));
  const name = kind === "parameter" ? CONTROL_NAMES[control] : FIRST_NAMES[kind];
  const cell = await insertReady(view, index, name, body);
  if (cell && kind === "parameter" && control === "choice") {
    // A choice without values can do nothing: they are asked for at once.
    openParameter(cell.id);
  }
}

/** Inserts a cell that has its body already, for example a chart of a result, and goes to it. */
export async function insertReady(
  view: SessionView,
  index: number,
  name: string,
  body: CellBody,
): Promise<Cell | null> {
  const cell = await told(() => placeCell(view, index, name, body));
  if (!cell) {
    return null;
  }
  selectCell(cell.id);
  if (body.type === "chart") {
    focusCell(cell.id);
  } else {
    startEditing(cell.id);
  }
  return cell;
}

const FIRST_NAMES: Record<Exclude<CellKind, "parameter">, string> = {
  sql: "query",
  chart: "chart",
  markdown: "text",
};
const CONTROL_NAMES: Record<ParameterKind, string> = {
  date_range: "period",
  date: "day",
  choice: "choice",
  number: "number",
  text: "words",
};

function emptyBody(kind: CellKind, control: ParameterKind, source: string): CellBody {
  switch (kind) {
    case "sql":
      return { type: "sql", text: "", mode: "on_change" };
    case "markdown":
      return { type: "markdown", text: "" };
    case "chart":
      return emptyChart(source);
    case "parameter":
      return { type: "parameter", parameter: emptyParameter(control) };
  }
}

function emptyParameter(control: ParameterKind): Parameter {
  const label = t(`notebook.parameter.kinds.${control}`);
  switch (control) {
    case "date_range":
      return { label, value: { kind: control, from: null, to: null } };
    case "date":
      return { label, value: { kind: control, value: null } };
    case "choice":
      return {
        label,
        value: {
          kind: control,
          options: { from: "values", values: [] },
          several: true,
          chosen: [],
        },
      };
    case "number":
      return { label, value: { kind: control, value: null, min: null, max: null, step: null } };
    case "text":
      return { label, value: { kind: control, value: "" } };
  }
}

/** The SQL cell nearest above a position: what a new chart reads. */
function sourceFor(view: SessionView, index: number): string {
  const above = view.workbook.cells.slice(0, index).reverse();
  return above.find((cell) => cell.body.type === "sql")?.name ?? "";
}

/** Inserts a copy below. */
export async function duplicateCell(session: SessionId, id: CellId): Promise<void> {
  await flushEdits();
  const view = viewOf(session);
  const index = view?.workbook.cells.findIndex((cell) => cell.id === id) ?? -1;
  const original = view?.workbook.cells[index];
  if (!view || !original) {
    return;
  }
  const cell = await told(() => placeCell(view, index + 1, original.name, original.body));
  if (cell) {
    selectCell(cell.id);
    focusCell(cell.id);
  }
}

/** Deletes a cell; the toast takes it back. */
export async function removeCell(session: SessionId, id: CellId): Promise<void> {
  await flushEdits();
  const view = viewOf(session);
  const cells = view?.workbook.cells ?? [];
  const index = cells.findIndex((cell) => cell.id === id);
  const cell = cells[index];
  if (!view || !cell) {
    return;
  }
  const after = await edit(session, { edit: "remove_cell", cell: id });
  if (!after) {
    return;
  }
  const next = after.workbook.cells[Math.min(index, after.workbook.cells.length - 1)];
  selectCell(next?.id ?? null);
  if (next) {
    focusCell(next.id);
  }
  const readers = view.cells.find((known) => known.cell === id)?.feeds ?? [];
  const text =
    readers.length === 0
      ? t("notebook.removed", { name: cell.name })
      : t("notebook.removedRead", { name: cell.name, readers: readers.join(", ") });
  toast("info", text, {
    label: t("common.undo"),
    run: () => void takeBack(session, after.revision, index, cell),
  });
}

/** Undoes a deletion; when something else happened since, the cell is put back where it was. */
async function takeBack(
  session: SessionId,
  revision: number,
  index: number,
  cell: Cell,
): Promise<void> {
  if (viewOf(session)?.revision === revision) {
    await step(session, "undo");
  } else {
    await edit(session, { edit: "insert_cell", index, cell });
  }
  selectCell(cell.id);
  focusCell(cell.id);
}

/** Moves a cell by one; parameters and all others alike. */
export async function moveCell(session: SessionId, id: CellId, by: 1 | -1): Promise<void> {
  await flushEdits();
  const cells = viewOf(session)?.workbook.cells ?? [];
  const index = cells.findIndex((cell) => cell.id === id) + by;
  if (index >= 0 && index < cells.length) {
    await edit(session, { edit: "move_cell", cell: id, index });
    focusCell(id);
  }
}

/** Runs a cell and what it needs. */
export async function runCell(session: SessionId, cell: CellId): Promise<void> {
  await flushEdits();
  await told(() => call("run_cell", { session, cell, job: newJob() }));
}

/** Runs everything that is stale. */
export async function runStale(session: SessionId): Promise<void> {
  await flushEdits();
  await told(() => call("run_stale", { session, job: newJob() }));
}

/** Stops the job of a cell. */
export async function cancelCell(session: SessionId, cell: CellId): Promise<void> {
  const state = viewOf(session)?.cells.find((view) => view.cell === cell)?.state;
  if (state?.state === "running") {
    await told(() => call("cancel_job", { job: state.job }));
  }
}

/** Takes the last step of the document back, or does it again. */
export async function step(session: SessionId, direction: "undo" | "redo"): Promise<void> {
  await flushEdits();
  const view = viewOf(session);
  if (view && view[direction] === null) {
    return;
  }
  const after = await told(() => call(direction, { session }));
  if (after) {
    showView(after);
  }
}
