// What a stored answer says of itself where it is shown: of when it is, and whether what it was
// computed from is the same still.
import { useQuery } from "@tanstack/react-query";
import type { CellId } from "../backend/generated/CellId";
import type { ChartView } from "../backend/generated/ChartView";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Sources } from "../backend/generated/Sources";
import { sourcesQuery, workbookQuery } from "../backend/query";
import { moment } from "../i18n/format";
import { t } from "../i18n/t";
import { whyRefused } from "../parts/refusal";

/** How a stored answer stands to its text and data as they are now. */
export type Since = "fresh" | "stale" | "unknown";

/** How the stored answer of a cell stands: nothing is known of data that was not looked at. */
export function sinceOf(
  book: SessionView | undefined,
  sources: Sources | undefined,
  cell: CellId,
): Since {
  const view = book?.cells.find(
    (one) => one.cell === cell || one.answers.some(({ id }) => id === cell),
  );
  if (view?.state.state === "stale") {
    return "stale";
  }
  // Of a workbook that is not trusted no file is looked at.
  if (!book || whyRefused(book, "refresh_source") !== null) {
    return "unknown";
  }
  const isRead = sources?.sources.every(({ state }) => state.state === "ready") ?? false;
  return isRead ? "fresh" : "unknown";
}

/** What is said of a stored answer. */
export interface SavedWords {
  sentence: string;
  /** For a tile, which has less room. */
  short: string;
}

/** The words about an answer that was stored at a time; asks for nothing by itself. */
export function useSavedWords(
  session: SessionId,
  cell: CellId,
  at: string | null,
): SavedWords | null {
  const book = useQuery({ ...workbookQuery(session), enabled: false }).data;
  const sources = useQuery({ ...sourcesQuery(session), enabled: false }).data;
  return at === null ? null : savedWords(at, sinceOf(book, sources, cell));
}

/** When the rows of a stored picture were computed; none of one that was computed here. */
export function savedAtOf(view: Pick<ChartView, "is_saved_copy" | "computed_at">): string | null {
  return view.is_saved_copy ? view.computed_at : null;
}

/** `Saved result from 21 Nov, 14:32; its data has not changed since`. */
export function savedWords(iso: string, since: Since): SavedWords {
  const at = savedAt(iso);
  return {
    sentence: t(`results.saved.${since}`, { at }),
    short: t(`results.saved.short.${since}`, { at }),
  };
}

/** `21 Nov, 14:32`, or `14:32` today. */
function savedAt(iso: string): string {
  const then = new Date(iso);
  const day = moment(iso, new Date(), t("common.yesterday").toLowerCase());
  if (Number.isNaN(then.getTime())) {
    return iso;
  }
  const hours = String(then.getHours()).padStart(2, "0");
  const clock = `${hours}:${String(then.getMinutes()).padStart(2, "0")}`;
  return day === clock ? clock : `${day}, ${clock}`;
}
