// The answer of a part of the text, above the answer that the cell keeps: what ran, how much of the
// data it saw, and its rows.
import type { KeyboardEvent } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { Fix } from "../backend/generated/Fix";
import type { Sampled } from "../backend/generated/Sampled";
import type { SessionId } from "../backend/generated/SessionId";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { ResultGrid } from "../results/ResultGrid";
import { Warnings } from "./CellNote";
import { ErrorBox, Words } from "./ErrorBox";
import { lineEnds } from "./editorFixes";
import { startEditing } from "./focus";
import { RunBox, RunLine } from "./RunBox";
import { closeTrial, type TrialState, useTrials } from "./trial";

type Props = {
  session: SessionId;
  cell: Cell;
  /** The text as it is now: fixes belong to the text that ran. */
  text: string;
  isNear: boolean;
  onPlace: (diagnostic: Diagnostic) => void;
  onFix: (fix: Fix) => void;
};

export function TrialPanel(props: Props) {
  const { session, cell } = props;
  const state = useTrials(({ of }) => of.get(cell.id) ?? null);
  if (!state) {
    return null;
  }
  const close = () => {
    closeTrial(session, cell.id);
    startEditing(cell.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      close();
    }
  };
  const isRunning = state.state === "running";
  return (
    <section
      className="trial"
      aria-label={t("notebook.trial.label", { name: cell.name })}
      onKeyDown={onKeyDown}
    >
      <div className="trial-head">
        <Icon name="play" size="xs" />
        <b role="status">
          <Words text={titleOf(state)} />
        </b>
        {state.state === "done" ? <Extent trial={state} /> : null}
        {state.state === "done" && state.text !== lineEnds(props.text) ? (
          <span className="chip warn">{t("notebook.trial.earlier")}</span>
        ) : null}
        <span className="grow" />
        <button
          type="button"
          className="ib s"
          aria-label={isRunning ? t("notebook.cancel") : t("notebook.trial.close")}
          title={isRunning ? t("notebook.cancel") : t("notebook.trial.close")}
          // The editor keeps the focus: losing it, the cell takes another height under the pointer.
          onMouseDown={(event) => event.preventDefault()}
          onClick={close}
        >
          <Icon name={isRunning ? "stop" : "close"} />
        </button>
      </div>
      {isRunning ? (
        <>
          <RunLine job={state.job} cell={cell.id} name={cell.name} />
          <RunBox job={state.job} cell={cell.id} />
        </>
      ) : (
        <Ended {...props} state={state} />
      )}
    </section>
  );
}

type Done = Extract<TrialState, { state: "done" }>;

function Ended({ session, cell, text, isNear, onPlace, onFix, state }: Props & { state: Done }) {
  const { trial } = state;
  const [first] = trial.diagnostics.filter(({ severity }) => severity === "error");
  const isSameText = lineEnds(text) === state.text;
  return (
    <>
      {first ? (
        <ErrorBox
          id={`trial-${cell.id}`}
          diagnostic={isSameText ? first : { ...first, fixes: [] }}
          more={trial.diagnostics.length - 1}
          onPlace={() => onPlace(first)}
          onFix={onFix}
        />
      ) : null}
      {trial.result ? (
        <>
          <Warnings warnings={trial.result.warnings} />
          <ResultGrid
            session={session}
            cell={trial.id}
            name={t("notebook.trial.rows", { name: cell.name })}
            result={trial.result}
            isNear={isNear}
          />
        </>
      ) : null}
    </>
  );
}

/** What ran, in words. */
export function titleOf(state: TrialState): string {
  const isNamed = state.part === "named_query";
  if (state.state === "running") {
    return isNamed ? t("notebook.trial.previewing") : t("notebook.trial.running");
  }
  const { span, named } = state.trial;
  if (isNamed) {
    return t("notebook.trial.preview", { name: `\`${named ?? ""}\`` });
  }
  return t(`notebook.trial.parts.${state.part as Exclude<typeof state.part, "named_query">}`, {
    line: span.line,
  });
}

/** How much of the data a preview saw. */
function Extent({ trial: { part, trial } }: { trial: Done }) {
  if (part !== "named_query" || !trial.result) {
    return <span className="muted trunc">{t("notebook.trial.beside")}</span>;
  }
  if (trial.sampled.length === 0) {
    return <span className="chip">{t("notebook.trial.whole")}</span>;
  }
  return <span className="chip warn trunc num">{extentOf(trial.sampled)}</span>;
}

/** "From the first 10 000 rows of orders (of 1 321 806)". */
export function extentOf(sampled: readonly Sampled[]): string {
  const names = sampled.map(({ name, rows }) =>
    rows === null ? name : t("notebook.trial.of", { name, rows: count(rows) }),
  );
  return t("notebook.trial.first", {
    first: count(sampled[0]?.first ?? 0),
    names: names.join(", "),
  });
}
