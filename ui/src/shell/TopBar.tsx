// The bar at the top: title, saved state, undo and redo, the command field, and what can be done
// with the whole workbook.
import type { SessionView } from "../backend/generated/SessionView";
import { goTo, useSession } from "../backend/session";
import { t } from "../i18n/t";
import { MenuButton } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { toggleInspector, usePanels } from "../parts/panels";
import { whyRefused } from "../parts/refusal";
import { Tip } from "../parts/Tip";
import { useTheme } from "../theme/theme";
import { redo, runStale, setTheme, undo } from "./actions";
import { showDialog } from "./dialogs";
import { setPresenting } from "./presenting";
import { SavedState } from "./SavedState";
import { WorkbookTitle } from "./WorkbookTitle";
import { WORKSPACE_ICONS, WORKSPACES, whyClosed } from "./workspaces";

type Props = { view: SessionView | null };

export function TopBar({ view }: Props) {
  return (
    <header className="topbar" data-region="top">
      {view ? <WorkbookCrumbs view={view} /> : <ProductCrumb />}
      <CommandField isCentered={view === null} />
      {view ? <WorkbookActions view={view} /> : <StartActions />}
      <ThemeButton />
    </header>
  );
}

function ProductCrumb() {
  return (
    <>
      <div className="crumbs">
        <b className="product">{t("shell.product")}</b>
      </div>
      <span className="grow" />
    </>
  );
}

function WorkbookCrumbs({ view }: { view: SessionView }) {
  const workspace = useSession((state) => state.workspace);
  const entries = WORKSPACES.map((name) => ({
    label: t(`shell.workspaces.${name}`),
    icon: WORKSPACE_ICONS[name],
    isChecked: name === workspace,
    disabledBecause: whyClosed(name, true),
    run: () => goTo(name),
  }));
  return (
    <>
      <div className="crumbs">
        <WorkbookTitle view={view} />
        <span className="sep" aria-hidden="true">
          /
        </span>
        <MenuButton entries={entries} label={t("shell.top.go")}>
          <button type="button" className="btn ghost s page-crumb">
            {t(`shell.workspaces.${workspace}`)}
            <Icon name="down" size="xs" />
          </button>
        </MenuButton>
      </div>
      <SavedState view={view} />
      <span className="divider" />
      <StepButton
        icon="undo"
        label={view.undo ? t("shell.top.undo", { step: view.undo }) : t("shell.top.nothingToUndo")}
        keys="Ctrl Z"
        isDisabled={view.undo === null}
        run={() => void undo(view)}
      />
      <StepButton
        icon="redo"
        label={view.redo ? t("shell.top.redo", { step: view.redo }) : t("shell.top.nothingToRedo")}
        keys="Ctrl Shift Z"
        isDisabled={view.redo === null}
        run={() => void redo(view)}
      />
      <StepButton
        icon="history"
        label={t("versions.button")}
        keys="Alt Shift V"
        isDisabled={false}
        run={() => showDialog({ dialog: "versions" })}
      />
    </>
  );
}

type StepProps = {
  icon: "undo" | "redo" | "history";
  label: string;
  keys: string;
  isDisabled: boolean;
  run: () => void;
};

function StepButton({ icon, label, keys, isDisabled, run }: StepProps) {
  return (
    <Tip
      label={
        <>
          {label} <kbd>{keys}</kbd>
        </>
      }
    >
      <button
        type="button"
        className="ib"
        aria-label={label}
        aria-disabled={isDisabled || undefined}
        onClick={() => isDisabled || run()}
      >
        <Icon name={icon} size="m" />
      </button>
    </Tip>
  );
}

function CommandField({ isCentered }: { isCentered: boolean }) {
  return (
    <button
      type="button"
      className={isCentered ? "cmd is-centered" : "cmd"}
      aria-keyshortcuts="Control+K"
      aria-haspopup="dialog"
      onClick={() => showDialog({ dialog: "palette" })}
    >
      <Icon name="search" />
      <span className="grow">{t("shell.top.search")}</span>
      <kbd>Ctrl K</kbd>
    </button>
  );
}

function WorkbookActions({ view }: { view: SessionView }) {
  const workspace = useSession((state) => state.workspace);
  const notRun = whyRefused(view, "run_stale");
  const notShared = whyRefused(view, "package_workbook");
  const stale = view.cells.filter(({ state }) => state.state === "stale").length;
  return (
    <>
      <Tip label={notRun ?? (stale === 0 ? t("shell.top.nothingStale") : null)}>
        <button
          type="button"
          className="btn"
          aria-disabled={notRun !== null || undefined}
          onClick={() => notRun !== null || void runStale(view)}
        >
          <Icon name="play" />
          {t("shell.top.runAll")}
          {stale > 0 ? (
            <span className="count">{t("shell.top.stale", { count: stale })}</span>
          ) : null}
        </button>
      </Tip>
      <Tip label={notShared ?? t("shell.top.shareHint")}>
        <button
          type="button"
          className="btn"
          aria-haspopup="dialog"
          aria-disabled={notShared !== null || undefined}
          onClick={() => notShared !== null || showDialog({ dialog: "package" })}
        >
          <Icon name="share" />
          {t("shell.top.share")}
        </button>
      </Tip>
      <button type="button" className="btn primary" onClick={() => setPresenting(true)}>
        <Icon name="present" />
        {t("shell.top.present")}
      </button>
      {workspace === "catalog" ? null : <InspectorButton />}
    </>
  );
}

/** Only where the inspector floats: beside the main region its edge and its key are enough. */
function InspectorButton() {
  const isOpen = usePanels((state) => state.isOpen.inspector);
  const label = t("shell.commands.toggleInspector");
  return (
    <Tip
      label={
        <>
          {label} <kbd>Ctrl I</kbd>
        </>
      }
    >
      <button
        type="button"
        className="ib narrow-only"
        aria-label={label}
        aria-pressed={isOpen}
        onClick={toggleInspector}
      >
        <Icon name="sliders" size="m" />
      </button>
    </Tip>
  );
}

function StartActions() {
  return (
    <>
      <span className="grow" />
      <button
        type="button"
        className="btn ghost"
        onClick={() => showDialog({ dialog: "keyboard" })}
      >
        {t("shell.top.keyboardMap")} <kbd>?</kbd>
      </button>
    </>
  );
}

function ThemeButton() {
  const shown = useTheme((state) => state.shown);
  const label = shown === "dark" ? t("shell.top.lightTheme") : t("shell.top.darkTheme");
  return (
    <Tip label={label}>
      <button
        type="button"
        className="ib"
        aria-label={label}
        onClick={() => void setTheme(shown === "dark" ? "light" : "dark")}
      >
        <Icon name="sun" size="m" />
      </button>
    </Tip>
  );
}
