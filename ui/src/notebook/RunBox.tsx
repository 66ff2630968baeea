// A running cell: a line of two pixels at once; after a second what is being done, how many rows
// so far and for how long.
import { useEffect, useRef, useState } from "react";
import { useCellProgress } from "../backend/events";
import type { CellId } from "../backend/generated/CellId";
import type { CellView } from "../backend/generated/CellView";
import type { JobId } from "../backend/generated/JobId";
import { count, duration, percent } from "../i18n/format";
import { t } from "../i18n/t";

type Props = { job: JobId; cell: CellId; name: string };
type WordsProps = { name: string; view: CellView };

/** Says politely that a run started and how it ended. Nothing is said about cells that rest. */
export function RunWords({ name, view }: WordsProps) {
  const { state, result } = view;
  const before = useRef(state.state);
  const [words, setWords] = useState("");
  const rows = result?.stamp.rows ?? 0;
  useEffect(() => {
    const was = before.current;
    before.current = state.state;
    if (state.state === "running" && was !== "running") {
      setWords(t("notebook.running.started", { name }));
    } else if (state.state === "fresh" && (was === "running" || was === "waiting")) {
      const shown = t("common.rows", { count: rows, shown: count(rows) });
      setWords(t("notebook.running.done", { name, rows: shown }));
    }
  }, [state.state, name, rows]);
  return (
    <span className="sr-only" role="status">
      {words}
    </span>
  );
}

const PATIENCE_MS = 1000;
const TICK_MS = 500;

export function RunLine({ job, cell, name }: Props) {
  const progress = useCellProgress(job, cell);
  const share = progress?.progress.share ?? null;
  return (
    <div
      className={share === null ? "run-line is-open" : "run-line"}
      role="progressbar"
      aria-label={t("notebook.running.progress", { name })}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}
    >
      <i style={share === null ? undefined : { width: `${share * 100}%` }} />
    </div>
  );
}

export function RunBox({ job, cell }: Omit<Props, "name">) {
  const elapsed = useElapsed(job);
  const progress = useCellProgress(job, cell);
  if (elapsed < PATIENCE_MS) {
    return null;
  }
  const { stage = "", rows = 0, share = null } = progress?.progress ?? {};
  return (
    <div className="runbox">
      <div className="row num">
        <b className="strong" role="status" aria-live="polite">
          {stage || t("notebook.running.starting")}
        </b>
        {share === null ? null : <span className="muted">{percent(share, 0)}</span>}
        {rows > 0 ? (
          <span className="muted">{t("notebook.running.rows", { shown: count(rows) })}</span>
        ) : null}
        <span className="grow" />
        <span className="muted">{duration(Math.max(elapsed, progress?.elapsed_ms ?? 0))}</span>
      </div>
    </div>
  );
}

/** Milliseconds since the job was first seen here. */
function useElapsed(job: JobId): number {
  const [now, setNow] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another job starts its own clock
  useEffect(() => {
    const start = performance.now();
    setNow(0);
    const timer = setInterval(() => setNow(performance.now() - start), TICK_MS);
    return () => clearInterval(timer);
  }, [job]);
  return now;
}
