import type { PageId } from "./PageId";
import type { SessionId } from "./SessionId";
import type { TileId } from "./TileId";
export type ReadTrend = { session: SessionId, page: PageId, tile: TileId, version: number, };
