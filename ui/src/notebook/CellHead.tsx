// The head of a cell: name, kind, what is to be known of its state, menu, and Run or Cancel.
import type { ReactNode } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { useRefusal } from "../parts/refusal";
import { Tip } from "../parts/Tip";
import { CellName } from "./CellName";
import { cancelCell, runCell, runStale } from "./cellActions";
import { handleOf } from "./cellHandle";
import { cellMenu } from "./cellMenu";
import type { PartName } from "./editorRuns";

type Props = {
  session: SessionId;
  cell: Cell;
  view: CellView;
  index: number;
  count: number;
  /** Chips and buttons before the menu. */
  children?: ReactNode;
  onRunNext?: () => void;
};

export function CellHead({ session, cell, view, index, count, children, onRunNext }: Props) {
  const { state } = view;
  return (
    <header className="cell-head">
      <CellName session={session} cell={cell.id} name={cell.name} />
      <span className="cell-kind">{t(`notebook.kinds.${cell.body.type}`)}</span>
      <span className="grow" />
      {state.state === "stale" ? (
        <span className="chip warn trunc" title={state.because}>
          {state.because
            ? t("notebook.stale", { because: state.because })
            : t("notebook.staleShort")}
        </span>
      ) : null}
      {state.state === "waiting" ? <span className="chip">{t("notebook.waiting")}</span> : null}
      {children}
      <CellMenu session={session} cell={cell} index={index} count={count} />
      {cell.body.type === "sql" ? (
        <RunButton
          session={session}
          cell={cell}
          isRunning={state.state === "running"}
          onRunNext={onRunNext}
        />
      ) : null}
    </header>
  );
}

type MenuProps = Pick<Props, "session" | "cell" | "index" | "count">;

export function CellMenu({ session, cell, index, count }: MenuProps) {
  const label = t("notebook.menu.label", { name: cell.name });
  return (
    <MenuButton entries={cellMenu({ session, cell, index, count })} label={label} side="bottom-end">
      <button type="button" className="ib s cell-more" aria-label={label}>
        <Icon name="more" size="m" />
      </button>
    </MenuButton>
  );
}

type RunProps = {
  session: SessionId;
  cell: Cell;
  isRunning: boolean;
  onRunNext: (() => void) | undefined;
};

function RunButton({ session, cell, isRunning, onRunNext }: RunProps) {
  const refusal = useRefusal(session, "run_cell");
  if (refusal) {
    return (
      <Tip label={refusal}>
        <button type="button" className="btn s" aria-disabled="true">
          <Icon name="play" size="xs" />
          {t("notebook.run")}
        </button>
      </Tip>
    );
  }
  if (isRunning) {
    return (
      <button
        type="button"
        className="btn s danger"
        onClick={() => void cancelCell(session, cell.id)}
      >
        <Icon name="stop" size="xs" />
        {t("notebook.cancel")} <kbd>Esc</kbd>
      </button>
    );
  }
  const run = (part: PartName) => handleOf(cell.id)?.run(part);
  const entries: MenuEntry[] = [
    {
      label: t("notebook.menu.run"),
      meta: "Ctrl Enter",
      run: () => void runCell(session, cell.id),
    },
    { label: t("notebook.menu.runNext"), meta: "Shift Enter", run: () => onRunNext?.() },
    {
      label: t("notebook.menu.runStale"),
      meta: "Ctrl Shift Enter",
      run: () => void runStale(session),
    },
    "line",
    {
      label: t("notebook.menu.runHere"),
      meta: "Shift Alt Enter",
      run: () => run("here"),
    },
    { label: t("notebook.menu.runUpTo"), meta: "Shift Alt U", run: () => run("upTo") },
    { label: t("notebook.menu.runNamed"), meta: "Shift Alt P", run: () => run("named") },
  ];
  return (
    <span className="split">
      <button type="button" className="btn s" onClick={() => void runCell(session, cell.id)}>
        <Icon name="play" size="xs" />
        {t("notebook.run")}
      </button>
      <MenuButton entries={entries} label={t("notebook.menu.runOptions")} side="bottom-end">
        <button type="button" className="btn s" aria-label={t("notebook.menu.runOptions")}>
          <Icon name="down" size="xs" />
        </button>
      </MenuButton>
    </span>
  );
}
