// Exactly what a package holds, and what stays.
import type { PackagedTable } from "../backend/generated/PackagedTable";
import type { PackageReport } from "../backend/generated/PackageReport";
import { bytes, count } from "../i18n/format";
import { t } from "../i18n/t";

type Props = { report: PackageReport };

export function PackageLeaves({ report }: Props) {
  const { tables, answers, answers_left: answersLeft, texts } = report;
  const { values, values_left: valuesLeft, versions_left: versionsLeft } = report;
  return (
    <div className="leaves" role="status">
      <section aria-label={t("pack.report")}>
        <h3>
          {t("pack.report")}{" "}
          <span className="muted small">{t("pack.total", { size: bytes(report.bytes) })}</span>
        </h3>
        <ul>
          {tables.map((table) => (
            <Table key={table.table} table={table} />
          ))}
          {tables.length === 0 && answers.length === 0 ? <li>{t("pack.noData")}</li> : null}
          <Names words="answersOf" names={answers} />
          <Names words="valuesOf" names={values} />
          <Names words="textsOf" names={texts} />
        </ul>
      </section>
      <section aria-label={t("pack.stays")}>
        <h3>{t("pack.stays")}</h3>
        <ul>
          <Names words="answersOf" names={answersLeft} />
          <Names words="valuesOf" names={valuesLeft} />
          {versionsLeft > 0 ? <li>{t("pack.versions", { count: versionsLeft })}</li> : null}
          <li>{t("pack.rest")}</li>
        </ul>
      </section>
    </div>
  );
}

function Table({ table }: { table: PackagedTable }) {
  const size = bytes(table.bytes);
  const rows = count(table.rows);
  return (
    <li>
      <b className="mono">{table.table}</b>{" "}
      {table.groups_left > 0
        ? t("pack.groupLine", { rows, size, count: table.groups_left })
        : t("pack.tableLine", { rows, of: count(table.of_rows ?? table.rows), size })}
      <div className="mono">{table.columns.join(", ")}</div>
      {table.hashed.length > 0 ? (
        <div>{t("pack.hashed", { names: table.hashed.join(", ") })}</div>
      ) : null}
      {table.dropped.length > 0 ? (
        <div className="muted">{t("pack.dropped", { names: table.dropped.join(", ") })}</div>
      ) : null}
    </li>
  );
}

function Names({ words, names }: { words: "answersOf" | "valuesOf" | "textsOf"; names: string[] }) {
  return names.length === 0 ? null : <li>{t(`pack.${words}`, { names: names.join(", ") })}</li>;
}
