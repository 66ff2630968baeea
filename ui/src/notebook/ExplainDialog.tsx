// The steps in which a cell is computed, the last one first, with bars for rows and time once they
// were measured.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Step } from "../backend/generated/Step";
import { newJob } from "../backend/job";
import { flushEdits } from "../backend/pendingEdits";
import { bytes, count, duration } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { explainCell, useExplain } from "./explainDialog";
import { focusCell } from "./focus";
import { expectedRows, rowsOf, timeOf } from "./stepBars";
import "./explain.css";

/** The dialog, when the steps of a cell are asked for. */
export function ExplainDialogs({ view }: { view: SessionView }) {
  const cell = useExplain((state) => state.cell);
  const known = view.workbook.cells.find(({ id }) => id === cell);
  return known ? (
    <ExplainDialog key={known.id} view={view} cell={known.id} name={known.name} />
  ) : null;
}

type Props = { view: SessionView; cell: CellId; name: string };

function ExplainDialog({ view, cell, name }: Props) {
  const { session, revision } = view;
  const [runs, setRuns] = useState(0);
  const { data, error, isFetching } = useQuery({
    queryKey: ["explain", session, cell, runs, runs === 0 ? revision : 0],
    queryFn: async ({ signal }) => {
      await flushEdits();
      return call("explain_cell", { session, cell, is_measured: runs > 0, job: newJob() }, signal);
    },
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const close = () => {
    explainCell(null);
    focusCell(cell);
  };
  return (
    <Dialog
      title={t("explain.title", { name })}
      onClose={close}
      width={820}
      footer={
        <>
          <span className="muted small num left" role="status">
            {data ? said(data.plan_ms, data.took_ms) : ""}
          </span>
          <button
            type="button"
            className="btn"
            aria-busy={isFetching}
            onClick={() => setRuns(runs + 1)}
          >
            {t("explain.measure")}
          </button>
          <button type="button" className="btn primary" data-autofocus onClick={close}>
            {t("common.close")}
          </button>
        </>
      }
    >
      {error ? <p className="explain-note danger-text">{error.message}</p> : null}
      {data ? <Steps steps={data.steps} isMeasured={data.took_ms !== null} /> : null}
    </Dialog>
  );
}

function said(planMs: number, tookMs: number | null): string {
  return tookMs === null
    ? t("explain.planned", { plan: duration(planMs) })
    : t("explain.measured", { took: duration(tookMs) });
}

function Steps({ steps, isMeasured }: { steps: Step[]; isMeasured: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className="steps" tabIndex={0} role="group" aria-label={t("explain.steps")}>
      <table className="steps-table">
        <thead>
          <tr>
            <th scope="col">{t("explain.step")}</th>
            <th scope="col" className="r">
              {t("explain.expected")}
            </th>
            {isMeasured ? (
              <>
                <th scope="col" className="r">
                  {t("explain.rows")}
                </th>
                <th scope="col" className="r">
                  {t("explain.bytes")}
                </th>
                <th scope="col" className="r">
                  {t("explain.time")}
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step of a plan is its position
            <tr key={index}>
              <th scope="row" style={{ paddingLeft: 4 + 14 * Math.min(step.depth, MOST_INDENT) }}>
                <b>{step.what}</b>
                <code className="mono">{step.with}</code>
              </th>
              <td className="r num">
                {expectedRows(step)}
                {isMeasured ? null : <Bar share={rowsOf(step, steps)} kind="rows" />}
              </td>
              {isMeasured ? (
                <>
                  <td className="r num">
                    {step.rows === null ? "" : count(step.rows)}
                    <Bar share={rowsOf(step, steps)} kind="rows" />
                  </td>
                  <td className="r num">{step.bytes === null ? "" : bytes(step.bytes)}</td>
                  <td className="r num">
                    {step.took_ms === null ? "" : duration(step.took_ms)}
                    <Bar share={timeOf(step, steps)} kind="time" />
                  </td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="explain-note muted">{t(isMeasured ? "explain.about" : "explain.aboutPlan")}</p>
    </div>
  );
}

/** Deeper steps are not moved further to the right: their words need the room. */
const MOST_INDENT = 12;

function Bar({ share, kind }: { share: number | null; kind: "rows" | "time" }) {
  return (
    <span className={`step-bar ${kind}`} aria-hidden="true">
      {share === null ? null : <i style={{ left: 0, width: `max(${share * 100}%, 2px)` }} />}
    </span>
  );
}
