// Versions in the file, and what is taken over from them or from another workbook.
import { queryOptions } from "@tanstack/react-query";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { DocumentPart } from "../backend/generated/DocumentPart";
import type { MergeChoice } from "../backend/generated/MergeChoice";
import type { Other } from "../backend/generated/Other";
import type { PartChange } from "../backend/generated/PartChange";
import type { SessionView } from "../backend/generated/SessionView";
import type { Workbook } from "../backend/generated/Workbook";
import { flushEdits } from "../backend/pendingEdits";
import { keys, queryClient, showView } from "../backend/query";
import { t } from "../i18n/t";
import { toast, toastFailure } from "../parts/toast";
import { choosePaths, undo } from "./actions";
import { closeDialog, showDialog } from "./dialogs";
import { NOT_GIVEN, unlocking } from "./passphrase";
import { workbookFolder } from "./workbookFolder";

/** The versions in the file of a workbook; they change with a save alone. */
export function versionsQuery({ session, saved_at: savedAt }: SessionView) {
  return queryOptions({
    queryKey: ["versions", session, savedAt],
    queryFn: ({ signal }) => call("list_versions", { session }, signal),
    staleTime: 0,
    placeholderData: (before) => before,
  });
}

const contents = new WeakMap<Workbook, string>();

/** The document as a key: a view changes far more often than what it says. */
function contentOf(workbook: Workbook): string {
  const known = contents.get(workbook) ?? JSON.stringify(workbook);
  contents.set(workbook, known);
  return known;
}

/** What differs between another state and the open workbook as it is now. */
export function differencesQuery({ session, workbook }: SessionView, other: Other) {
  return queryOptions({
    queryKey: ["differences", session, contentOf(workbook), other],
    queryFn: ({ signal }) => call("compare_with", { session, with: other }, signal),
    gcTime: 0,
  });
}

/** What a merge would do, as the choices stand. */
export function mergeQuery(view: SessionView, path: string, choices: MergeChoice[]) {
  const { session, workbook } = view;
  return queryOptions({
    queryKey: ["merge", session, contentOf(workbook), path, choices],
    queryFn: ({ signal }) => call("plan_merge", { session, path, choices }, signal),
    gcTime: 0,
    placeholderData: (before) => before,
  });
}

/** A part in words: `cell revenue`. */
export function partName({ part, name }: Pick<PartChange, "part" | "name">): string {
  return t(`versions.parts.${part.kind}`, { name });
}

/** A key that tells parts apart. */
export function partKey(part: DocumentPart): string {
  return JSON.stringify(part);
}

/** Saves, and keeps what the workbook is now under a name; answers whether it did. */
export async function keepVersion(view: SessionView, name: string, most: number): Promise<boolean> {
  await flushEdits();
  const kept = await told(() => call("keep_version", { session: view.session, name }));
  if (!kept) {
    return false;
  }
  const words =
    kept.dropped.length === 0
      ? t("versions.kept", { name })
      : t("versions.keptDropped", { name, most, names: kept.dropped.join(", ") });
  toast("ok", words);
  await refresh(view);
  return true;
}

/** Saves without a version; offers to put it back. */
export async function forgetVersion(
  view: SessionView,
  version: string,
  name: string,
): Promise<void> {
  if (await told(() => call("forget_version", { session: view.session, version }))) {
    toast("ok", t("versions.forgot", { name }), {
      label: t("versions.undo"),
      run: () => void restoreVersion(view, name),
    });
    await refresh(view);
  }
}

/** Puts the version back that was removed last. */
async function restoreVersion(view: SessionView, name: string): Promise<void> {
  if (await told(() => call("restore_version", { session: view.session }))) {
    toast("ok", t("versions.restored", { name }));
    await refresh(view);
  }
}

/** Takes a part or everything over, and offers to undo it. */
export async function takeOver(
  view: SessionView,
  from: Other,
  part: DocumentPart | null,
  done: string,
): Promise<void> {
  await flushEdits();
  const after = await told(() => call("take_over", { session: view.session, from, part }));
  if (after) {
    shown(after, done);
  }
}

/** Merges another file into the workbook. */
export async function mergeInto(
  view: SessionView,
  path: string,
  choices: MergeChoice[],
  name: string,
): Promise<void> {
  await flushEdits();
  const after = await told(() => call("merge_into", { session: view.session, path, choices }));
  if (after) {
    closeDialog();
    shown(after, t("versions.merged", { name }));
  }
}

/** Asks for another workbook and shows what differs from it, or how it would be merged. */
export async function chooseOther(dialog: "compareFile" | "merge"): Promise<void> {
  const paths = await choosePaths();
  const [first] = paths;
  if (first === undefined) {
    return;
  }
  const path = (await workbookFolder(paths)) ?? first;
  try {
    await unlocking(path, () => call("trust_file", { path, wish: "show" }));
  } catch (thrown) {
    if (toBackendError(thrown).code === NOT_GIVEN) {
      return;
    }
    // The dialog says what is wrong with the file.
  }
  showDialog({ dialog, path });
}

function shown(view: SessionView, words: string): void {
  showView(view);
  toast("ok", words, { label: t("versions.undo"), run: () => void undo(view) });
}

async function refresh({ session }: SessionView): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["versions", session] });
  await queryClient.invalidateQueries({ queryKey: keys.workbook(session) });
}

async function told<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await work();
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
    return null;
  }
}
