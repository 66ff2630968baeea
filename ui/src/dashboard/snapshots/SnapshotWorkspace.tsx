// A snapshot as it was, or two side by side. Nothing here changes the workbook.
import { useQuery } from "@tanstack/react-query";
import type { Page } from "../../backend/generated/Page";
import type { SessionView } from "../../backend/generated/SessionView";
import type { SnapshotView } from "../../backend/generated/SnapshotView";
import { count, moment } from "../../i18n/format";
import { t } from "../../i18n/t";
import { Empty } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { clauseWords, selectionKey } from "../clauseWords";
import { pageCountQuery, pageQuery } from "../pageQuery";
import { type ShownSnapshot, showSnapshot } from "../pageState";
import { StillPage } from "./StillPage";
import { type Still, snapshotQuery, stillNow } from "./snapshotQueries";
import "./snapshots.css";

type Props = { book: SessionView; page: Page; shown: ShownSnapshot };

export function SnapshotWorkspace({ book, page, shown }: Props) {
  const one = useSnapshot(book, shown.snapshot);
  const isNow = shown.other === "now";
  const other = useSnapshot(book, isNow ? null : shown.other);
  const now = useNow(book, page, isNow);
  const right = isNow ? now : other.still;
  const failure = one.failure ?? other.failure;
  return (
    <main className="main" aria-label={t("dashboard.page")} data-region="main" tabIndex={-1}>
      <div className="dash-head">
        <h1 className="dash-title trunc">
          {one.still?.snapshot?.name ?? ""}
          {right ? ` · ${right.snapshot?.name ?? t("snapshots.now")}` : ""}
        </h1>
        <span className="chip">
          <Icon name="lock" size="xs" />
          {t("snapshots.readOnly")}
        </span>
        <span className="grow" />
        <button type="button" className="btn s" onClick={() => showSnapshot(null)}>
          {t("snapshots.back")}
        </button>
      </div>
      {failure ? <Empty title={failure}>{""}</Empty> : null}
      <div className={shown.other ? "stills is-two" : "stills"}>
        {one.still ? <Side still={one.still} of={one.view} other={right} /> : null}
        {shown.other && right ? <Side still={right} of={other.view} other={one.still} /> : null}
      </div>
    </main>
  );
}

function useSnapshot(book: SessionView, id: string | null) {
  const asked = useQuery({
    ...snapshotQuery(book.session, id ?? "", book.revision),
    enabled: id !== null,
  });
  const view = id === null ? null : (asked.data ?? null);
  return {
    view,
    still: view ? stillOf(book, view) : null,
    failure: id === null ? null : (asked.error?.message ?? null),
  };
}

function stillOf(
  { session }: SessionView,
  { snapshot, page, view, count, titles, words }: SnapshotView,
): Still {
  return {
    snapshot,
    session,
    page,
    view,
    count,
    titleOf: (tile) => titles[tile] ?? "",
    wordsOf: (tile) => words[tile] ?? null,
  };
}

function useNow(book: SessionView, page: Page, isWanted: boolean): Still | null {
  const { session, revision } = book;
  const view = useQuery({ ...pageQuery(session, page.id, revision), enabled: isWanted }).data;
  const key = selectionKey(view?.clauses ?? []);
  const left = useQuery({
    ...pageCountQuery(session, page.id, key, revision),
    enabled: isWanted && view !== undefined,
  });
  return isWanted && view ? stillNow(book, page, view, left.data ?? null) : null;
}

type SideProps = { still: Still; of: SnapshotView | null; other: Still | null };

function Side({ still, of, other }: SideProps) {
  const name = still.snapshot?.name ?? t("snapshots.now");
  return (
    <section className="still" aria-label={still.snapshot ? t("snapshots.region", { name }) : name}>
      <header>
        <b className="trunc">{name}</b>
        <span className="muted small num">{of ? dataWords(of) : ""}</span>
      </header>
      <div className="dash-filters" role="group" aria-label={t("dashboard.activeFilters")}>
        {still.view.clauses.length === 0 ? (
          <span className="muted">{t("snapshots.noFilters")}</span>
        ) : null}
        {still.view.clauses.map((clause) => {
          const { about, value } = clauseWords(clause);
          return (
            <span key={`${clause.tile} ${clause.field}`} className="chip accent">
              {about} {value ? <b className="trunc">{value}</b> : null}
            </span>
          );
        })}
        <span className="grow" />
        {still.count?.source ? (
          <span className="muted num">
            {t("snapshots.rows", {
              rows: count(still.count.rows),
              total: count(still.count.total_rows),
            })}
          </span>
        ) : null}
      </div>
      <StillPage still={still} other={other} />
    </section>
  );
}

/** When it was kept, and whether the data is still what it was. */
function dataWords({ snapshot, changed, unread }: SnapshotView): string {
  const at = moment(snapshot.at, new Date(), t("common.yesterday"));
  const tables = (names: string[]) => names.join(", ");
  return [
    t("snapshots.keptAt", { at }),
    changed.length > 0 ? t("snapshots.changed", { tables: tables(changed) }) : "",
    unread.length > 0 ? t("snapshots.unread", { tables: tables(unread) }) : "",
    changed.length + unread.length === 0 ? t("snapshots.same") : "",
  ]
    .filter(Boolean)
    .join(" ");
}
