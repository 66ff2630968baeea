// Which page is shown, whether it is being edited, and which of its tiles are selected.
import { create } from "zustand";
import type { PageId } from "../backend/generated/PageId";
import type { TileId } from "../backend/generated/TileId";
import { useSession } from "../backend/session";

/** Tabs of the panel at the right. */
export type PageTab = "library" | "tile" | "page";

interface PageState {
  isEditing: boolean;
  tiles: TileId[];
  tab: PageTab;
  /** Tiles that show their rows as a table instead of the picture. */
  tables: ReadonlySet<TileId>;
  /** The snapshot that is looked at instead of the page. */
  shown: ShownSnapshot | null;
}

/** A snapshot, and what it is compared with: another one, or `now`. */
export interface ShownSnapshot {
  snapshot: string;
  other: string | null;
}

/** What a person sees of the pages. */
export const usePages = create<PageState>(() => ({
  isEditing: false,
  tiles: [],
  tab: "library",
  tables: new Set(),
  shown: null,
}));

/** Shows another page. */
export function showPage(page: PageId): void {
  useSession.setState({ page });
  usePages.setState({ tiles: [], shown: null });
}

/** Begins or ends editing. */
export function setEditing(isEditing: boolean): void {
  usePages.setState({ isEditing, tiles: [] });
}

/** Selects tiles; `isAdding` keeps those that are selected and turns these round. */
export function selectTiles(tiles: TileId[], isAdding = false): void {
  usePages.setState((now) => {
    if (!isAdding) {
      return { tiles };
    }
    const kept = now.tiles.filter((one) => !tiles.includes(one));
    return { tiles: [...kept, ...tiles.filter((one) => !now.tiles.includes(one))] };
  });
}

/** Looks at a snapshot; none goes back to the page. */
export function showSnapshot(shown: ShownSnapshot | null): void {
  usePages.setState({ shown, isEditing: false, tiles: [] });
}

/** Shows a tab of the panel. */
export function showTab(tab: PageTab): void {
  usePages.setState({ tab });
}

/** Shows a tile as table or as picture. */
export function showAsTable(tile: TileId, isTable: boolean): void {
  usePages.setState((now) => {
    const tables = new Set(now.tables);
    if (isTable) {
      tables.add(tile);
    } else {
      tables.delete(tile);
    }
    return { tables };
  });
}
