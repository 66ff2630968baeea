import type { TilePlace } from "./TilePlace";
export type TilePlan = { places: Array<TilePlace>, };
