// What a search found, each with the reason.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { call } from "../backend/call";
import type { Hit } from "../backend/generated/Hit";
import type { SessionId } from "../backend/generated/SessionId";
import { openTable } from "../backend/session";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";

type Props = { session: SessionId | null; words: string };

const MOST = 60;

function hitsQuery(session: SessionId | null, words: string) {
  return queryOptions({
    queryKey: ["sources", session ?? "everything", "search", words],
    queryFn: ({ signal }) => call("search_catalog", { session, words, limit: MOST }, signal),
    placeholderData: (before) => before,
  });
}

export function HitList({ session, words }: Props) {
  const { data, error } = useQuery(hitsQuery(session, words));
  const [at, setAt] = useState(0);
  if (error) {
    return <Empty title={t("catalog.failed")}>{error.message}</Empty>;
  }
  if (data?.hits.length === 0) {
    return <Empty title={t("catalog.noHits", { words })}>{t("catalog.noHitsText")}</Empty>;
  }
  function onKeyDown(event: KeyboardEvent<HTMLUListElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = event.currentTarget.querySelectorAll<HTMLElement>("button");
    const next = at + (step ?? 0);
    if (step && rows[next]) {
      event.preventDefault();
      setAt(next);
      rows[next].focus();
    }
  }
  return (
    <ul className="hits" aria-label={t("catalog.hits")} onKeyDown={onKeyDown}>
      {data?.hits.map((hit, index) => (
        <li key={`${hit.path} ${hit.table} ${hit.column ?? ""} ${hit.reason}`}>
          <HitRow hit={hit} isStop={index === at} onFocus={() => setAt(index)} />
        </li>
      ))}
    </ul>
  );
}

type RowProps = { hit: Hit; isStop: boolean; onFocus: () => void };

function HitRow({ hit, isStop, onFocus }: RowProps) {
  return (
    <button
      type="button"
      className="hit inset-focus"
      aria-disabled={hit.is_open ? undefined : true}
      tabIndex={isStop ? 0 : -1}
      title={hit.path}
      onFocus={onFocus}
      onClick={() => hit.is_open && openTable(hit.table)}
    >
      <Icon name="table" />
      <span className="grow trunc">
        <span className="mono trunc hit-name">
          {hit.column === null ? hit.table : `${hit.table}.${hit.column}`}
        </span>
        <span className="hit-reason trunc">
          {hit.reason}
          {hit.is_open ? "" : `, ${t("catalog.notOpen")}`}
        </span>
      </span>
    </button>
  );
}
