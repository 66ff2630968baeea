// How the selected cell runs, what it reads, what reads it, and its last run.
import { useQuery } from "@tanstack/react-query";
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import type { RunMode } from "../backend/generated/RunMode";
import type { SessionView } from "../backend/generated/SessionView";
import type { Sources } from "../backend/generated/Sources";
import { applyEdit, sourcesQuery, welcomeQuery } from "../backend/query";
import { openTable, revealCell, useSession } from "../backend/session";
import { bytes, clock, count, duration } from "../i18n/format";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { toastFailure } from "../parts/toast";
import { ColumnSection } from "./ColumnTab";
import { LineageSections } from "./LineageSections";
import { LinkRow } from "./LinkRow";
import { shortName } from "./StatusBar";

type Props = { view: SessionView };

export function CellTab({ view }: Props) {
  const selected = useSession((state) => state.cell);
  const column = useSession((state) => state.column);
  const cell = view.workbook.cells.find((known) => known.id === selected);
  const about = view.cells.find((known) => known.cell === selected);
  if (!cell || !about) {
    return <Empty title={t("shell.inspector.noCell")}>{t("shell.inspector.noCellText")}</Empty>;
  }
  return (
    <>
      {cell.body.type === "sql" ? <RunSection view={view} cell={cell} about={about} /> : null}
      <ReadsSection view={view} about={about} />
      <FeedsSection view={view} about={about} />
      <LineageSections view={view} cell={cell.id} column={null} />
      {column?.cell === cell.id ? <ColumnSection view={view} column={column} /> : null}
      {about.result || cell.body.type === "sql" ? <LastRun about={about} /> : null}
    </>
  );
}

function RunSection({ view, cell, about }: Props & { cell: Cell; about: CellView }) {
  const mode: RunMode = cell.body.type === "sql" ? cell.body.mode : "on_change";
  const { data: welcome } = useQuery(welcomeQuery);
  function setMode(wanted: RunMode) {
    if (wanted !== mode) {
      applyEdit(view.session, { edit: "set_run_mode", cell: cell.id, mode: wanted }).catch(
        toastFailure,
      );
    }
  }
  return (
    <section className="sec">
      <h3>{t("shell.inspector.run")}</h3>
      <dl className="kv facts">
        <dt>{t("shell.inspector.engine")}</dt>
        <dd>
          <span className="row engine-name">
            <span className="led" />
            {shortName(welcome?.engine ?? "")}
          </span>
        </dd>
        <dt>{t("shell.inspector.when")}</dt>
        <dd>
          <fieldset className="seg" aria-label={t("shell.inspector.when")}>
            <button
              type="button"
              aria-pressed={mode === "on_change"}
              onClick={() => setMode("on_change")}
            >
              {t("shell.inspector.onChange")}
            </button>
            <button
              type="button"
              aria-pressed={mode === "manual"}
              onClick={() => setMode("manual")}
            >
              {t("shell.inspector.manual")}
            </button>
          </fieldset>
        </dd>
        <dt>{t("shell.inspector.rowLimit")}</dt>
        <dd>{t("shell.inspector.noLimit")}</dd>
      </dl>
      {about.state.state === "stale" ? (
        <p className="stale-note">
          {t("shell.inspector.because", { because: about.state.because })}
        </p>
      ) : null}
    </section>
  );
}

function ReadsSection({ view, about }: Props & { about: CellView }) {
  const { data: sources } = useQuery(sourcesQuery(view.session));
  return (
    <section className="sec">
      <h3>{t("shell.inspector.readsFrom")}</h3>
      {about.reads.length === 0 ? (
        <p className="muted small">{t("shell.inspector.readsNothing")}</p>
      ) : (
        <ul className="links">
          {about.reads.map((name) => (
            <ReadRow key={name} name={name} view={view} sources={sources} />
          ))}
        </ul>
      )}
    </section>
  );
}

type ReadProps = Props & { name: string; sources: Sources | undefined };

function ReadRow({ name: written, view, sources }: ReadProps) {
  // A text reads a parameter with a colon in front; the cell has none.
  const name = written.replace(/^:/, "");
  const lower = name.toLowerCase();
  const cell = view.workbook.cells.find((known) => known.name.toLowerCase() === lower);
  if (cell) {
    const isParameter = cell.body.type === "parameter";
    const rows = view.cells.find((known) => known.cell === cell.id)?.result?.stamp.rows;
    return (
      <LinkRow
        icon={isParameter ? "sliders" : cell.body.type === "chart" ? "chart" : "note"}
        name={name}
        meta={isParameter ? t("shell.inspector.parameter") : rowsText(rows)}
        run={() => revealCell(cell.id)}
      />
    );
  }
  const tables = sources?.sources.flatMap((source) => source.tables) ?? [];
  const table = tables.find((known) => known.name.toLowerCase() === lower);
  return (
    <LinkRow
      icon="table"
      name={name}
      meta={rowsText(table?.rows)}
      run={table ? () => openTable(table.name) : null}
    />
  );
}

function rowsText(rows: number | null | undefined): string {
  return rows === null || rows === undefined
    ? ""
    : t("common.rows", { count: rows, shown: count(rows) });
}

function FeedsSection({ view, about }: Props & { about: CellView }) {
  return (
    <section className="sec">
      <h3>{t("shell.inspector.feeds")}</h3>
      {about.feeds.length === 0 ? (
        <p className="muted small">{t("shell.inspector.feedsNothing")}</p>
      ) : (
        <ul className="links">
          {about.feeds.map((name) => {
            const cell = view.workbook.cells.find(
              (known) => known.name.toLowerCase() === name.toLowerCase(),
            );
            const state = view.cells.find((known) => known.cell === cell?.id)?.state.state;
            return (
              <LinkRow
                key={name}
                icon={cell?.body.type === "chart" ? "chart" : "note"}
                name={name}
                meta={state ? t(`shell.inspector.states.${state}`) : ""}
                isWarning={state === "stale"}
                run={cell ? () => revealCell(cell.id) : null}
              />
            );
          })}
        </ul>
      )}
    </section>
  );
}

function LastRun({ about }: { about: CellView }) {
  const result = about.result;
  if (!result) {
    return (
      <section className="sec">
        <h3>{t("shell.inspector.lastRun")}</h3>
        <p className="muted small">{t("shell.inspector.neverRan")}</p>
      </section>
    );
  }
  const { stamp } = result;
  return (
    <section className="sec">
      <h3>
        {t("shell.inspector.lastRun")}
        <span className="muted num">{duration(stamp.took_ms)}</span>
      </h3>
      <dl className="kv facts num">
        <dt>{t("shell.inspector.ranAt")}</dt>
        <dd>{clock(new Date(stamp.computed_at))}</dd>
        <dt>{t("shell.inspector.rows")}</dt>
        <dd>{count(stamp.rows)}</dd>
        {result.bytes > 0 ? (
          <>
            <dt>{t("shell.inspector.size")}</dt>
            <dd>{bytes(result.bytes)}</dd>
          </>
        ) : null}
        <dt>{t("shell.inspector.by")}</dt>
        <dd>{shortName(stamp.engine)}</dd>
      </dl>
      {result.is_saved_copy ? (
        <p className="muted small">{t("shell.inspector.savedCopy")}</p>
      ) : null}
    </section>
  );
}
