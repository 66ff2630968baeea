// Dragging fields onto shelves and into text, with pointer and keyboard alike. The library is
// wrapped here, so that it can be exchanged in one place.
//
// For features: a draggable thing spreads `useFieldDrag(item)`; a place that takes fields calls
// `useDropPlace(id, place)` and shows `verdict` while something hangs over it.
import { useDraggable, useDroppable } from "@dnd-kit/core";
import type { CellId } from "../backend/generated/CellId";
import type { Kind } from "../backend/generated/Kind";
import type { PillAt } from "../backend/generated/PillAt";

/** What is carried: a field of a table or cell, perhaps lifted off a shelf. */
export interface DragItem {
  /** Table or cell that has the field, by name. */
  source: string;
  field: string;
  kind: Kind;
  /** The pill that is moved; none when the field comes from a list. */
  from: { cell: CellId; pill: PillAt } | null;
}

/** What would happen if the item were let go here. */
export interface Verdict {
  accepts: boolean;
  /** In words: "Split by category", or "Size takes a number". */
  effect: string;
}

/** A place that takes fields. */
export interface DropPlace {
  /** Its name when it is announced. */
  label: string;
  judge(item: DragItem): Verdict;
  drop(item: DragItem): void;
}

/** Makes an element draggable: spread `handle` on it and give `ref` to it. */
export function useFieldDrag(item: DragItem, id: string) {
  const { listeners, setNodeRef, isDragging } = useDraggable({ id: `drag ${id}`, data: { item } });
  return { ref: setNodeRef, handle: listeners ?? {}, isDragging };
}

/** Makes an element take fields; `verdict` is there while one hangs over it. */
export function useDropPlace(id: string, place: DropPlace) {
  const { setNodeRef, isOver, active } = useDroppable({ id: `drop ${id}`, data: { place } });
  const item = itemOf(active);
  return {
    ref: setNodeRef,
    /** While anything is dragged: what this place would say to it. */
    verdict: item ? place.judge(item) : null,
    isOver,
  };
}

type Carried = { data: { current?: Record<string, unknown> | undefined } } | null | undefined;

/** The item behind what the library calls active. */
export function itemOf(active: Carried): DragItem | null {
  return (active?.data.current?.item as DragItem | undefined) ?? null;
}

/** The place behind what the library calls over. */
export function placeOf(over: Carried): DropPlace | null {
  return (over?.data.current?.place as DropPlace | undefined) ?? null;
}
