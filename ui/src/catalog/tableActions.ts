// What can be done with a table: query it, chart it, read it again, remove its source.
import { call } from "../backend/call";
import type { SessionView } from "../backend/generated/SessionView";
import type { SourceId } from "../backend/generated/SourceId";
import type { SourceView } from "../backend/generated/SourceView";
import type { TableInfo } from "../backend/generated/TableInfo";
import { emptyChart, insertBelow, sqlName } from "../backend/newCell";
import { applyEdit, keys, queryClient, showView } from "../backend/query";
import { goTo, openTable, selectCell } from "../backend/session";
import { t } from "../i18n/t";
import type { MenuEntry } from "../parts/ContextMenu";
import { whyRefused } from "../parts/refusal";
import { toast, toastFailure } from "../parts/toast";

/** Inserts a SQL cell that reads the table. */
export async function queryTable(view: SessionView, table: string): Promise<void> {
  const text = `SELECT *\nFROM ${sqlName(table)}\nLIMIT 1000`;
  await insertBelow(view, `${table}_rows`, { type: "sql", text, mode: "on_change" }).catch(
    toastFailure,
  );
}

/** Inserts a chart cell over the table and opens the chart workspace on it. */
export async function chartTable(view: SessionView, table: string): Promise<void> {
  try {
    const cell = await insertBelow(view, `${table}_chart`, emptyChart(table));
    selectCell(cell);
    goTo("chart");
  } catch (thrown) {
    toastFailure(thrown);
  }
}

/** Reads a source again from disk. */
export async function refreshSource(view: SessionView, source: SourceId): Promise<void> {
  try {
    await call("refresh_source", { session: view.session, source });
    await queryClient.invalidateQueries({ queryKey: keys.sources(view.session) });
  } catch (thrown) {
    toastFailure(thrown);
  }
}

/** Removes a source from the workbook; the toast offers to take it back. */
export async function removeSource(view: SessionView, source: SourceView): Promise<void> {
  const { session } = view;
  const { id, name } = source.spec;
  try {
    await applyEdit(session, { edit: "remove_source", source: id });
    await queryClient.invalidateQueries({ queryKey: keys.sources(session) });
    toast("info", t("catalog.removed", { name }), {
      label: t("common.undo"),
      run: () => void call("undo", { session }).then(showView, toastFailure),
    });
  } catch (thrown) {
    toastFailure(thrown);
  }
}

/** The menu of a table. */
export function tableMenu(
  view: SessionView,
  source: SourceView,
  table: TableInfo,
  onShowRejected: (table: string) => void,
): MenuEntry[] {
  return [
    { label: t("catalog.menu.query"), icon: "note", run: () => void queryTable(view, table.name) },
    { label: t("catalog.menu.chart"), icon: "chart", run: () => void chartTable(view, table.name) },
    { label: t("catalog.menu.page"), icon: "table", run: () => openTable(table.name) },
    { label: t("catalog.menu.copy"), icon: "text", run: () => void copyName(table.name) },
    "line",
    {
      label: t("catalog.menu.rejected"),
      icon: "warn",
      disabledBecause:
        whyRefused(view, "list_rejected") ??
        (table.rejected === 0 ? t("catalog.menu.noRejected") : null),
      run: () => onShowRejected(table.name),
    },
    ...sourceMenu(view, source),
  ];
}

/** The menu of a source. */
export function sourceMenu(view: SessionView, source: SourceView): MenuEntry[] {
  const { id, name } = source.spec;
  return [
    {
      label: t("catalog.menu.refresh"),
      icon: "refresh",
      disabledBecause: whyRefused(view, "refresh_source"),
      run: () => void refreshSource(view, id),
    },
    {
      label: t("catalog.menu.remove", { name }),
      icon: "close",
      isDanger: true,
      run: () => void removeSource(view, source),
    },
  ];
}

/** Copies a name as SQL reads it. */
export async function copyName(name: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(sqlName(name));
    toast("ok", t("catalog.copied", { name }));
  } catch (thrown) {
    toastFailure(thrown);
  }
}
