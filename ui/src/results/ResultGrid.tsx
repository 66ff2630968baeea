// The answer of a cell: its rows with what is known of them, and what can be done next. The rows
// stay in the engine; this shows windows of them and always the true number.
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import type { CellId } from "../backend/generated/CellId";
import type { CellResult } from "../backend/generated/CellResult";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { SessionId } from "../backend/generated/SessionId";
import { cellProfileQuery } from "../backend/query";
import { count, duration } from "../i18n/format";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { ExportDialog } from "./ExportDialog";
import { FilterChips, filterWords } from "./FilterChips";
import { GridSkeleton } from "./GridSkeleton";
import { gridHeight, SHOWN_ROWS } from "./gridSize";
import { changeView, fitView, useGridView } from "./gridView";
import { ResultFoot } from "./ResultFoot";
import { useSavedWords } from "./saved";
import "./grid.css";

const GridBody = lazy(() => import("./GridBody"));

type Props = {
  session: SessionId;
  cell: CellId;
  name: string;
  result: CellResult;
  /** Makes a chart of the result. */
  onChart?: (() => void) | undefined;
  /** Runs the cell; offered beside a saved copy. */
  onRun?: (() => void) | undefined;
  /** False while the cell is far from the screen: the place is kept, the rows are not loaded. */
  isNear?: boolean;
};

const SCROLLBAR = 15;
const NO_PROFILES: ColumnProfile[] = [];
const EMPTIED_ROWS = 5;

export function ResultGrid({ session, cell, name, result, onChart, onRun, isNear = true }: Props) {
  const { stamp, is_saved_copy: isSaved, version } = result;
  const view = useGridView(cell);
  const [failure, setFailure] = useState<string | null>(null);
  const [selected, setSelected] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const [isWide, setWide] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const fields = useStable(stamp.fields);
  const mostRows = isSaved ? stamp.saved_rows : null;
  const all = mostRows ?? stamp.rows;
  const isFiltered = view.filters.length > 0;
  const rows = isFiltered ? (view.rows ?? all) : all;

  useEffect(() => {
    const change = fitView(
      { ...view },
      fields.map((field) => field.name),
    );
    if (change) {
      changeView(cell, change);
    }
  }, [cell, fields, view]);

  const profiles = useQuery({
    ...cellProfileQuery(session, cell, version),
    enabled: isNear && !isSaved && stamp.rows > 0,
  });
  const onRows = useCallback((found: number) => changeView(cell, { rows: found }), [cell]);

  if (fields.length === 0) {
    return (
      <div className="grid-empty">
        <Empty title={t("results.empty.noColumns")} />
      </div>
    );
  }
  if (stamp.rows === 0) {
    return (
      <div className="grid-empty">
        <Empty title={t("results.empty.title")}>
          {t("results.empty.query", { took: duration(stamp.took_ms) })}
        </Empty>
      </div>
    );
  }
  const isEmptied = isFiltered && view.rows === 0;
  const bodyRows = isEmptied ? EMPTIED_ROWS : rows;
  const size = view.isTall ? "tall" : "short";
  const height = gridHeight(bodyRows, size) + (isWide ? SCROLLBAR : 0);
  return (
    <div className="result">
      {isSaved ? (
        <SavedNote session={session} cell={cell} name={name} result={result} onRun={onRun} />
      ) : null}
      <FilterChips cell={cell} filters={view.filters} />
      {failure ? (
        <Failure message={failure} onRetry={() => setAttempt((count) => count + 1)} />
      ) : null}
      <div className="grid-place" style={{ height }}>
        {isNear ? (
          <Suspense
            fallback={<GridSkeleton fields={fields} rows={Math.min(bodyRows, SHOWN_ROWS[size])} />}
          >
            <GridBody
              session={session}
              cell={cell}
              name={name}
              version={version}
              fields={fields}
              filters={view.filters}
              profiles={
                isSaved || profiles.isError ? NO_PROFILES : (profiles.data?.profiles ?? null)
              }
              fixedBecause={isSaved ? t("results.saved.fixed") : null}
              mostRows={mostRows}
              attempt={attempt}
              expectedRows={all}
              height={height}
              onRows={onRows}
              onFailure={setFailure}
              onSelected={setSelected}
              onOverflow={setWide}
            />
          </Suspense>
        ) : null}
        {isEmptied ? <Emptied cell={cell} rows={all} /> : null}
      </div>
      <ResultFoot
        cell={cell}
        result={result}
        shown={isFiltered ? view.rows : null}
        selected={selected}
        canGrow={rows > SHOWN_ROWS.short}
        onChart={onChart}
        onExport={isSaved ? undefined : () => setExporting(true)}
      />
      {isExporting ? (
        <ExportDialog
          session={session}
          cell={cell}
          name={name}
          filters={view.filters}
          order={view.order}
          rows={stamp.rows}
          shown={isFiltered ? view.rows : null}
          onClose={() => setExporting(false)}
        />
      ) : null}
    </div>
  );
}

function SavedNote({ session, cell, result, onRun }: Props) {
  const { stamp } = result;
  const words = useSavedWords(session, cell, stamp.computed_at);
  const isPart = stamp.saved_rows < stamp.rows;
  return (
    <Note icon="history">
      <span>{words?.sentence}</span>
      {isPart ? (
        <span className="muted">
          {t("results.saved.head", { shown: count(stamp.saved_rows), rows: count(stamp.rows) })}
        </span>
      ) : null}
      <span className="grow" />
      {onRun ? (
        <button type="button" className="link" onClick={onRun}>
          {t("results.saved.run")}
        </button>
      ) : null}
    </Note>
  );
}

function Note({ icon, children }: { icon: "history" | "warn"; children: ReactNode }) {
  return (
    <div className="result-note num">
      <Icon name={icon} />
      {children}
    </div>
  );
}

function Failure({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div className="result-note is-bad" role="alert">
      <Icon name="error" />
      <b>{t("results.failed")}</b>
      <span className="grow">{message}</span>
      <button type="button" className="link" onClick={onRetry}>
        {t("common.retry")}
      </button>
    </div>
  );
}

function Emptied({ cell, rows }: { cell: CellId; rows: number }) {
  const { filters } = useGridView(cell);
  return (
    <div className="grid-emptied" role="status">
      <Empty
        title={t("results.empty.title")}
        actions={
          <button type="button" className="btn s" onClick={() => changeView(cell, { filters: [] })}>
            {t("results.empty.clear", { count: filters.length })}
          </button>
        }
      >
        {t("results.empty.filter", {
          filters: filters.map(filterWords).join(", "),
          rows: count(rows),
        })}
      </Empty>
    </div>
  );
}

/** The same list for as long as it says the same, so that a grid is not built anew. */
function useStable<Item>(list: Item[]): Item[] {
  const text = JSON.stringify(list);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the list
  return useMemo(() => list, [text]);
}
