// What a page needs from the application: its tiles resolved, their rows, and how many rows the
// selections leave.
import { queryOptions } from "@tanstack/react-query";
import { call, callRows } from "../backend/call";
import type { PageId } from "../backend/generated/PageId";
import type { PageView } from "../backend/generated/PageView";
import type { SessionId } from "../backend/generated/SessionId";
import type { TileId } from "../backend/generated/TileId";
import { keys, queryClient } from "../backend/query";
import type { PageAt } from "./pageActions";

/** The page; `revision` is that of the document. */
export function pageQuery(session: SessionId, page: PageId, revision: number) {
  return queryOptions({
    queryKey: [...keys.page(session, page), "view", revision],
    queryFn: ({ signal }) => call("view_page", { session, page }, signal),
    placeholderData: (last) => (last?.page === page ? last : undefined),
  });
}

/** The rows behind a tile; `version` is that of the tile. */
export function tileRowsQuery(session: SessionId, page: PageId, tile: TileId, version: number) {
  return queryOptions({
    queryKey: ["tile", session, page, tile, version],
    queryFn: ({ signal }) => callRows("read_tile", { session, page, tile, version }, signal),
    placeholderData: (last) => last,
  });
}

/** The figure of a metric month by month. */
export function trendQuery(session: SessionId, page: PageId, tile: TileId, version: number) {
  return queryOptions({
    queryKey: ["trend", session, page, tile, version],
    queryFn: ({ signal }) => callRows("read_trend", { session, page, tile, version }, signal),
    placeholderData: (last) => last,
  });
}

/** How many rows are left; `selection` is the key of what is selected. */
export function pageCountQuery(
  session: SessionId,
  page: PageId,
  selection: string,
  revision: number,
) {
  return queryOptions({
    queryKey: [...keys.page(session, page), "count", selection, revision],
    queryFn: ({ signal }) => call("count_page", { session, page }, signal),
    placeholderData: (last) => last,
  });
}

/** What the list of a control is asked for. */
export interface ValuesAsked {
  /** The key of what the other controls choose. */
  others: string;
  all: boolean;
  search: string;
}

/** The values that the list of a control offers. */
export function valuesQuery(
  { session, page, revision }: PageAt,
  tile: TileId,
  { others, all, search }: ValuesAsked,
) {
  return queryOptions({
    queryKey: [...keys.page(session, page.id), "values", tile, others, all, search, revision],
    queryFn: ({ signal }) =>
      call("read_values", { session, page: page.id, tile, all, search }, signal),
    placeholderData: (last) => last,
  });
}

/** Shows an answered page at once. */
export function showPageView(session: SessionId, revision: number, view: PageView): void {
  queryClient.setQueryData(pageQuery(session, view.page, revision).queryKey, view);
}
