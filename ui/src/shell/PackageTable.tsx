// What leaves of one table: which rows, and each column as it is, as a hash, or not at all.
import { useId, useState } from "react";
import type { TableInfo } from "../backend/generated/TableInfo";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { typeName } from "../i18n/typeName";
import { NativeSelect } from "../parts/NativeSelect";
import { filterWords } from "../results/FilterChips";
import { FilterEditor } from "../results/FilterEditor";
import {
  type ColumnHow,
  floorOf,
  howOf,
  type ShareKind,
  type TableChoice,
  waysOf,
} from "./packageWish";

const SHARES: ShareKind[] = ["none", "full", "filtered", "aggregated"];

type Props = {
  table: TableInfo;
  choice: TableChoice;
  choose: (part: Partial<TableChoice>) => void;
};

export function PackageTable({ table, choice, choose }: Props) {
  return (
    <section className="packed" aria-label={table.name}>
      <div className="row">
        <h4 className="mono grow">
          {table.name} <span className="muted small">{sizeOf(table)}</span>
        </h4>
        <NativeSelect
          aria-label={t("pack.shareOf", { table: table.name })}
          value={choice.share}
          onChange={({ target }) => choose({ share: target.value as ShareKind })}
        >
          {SHARES.map((share) => (
            <option key={share} value={share}>
              {t(`pack.share.${share}`)}
            </option>
          ))}
        </NativeSelect>
      </div>
      {choice.share === "filtered" ? (
        <Conditions table={table} choice={choice} choose={choose} />
      ) : null}
      {choice.share === "aggregated" ? <Floor choice={choice} choose={choose} /> : null}
      {choice.share === "none" ? null : <Columns table={table} choice={choice} choose={choose} />}
    </section>
  );
}

/** How much there is, so that no column below is overlooked. */
function sizeOf({ rows, fields }: TableInfo): string {
  const columns = t("common.columns", { count: fields.length, shown: count(fields.length) });
  return rows === null
    ? columns
    : `${t("common.rows", { count: rows, shown: count(rows) })} × ${columns}`;
}

function Columns({ table, choice, choose }: Props) {
  return (
    <table className="reproduced" aria-label={t("pack.columnsOf", { table: table.name })}>
      <thead>
        <tr>
          <th scope="col">{t("pack.column")}</th>
          <th scope="col">{t("pack.leaves")}</th>
        </tr>
      </thead>
      <tbody>
        {table.fields.map((field) => (
          <tr key={field.name}>
            <th scope="row">
              <span className="mono">{field.name}</span>{" "}
              <span className="muted">{typeName(field.data_type)}</span>
            </th>
            <td>
              <NativeSelect
                aria-label={t("pack.columnOf", { column: field.name, table: table.name })}
                value={howOf(field, choice)}
                onChange={({ target }) =>
                  choose({
                    columns: { ...choice.columns, [field.name]: target.value as ColumnHow },
                  })
                }
              >
                {waysOf(field, choice.share).map((how) => (
                  <option key={how} value={how}>
                    {t(`pack.how.${how}`)}
                  </option>
                ))}
              </NativeSelect>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Conditions({ table, choice, choose }: Props) {
  const [column, setColumn] = useState(table.fields[0]?.name ?? "");
  const field = table.fields.find(({ name }) => name === column);
  const own = choice.filters.filter((filter) => filter.field === column);
  const others = choice.filters.filter((filter) => filter.field !== column);
  return (
    <div className="conditions">
      <p className="small" role="status">
        {choice.filters.length === 0
          ? t("pack.noConditions")
          : choice.filters.map(filterWords).join(" · ")}
      </p>
      <div className="row">
        <span className="muted small">{t("pack.conditionOn")}</span>
        <NativeSelect
          isMono
          aria-label={t("pack.conditionOf", { table: table.name })}
          value={column}
          onChange={({ target }) => setColumn(target.value)}
        >
          {table.fields.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </div>
      {field ? (
        <FilterEditor
          key={column}
          field={field}
          profile={null}
          own={own}
          onApply={(filters) => choose({ filters: [...others, ...filters] })}
        />
      ) : null}
    </div>
  );
}

function Floor({ choice, choose }: Omit<Props, "table">) {
  const id = useId();
  const read = floorOf(choice);
  return (
    <div className="small floor">
      <label htmlFor={id}>{t("pack.floor")}</label>
      <span className="input" data-state={read.ok ? undefined : "error"}>
        <input
          id={id}
          className="num"
          inputMode="numeric"
          autoComplete="off"
          aria-invalid={!read.ok}
          aria-describedby={read.ok ? undefined : `${id}-bad`}
          value={choice.floor}
          onChange={({ target }) => choose({ floor: target.value })}
        />
      </span>
      {read.ok ? null : (
        <p id={`${id}-bad`} className="field-error" role="alert">
          {read.because}
        </p>
      )}
    </div>
  );
}
