// Places that one feature leaves open for another. Features do not import each other; the shell,
// which knows them all, fills the places at start.
import type { ComponentType } from "react";
import type { CellId } from "../backend/generated/CellId";
import type { SessionId } from "../backend/generated/SessionId";

/** What stands in each place. */
export interface Slots {
  /** The picture of a chart cell in the notebook. */
  chartCell: ComponentType<{ session: SessionId; cell: CellId; revision: number }>;
  /** The control of a parameter cell on a page. */
  parameterControl: ComponentType<{ session: SessionId; cell: CellId }>;
  /** The button that puts a chart on a dashboard page. */
  addToPage: ComponentType<{ session: SessionId; cell: CellId }>;
  /** Markdown as prose. */
  prose: ComponentType<{ text: string }>;
}

const filled: Partial<Slots> = {};

/** Fills a place. Called by the shell before anything is drawn. */
export function fillSlot<Name extends keyof Slots>(name: Name, part: Slots[Name]): void {
  filled[name] = part;
}

/** What stands in a place; nothing is drawn while it is empty. */
export function slot<Name extends keyof Slots>(name: Name): Slots[Name] {
  return filled[name] ?? (Nothing as Slots[Name]);
}

function Nothing() {
  return null;
}
