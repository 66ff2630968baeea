// Snapshots of pages: those in the file, what is on one, and what a page shows now in the same words.
import { queryOptions } from "@tanstack/react-query";
import { call, callRows } from "../../backend/call";
import type { Page } from "../../backend/generated/Page";
import type { PageCount } from "../../backend/generated/PageCount";
import type { PageView } from "../../backend/generated/PageView";
import type { SessionId } from "../../backend/generated/SessionId";
import type { SessionView } from "../../backend/generated/SessionView";
import type { Snapshot } from "../../backend/generated/Snapshot";
import type { SnapshotPart } from "../../backend/generated/SnapshotPart";
import type { TileId } from "../../backend/generated/TileId";
import type { TileView } from "../../backend/generated/TileView";
import { queryClient } from "../../backend/query";
import { t } from "../../i18n/t";
import { toast, toastFailure } from "../../parts/toast";
import type { PageAt } from "../pageActions";
import { tileTitle } from "../tileTitle";

/** A page as it is shown without being changed: a snapshot, or what there is now. */
export interface Still {
  /** None: the page as it is now. */
  snapshot: Snapshot | null;
  session: SessionId;
  page: Page;
  view: PageView;
  count: PageCount | null;
  titleOf: (tile: TileId) => string;
  /** What the control of a parameter was set to. */
  wordsOf: (tile: TileId) => string | null;
}

/** The snapshots in the file. */
export function snapshotsQuery(session: SessionId) {
  return queryOptions({
    queryKey: ["snapshots", session],
    queryFn: ({ signal }) => call("list_snapshots", { session }, signal),
    staleTime: 0,
  });
}

/** What is on a snapshot. */
export function snapshotQuery(session: SessionId, snapshot: string, revision: number) {
  return queryOptions({
    queryKey: ["snapshot", session, snapshot, revision],
    queryFn: ({ signal }) => call("view_snapshot", { session, snapshot }, signal),
    placeholderData: (last) => (last?.snapshot.id === snapshot ? last : undefined),
  });
}

/** The rows of a tile, as they were or as they are: its marks, or the course of its figure. */
export function stillRowsQuery(
  { snapshot, session, page }: Still,
  { tile, version }: TileView,
  part: SnapshotPart,
) {
  const ask = { session, page: page.id, tile, version };
  const key: (string | number)[] = snapshot
    ? ["snapshotRows", session, snapshot.id, tile, part]
    : [part === "rows" ? "tile" : "trend", session, page.id, tile, version];
  return queryOptions({
    queryKey: key,
    queryFn: ({ signal }) =>
      snapshot
        ? callRows("read_snapshot", { session, snapshot: snapshot.id, tile, part }, signal)
        : callRows(part === "rows" ? "read_tile" : "read_trend", ask, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** The page as it is now. */
export function stillNow(
  book: SessionView,
  page: Page,
  view: PageView,
  count: PageCount | null,
): Still {
  return {
    snapshot: null,
    session: book.session,
    page,
    view,
    count,
    titleOf: (id) => {
      const tile = page.tiles.find((one) => one.id === id);
      return tile ? tileTitle(tile, book.workbook) : "";
    },
    wordsOf: () => null,
  };
}

/** Saves with a snapshot of the page; answers whether it did. */
export async function keepSnapshot({ session, page }: PageAt, name: string): Promise<boolean> {
  return call("keep_snapshot", { session, page: page.id, name }).then(
    ({ dropped }) => {
      void queryClient.invalidateQueries({ queryKey: ["snapshots", session] });
      toast("ok", t("snapshots.kept", { name }));
      if (dropped.length > 0) {
        toast("info", t("snapshots.dropped", { names: dropped.join(", ") }));
      }
      return true;
    },
    (thrown) => {
      toastFailure(thrown);
      return false;
    },
  );
}

/** Saves without a snapshot. */
export async function forgetSnapshot(session: SessionId, snapshot: string): Promise<void> {
  await call("forget_snapshot", { session, snapshot }).then(() => {
    void queryClient.invalidateQueries({ queryKey: ["snapshots", session] });
  }, toastFailure);
}
