// Dragging fields and pills: mouse, touch and keyboard. The one place that knows the library.
import {
  type Announcements,
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  rectIntersection,
  useDndContext,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useState } from "react";

/** What is dragged. `label` is what follows the pointer and is announced. */
export interface DragItem<Thing> {
  label: string;
  thing: Thing;
}

/** Where it can be let go. */
export interface DropPlace<Place> {
  label: string;
  place: Place;
}

type Props<Thing, Place> = {
  children: ReactNode;
  /** What follows the pointer. */
  overlay: (item: DragItem<Thing>) => ReactNode;
  onDrop: (item: DragItem<Thing>, place: DropPlace<Place>) => void;
  words: {
    picked: (item: string) => string;
    over: (item: string, place: string) => string;
    dropped: (item: string, place: string) => string;
    letGo: (item: string) => string;
  };
};

/** A press becomes a drag after this many pixels, so that a click stays a click. */
const DRAG_AFTER = 4;

/** The pointer decides; the keyboard, which has none, decides by the rectangle. */
const collision: CollisionDetection = (state) => {
  const under = pointerWithin(state);
  return under.length > 0 ? under : rectIntersection(state);
};

/** Arrow keys go from one drop place to the next in reading order. */
const nextPlace: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const forward = event.code === "ArrowRight" || event.code === "ArrowDown";
  const back = event.code === "ArrowLeft" || event.code === "ArrowUp";
  if (!forward && !back) {
    return undefined;
  }
  event.preventDefault();
  const places = context.droppableContainers
    .getEnabled()
    .flatMap(({ id }) => {
      const rect = context.droppableRects.get(id);
      return rect ? [{ id, rect }] : [];
    })
    .sort((left, right) => left.rect.top - right.rect.top || left.rect.left - right.rect.left);
  const now = places.findIndex(({ id }) => id === context.over?.id);
  const next = places[(now + (forward ? 1 : -1) + places.length) % places.length];
  return next ? { x: next.rect.left + 6, y: next.rect.top + 3 } : currentCoordinates;
};

export function DragArea<Thing, Place>({ children, overlay, onDrop, words }: Props<Thing, Place>) {
  const [dragged, setDragged] = useState<DragItem<Thing> | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_AFTER } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: nextPlace,
      keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] },
    }),
  );
  const label = (data: unknown) => (data as { label?: string } | undefined)?.label ?? "";
  const announcements: Announcements = {
    onDragStart: ({ active }) => words.picked(label(active.data.current)),
    onDragOver: ({ active, over }) =>
      over ? words.over(label(active.data.current), label(over.data.current)) : undefined,
    onDragEnd: ({ active, over }) =>
      over
        ? words.dropped(label(active.data.current), label(over.data.current))
        : words.letGo(label(active.data.current)),
    onDragCancel: ({ active }) => words.letGo(label(active.data.current)),
  };

  function onDragStart({ active }: DragStartEvent) {
    setDragged((active.data.current as DragItem<Thing> | undefined) ?? null);
  }
  function onDragEnd({ over }: DragEndEvent) {
    const place = over?.data.current as DropPlace<Place> | undefined;
    if (dragged && place) {
      onDrop(dragged, place);
    }
    setDragged(null);
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collision}
      accessibility={{ announcements }}
      onDragStart={onDragStart}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDragged(null)}
    >
      {children}
      <DragOverlay dropAnimation={null}>{dragged ? overlay(dragged) : null}</DragOverlay>
    </DndContext>
  );
}

/** Whether something is being carried: then the arrow keys are not the page's. */
export function useIsCarrying(): boolean {
  return useDndContext().active !== null;
}

/** Makes an element something that can be dragged. `id` is unique in the area. */
export function useDragItem<Thing>(id: string, item: DragItem<Thing>) {
  const { setNodeRef, listeners, attributes, isDragging } = useDraggable({ id, data: item });
  const { onKeyDown, ...pointer } = (listeners ?? {}) as { onKeyDown?: (event: unknown) => void };
  return {
    isDragging,
    dragProps: { ref: setNodeRef, "aria-describedby": attributes["aria-describedby"], ...pointer },
    /** Space picks up; to be called with keys that the element has no use for itself. */
    onDragKey: (event: unknown) => onKeyDown?.(event),
  };
}

/** Makes an element a place to drop on. `refused` says that what is over it will not be taken. */
export function useDropPlace<Place>(id: string, place: DropPlace<Place>) {
  const { setNodeRef, isOver, active } = useDroppable({ id, data: place });
  return {
    ref: setNodeRef,
    isOver,
    isDragging: active !== null,
    over: isOver ? (active?.data.current as DragItem<unknown> | undefined) : undefined,
  };
}
