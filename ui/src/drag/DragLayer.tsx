// What carries a field across the window: sensors, announcements, and the pill at the pointer.
import {
  type Announcements,
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  rectIntersection,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useState } from "react";
import { t } from "../i18n/t";
import { KindIcon } from "../parts/KindIcon";
import { type DragItem, itemOf, placeOf } from "./drag";

type Props = { children: ReactNode };

/** A press becomes a drag after four pixels, so that a click stays a click. */
const CLICK_SLACK_PX = 4;

export function DragLayer({ children }: Props) {
  const [carried, setCarried] = useState<DragItem | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: CLICK_SLACK_PX } }),
    useSensor(KeyboardSensor, {
      keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] },
    }),
  );
  function onDragEnd({ active, over }: DragEndEvent) {
    setCarried(null);
    const item = itemOf(active);
    const place = placeOf(over);
    if (item && place?.judge(item).accepts) {
      place.drop(item);
    }
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underPointer}
      accessibility={{
        announcements: ANNOUNCEMENTS,
        screenReaderInstructions: { draggable: t("common.drag.instructions") },
      }}
      onDragStart={({ active }) => setCarried(itemOf(active))}
      onDragCancel={() => setCarried(null)}
      onDragEnd={onDragEnd}
    >
      {children}
      <DragOverlay dropAnimation={null} zIndex={65}>
        {carried ? <CarriedPill item={carried} /> : null}
      </DragOverlay>
    </DndContext>
  );
}

function CarriedPill({ item }: { item: DragItem }) {
  const role = item.kind === "number" ? "measure" : "dimension";
  return (
    <span className={`pill ${role} is-drag`}>
      <KindIcon kind={item.kind} />
      {item.field}
    </span>
  );
}

/** With a pointer, the place under it; with the keyboard, the one that the pill covers most. */
const underPointer: CollisionDetection = (args) =>
  args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args);

const ANNOUNCEMENTS: Announcements = {
  onDragStart: ({ active }) => t("common.drag.started", { field: itemOf(active)?.field ?? "" }),
  onDragOver: ({ active, over }) => {
    const item = itemOf(active);
    const place = placeOf(over);
    return item && place
      ? t("common.drag.over", {
          field: item.field,
          place: place.label,
          effect: place.judge(item).effect,
        })
      : t("common.drag.nowhere", { field: item?.field ?? "" });
  },
  onDragEnd: ({ active, over }) => {
    const item = itemOf(active);
    const place = placeOf(over);
    return item && place?.judge(item).accepts
      ? t("common.drag.dropped", { field: item.field, place: place.label })
      : t("common.drag.cancelled");
  },
  onDragCancel: () => t("common.drag.cancelled"),
};
