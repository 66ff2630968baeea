// Sources that lie elsewhere and columns that have other names now: what is asked about them, and
// the one step that mends them.
import { queryOptions } from "@tanstack/react-query";
import { create } from "zustand";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { ColumnChoice } from "../backend/generated/ColumnChoice";
import type { Edit } from "../backend/generated/Edit";
import type { LostSource } from "../backend/generated/LostSource";
import type { RepairPlan } from "../backend/generated/RepairPlan";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { flushEdits } from "../backend/pendingEdits";
import { applyEdit, keys, queryClient } from "../backend/query";
import { t } from "../i18n/t";
import { toast, toastFailure } from "../parts/toast";
import { choosePaths, undo } from "./actions";
import { closeDialog, showDialog } from "./dialogs";
import { splitPath } from "./paths";

/** Paths that a person chose, by source. */
export type Chosen = Record<string, string>;

/** The workbook whose bar a person has put away; it comes back with the next opening. */
export const useHidden = create<{ session: SessionId | null }>(() => ({ session: null }));

/** Where the lost sources may be; `folders` are looked through besides the workbook's own. */
export function lostQuery({ session, revision }: SessionView, folders: string[]) {
  return queryOptions({
    queryKey: ["lost", session, revision, folders],
    queryFn: ({ signal }) => call("find_sources", { session, folders }, signal),
    gcTime: 0,
    placeholderData: (before) => before,
  });
}

/** What repairing the columns would change, as the choices stand. */
export function repairQuery({ session, revision }: SessionView, chosen: ColumnChoice[]) {
  return queryOptions({
    queryKey: ["repair", session, revision, chosen],
    queryFn: ({ signal }) => call("plan_repair", { session, chosen }, signal),
    gcTime: 0,
    placeholderData: (before) => before,
  });
}

/** The path that a source gets: the chosen one, else the one that is sure; none leaves it. */
export function placeOf(source: LostSource, chosen: Chosen): string | null {
  const own = chosen[source.source];
  if (own !== undefined) {
    return own === "" ? null : own;
  }
  return source.is_sure ? (source.found[0]?.path ?? null) : null;
}

/** Folders that a person named by choosing files in them. */
export function foldersOf(chosen: Chosen): string[] {
  const folders = Object.values(chosen).map((path) => splitPath(path).folder ?? "");
  return [...new Set(folders.filter((folder) => folder !== ""))].sort();
}

/** Asks for a file in place of a lost one, and comes back to the list. */
export async function chooseFor(source: LostSource, chosen: Chosen): Promise<void> {
  const [path] = await choosePaths();
  const next = path === undefined ? chosen : { ...chosen, [source.source]: path };
  showDialog({ dialog: "relink", chosen: next });
}

/** Reads the sources from their new places, as one step. */
export async function relinkAll(view: SessionView, places: Map<string, string>): Promise<void> {
  const edits = view.workbook.sources.flatMap((source): Edit[] => {
    const path = places.get(source.id);
    return path === undefined ? [] : [{ edit: "replace_source", source: { ...source, path } }];
  });
  const names = view.workbook.sources.filter(({ id }) => places.has(id)).map(({ name }) => name);
  const label = t("relink.label", { count: names.length, names: names.join(", ") });
  await step(view, { edit: "batch", label, edits }, t("relink.relinked", { count: names.length }));
}

/** Puts the new names of columns in place, as one step. */
export async function repairAll(view: SessionView, { edit }: RepairPlan): Promise<void> {
  if (edit) {
    await step(view, edit, t("relink.repaired"));
  }
}

async function step(view: SessionView, edit: Edit, done: string): Promise<void> {
  try {
    await flushEdits();
    await applyEdit(view.session, edit);
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
    return;
  }
  closeDialog();
  await queryClient.invalidateQueries({ queryKey: keys.sources(view.session) });
  toast("ok", done, { label: t("relink.undo"), run: () => void undo(view) });
}
