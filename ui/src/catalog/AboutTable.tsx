// How a table was read: file, format, and what deserves a look.
import type { SourceView } from "../backend/generated/SourceView";
import type { TableInfo } from "../backend/generated/TableInfo";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { optionWords } from "./optionWords";

type Props = { source: SourceView; table: TableInfo; onShowRejected: (table: string) => void };

export function AboutTable({ source, table, onShowRejected }: Props) {
  const { spec, state } = source;
  const options = optionWords(spec.options);
  return (
    <section className="card about-table" aria-labelledby="table-about">
      <div className="card-head">
        <h2 id="table-about">{t("catalog.page.about")}</h2>
      </div>
      <dl className="kv">
        <dt>{t("catalog.page.source")}</dt>
        <dd className="mono">{spec.name}</dd>
        <dt>{t("catalog.page.path")}</dt>
        <dd className="path">{spec.path}</dd>
        {spec.kind ? (
          <>
            <dt>{t("catalog.page.format")}</dt>
            <dd>{t(`source.kinds.${spec.kind}`)}</dd>
          </>
        ) : null}
        {options.map(({ label, value }) => (
          <Fact key={label} label={label} value={value} />
        ))}
      </dl>
      {state.state === "failed" ? (
        <p className="note">
          <Icon name="error" />
          <span>{state.message}</span>
        </p>
      ) : null}
      {table.notes.map((note) => (
        <p key={note} className="note info">
          <Icon name="info" />
          <span>{note}</span>
        </p>
      ))}
      {table.rejected > 0 ? (
        <p className="note">
          <Icon name="warn" />
          <button type="button" className="link" onClick={() => onShowRejected(table.name)}>
            {t("catalog.rejected", { count: table.rejected, shown: count(table.rejected) })}
          </button>
        </p>
      ) : null}
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
