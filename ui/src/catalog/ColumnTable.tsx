// Columns of a table with their profiles.
import { useQuery } from "@tanstack/react-query";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import type { SessionView } from "../backend/generated/SessionView";
import type { TableInfo } from "../backend/generated/TableInfo";
import type { Use } from "../backend/lineage";
import { tableProfileQuery } from "../backend/query";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { typeName } from "../i18n/typeName";
import { KindIcon, kindClass } from "../parts/KindIcon";
import { whyRefused } from "../parts/refusal";
import { Sparkbar } from "../parts/Sparkbar";
import { nullText } from "./nullText";
import { useUses } from "./UsedBy";

type Props = { view: SessionView; table: TableInfo };

export function ColumnTable({ view, table }: Props) {
  const { data, error, isLoading } = useQuery({
    ...tableProfileQuery(view.session, table.name, table.fingerprint),
    enabled: whyRefused(view, "profile_table") === null,
  });
  const uses = useUses(view, table.name);
  const profiles = new Map(data?.profiles.map((profile) => [profile.field.name, profile]));
  return (
    <>
      {error ? (
        <p className="card-note danger-text">
          {t("catalog.page.profileFailed", { message: error.message })}
        </p>
      ) : null}
      <table className="table column-table" aria-busy={isLoading}>
        <thead>
          <tr>
            <th scope="col">{t("catalog.page.column")}</th>
            <th scope="col">{t("catalog.page.type")}</th>
            <th scope="col">{t("catalog.page.profile")}</th>
            <th scope="col" className="r">
              {t("catalog.page.null")}
            </th>
            <th scope="col" className="r">
              {t("catalog.page.distinct")}
            </th>
            <th scope="col" className="r col-uses">
              {t("lineage.usedBy")}
            </th>
            <th scope="col">
              <span className="sr-only">{t("common.quality.title")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {table.fields.map((field) => (
            <Row
              key={field.name}
              field={field}
              profile={profiles.get(field.name)}
              users={users(uses, field.name)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Names of the cells that use a column; none while they are not known. */
function users(uses: Use[] | null, column: string): string[] | null {
  const using = uses?.filter(({ columns }) => columns.includes(column));
  return using?.map(({ cell }) => cell.name) ?? null;
}

type RowProps = { field: Field; profile: ColumnProfile | undefined; users: string[] | null };

function Row({ field, profile, users }: RowProps) {
  const nulls = profile ? nullText(profile) : null;
  return (
    <tr className={kindClass(field.kind)}>
      <td>
        <span className="row">
          <KindIcon kind={field.kind} />
          <span className="mono">{field.name}</span>
        </span>
      </td>
      <td className="soft">{typeName(field.data_type)}</td>
      <td className="profile-cell">
        {profile ? (
          <Sparkbar profile={profile} width={88} height={18} />
        ) : (
          <span className="skel spark-wide" />
        )}
      </td>
      <td className={nulls?.isHigh ? "r warn-text" : "r"}>{nulls?.full ?? ""}</td>
      <td className="r">{profile ? distinctText(profile) : ""}</td>
      <td className="r col-uses" title={users ? usedBy(field.name, users) : ""}>
        {users ? count(users.length) : ""}
      </td>
      <td>
        <span className="q none" role="img" aria-label={t("common.quality.none")} />
      </td>
    </tr>
  );
}

function usedBy(name: string, users: string[]): string {
  return users.length === 0
    ? t("lineage.notUsed", { name })
    : t("lineage.usedByColumn", { name, names: users.join(", ") });
}

function distinctText(profile: ColumnProfile): string {
  const shown = count(profile.distinct);
  return profile.distinct_is_estimate ? t("shell.inspector.profile.about", { shown }) : shown;
}
