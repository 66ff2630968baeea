// What gestures on pages do to the document. Each is one step that can be undone.
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { Active } from "../backend/generated/Active";
import type { Arrange } from "../backend/generated/Arrange";
import type { CameFrom } from "../backend/generated/CameFrom";
import type { DrillStep } from "../backend/generated/DrillStep";
import type { Edit } from "../backend/generated/Edit";
import type { Page } from "../backend/generated/Page";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import type { TileId } from "../backend/generated/TileId";
import type { TilePick } from "../backend/generated/TilePick";
import type { TilePlace } from "../backend/generated/TilePlace";
import type { Workbook } from "../backend/generated/Workbook";
import { randomId } from "../backend/job";
import { applyEdit } from "../backend/query";
import { goTo, revealCell, selectCell } from "../backend/session";
import { t } from "../i18n/t";
import { toastFailure } from "../parts/toast";
import { shifted } from "./grid";
import { showPageView } from "./pageQuery";
import { selectTiles, setEditing, showPage, showTab } from "./pageState";

/** The page that is worked on. */
export interface PageAt {
  session: SessionId;
  page: Page;
  /** Of the document. */
  revision: number;
}

/** Applies several edits as one named step; answers whether it was done. */
async function step(session: SessionId, label: string, edits: Edit[]): Promise<boolean> {
  if (edits.length === 0) {
    return false;
  }
  const edit = edits.length === 1 && edits[0] ? edits[0] : { edit: "batch" as const, label, edits };
  return applyEdit(session, edit).then(
    () => true,
    (thrown) => {
      toastFailure(thrown);
      return false;
    },
  );
}

/** Adds a page after the others and shows it, ready to be edited. */
export async function addPage(view: SessionView): Promise<void> {
  const { pages } = view.workbook;
  const id = randomId();
  const title = t("dashboard.firstPage", { number: pages.length + 1 });
  const page: Page = { id, title, tiles: [] };
  if (await step(view.session, title, [{ edit: "insert_page", index: pages.length, page }])) {
    showPage(id);
    setEditing(true);
    // What an empty page wants first.
    showTab("library");
  }
}

/** Where tiles would stand. Answers nothing when the page is gone. */
export async function planned(
  { session, page }: PageAt,
  wish: Arrange,
): Promise<TilePlace[] | null> {
  return call("plan_tiles", { session, page: page.id, wish }).then(
    ({ places }) => places,
    (thrown) => {
      toastFailure(toBackendError(thrown));
      return null;
    },
  );
}

/** Puts tiles where a plan says. */
export async function placeTiles({ session, page }: PageAt, places: TilePlace[]): Promise<void> {
  if (places.length > 0) {
    await step(session, "", [{ edit: "place_tiles", page: page.id, places }]);
  }
}

/** Moves tiles and lets the others give way. */
export async function settleTiles(at: PageAt, moved: TilePlace[]): Promise<void> {
  const places = await planned(at, { arrange: "settle", moved });
  if (places) {
    await placeTiles(at, places);
  }
}

/** Plans by a wish and does it. */
export async function arrangeTiles(at: PageAt, wish: Arrange): Promise<void> {
  const places = await planned(at, wish);
  if (places) {
    await placeTiles(at, places);
  }
}

/** Adds a tile at its place, together with whatever it needs. Others give way. */
export async function insertTile(
  at: PageAt,
  tile: Tile,
  before: Edit[],
  label: string,
): Promise<void> {
  const { session, page } = at;
  const places = await planned(at, {
    arrange: "settle",
    moved: [{ tile: tile.id, place: tile.place }],
  });
  if (!places) {
    return;
  }
  const own = places.find((one) => one.tile === tile.id)?.place ?? tile.place;
  const others = places.filter((one) => one.tile !== tile.id);
  const edits: Edit[] = [
    ...before,
    {
      edit: "insert_tile",
      page: page.id,
      index: page.tiles.length,
      tile: { ...tile, place: own },
    },
  ];
  if (others.length > 0) {
    edits.push({ edit: "place_tiles", page: page.id, places: others });
  }
  if (await step(session, label, edits)) {
    selectTiles([tile.id]);
  }
}

/** Removes tiles. What they show stays in the workbook. */
export async function removeTiles({ session, page }: PageAt, tiles: TileId[]): Promise<void> {
  const edits = tiles.map<Edit>((tile) => ({ edit: "remove_tile", page: page.id, tile }));
  if (await step(session, t("dashboard.remove"), edits)) {
    selectTiles([]);
  }
}

/** Copies tiles below themselves. */
export async function duplicateTiles(at: PageAt, tiles: TileId[]): Promise<void> {
  const { session, page } = at;
  const chosen = page.tiles.filter(({ id }) => tiles.includes(id));
  if (chosen.length === 0) {
    return;
  }
  const top = Math.min(...chosen.map(({ place }) => place.top));
  const below = Math.max(...chosen.map(({ place }) => place.top + place.height)) - top;
  const copies = chosen.map<Tile>((tile) => ({ ...tile, id: randomId() }));
  const moved = shifted(
    copies.map(({ id, place }) => ({ tile: id, place })),
    0,
    below,
  );
  const places = await planned(at, { arrange: "settle", moved });
  if (!places) {
    return;
  }
  const placeOf = (id: TileId) => places.find((one) => one.tile === id)?.place;
  const edits = copies.map<Edit>((tile, index) => ({
    edit: "insert_tile",
    page: page.id,
    index: page.tiles.length + index,
    tile: { ...tile, place: placeOf(tile.id) ?? tile.place },
  }));
  const others = places.filter((one) => copies.every(({ id }) => id !== one.tile));
  if (others.length > 0) {
    edits.push({ edit: "place_tiles", page: page.id, places: others });
  }
  if (await step(session, t("dashboard.duplicate"), edits)) {
    selectTiles(copies.map(({ id }) => id));
  }
}

/** Replaces titles or content of a tile. */
export async function changeTile({ session, page }: PageAt, tile: Tile): Promise<void> {
  await step(session, "", [{ edit: "replace_tile", page: page.id, tile }]);
}

/** Applies one edit of a page. */
export async function changePage(session: SessionId, edit: Edit): Promise<void> {
  await step(session, "", [edit]);
}

/** Selects values on a tile; nothing picked ends its selection. */
export async function select(
  { session, page, revision }: PageAt,
  tile: TileId,
  picks: TilePick[],
): Promise<void> {
  await call("set_selection", { session, page: page.id, tile, picks }).then(
    (view) => showPageView(session, revision, view),
    toastFailure,
  );
}

/** Goes down or up on the chart of a tile: these are its steps from then on. */
export async function drillTile(
  { session, page, revision }: PageAt,
  tile: TileId,
  steps: DrillStep[],
): Promise<void> {
  await call("set_drill", { session, page: page.id, tile, steps }).then(
    (view) => showPageView(session, revision, view),
    toastFailure,
  );
}

/** Ends one of the filters of a page. */
export async function dropClause(
  { session, page, revision }: PageAt,
  active: Active,
): Promise<void> {
  const { tile, source, field, picked, from } = active;
  const clause = { tile, source, field, picked, ...(from ? { from } : {}) };
  await call("drop_clause", { session, page: page.id, clause }).then(
    (view) => showPageView(session, revision, view),
    toastFailure,
  );
}

/** Goes back to where a person came from; what came along to the detail page ends. */
export async function leaveDetail(
  { session, page, revision }: PageAt,
  { workbook }: SessionView,
  from: CameFrom,
): Promise<void> {
  await call("leave_detail", { session, page: page.id }).then(
    (view) => showPageView(session, revision, view),
    toastFailure,
  );
  const cell = workbook.cells.find(({ id }) => id === from.cell);
  if (workbook.pages.some(({ id }) => id === from.page) && from.page !== null) {
    showPage(from.page);
  } else if (cell?.body.type === "chart") {
    selectCell(cell.id);
    goTo("chart");
  } else if (cell) {
    goTo("notebook");
    revealCell(cell.id);
  }
}

/** What a place is called: the page, or the chart or cell by itself. */
export function titleOf(from: CameFrom, workbook: Workbook): string {
  const page = workbook.pages.find(({ id }) => id === from.page);
  const cell = workbook.cells.find(({ id }) => id === from.cell);
  const chart = cell?.body.type === "chart" ? cell.body.spec.title : "";
  return page ? page.title || t("dashboard.untitled") : chart || (cell?.name ?? "");
}

/** Gives a control, or all of the page, back what the workbook chooses. */
export async function resetControls(
  { session, page, revision }: PageAt,
  tile: TileId | null,
): Promise<void> {
  await call("reset_controls", { session, page: page.id, tile }).then(
    (view) => showPageView(session, revision, view),
    toastFailure,
  );
}

/** Ends every selection of a page. */
export async function clearSelection({ session, page, revision }: PageAt): Promise<void> {
  await call("clear_selection", { session, page: page.id }).then(
    (view) => showPageView(session, revision, view),
    toastFailure,
  );
}
