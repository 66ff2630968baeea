// Statements that ran on this machine, newest first.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { call } from "../backend/call";
import type { HistoryEntry } from "../backend/generated/HistoryEntry";
import type { SessionView } from "../backend/generated/SessionView";
import { keys } from "../backend/query";
import { revealCell } from "../backend/session";
import { count, duration, moment } from "../i18n/format";
import { t } from "../i18n/t";
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
  const cell = view.workbook.cells.find((known) => known.name === entry.cell);
  const inside = (
    <>
      <span className="row">
        <b className="mono trunc grow">{entry.cell || entry.workbook}</b>
        <span className="muted num">{moment(entry.ran_at, new Date(), t("common.yesterday"))}</span>
      </span>
      <span className="history-text mono">{entry.text}</span>
      <span className={entry.failed ? "danger-text num" : "muted num"}>{outcome(entry)}</span>
    </>
  );
  return cell && entry.workbook === view.workbook.title ? (
    <button
      type="button"
      className="history inset-focus"
      title={entry.text}
      onClick={() => revealCell(cell.id)}
    >
      {inside}
    </button>
  ) : (
    <div className="history" title={entry.text}>
      {inside}
    </div>
  );
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
