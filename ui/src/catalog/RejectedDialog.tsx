// Rows of a table that did not parse, with their line numbers: listed, never silently null.
import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "../backend/call";
import type { RejectedRow } from "../backend/generated/RejectedRow";
import type { SessionId } from "../backend/generated/SessionId";
import { keys } from "../backend/query";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Empty } from "../parts/Empty";

type Props = { session: SessionId; table: string; onClose: () => void };

const PAGE = 200;

export function RejectedDialog({ session, table, onClose }: Props) {
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: [...keys.sources(session), "rejected", table],
    queryFn: ({ pageParam, signal }) =>
      call("list_rejected", { session, table, offset: pageParam, limit: PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, page) => sum + page.rows.length, 0);
      return last.rows.length > 0 && shown < last.total ? shown : undefined;
    },
  });
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  const footer = (
    <>
      <span className="left muted small num">
        {t("source.rejected.shown", { shown: count(rows.length), total: count(total) })}
      </span>
      {hasNextPage ? (
        <button
          type="button"
          className="btn"
          disabled={isFetching}
          onClick={() => void fetchNextPage()}
        >
          {t("source.rejected.more")}
        </button>
      ) : null}
      <button type="button" className="btn primary" onClick={onClose}>
        {t("common.close")}
      </button>
    </>
  );
  return (
    <Dialog
      title={t("source.rejected.title", { table })}
      width={820}
      onClose={onClose}
      footer={footer}
    >
      {error ? (
        <p className="danger-text" role="alert">
          {error.message}
        </p>
      ) : null}
      {data && rows.length === 0 ? (
        <Empty title={t("source.rejected.none")}>{t("source.rejected.noneText")}</Empty>
      ) : (
        <RejectedTable rows={rows} />
      )}
    </Dialog>
  );
}

/** Rejected rows as a table. */
export function RejectedTable({ rows }: { rows: RejectedRow[] }) {
  return (
    <table className="table rejected">
      <thead>
        <tr>
          <th scope="col" className="r">
            {t("source.rejected.line")}
          </th>
          <th scope="col">{t("source.rejected.column")}</th>
          <th scope="col">{t("source.rejected.text")}</th>
          <th scope="col">{t("source.rejected.reason")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.line} ${row.column ?? ""} ${row.text}`}>
            <td className="r">{count(row.line)}</td>
            <td className={row.column ? "mono" : "muted"}>
              {row.column ?? t("source.rejected.wholeRow")}
            </td>
            <td className="mono rejected-text">{row.text}</td>
            <td>{row.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
