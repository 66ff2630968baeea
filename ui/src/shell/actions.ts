// What the shell does to workbooks: open, save, close, undo, run. Failures are told in toasts;
// questions are asked in dialogs.
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { SessionView } from "../backend/generated/SessionView";
import type { Settings } from "../backend/generated/Settings";
import type { Theme } from "../backend/generated/Theme";
import type { Welcome } from "../backend/generated/Welcome";
import { newJob } from "../backend/job";
import { flushEdits } from "../backend/pendingEdits";
import { keys, queryClient, showView } from "../backend/query";
import { openSession, useSession } from "../backend/session";
import { transport } from "../backend/transport";
import { t } from "../i18n/t";
import { isWide, usePanels } from "../parts/panels";
import { whyRefused } from "../parts/refusal";
import { toast, toastFailure } from "../parts/toast";
import { applyTheme } from "../theme/theme";
import { ask, type ChangeChoice, type Refused, showDialog } from "./dialogs";
import { NOT_GIVEN, unlocking } from "./passphrase";
import { splitPath } from "./paths";
import { useSaving } from "./saving";
import { workbookFolder } from "./workbookFolder";

const WORKBOOK = ".assay";
/** Notebooks and scripts of other programs, which open as new workbooks. */
const FOREIGN = /\.(ipynb|sql)$/i;

/** Asks for a file or data and opens it. */
export async function chooseAndOpen(): Promise<void> {
  const paths = await choosePaths();
  if (paths.length > 0) {
    await openPaths(paths);
  }
}

/** Asks for a folder of data and imports it. */
export async function chooseFolder(): Promise<void> {
  const { pick } = transport();
  if (!pick) {
    // Our own dialog offers the folder that it shows.
    await chooseAndOpen();
    return;
  }
  const paths = (await told(() => pick("open_folder", null))) ?? [];
  if (paths.length > 0) {
    await openPaths(paths);
  }
}

/** Asks for files with the native dialog, or with our own in a browser. */
export async function choosePaths(): Promise<string[]> {
  const { pick } = transport();
  if (pick) {
    return (await told(() => pick("open", null))) ?? [];
  }
  const path = await ask<string | null>((answer) => ({ dialog: "openFile", answer }));
  return path === null ? [] : [path];
}

/** Opens what was chosen or dropped: a workbook, or data to import. */
export async function openPaths(paths: string[]): Promise<void> {
  const workbook =
    paths.find((path) => path.toLowerCase().endsWith(WORKBOOK)) ?? (await workbookFolder(paths));
  if (workbook) {
    sayOthers(workbook, paths);
    await openWorkbook(workbook);
    return;
  }
  const foreign = paths.find((path) => FOREIGN.test(path));
  if (foreign) {
    sayOthers(foreign, paths);
    await replaceWith(() => call("import_notebook", { path: foreign }), {
      name: splitPath(foreign).name,
      path: foreign,
    });
    return;
  }
  const refusal = whyRefused(openView(), "add_source");
  if (refusal !== null) {
    toast("warning", refusal);
    return;
  }
  showDialog({ dialog: "import", paths });
}

/** The open workbook; none on the start page. */
function openView(): SessionView | null {
  const { session } = useSession.getState();
  return session ? (queryClient.getQueryData<SessionView>(keys.workbook(session)) ?? null) : null;
}

/** The window shows one workbook: says so where several things were given. */
function sayOthers(opened: string, paths: string[]): void {
  if (paths.length > 1) {
    toast(
      "info",
      t("shell.oneOfSeveral", { name: splitPath(opened).name, count: paths.length - 1 }),
    );
  }
}

/** Opens a workbook file in place of the open one. */
export async function openWorkbook(path: string): Promise<void> {
  const { name } = splitPath(path);
  await replaceWith(() => unlocking(path, () => call("open_workbook", { path })), { name, path });
}

/** Opens a copy of a starter workbook. */
export async function openSample(name: string): Promise<void> {
  const samples = queryClient.getQueryData<Welcome>(keys.welcome)?.samples ?? [];
  const title = samples.find((sample) => sample.name === name)?.title ?? name;
  await replaceWith(() => call("open_sample", { name }), { name: title, path: null });
}

/** Opens an empty workbook. */
export async function newWorkbook(): Promise<void> {
  await replaceWith(() => call("new_workbook", {}));
}

/** Opens the work that a crash left behind. */
export async function recover(recovery: string): Promise<void> {
  const name = t("start.recovered");
  const known = queryClient.getQueryData<Welcome>(keys.welcome)?.recoveries ?? [];
  const path = known.find((one) => one.recovery === recovery)?.path ?? "";
  await replaceWith(() => unlocking(path, () => call("recover_workbook", { recovery })), {
    name,
    path: null,
  });
}

/** Deletes the work that a crash left behind. */
export async function discardRecovery(recovery: string): Promise<void> {
  await told(() => call("discard_recovery", { recovery }));
  await queryClient.invalidateQueries({ queryKey: keys.welcome });
}

/** Takes a workbook off the list of recent ones. */
export async function forgetRecent(path: string): Promise<void> {
  await told(() => call("forget_recent", { path }));
  await queryClient.invalidateQueries({ queryKey: keys.welcome });
}

/** Opens in place of what is open. What has a name is refused in a dialog, with a way on. */
async function replaceWith(
  open: () => Promise<SessionView>,
  what: Pick<Refused, "name" | "path"> | null = null,
): Promise<void> {
  const before = currentView();
  if (before && !(await mayLeave(before))) {
    return;
  }
  let view: SessionView;
  try {
    view = await open();
  } catch (thrown) {
    const { code, message } = toBackendError(thrown);
    if (code === NOT_GIVEN) {
      return;
    }
    if (what) {
      const again = () => void replaceWith(open, what);
      showDialog({ dialog: "notOpened", refused: { ...what, message, again } });
    } else {
      toastFailure(thrown);
    }
    await queryClient.invalidateQueries({ queryKey: keys.welcome });
    return;
  }
  showView(view);
  openSession(view.session);
  if (before && before.session !== view.session) {
    await told(() => call("close_workbook", { session: before.session, discard: false }));
  }
  await queryClient.invalidateQueries({ queryKey: keys.welcome });
}

/** Closes the workbook and shows the start page. */
export async function closeWorkbook(view: SessionView): Promise<void> {
  const current = currentView() ?? view;
  const choice = await leaveChoice(current);
  if (choice === "stay") {
    return;
  }
  const { session } = current;
  await told(() => call("close_workbook", { session, discard: choice === "discard" }));
  openSession(null);
  queryClient.removeQueries({ queryKey: keys.workbook(session) });
  await queryClient.invalidateQueries({ queryKey: keys.welcome });
}

/** Whether the open workbook may go; asks when it has unsaved changes. */
export async function mayLeave(view: SessionView): Promise<boolean> {
  const choice = await leaveChoice(view);
  if (choice === "discard") {
    await told(() => call("close_workbook", { session: view.session, discard: true }));
    openSession(null);
  }
  return choice !== "stay";
}

async function leaveChoice(view: SessionView): Promise<"saved" | "discard" | "stay"> {
  await flushEdits();
  const now = currentView() ?? view;
  if (!now.is_dirty) {
    return "saved";
  }
  const title = now.workbook.title || t("shell.top.untitled");
  const choice = await ask<"save" | "discard" | "stay">((answer) => ({
    dialog: "leave",
    title,
    answer,
  }));
  if (choice === "save") {
    return (await saveWorkbook(now)) ? "saved" : "stay";
  }
  return choice;
}

/** Saves where the workbook lives, or asks where; answers whether it is saved. */
export async function saveWorkbook(view: SessionView): Promise<boolean> {
  await flushEdits();
  const now = currentView() ?? view;
  return now.path === null ? saveWorkbookAs(now) : save(now, null, false);
}

/** Asks where to save. */
export async function saveWorkbookAs(view: SessionView): Promise<boolean> {
  const path = await chooseSavePath(view);
  return path === null ? false : save(view, path, false);
}

async function chooseSavePath(view: SessionView): Promise<string | null> {
  return choosePathFor(view.path ?? fileNameFor(view.workbook.title));
}

/** Asks where a package of the workbook is to go; its own file is not proposed. */
export async function choosePackagePath(view: SessionView): Promise<string | null> {
  const path = view.path ?? fileNameFor(view.workbook.title);
  return choosePathFor(path.replace(/(\.assay)?$/i, t("pack.suffix")));
}

async function choosePathFor(suggested: string): Promise<string | null> {
  const { pick } = transport();
  if (pick) {
    const [path] = (await told(() => pick("save", suggested))) ?? [];
    return path ?? null;
  }
  return ask<string | null>((answer) => ({ dialog: "saveFile", suggested, answer }));
}

async function save(
  view: SessionView,
  path: string | null,
  overwriteChanged: boolean,
): Promise<boolean> {
  useSaving.setState({ state: "saving", message: null });
  try {
    const saved = await call("save_workbook", {
      session: view.session,
      path,
      overwrite_changed: overwriteChanged,
    });
    useSaving.setState({ state: "idle", message: null });
    if (path !== null) {
      toast("ok", t("shell.saved", { path: saved.path }));
    }
    await queryClient.invalidateQueries({ queryKey: keys.workbook(view.session) });
    await queryClient.invalidateQueries({ queryKey: keys.welcome });
    return true;
  } catch (thrown) {
    const failure = toBackendError(thrown);
    if (failure.code === "WB_CHANGED_ON_DISK") {
      useSaving.setState({ state: "idle", message: null });
      return settleChange(view, path);
    }
    useSaving.setState({ state: "failed", message: failure.message });
    toastFailure(failure);
    return false;
  }
}

/** Someone else wrote the file: asks what is to become of it and of the changes here. */
export async function settleChange(view: SessionView, path: string | null): Promise<boolean> {
  const choice = await ask<ChangeChoice>((answer) => ({
    dialog: "changed",
    path: path ?? view.path ?? "",
    answer,
  }));
  switch (choice) {
    case "overwrite":
      return save(view, path, true);
    case "copy":
      return saveWorkbookAs(view);
    case "reload":
      await reloadWorkbook(view);
      return false;
    case "stay":
      return false;
  }
}

/** Shows what lies on the disk; the changes here are dropped. */
async function reloadWorkbook({ session, path }: SessionView): Promise<void> {
  await flushEdits();
  const reload = () => call("reload_workbook", { session });
  const view = await told(() => (path === null ? reload() : unlocking(path, reload)));
  if (view) {
    showView(view);
    openSession(view.session);
    queryClient.removeQueries({ queryKey: keys.workbook(session) });
    toast("ok", t("shell.changed.reloaded"));
    await queryClient.invalidateQueries({ queryKey: keys.welcome });
  }
}

/** Takes the last step back. */
export async function undo(view: SessionView): Promise<void> {
  await flushEdits();
  const after = await told(() => call("undo", { session: view.session }));
  if (after) {
    showView(after);
  }
}

/** Does the step again that was taken back last. */
export async function redo(view: SessionView): Promise<void> {
  await flushEdits();
  const after = await told(() => call("redo", { session: view.session }));
  if (after) {
    showView(after);
  }
}

/** Runs every cell that is stale or was never run. */
export async function runStale(view: SessionView): Promise<void> {
  await flushEdits();
  await told(() => call("run_stale", { session: view.session, job: newJob() }));
}

/** Stores settings and shows them at once. */
export async function saveSettings(settings: Settings): Promise<void> {
  applyTheme(settings.theme);
  queryClient.setQueryData<Welcome>(keys.welcome, (now) => now && { ...now, settings });
  await told(() => call("save_settings", { settings }));
}

/** Stores which panels are open; an inspector that floats is open for as long as it is needed alone. */
export function rememberPanels(): void {
  const welcome = queryClient.getQueryData<Welcome>(keys.welcome);
  const { side, inspector } = usePanels.getState().isOpen;
  if (welcome) {
    const known = welcome.settings.inspector_open;
    const inspector_open = isWide() ? inspector : known;
    const settings = { ...welcome.settings, side_panel_open: side, inspector_open };
    void saveSettings(settings);
  }
}

/** Sets the theme of the window. */
export async function setTheme(theme: Theme): Promise<void> {
  const welcome = queryClient.getQueryData<Welcome>(keys.welcome);
  if (welcome) {
    await saveSettings({ ...welcome.settings, theme });
  } else {
    applyTheme(theme);
  }
}

/** The open workbook as last heard of. */
export function currentView(): SessionView | null {
  const { session } = useSession.getState();
  return session ? (queryClient.getQueryData<SessionView>(keys.workbook(session)) ?? null) : null;
}

/** A file name that every system takes, from a title. */
export function fileNameFor(title: string): string {
  const plain = title
    .normalize("NFC")
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  return `${plain.slice(0, 80) || "workbook"}${WORKBOOK}`;
}

/** Does something and tells a failure; answers nothing then. */
async function told<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await work();
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
    return null;
  }
}
