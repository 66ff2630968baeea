// The profile of the column that is selected in a grid.
import { useQuery } from "@tanstack/react-query";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { SessionView } from "../backend/generated/SessionView";
import { cellProfileQuery } from "../backend/query";
import { type SelectedColumn, useSession } from "../backend/session";
import { double } from "../i18n/double";
import { count, percent } from "../i18n/format";
import { t } from "../i18n/t";
import { fullText } from "../i18n/value";
import { Empty } from "../parts/Empty";
import { KindIcon } from "../parts/KindIcon";
import { ProfileChart } from "../parts/ProfileChart";
import { LineageSections } from "./LineageSections";

type Props = { view: SessionView };

export function ColumnTab({ view }: Props) {
  const column = useSession((state) => state.column);
  if (!column) {
    return <Empty title={t("shell.inspector.noColumn")}>{t("shell.inspector.noColumnText")}</Empty>;
  }
  return (
    <>
      <ColumnSection view={view} column={column} />
      <LineageSections view={view} cell={column.cell} column={column.name} />
    </>
  );
}

/** The profile of one column of a cell's answer. */
export function ColumnSection({ view, column }: Props & { column: SelectedColumn }) {
  const result = view.cells.find((known) => known.cell === column.cell)?.result;
  const { data, error, isLoading } = useQuery({
    ...cellProfileQuery(view.session, column.cell, result?.version ?? 0),
    enabled: result !== null && result !== undefined,
  });
  const profile =
    data?.profiles.find(({ field }) => field.name === column.name) ?? column.profile ?? null;
  if (profile) {
    return <ProfileSection profile={profile} />;
  }
  if (isLoading) {
    return (
      <div className="sec" aria-busy="true">
        <div className="skel" style={{ height: 52 }} />
      </div>
    );
  }
  return (
    <Empty title={t("shell.inspector.noProfile")}>
      {error?.message ?? t("shell.inspector.noProfileText")}
    </Empty>
  );
}

function ProfileSection({ profile }: { profile: ColumnProfile }) {
  const about = count(profile.distinct);
  const nulls = profile.rows === 0 ? 0 : profile.nulls / profile.rows;
  return (
    <section className="sec">
      <h3>
        <span className="mono trunc">{profile.field.name}</span>
        <KindIcon kind={profile.field.kind} />
      </h3>
      <ProfileChart profile={profile} />
      <dl className="kv facts num">
        <dt>{t("shell.inspector.profile.rows")}</dt>
        <dd>{count(profile.rows)}</dd>
        <dt>{t("shell.inspector.profile.null")}</dt>
        <dd className={nulls >= 0.02 ? "warn-text" : ""}>
          {profile.nulls === 0 ? "0" : `${count(profile.nulls)}, ${percent(nulls)}`}
        </dd>
        <dt>{t("shell.inspector.profile.distinct")}</dt>
        <dd>
          {profile.distinct_is_estimate
            ? t("shell.inspector.profile.about", { shown: about })
            : about}
        </dd>
        {profile.min ? (
          <>
            <dt>{t("shell.inspector.profile.least")}</dt>
            <dd className="trunc">{fullText(profile.min)}</dd>
          </>
        ) : null}
        {profile.max ? (
          <>
            <dt>{t("shell.inspector.profile.most")}</dt>
            <dd className="trunc">{fullText(profile.max)}</dd>
          </>
        ) : null}
        {profile.mean !== null && profile.field.kind === "number" ? (
          <>
            <dt>{t("shell.inspector.profile.mean")}</dt>
            <dd>{double(profile.mean)}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}
