// Everything the shell can do, by name: for the keyboard, the palette and buttons alike.
import type { CellId } from "../backend/generated/CellId";
import type { Commands } from "../backend/generated/Commands";
import type { PaperFormat } from "../backend/generated/PaperFormat";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { goTo, useSession } from "../backend/session";
import { t } from "../i18n/t";
import { runCell } from "../notebook/cellActions";
import { handleOf } from "../notebook/cellHandle";
import { explainCell } from "../notebook/explainDialog";
import { askSnippet } from "../notebook/SnippetDialog";
import { closeTrial } from "../notebook/trial";
import { showPanel, toggleInspector, usePanels } from "../parts/panels";
import { whyRefused } from "../parts/refusal";
import {
  chooseAndOpen,
  chooseFolder,
  closeWorkbook,
  newWorkbook,
  redo,
  rememberPanels,
  runStale,
  saveWorkbook,
  saveWorkbookAs,
  setTheme,
  undo,
} from "./actions";
import { showDialog } from "./dialogs";
import { showInspector } from "./inspectorTab";
import { setPresenting } from "./presenting";
import { nextProblem } from "./problems";
import { focusPanelSearch, focusSearchIn, moveRegion } from "./regions";
import { isRestricted, setTrust } from "./trust";
import { chooseOther } from "./versions";
import { WORKSPACES, whyClosed } from "./workspaces";
import { WRITTEN, writeBeside } from "./writing";

/** Commands of the SQL editor, on the selected cell. */
export type EditorCommand =
  | "runCell"
  | "runHere"
  | "runUpTo"
  | "runNamed"
  | "format"
  | "snippet"
  | "explain"
  | "rename"
  | "definition"
  | "describeName"
  | "firstFix"
  | "fixes"
  | "complete"
  | "closeTrial";

/** Names of the commands. */
export type CommandId =
  | "palette"
  | "open"
  | "openFolder"
  | "newWorkbook"
  | "save"
  | "saveAs"
  | "close"
  | "undo"
  | "redo"
  | "runStale"
  | "toggleSide"
  | "toggleInspector"
  | "nextRegion"
  | "previousRegion"
  | "nextProblem"
  | "searchPanel"
  | "keyboard"
  | "settings"
  | "light"
  | "dark"
  | "system"
  | "present"
  | "history"
  | "versions"
  | "compareFile"
  | "mergeFile"
  | "trust"
  | "revokeTrust"
  | "reproduce"
  | "conventions"
  | "findSources"
  | "repairColumns"
  | "package"
  | "protect"
  | `write_${PaperFormat}`
  | EditorCommand
  | `workspace${1 | 2 | 3 | 4 | 5 | 6}`;

/** One command as the palette lists it. */
export interface Command {
  id: CommandId;
  title: string;
  /** Why it cannot run now; none when it can. */
  disabledBecause: string | null;
  run: () => unknown;
}

/** All commands as they stand for a workbook, or for the start page. */
export function commandsFor(view: SessionView | null): Command[] {
  const needsWorkbook = view ? null : t("shell.needsWorkbook");
  const always = (id: CommandId, title: string, run: () => unknown): Command => ({
    id,
    title,
    disabledBecause: null,
    run,
  });
  const onWorkbook = (
    id: CommandId,
    title: string,
    run: (view: SessionView) => unknown,
    because: string | null = null,
  ): Command => ({
    id,
    title,
    disabledBecause: needsWorkbook ?? because,
    run: () => (view ? run(view) : undefined),
  });
  const steps = t("shell.top.undo", { step: view?.undo ?? "" });
  const again = t("shell.top.redo", { step: view?.redo ?? "" });
  return [
    always("open", t("shell.commands.open"), chooseAndOpen),
    always("openFolder", t("shell.commands.openFolder"), chooseFolder),
    always("newWorkbook", t("shell.commands.newWorkbook"), newWorkbook),
    onWorkbook("save", t("shell.commands.save"), saveWorkbook),
    onWorkbook("saveAs", t("shell.commands.saveAs"), saveWorkbookAs),
    onWorkbook("close", t("shell.commands.close"), closeWorkbook),
    onWorkbook(
      "undo",
      view?.undo ? steps : t("shell.commands.undo"),
      undo,
      view?.undo ? null : t("shell.top.nothingToUndo"),
    ),
    onWorkbook(
      "redo",
      view?.redo ? again : t("shell.commands.redo"),
      redo,
      view?.redo ? null : t("shell.top.nothingToRedo"),
    ),
    onWorkbook("runStale", t("shell.commands.runStale"), runStale, whyRefused(view, "run_stale")),
    onWorkbook(
      "trust",
      t("trust.commands.trust"),
      () => showDialog({ dialog: "trust" }),
      view?.trust.trust === "trusted" ? t("trust.isTrusted") : null,
    ),
    onWorkbook(
      "revokeTrust",
      t("trust.commands.revoke"),
      (now) => setTrust(now, "restricted"),
      isRestricted(view) ? t("trust.isRestricted") : null,
    ),
    onWorkbook(
      "reproduce",
      t("reproduce.command"),
      () => showDialog({ dialog: "reproduce" }),
      whyRefused(view, "reproduce") ?? (view?.path === null ? t("reproduce.notSaved") : null),
    ),
    onWorkbook(
      "conventions",
      t("conventions.command"),
      () => showDialog({ dialog: "conventions" }),
      whyRefused(view, "apply_edit"),
    ),
    onWorkbook(
      "findSources",
      t("relink.commands.findSources"),
      () => showDialog({ dialog: "relink", chosen: {} }),
      whyRefused(view, "find_sources") ??
        (view?.needs.lost.length === 0 ? t("relink.nothingLost") : null),
    ),
    onWorkbook(
      "repairColumns",
      t("relink.commands.repairColumns"),
      () => showDialog({ dialog: "repair" }),
      whyRefused(view, "plan_repair") ??
        (view?.needs.gone.length === 0 ? t("relink.nothingGone") : null),
    ),
    onWorkbook(
      "package",
      t("pack.command"),
      () => showDialog({ dialog: "package" }),
      whyRefused(view, "package_workbook"),
    ),
    onWorkbook("protect", t("protect.command"), () => showDialog({ dialog: "protect" })),
    ...Object.keys(WRITTEN).map((key): Command => {
      const format = key as PaperFormat;
      return onWorkbook(
        `write_${format}`,
        t(`writing.commands.${format}`),
        (now) => writeBeside(now, format),
        view?.path === null ? t("writing.notSaved") : null,
      );
    }),
    onWorkbook("versions", t("shell.commands.versions"), () => showDialog({ dialog: "versions" })),
    onWorkbook("compareFile", t("shell.commands.compareFile"), () => chooseOther("compareFile")),
    onWorkbook("mergeFile", t("shell.commands.mergeFile"), () => chooseOther("merge")),
    onWorkbook("history", t("shell.commands.history"), openHistory),
    ...editorCommands(view),
    ...WORKSPACES.map((workspace, index): Command => {
      const id = `workspace${(index + 1) as 1 | 2 | 3 | 4 | 5 | 6}` as const;
      const title = t("shell.commands.goTo", { workspace: t(`shell.workspaces.${workspace}`) });
      const disabledBecause = whyClosed(workspace, view !== null);
      return { id, title, disabledBecause, run: () => goTo(workspace) };
    }),
    onWorkbook("nextProblem", t("shell.commands.nextProblem"), nextProblem),
    always("toggleSide", t("shell.commands.toggleSide"), toggleSide),
    always("toggleInspector", t("shell.commands.toggleInspector"), showOrHideInspector),
    onWorkbook("present", t("shell.commands.present"), () => setPresenting(true)),
    always("light", t("shell.commands.light"), () => setTheme("light")),
    always("dark", t("shell.commands.dark"), () => setTheme("dark")),
    always("system", t("shell.commands.system"), () => setTheme("system")),
    always("settings", t("shell.commands.settings"), () => showDialog({ dialog: "settings" })),
    always("keyboard", t("shell.commands.keyboard"), () => showDialog({ dialog: "keyboard" })),
    always("palette", t("shell.commands.palette"), () => showDialog({ dialog: "palette" })),
    always("nextRegion", t("shell.commands.nextRegion"), () => moveRegion(1)),
    always("previousRegion", t("shell.commands.previousRegion"), () => moveRegion(-1)),
    always("searchPanel", t("shell.commands.searchPanel"), focusPanelSearch),
  ];
}

/** What can be done to the text of the selected cell. */
function editorCommands(view: SessionView | null): Command[] {
  const selected = useSession.getState().cell;
  const cell = view?.workbook.cells.find(({ id }) => id === selected) ?? null;
  const isSql = cell?.body.type === "sql";
  const because = view ? (isSql ? null : t("shell.needsSqlCell")) : t("shell.needsWorkbook");
  const on = (
    id: EditorCommand,
    run: (cell: CellId, session: SessionId) => unknown,
    asks: keyof Commands | null = null,
  ): Command => ({
    id,
    title: t(`shell.commands.${id}`),
    disabledBecause: because ?? (asks ? whyRefused(view, asks) : null),
    run: () => (view && cell ? run(cell.id, view.session) : undefined),
  });
  return [
    on("runCell", (id, session) => runCell(session, id), "run_cell"),
    on("runHere", (id) => handleOf(id)?.run("here"), "run_part"),
    on("runUpTo", (id) => handleOf(id)?.run("upTo"), "run_part"),
    on("runNamed", (id) => handleOf(id)?.run("named"), "run_part"),
    on("closeTrial", (id, session) => closeTrial(session, id)),
    on("format", (id) => handleOf(id)?.format(), "format_text"),
    on("snippet", askSnippet),
    on("explain", explainInNotebook, "explain_cell"),
    on("rename", (id) => handleOf(id)?.press("rename"), "plan_rename"),
    on("definition", (id) => handleOf(id)?.press("definition"), "describe_name"),
    on("describeName", (id) => handleOf(id)?.press("describeName"), "describe_name"),
    on("firstFix", (id) => handleOf(id)?.takeFirstFix(), "check_text"),
    on("fixes", (id) => handleOf(id)?.press("fixes"), "check_text"),
    on("complete", (id) => handleOf(id)?.press("complete"), "complete_text"),
  ];
}

/** Shows the steps of a cell where its dialog lies. */
function explainInNotebook(cell: CellId): void {
  goTo("notebook");
  explainCell(cell);
}

/** Shows what ran, with the cursor in its search field. */
function openHistory(): void {
  showInspector("history");
  requestAnimationFrame(() => focusSearchIn("inspector"));
}

function toggleSide(): void {
  showPanel("side", !usePanels.getState().isOpen.side);
  rememberPanels();
}

function showOrHideInspector(): void {
  toggleInspector();
  rememberPanels();
}
