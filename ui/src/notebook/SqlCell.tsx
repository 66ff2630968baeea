// A SQL cell: its text, what is wrong with it, how its run goes, and its answer.
import { lazy, Suspense, useId, useMemo, useState } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { Fix } from "../backend/generated/Fix";
import type { SessionId } from "../backend/generated/SessionId";
import { emptyChart } from "../backend/newCell";
import { clock } from "../i18n/format";
import { t } from "../i18n/t";
import { useRefusal } from "../parts/refusal";
import { ResultGrid } from "../results/ResultGrid";
import { AnswerTabs } from "./AnswerTabs";
import { CellHead } from "./CellHead";
import { CellNote, Warnings } from "./CellNote";
import { insertReady, runCell, viewOf } from "./cellActions";
import { useCollapsed } from "./collapsed";
import { ErrorBox } from "./ErrorBox";
import { PlainCode } from "./FarCell";
import { startEditing } from "./focus";
import { boxedProblem, problemsShown } from "./problemsShown";
import { RunBox, RunLine, RunWords } from "./RunBox";
import type { KnownName } from "./sqlWords";
import { TrialPanel } from "./TrialPanel";
import { stretchOf, withFix } from "./textSpans";
import { type CellText, useCellText } from "./useCellText";
import { useCheck } from "./useCheck";

const SqlEditor = lazy(() => import("./SqlEditor"));

type Props = {
  session: SessionId;
  cell: Cell;
  text: string;
  view: CellView;
  index: number;
  count: number;
  names: readonly KnownName[];
  isNear: boolean;
  onRunNext: () => void;
};

export function SqlCell(props: Props) {
  const { session, cell, view, index, count, names, isNear, onRunNext } = props;
  const text = useCellText({ session, cell: cell.id, text: props.text });
  const [isEditing, setEditing] = useState(false);
  const [wasTouched, setTouched] = useState(false);
  const [goTo, setGoTo] = useState<{ diagnostic: Diagnostic; count: number } | null>(null);
  const isCollapsed = useCollapsed(({ cells }) => cells.has(cell.id));
  const canCheck = useRefusal(session, "check_text") === null;
  const checked = useCheck({
    session,
    cell: cell.id,
    text: text.text,
    isOn: wasTouched && canCheck,
  });
  const shown = useMemo(
    () =>
      problemsShown({
        text: text.text,
        known: props.text,
        diagnostics: view.diagnostics,
        checked,
      }),
    [text.text, props.text, view.diagnostics, checked],
  );
  const problems = useMemo(() => ({ text: text.text, diagnostics: shown }), [text.text, shown]);
  const boxed = boxedProblem(shown, view.state, isEditing);
  const errorId = useId();
  const errors = shown.filter(({ severity }) => severity === "error").length;
  const goToPlace = (diagnostic: Diagnostic) =>
    setGoTo((last) => ({ diagnostic, count: (last?.count ?? 0) + 1 }));
  const engine = view.result?.stamp.engine.replace(/ \d[\w.-]*$/, "") ?? t("notebook.engine.local");

  return (
    <>
      <CellHead
        session={session}
        cell={cell}
        view={view}
        index={index}
        count={count}
        onRunNext={onRunNext}
      >
        <span className="chip line cell-engine">
          <span className="led" />
          {engine}
        </span>
      </CellHead>
      {isCollapsed ? null : (
        <>
          <Suspense fallback={<PlainCode text={text.text} />}>
            <SqlEditor
              session={session}
              cell={cell.id}
              name={cell.name}
              text={text}
              names={names}
              problems={problems}
              goTo={goTo}
              onFocus={() => {
                setEditing(true);
                setTouched(true);
              }}
              onBlur={() => setEditing(false)}
            />
          </Suspense>
          {boxed ? (
            <ErrorBox
              id={errorId}
              diagnostic={boxed}
              more={errors - 1}
              onPlace={() => goToPlace(boxed)}
              onFix={(fix) => takeFix(text, fix)}
              onParameter={toParameter(session, text.text, boxed)}
            />
          ) : null}
          <TrialPanel
            session={session}
            cell={cell}
            text={text.text}
            isNear={isNear}
            onPlace={goToPlace}
            onFix={(fix) => takeFix(text, fix)}
          />
          <Answer
            session={session}
            cell={cell}
            view={view}
            isNear={isNear}
            hasError={boxed !== null}
          />
        </>
      )}
    </>
  );
}

/** Puts the focus into the field of the parameter whose value a problem is about. */
function toParameter(
  session: SessionId,
  text: string,
  { code, span }: Diagnostic,
): (() => void) | null {
  if (!code.startsWith("SQL_PARAMETER") || !span) {
    return null;
  }
  const { from, to } = stretchOf(text, span);
  const name = text.slice(from, to).replace(/^[:$]/, "").toLowerCase();
  const cells = viewOf(session)?.workbook.cells ?? [];
  const known = cells.find(
    (one) => one.body.type === "parameter" && one.name.toLowerCase() === name,
  );
  return known ? () => startEditing(known.id) : null;
}

/** A button of the box does what Alt Enter does, for its own fix. */
function takeFix(text: CellText, fix: Fix): void {
  const changed = withFix(text.current(), fix.changes);
  text.show.current?.(changed);
  text.typed(changed);
}

type AnswerProps = {
  session: SessionId;
  cell: Cell;
  view: CellView;
  isNear: boolean;
  hasError: boolean;
};

function Answer({ session, cell, view, isNear, hasError }: AnswerProps) {
  const { state, answers } = view;
  const isClosed = useRefusal(session, "run_cell") !== null;
  const [chosen, choose] = useState<number | null>(null);
  const last = answers.length - 1;
  const at = chosen !== null && chosen < last ? chosen : last;
  const other = answers[at];
  const result = other?.result ?? view.result;
  const job = state.state === "running" ? state.job : null;
  return (
    <>
      <RunWords name={cell.name} view={view} />
      {job ? <RunLine job={job} cell={cell.id} name={cell.name} /> : null}
      {job ? <RunBox job={job} cell={cell.id} /> : null}
      <CellNote session={session} state={state} hasResult={result !== null} />
      {state.state === "failed" && hasError ? <FailedFoot view={view} /> : null}
      {state.state === "idle" && !result ? (
        <div className="cell-foot">{t("notebook.note.idle")}</div>
      ) : null}
      {answers.length > 1 ? (
        <AnswerTabs name={cell.name} answers={answers} chosen={at} onChoose={choose} />
      ) : null}
      {result ? <Warnings warnings={result.warnings} /> : null}
      {result ? (
        <ResultGrid
          key={other?.id ?? cell.id}
          session={session}
          cell={other?.id ?? cell.id}
          name={cell.name}
          result={result}
          isNear={isNear}
          onRun={isClosed ? undefined : () => void runCell(session, cell.id)}
          onChart={at === last ? () => chartThis(session, cell) : undefined}
        />
      ) : null}
    </>
  );
}

function FailedFoot({ view }: { view: CellView }) {
  const below = view.feeds.length;
  const at = view.result ? new Date(view.result.stamp.computed_at) : null;
  const keeps = at && !Number.isNaN(at.getTime()) ? clock(at) : null;
  return (
    <div className="cell-foot">
      <span className="num">
        {keeps ? t("notebook.error.keeps", { at: keeps }) : t("notebook.error.stopped")}
      </span>
      <span className="grow" />
      {below > 0 ? <span>{t("notebook.error.below", { count: below })}</span> : null}
    </div>
  );
}

function chartThis(session: SessionId, cell: Cell): void {
  const view = viewOf(session);
  const index = view?.workbook.cells.findIndex((known) => known.id === cell.id) ?? -1;
  if (view && index >= 0) {
    void insertReady(view, index + 1, `${cell.name}_chart`, emptyChart(cell.name));
  }
}
