// What is selected on the page: one chip for each selection, where it came from, and the share of
// rows that is left.
import { useQuery } from "@tanstack/react-query";
import type { Active } from "../backend/generated/Active";
import type { PageView } from "../backend/generated/PageView";
import type { SessionView } from "../backend/generated/SessionView";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { Icon } from "../parts/Icon";
import { clauseWords, selectionKey } from "./clauseWords";
import { keptOf } from "./controls/topWords";
import { clearSelection, type PageAt, resetControls, select } from "./pageActions";
import { pageCountQuery } from "./pageQuery";
import { tileTitle } from "./tileTitle";

type Props = { at: PageAt; book: SessionView; view: PageView };

export function FilterBar({ at, book, view }: Props) {
  const { session, page } = at;
  const key = selectionKey(view.clauses);
  const left = useQuery(pageCountQuery(session, page.id, key, book.revision));
  const hasOther = page.tiles.some(
    ({ id, content }) =>
      content.type === "field" &&
      content.default &&
      !view.clauses.some((clause) => clause.tile === id && clause.is_default),
  );
  if (view.clauses.length === 0 && !hasOther) {
    return null;
  }
  const remove = (index: number) => {
    const gone = view.clauses[index];
    if (!gone) {
      return;
    }
    const rest = view.clauses.filter((one, place) => one.tile === gone.tile && place !== index);
    const picks = rest.map(({ field, picked }) => ({ field, picked }));
    void select(at, gone.tile, picks);
  };
  return (
    <div className="dash-filters" role="group" aria-label={t("dashboard.activeFilters")}>
      <span className="muted">{t("dashboard.crossFilter")}</span>
      {view.clauses.map((clause, index) => {
        const { about, value } = clauseWords(clause);
        const tile = page.tiles.find(({ id }) => id === clause.tile);
        const from = tile ? tileTitle(tile, book.workbook) : "";
        return (
          <span
            key={`${clause.tile} ${clause.field}`}
            className="chip accent"
            title={chipTitle(clause, from)}
          >
            {about} {value ? <b className="trunc">{value}</b> : null}
            <button
              type="button"
              aria-label={t("dashboard.removeFilter", { field: clause.field })}
              onClick={() => remove(index)}
            >
              <Icon name="close" size="xs" />
            </button>
          </span>
        );
      })}
      {view.clauses.length > 0 ? (
        <button type="button" className="link" onClick={() => void clearSelection(at)}>
          {t("dashboard.clear")}
        </button>
      ) : null}
      {hasOther ? (
        <button type="button" className="link" onClick={() => void resetControls(at, null)}>
          {t("controls.resetAll")}
        </button>
      ) : null}
      <span className="grow" />
      {left.data?.source ? (
        <span
          className="muted num"
          title={t("dashboard.rowsOf", { source: left.data.source })}
          aria-live="polite"
        >
          {t("dashboard.rowsLeft", {
            rows: count(left.data.rows),
            total: count(left.data.total_rows),
          })}
        </span>
      ) : null}
    </div>
  );
}

/** Where a chip came from; of the largest also which they are now. */
function chipTitle(clause: Active, tile: string): string {
  const kept = clause.picked.by === "top" ? keptOf(clause).map(valueText).join(", ") : "";
  const from = clause.is_default ? t("controls.byDefault") : t("dashboard.fromTile", { tile });
  return [kept, clause.problem, from].filter(Boolean).join("\n");
}
