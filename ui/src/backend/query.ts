// Answers of the application as React sees them: kept under keys, thrown away when an event says
// that they are stale. Server state goes through here and nowhere else.
import { QueryClient, queryOptions } from "@tanstack/react-query";
import { call } from "./call";
import type { CellId } from "./generated/CellId";
import type { Edit } from "./generated/Edit";
import type { PageId } from "./generated/PageId";
import type { SessionId } from "./generated/SessionId";
import type { SessionView } from "./generated/SessionView";
import type { Tag } from "./generated/Tag";
import { assertNever } from "./never";

/** The cache of this page. Answers stay until an event names them. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  },
});

/**
 * Keys of the cache. Rows of a cell's answer live below `keys.cell`, so that one event about the
 * cell drops its windows, profiles and charts together.
 */
export const keys = {
  welcome: ["welcome"] as const,
  status: ["status"] as const,
  history: ["history"] as const,
  workbook: (session: SessionId) => ["workbook", session] as const,
  sources: (session: SessionId) => ["sources", session] as const,
  cell: (session: SessionId, cell: CellId) => ["cell", session, cell] as const,
  page: (session: SessionId, page: PageId) => ["page", session, page] as const,
};

/** What a window needs before its first paint. */
export const welcomeQuery = queryOptions({
  queryKey: keys.welcome,
  queryFn: ({ signal }) => call("hello", {}, signal),
});

/** How the engine is. */
export const statusQuery = queryOptions({
  queryKey: keys.status,
  queryFn: ({ signal }) => call("get_status", {}, signal),
});

/** An open workbook. */
export function workbookQuery(session: SessionId) {
  return queryOptions({
    queryKey: keys.workbook(session),
    queryFn: async ({ signal }) => newer(await call("get_workbook", { session }, signal)),
  });
}

/** Sources of a workbook with their tables. */
export function sourcesQuery(session: SessionId) {
  return queryOptions({
    queryKey: keys.sources(session),
    queryFn: ({ signal }) => call("list_sources", { session }, signal),
  });
}

/** Profiles of a table's columns. */
export function tableProfileQuery(session: SessionId, table: string, fingerprint: string) {
  return queryOptions({
    queryKey: [...keys.sources(session), "profile", table, fingerprint],
    queryFn: ({ signal }) => call("profile_table", { session, table }, signal),
  });
}

/** Profiles of the columns of a cell's answer; `version` is that of its result. */
export function cellProfileQuery(session: SessionId, cell: CellId, version: number) {
  return queryOptions({
    queryKey: [...keys.cell(session, cell), "profile", version],
    queryFn: ({ signal }) => call("profile_cell", { session, cell }, signal),
  });
}

/** Puts an answered workbook into the cache, unless a later one is there already. */
export function showView(view: SessionView): SessionView {
  queryClient.setQueryData<SessionView>(keys.workbook(view.session), newer(view));
  return view;
}

/** An answer may be overtaken by a later one: the later of it and what is shown. */
function newer(view: SessionView): SessionView {
  const now = queryClient.getQueryData<SessionView>(keys.workbook(view.session));
  return now && now.revision > view.revision ? now : view;
}

/** Applies one edit and shows the workbook that it made. */
export async function applyEdit(session: SessionId, edit: Edit): Promise<SessionView> {
  return showView(await call("apply_edit", { session, edit }));
}

/** Drops what a tag names. */
export function invalidate(tag: Tag): void {
  for (const queryKey of keysOf(tag)) {
    void queryClient.invalidateQueries({ queryKey });
  }
}

/** Drops everything: events were missed. */
export function invalidateAll(): void {
  void queryClient.invalidateQueries();
}

/** The keys that a tag makes stale. */
export function keysOf(tag: Tag): (readonly string[])[] {
  switch (tag.tag) {
    case "workbook":
      return [keys.workbook(tag.session)];
    case "cell":
      return [keys.cell(tag.session, tag.cell)];
    case "page":
      return [keys.page(tag.session, tag.page)];
    case "sources":
      return [keys.sources(tag.session)];
    case "recent":
    case "settings":
      return [keys.welcome];
    case "engine":
      // The greeting names the engine, which is known once it has started.
      return [keys.status, keys.welcome];
    case "history":
      return [keys.history];
    default:
      return assertNever(tag);
  }
}
