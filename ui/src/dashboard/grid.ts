// Pixels of the grid: twelve columns with gaps of 10, steps of 4 down the page. Where tiles end
// up when one is moved decides the application (`plan_tiles`); this is only about pixels.
import type { Place } from "../backend/generated/Place";
import type { TilePlace } from "../backend/generated/TilePlace";

/** Columns of the grid. */
export const COLUMNS = 12;
/** Pixels between tiles. */
export const GAP = 10;
/** Pixels of one step. */
export const STEP = 4;
/** Steps that an arrow key moves or resizes by. */
export const KEY_STEPS = 5;
/** Least height of a tile, in steps. */
export const LEAST_HEIGHT = 10;

/** Which edges of a tile are dragged: `se` is the lower right corner. */
export type Handle = "nw" | "ne" | "sw" | "se" | "e" | "s";

/** How many columns a page of this width gets. */
export function columnsFor(width: number): 12 | 6 | 1 {
  return width >= 860 ? 12 : width >= 540 ? 6 : 1;
}

/** Width of a column with its gap. */
export function pitch(width: number, columns: number = COLUMNS): number {
  return (width + GAP) / columns;
}

/** Where a tile stands in pixels of the grid's inside. */
export function boxOf(place: Place, width: number, columns: number = COLUMNS) {
  const column = pitch(width, columns);
  return {
    left: place.column * column,
    top: place.top * STEP,
    width: place.width * column - GAP,
    height: place.height * STEP - GAP,
  };
}

/** Pixels that a page is high. */
export function heightOf(places: readonly Place[]): number {
  return Math.max(0, ...places.map(({ top, height }) => (top + height) * STEP));
}

/** Tiles moved together by pixels, without leaving the grid. */
export function moved(
  tiles: readonly TilePlace[],
  by: { x: number; y: number },
  width: number,
): TilePlace[] {
  return shifted(tiles, Math.round(by.x / pitch(width)), Math.round(by.y / STEP));
}

/** Tiles moved together by columns and steps, without leaving the grid. */
export function shifted(tiles: readonly TilePlace[], columns: number, steps: number): TilePlace[] {
  const left = Math.min(...tiles.map(({ place }) => place.column));
  const right = Math.max(...tiles.map(({ place }) => place.column + place.width));
  const top = Math.min(...tiles.map(({ place }) => place.top));
  const across = Math.min(COLUMNS - right, Math.max(-left, columns));
  const down = Math.max(-top, steps);
  return tiles.map(({ tile, place }) => ({
    tile,
    place: { ...place, column: place.column + across, top: place.top + down },
  }));
}

/** A place with the edges of a handle dragged by columns and steps. */
export function resized(place: Place, handle: Handle, columns: number, steps: number): Place {
  const right = place.column + place.width;
  const bottom = place.top + place.height;
  let { column, top } = place;
  let end = right;
  let below = bottom;
  if (handle.includes("w")) {
    column = Math.max(0, Math.min(right - 1, column + columns));
  }
  if (handle.includes("e")) {
    end = Math.max(column + 1, Math.min(COLUMNS, right + columns));
  }
  if (handle.includes("n")) {
    top = Math.max(0, Math.min(bottom - LEAST_HEIGHT, top + steps));
  }
  if (handle.includes("s")) {
    below = Math.max(top + LEAST_HEIGHT, bottom + steps);
  }
  return { column, width: end - column, top, height: below - top };
}

/** Where a new tile of this size lands when its middle is at a point of the grid. */
export function landing(
  at: { x: number; y: number },
  size: { width: number; height: number },
  width: number,
): Place {
  const column = pitch(width);
  const left = Math.round((at.x - (size.width * column) / 2) / column);
  // Near its top, where the hand holds it.
  const top = Math.round((at.y - 24) / STEP / 5) * 5;
  return {
    column: Math.max(0, Math.min(COLUMNS - size.width, left)),
    width: size.width,
    top: Math.max(0, top),
    height: size.height,
  };
}

/** Places with some of them changed. */
export function withPlaces(
  tiles: readonly TilePlace[],
  changed: readonly TilePlace[],
): Map<string, Place> {
  const places = new Map(tiles.map(({ tile, place }) => [tile, place]));
  for (const { tile, place } of changed) {
    places.set(tile, place);
  }
  return places;
}
