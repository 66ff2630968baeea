// What is selected on the page: one chip for each selection, where it came from, and the share of
// rows that is left.
import { useQuery } from "@tanstack/react-query";
import type { Active } from "../backend/generated/Active";
import type { CameFrom } from "../backend/generated/CameFrom";
import type { PageView } from "../backend/generated/PageView";
import type { SessionView } from "../backend/generated/SessionView";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { clauseWords, selectionKey } from "./clauseWords";
import { keptOf } from "./controls/topWords";
import {
  clearSelection,
  dropClause,
  leaveDetail,
  type PageAt,
  resetControls,
  titleOf,
} from "./pageActions";
import { pageCountQuery } from "./pageQuery";
import { tileTitle } from "./tileTitle";

type Props = { at: PageAt; book: SessionView; view: PageView };

export function FilterBar({ at, book, view }: Props) {
  const { session, page } = at;
  const key = selectionKey(view.clauses);
  const left = useQuery({
    ...pageCountQuery(session, page.id, key, book.revision),
    enabled: whyRefused(book, "count_page") === null,
  });
  const hasOther = page.tiles.some(
    ({ id, content }) =>
      content.type === "field" &&
      content.default &&
      !view.clauses.some((clause) => clause.tile === id && clause.is_default),
  );
  if (view.clauses.length === 0 && !hasOther && !view.came_from) {
    return null;
  }
  const came = view.clauses.filter(({ tile }) => tile === null);
  const own = view.clauses.filter(({ tile }) => tile !== null);
  const chip = (clause: Active, from: string) => (
    <Chip
      key={JSON.stringify(clause)}
      clause={clause}
      from={from}
      onRemove={() => void dropClause(at, clause)}
    />
  );
  return (
    <div className="dash-filters" role="group" aria-label={t("dashboard.activeFilters")}>
      {view.came_from ? <BackTo at={at} book={book} from={view.came_from} /> : null}
      {came.length > 0 ? <span className="muted">{t("dashboard.detail.cameAlong")}</span> : null}
      {came.map((clause) => chip(clause, placeWords(clause.from, book)))}
      {own.length > 0 ? <span className="muted">{t("dashboard.crossFilter")}</span> : null}
      {own.map((clause) => {
        const tile = page.tiles.find(({ id }) => id === clause.tile);
        const from = tile ? tileTitle(tile, book.workbook) : "";
        return chip(clause, chipTitle(clause, from));
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

type ChipProps = { clause: Active; from: string; onRemove: () => void };

function Chip({ clause, from, onRemove }: ChipProps) {
  const { about, value } = clauseWords(clause);
  return (
    <span className="chip accent" title={from}>
      <span className="trunc">{about}</span> {value ? <b className="trunc">{value}</b> : null}
      <button
        type="button"
        aria-label={t("dashboard.removeFilter", { field: clause.field })}
        onClick={onRemove}
      >
        <Icon name="close" size="xs" />
      </button>
    </span>
  );
}

type BackProps = { at: PageAt; book: SessionView; from: CameFrom };

/** The way back to where a person came from; what came along ends with it. */
function BackTo({ at, book, from }: BackProps) {
  return (
    <button type="button" className="btn s" onClick={() => void leaveDetail(at, book, from)}>
      <Icon name="undo" size="xs" />
      {t("dashboard.detail.back", { title: titleOf(from, book.workbook) })}
    </button>
  );
}

/** Where a filter that came along was made. */
function placeWords(from: CameFrom | null | undefined, { workbook }: SessionView): string {
  const page = workbook.pages.find(({ id }) => id === from?.page);
  const tile = page?.tiles.find(({ id }) => id === from?.tile);
  if (!from || !tile) {
    return from ? t("dashboard.fromTile", { tile: titleOf(from, workbook) }) : "";
  }
  const words = { tile: tileTitle(tile, workbook), page: titleOf(from, workbook) };
  return t("dashboard.detail.fromTile", words);
}

/** Where a chip came from; of the largest also which they are now. */
function chipTitle(clause: Active, tile: string): string {
  const kept = clause.picked.by === "top" ? keptOf(clause).map(valueText).join(", ") : "";
  const from = clause.is_default ? t("controls.byDefault") : t("dashboard.fromTile", { tile });
  return [kept, clause.problem, from].filter(Boolean).join("\n");
}
