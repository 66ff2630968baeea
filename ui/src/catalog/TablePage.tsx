// The page of one table. Only what is known: columns with profiles, first rows, how it was read.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { callRows } from "../backend/call";
import type { Field } from "../backend/generated/Field";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { SourceView } from "../backend/generated/SourceView";
import type { TableInfo } from "../backend/generated/TableInfo";
import { keys } from "../backend/query";
import type { RowColumn } from "../backend/rows";
import { bytes, count } from "../i18n/format";
import { t } from "../i18n/t";
import { rowText } from "../i18n/value";
import { Icon } from "../parts/Icon";
import { useRefusal, whyRefused } from "../parts/refusal";
import { Tip } from "../parts/Tip";
import { AboutTable } from "./AboutTable";
import { ColumnTable } from "./ColumnTable";
import { chartTable, queryTable, refreshSource } from "./tableActions";
import { UsedBy } from "./UsedBy";

type Props = {
  view: SessionView;
  source: SourceView;
  table: TableInfo;
  onShowRejected: (table: string) => void;
};

const SAMPLE_ROWS = 20;

export function TablePage({ view, source, table, onShowRejected }: Props) {
  return (
    <div className="table-page">
      <Head view={view} source={source} table={table} />
      <div className="table-body">
        <div className="stack table-main">
          <section className="card" aria-labelledby="table-columns">
            <div className="card-head">
              <h2 id="table-columns">{t("catalog.page.columns")}</h2>
              <span className="muted num small">{count(table.fields.length)}</span>
            </div>
            <ColumnTable view={view} table={table} />
          </section>
          <Sample session={view.session} table={table} />
        </div>
        <div className="stack table-side">
          <AboutTable source={source} table={table} onShowRejected={onShowRejected} />
          <UsedBy view={view} table={table.name} />
        </div>
      </div>
    </div>
  );
}

function Head({ view, source, table }: Omit<Props, "onShowRejected">) {
  const isStale = source.state.state === "stale";
  const kind = source.spec.kind;
  return (
    <header className="table-head">
      <div className="row">
        <h1 className="trunc">{table.name}</h1>
        <span className="grow" />
        {isStale && whyRefused(view, "refresh_source") === null ? (
          <button
            type="button"
            className="btn"
            onClick={() => void refreshSource(view, source.spec.id)}
          >
            <Icon name="refresh" />
            {t("catalog.refresh")}
          </button>
        ) : null}
        <button type="button" className="btn" onClick={() => void chartTable(view, table.name)}>
          <Icon name="chart" />
          {t("catalog.page.chart")}
        </button>
        <button
          type="button"
          className="btn primary"
          onClick={() => void queryTable(view, table.name)}
        >
          <Icon name="note" />
          {t("catalog.page.query")}
        </button>
      </div>
      <div className="row table-facts num">
        {table.rows === null ? null : (
          <span>{t("common.rows", { count: table.rows, shown: count(table.rows) })}</span>
        )}
        <span>
          {t("common.columns", {
            count: table.fields.length,
            shown: count(table.fields.length),
          })}
        </span>
        {table.bytes > 0 ? (
          <span>
            {t("catalog.page.sizeOnDisk", {
              size: bytes(table.bytes),
              format: kind ? t(`source.kinds.${kind}`) : "",
            })}
          </span>
        ) : null}
        <StateOfSource source={source} />
      </div>
    </header>
  );
}

function StateOfSource({ source }: { source: SourceView }) {
  const { state } = source;
  switch (state.state) {
    case "ready":
      return (
        <span className="row state-word">
          <span className="led" />
          {t("catalog.page.fresh")}
        </span>
      );
    case "stale":
      return (
        <span className="row state-word warn-text">
          <span className="led warn" />
          {t("catalog.stale")}
        </span>
      );
    case "failed":
      return (
        <Tip label={state.message}>
          <span className="row state-word danger-text">
            <span className="led bad" />
            {t("catalog.failedShort")}
          </span>
        </Tip>
      );
    case "reading":
      return <span>{t("catalog.reading", { name: source.spec.name })}</span>;
    case "unread":
      return <span>{t("catalog.unread")}</span>;
  }
}

function sampleQuery(session: SessionId, table: TableInfo) {
  return queryOptions({
    queryKey: [...keys.sources(session), "sample", table.name, table.fingerprint],
    queryFn: ({ signal }) =>
      callRows("read_table", { session, table: table.name, offset: 0, limit: SAMPLE_ROWS }, signal),
  });
}

function Sample({ session, table }: { session: SessionId; table: TableInfo }) {
  const refusal = useRefusal(session, "read_table");
  const { data, error, refetch, isFetching } = useQuery({
    ...sampleQuery(session, table),
    enabled: refusal === null,
  });
  const rows = table.rows ?? data?.head.rows ?? 0;
  return (
    <section className="card" aria-labelledby="table-sample" aria-busy={isFetching}>
      <div className="card-head">
        <h2 id="table-sample">{t("catalog.page.sample")}</h2>
        <span className="grow" />
        {data ? (
          <span className="muted small num">
            {t("catalog.page.firstRows", { shown: count(data.count), rows: count(rows) })}
          </span>
        ) : null}
        <button
          type="button"
          className="ib s"
          aria-label={t("catalog.refresh")}
          aria-disabled={refusal !== null || undefined}
          onClick={() => refusal !== null || void refetch()}
        >
          <Icon name="refresh" />
        </button>
      </div>
      {refusal ? <p className="card-note muted">{refusal}.</p> : null}
      {error ? (
        <p className="card-note danger-text">
          {t("catalog.page.sampleFailed", { message: error.message })}
        </p>
      ) : null}
      {data ? <SampleRows columns={data.columns} count={data.count} fields={table.fields} /> : null}
    </section>
  );
}

type RowsProps = { columns: RowColumn[]; count: number; fields: Field[] };

function SampleRows({ columns, count: shown, fields }: RowsProps) {
  const known = new Map(fields.map((field) => [field.name, field]));
  const typed = columns.flatMap((column) => {
    const field = known.get(column.name);
    return field ? [{ column, field }] : [];
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className="sample-rows" tabIndex={0} role="group" aria-label={t("catalog.page.sample")}>
      <table className="rows-table">
        <thead>
          <tr>
            {typed.map(({ field }) => (
              <th key={field.name} scope="col" className={field.kind === "number" ? "r" : ""}>
                <span className="mono">{field.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a sample is its position
            <tr key={row}>
              {typed.map(({ column, field }) => (
                <td key={field.name} className={field.kind === "number" ? "r" : "num"}>
                  {column.at(row) === null ? (
                    <span className="null">{t("common.null")}</span>
                  ) : (
                    rowText(column.at(row), field)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
