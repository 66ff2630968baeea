// The grid of a page: tiles at their places, moved and resized by mouse and keyboard.
import { type KeyboardEvent, useState } from "react";
import type { Page } from "../backend/generated/Page";
import type { PageView } from "../backend/generated/PageView";
import type { Place } from "../backend/generated/Place";
import type { SessionView } from "../backend/generated/SessionView";
import type { TileId } from "../backend/generated/TileId";
import type { TilePlace } from "../backend/generated/TilePlace";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import {
  boxOf,
  COLUMNS,
  columnsFor,
  GAP,
  heightOf,
  KEY_STEPS,
  resized,
  STEP,
  shifted,
} from "./grid";
import { hold, letGo, putDown, useGesture } from "./gridGesture";
import { clearSelection, duplicateTiles, type PageAt, removeTiles } from "./pageActions";
import { selectTiles, usePages } from "./pageState";
import { TileFrame } from "./TileFrame";
import { tileTitle } from "./tileTitle";
import { useWidth } from "./useWidth";

type Props = { at: PageAt; book: SessionView; view: PageView | undefined; isEditing: boolean };

export function PageGrid({ at, book, view, isEditing }: Props) {
  const { page } = at;
  const { ref, width } = useWidth();
  const selected = usePages((state) => state.tiles);
  const [said, say] = useState("");
  const columns = isEditing ? COLUMNS : columnsFor(width);
  const places = usePlaces(page, view, columns);
  const adding = useGesture(({ gesture }) => (gesture.state === "adding" ? gesture.place : null));
  const order = view?.tiles.map(({ tile }) => tile) ?? page.tiles.map(({ id }) => id);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) =>
    gridKeys(event, at, { isEditing, selected, order, say, titleOf: (id) => titleOf(id) });
  const titleOf = (id: TileId) => {
    const tile = page.tiles.find((one) => one.id === id);
    return tile ? tileTitle(tile, book.workbook) : "";
  };
  const height = heightOf([...places.values(), ...(adding ? [adding] : [])]);
  return (
    <div
      className={isEditing ? "dash is-edit" : "dash"}
      role="group"
      aria-label={t("dashboard.grid", { page: page.title })}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget || event.target === ref.current) {
          selectTiles([]);
        }
      }}
    >
      <div className="dash-grid" ref={ref} style={{ height }} data-grid={page.id}>
        {width > 0
          ? order.map((id) => {
              const tile = page.tiles.find((one) => one.id === id);
              const place = places.get(id);
              return tile && place ? (
                <TileFrame
                  key={id}
                  at={at}
                  book={book}
                  tile={tile}
                  view={view?.tiles.find((one) => one.tile === id)}
                  clauses={view?.clauses ?? []}
                  box={boxOf(place, width, columns)}
                  gridWidth={width}
                  isEditing={isEditing}
                  isSelected={selected.includes(id)}
                />
              ) : null;
            })
          : null}
        {adding ? (
          <div className="drop-slot" style={boxOf(adding, width)} aria-hidden="true">
            <span>
              {t("dashboard.dropHere")}
              <br />
              <small>{t("dashboard.columnsWide", { count: adding.width })}</small>
            </span>
          </div>
        ) : null}
      </div>
      {page.tiles.length === 0 && !adding ? (
        <Empty title={t("dashboard.emptyPage")}>
          {isEditing ? t("dashboard.emptyPageWhy") : t("dashboard.emptyView")}
        </Empty>
      ) : null}
      <div className="sr-only" aria-live="assertive">
        {said}
      </div>
    </div>
  );
}

/** Where tiles stand now: by the document, by the width of the window, and by the gesture. */
function usePlaces(
  page: Page,
  view: PageView | undefined,
  columns: 12 | 6 | 1,
): ReadonlyMap<TileId, Place> {
  const plan = useGesture((state) => state.plan);
  const held = useGesture(({ gesture }) => (gesture.state === "holding" ? gesture.now : NONE));
  const spread = columns === 6 ? view?.medium : columns === 1 ? view?.narrow : undefined;
  const places = new Map<TileId, Place>(page.tiles.map(({ id, place }) => [id, place]));
  for (const { tile, place } of [...(spread ?? []), ...plan, ...held]) {
    places.set(tile, place);
  }
  return places;
}

const NONE: TilePlace[] = [];

interface Keys {
  isEditing: boolean;
  selected: TileId[];
  order: TileId[];
  say: (words: string) => void;
  titleOf: (tile: TileId) => string;
}

const ARROWS: Record<string, [columns: number, steps: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -KEY_STEPS],
  ArrowDown: [0, KEY_STEPS],
};

function gridKeys(event: KeyboardEvent<HTMLDivElement>, at: PageAt, keys: Keys): void {
  const own = (event.target as HTMLElement).closest<HTMLElement>("[data-tile]");
  // Keys inside of what a tile shows belong to it; only Escape comes through.
  const isOnFrame = event.target === own;
  const id = own?.dataset.tile;
  if (event.key === "Escape") {
    onEscape(event, at, keys);
    return;
  }
  if (!keys.isEditing || !id || !isOnFrame) {
    return;
  }
  const done = editKey(event, at, keys, id);
  if (done) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function onEscape(event: KeyboardEvent<HTMLDivElement>, at: PageAt, keys: Keys): void {
  const { gesture } = useGesture.getState();
  if (gesture.state === "holding") {
    event.preventDefault();
    event.stopPropagation();
    letGo();
    keys.say(t("dashboard.takenBack", { title: keys.titleOf(gesture.now[0]?.tile ?? "") }));
    return;
  }
  if (keys.selected.length > 0 && keys.isEditing) {
    event.preventDefault();
    selectTiles([]);
    return;
  }
  event.preventDefault();
  void clearSelection(at);
}

function editKey(
  event: KeyboardEvent<HTMLDivElement>,
  at: PageAt,
  keys: Keys,
  id: TileId,
): boolean {
  const { gesture } = useGesture.getState();
  const arrow = ARROWS[event.key];
  const chosen = keys.selected.includes(id) ? keys.selected : [id];
  if (gesture.state === "holding" && arrow) {
    const [columns, steps] = arrow;
    const now = event.shiftKey
      ? gesture.now.map(({ tile, place }) => ({
          tile,
          place: resized(place, "se", columns, steps),
        }))
      : shifted(gesture.now, columns, steps);
    hold(at, { ...gesture, now });
    keys.say(placeWords(now[0]?.place));
    return true;
  }
  if (gesture.state === "holding" && (event.key === " " || event.key === "Enter")) {
    void putDown(at);
    keys.say(t("dashboard.putDown", { title: keys.titleOf(id) }));
    return true;
  }
  if (event.key === " ") {
    selectTiles(chosen);
    const before = at.page.tiles
      .filter((tile) => chosen.includes(tile.id))
      .map(({ id: tile, place }) => ({ tile, place }));
    hold(at, { state: "holding", by: "keys", before, now: before, handle: null });
    keys.say(`${t("dashboard.pickedUp", { title: keys.titleOf(id) })}. ${t("dashboard.gridKeys")}`);
    return true;
  }
  if (event.key === "Delete" || event.key === "Backspace") {
    void removeTiles(at, chosen);
    return true;
  }
  if (event.key === "Enter") {
    selectTiles([id], event.ctrlKey || event.metaKey || event.shiftKey);
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
    void duplicateTiles(at, chosen);
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
    selectTiles(keys.order);
    keys.say(t("dashboard.selectedTiles", { count: keys.order.length }));
    return true;
  }
  return false;
}

function placeWords(place: Place | undefined): string {
  return place
    ? t("dashboard.movedTo", {
        column: place.column + 1,
        width: place.width,
        top: place.top * STEP,
        height: place.height * STEP - GAP,
      })
    : "";
}
