// The menu of a cell: the same for every kind, with what only some can do.
import type { Cell } from "../backend/generated/Cell";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import type { MenuEntry } from "../parts/ContextMenu";
import { whyRefused } from "../parts/refusal";
import { duplicateCell, edit, moveCell, removeCell, viewOf } from "./cellActions";
import { handleOf } from "./cellHandle";
import { toggleCollapsed, useCollapsed } from "./collapsed";
import { explainCell } from "./explainDialog";
import { startEditing, startRenaming } from "./focus";
import { askInsert } from "./insertPlace";
import { askSnippet } from "./SnippetDialog";

type Wish = { session: SessionId; cell: Cell; index: number; count: number };

/** Entries for a cell at its place. */
export function cellMenu({ session, cell, index, count }: Wish): MenuEntry[] {
  const { id } = cell;
  return [
    ...ownEntries(session, cell),
    {
      label: t("notebook.menu.rename"),
      meta: "F2",
      disabledBecause: whyRefused(viewOf(session), "plan_rename"),
      run: () => startRenaming(id),
    },
    {
      label: t("notebook.menu.duplicate"),
      meta: "Ctrl D",
      run: () => void duplicateCell(session, id),
    },
    {
      label: t("notebook.menu.moveUp"),
      meta: "Alt ↑",
      disabledBecause: index === 0 ? t("notebook.menu.first") : null,
      run: () => void moveCell(session, id, -1),
    },
    {
      label: t("notebook.menu.moveDown"),
      meta: "Alt ↓",
      disabledBecause: index === count - 1 ? t("notebook.menu.last") : null,
      run: () => void moveCell(session, id, 1),
    },
    "line",
    { label: t("notebook.menu.insertAbove"), meta: "A", run: () => askInsert(index) },
    { label: t("notebook.menu.insertBelow"), meta: "B", run: () => askInsert(index + 1) },
    "line",
    {
      label: t("notebook.menu.remove"),
      meta: "Del",
      isDanger: true,
      run: () => void removeCell(session, id),
    },
  ];
}

function ownEntries(session: SessionId, cell: Cell): MenuEntry[] {
  const { id, body } = cell;
  const isCollapsed = useCollapsed.getState().cells.has(id);
  const collapse: MenuEntry = {
    label: isCollapsed ? t("notebook.menu.expand") : t("notebook.menu.collapse"),
    run: () => toggleCollapsed(id),
  };
  switch (body.type) {
    case "sql":
      return [
        {
          label: t("notebook.menu.format"),
          meta: "Shift Alt F",
          disabledBecause: whyRefused(viewOf(session), "format_text"),
          run: () => handleOf(id)?.format(),
        },
        {
          label: t("explain.menu"),
          meta: "Shift Alt E",
          disabledBecause: whyRefused(viewOf(session), "explain_cell"),
          run: () => explainCell(id),
        },
        {
          label: t("notebook.menu.snippet"),
          meta: "Shift Alt S",
          run: () => askSnippet(id),
        },
        {
          label: t("notebook.menu.onChange"),
          isChecked: body.mode !== "manual",
          run: () => void edit(session, { edit: "set_run_mode", cell: id, mode: "on_change" }),
        },
        {
          label: t("notebook.menu.manual"),
          isChecked: body.mode === "manual",
          run: () => void edit(session, { edit: "set_run_mode", cell: id, mode: "manual" }),
        },
        collapse,
        "line",
      ];
    case "chart":
      return [collapse, "line"];
    case "markdown":
      return [
        { label: t("notebook.menu.edit"), meta: "Enter", run: () => startEditing(id) },
        "line",
      ];
    case "parameter":
      return [];
  }
}
