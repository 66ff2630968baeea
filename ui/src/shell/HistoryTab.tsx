// Statements that ran on this machine, newest first.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { HistoryEntry } from "../backend/generated/HistoryEntry";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { flushEdits } from "../backend/pendingEdits";
import { keys } from "../backend/query";
import { revealCell, useSession } from "../backend/session";
import { count, duration, moment } from "../i18n/format";
import { t } from "../i18n/t";
import { edit, insertReady, viewOf } from "../notebook/cellActions";
import { startEditing } from "../notebook/focus";
import { Empty } from "../parts/Empty";
import { SearchField } from "../parts/SearchField";

type Props = { view: SessionView };

const MOST = 100;

function historyQuery(words: string) {
  return queryOptions({
    queryKey: [...keys.history, words],
    queryFn: ({ signal }) => call("list_history", { words, limit: MOST }, signal),
    placeholderData: (before) => before,
  });
}

export function HistoryTab({ view }: Props) {
  const [words, setWords] = useState("");
  const { data, error } = useQuery(historyQuery(useDeferredValue(words)));
  return (
    <>
      <div className="panel-search">
        <SearchField label={t("shell.inspector.searchHistory")} value={words} onChange={setWords} />
      </div>
      {error ? <p className="sec danger-text">{error.message}</p> : null}
      {data?.entries.length === 0 ? (
        <Empty title={t("shell.inspector.noHistory")}>{t("shell.inspector.noHistoryText")}</Empty>
      ) : null}
      <ul>
        {data?.entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell may run twice in one moment
          <li key={index}>
            <Entry entry={entry} view={view} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Entry({ entry, view }: Props & { entry: HistoryEntry }) {
  const selected = useSession((state) => state.cell);
  const here = view.workbook.cells.find(({ id }) => id === selected);
  const target = here?.body.type === "sql" ? here : null;
  const cell = view.workbook.cells.find((known) => known.name === entry.cell);
  const head = (
    <>
      <span className="row">
        <b className="mono trunc grow">{entry.cell || entry.workbook}</b>
        <span className="muted num">{moment(entry.ran_at, new Date(), t("common.yesterday"))}</span>
      </span>
      <span className="history-text mono">{entry.text}</span>
    </>
  );
  return (
    <div className="history" title={entry.text}>
      {cell && entry.workbook === view.workbook.title ? (
        <button type="button" className="history-go" onClick={() => revealCell(cell.id)}>
          {head}
        </button>
      ) : (
        head
      )}
      <span className={entry.failed ? "danger-text num" : "muted num"}>{outcome(entry)}</span>
      <span className="history-acts">
        <button type="button" className="link" onClick={() => void insertPast(view, entry)}>
          {t("shell.inspector.historyInsert")}
        </button>
        {target ? (
          <button
            type="button"
            className="link trunc"
            onClick={() => void restorePast(view.session, target.id, entry)}
          >
            {t("shell.inspector.historyRestore", { name: target.name })}
          </button>
        ) : null}
      </span>
    </div>
  );
}

/** A past statement as a new cell below the selected one, or at the end. */
async function insertPast(view: SessionView, entry: HistoryEntry): Promise<void> {
  await flushEdits();
  const now = viewOf(view.session) ?? view;
  const { cells } = now.workbook;
  const at = cells.findIndex(({ id }) => id === useSession.getState().cell);
  const index = at < 0 ? cells.length : at + 1;
  const body = { type: "sql", text: entry.text, mode: "on_change" } as const;
  await insertReady(now, index, entry.cell || "query", body);
}

/** A past statement in place of a cell's text, as one step of its own. */
async function restorePast(
  session: SessionId,
  cell: CellId,
  { text }: HistoryEntry,
): Promise<void> {
  await flushEdits();
  const label = t("shell.inspector.historyStep");
  await edit(session, { edit: "batch", label, edits: [{ edit: "set_text", cell, text }] });
  startEditing(cell);
}

function outcome(entry: HistoryEntry): string {
  const took = duration(entry.took_ms);
  if (entry.failed) {
    return `${t("shell.inspector.historyFailed")}, ${took}`;
  }
  if (entry.rows === null) {
    return took;
  }
  return `${t("common.rows", { count: entry.rows, shown: count(entry.rows) })}, ${took}`;
}
