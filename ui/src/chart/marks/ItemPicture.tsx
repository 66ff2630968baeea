// The picture of a mark that is built item by item: painted by the chart library, with a tooltip
// of plain elements and a cursor for the arrow keys that reads out the same facts.
import { type KeyboardEvent, useCallback, useMemo, useState } from "react";
import type { DrawnEvents } from "../../backend/generated/DrawnEvents";
import { t } from "../../i18n/t";
import type { MenuPoint } from "../../parts/ContextMenu";
import { asksTable, type MarkWish, type OnMark, wishOf } from "../cursor";
import { EventLane } from "../events/EventLane";
import { heldOf, pixelIn, plotIn } from "../events/eventPixels";
import { LANE } from "../events/eventPlaces";
import { eventsAt, toldEvents } from "../events/events";
import type { Frame } from "../options";
import { usePainting } from "../usePainting";
import type { Item, ItemData } from "./item";
import { usePaints } from "./paints";
import { itemAt, type Place, placesOf } from "./spots";

const loadEngine = () => import("./engine");

type Props = {
  data: ItemData;
  /** One sentence: the accessible name. */
  summary: string;
  onOpenTable: () => void;
  /** Opens the menu of a mark, known by its row of the answer, at a point of the window. */
  onMenu?: OnMark | undefined;
  /** What happened along its time axis. */
  events?: DrawnEvents[] | undefined;
};

const NO_EVENTS: DrawnEvents[] = [];

export function ItemPicture({ data, summary, onOpenTable, onMenu, events = NO_EVENTS }: Props) {
  const paints = usePaints();
  const [cursor, setCursor] = useState<number | null>(null);
  const hasLane = events.some((one) => one.events.length > 0);
  const optionsOf = useCallback(
    (frame: Frame) => data.paint(paints, hasLane ? { ...frame, lane: LANE } : frame),
    [data, paints, hasLane],
  );
  const { box, chart, size, painted, menuPoint } = usePainting(loadEngine, optionsOf);

  // biome-ignore lint/correctness/useExhaustiveDependencies: pixels change with each painting
  const places = useMemo(() => placesOf(chart.current, data), [data, painted]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: pixels change with each painting
  const lane = useMemo(() => {
    const plot = chart.current && size && hasLane ? plotIn(chart.current, size) : null;
    if (!plot || !chart.current) {
      return null;
    }
    const scale = { rows: data.items.map(({ row }) => row), moments: null };
    return { plot, held: heldOf(events, scale, pixelIn(chart.current)) };
  }, [data, events, hasLane, size, painted]);

  /** The menu of the item under the cursor; without one the browser's own stays. */
  function openMenu(point: MenuPoint | null, wish: MarkWish = "menu"): boolean {
    const row = cursor === null ? null : (data.items[cursor]?.row ?? null);
    if (row === null || !onMenu) {
      return false;
    }
    onMenu(row, menuPoint(point, cursor === null ? undefined : places[cursor]?.spot), null, wish);
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const wish = wishOf(event);
    if (wish && openMenu(null, wish)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (asksTable(event)) {
      event.preventDefault();
      onOpenTable();
      return;
    }
    if (event.key === "Escape" && cursor !== null) {
      event.stopPropagation();
      setCursor(null);
      return;
    }
    const next = walk(event.key, cursor, data.items.length);
    if (next !== null && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      setCursor(next);
    }
  }

  const item = cursor === null ? undefined : data.items[cursor];
  const row = item?.row ?? null;
  const texts = row === null ? [] : toldEvents(eventsAt(events, new Set([row])));
  const place = cursor === null ? undefined : places[cursor];
  return (
    <div
      className="picture"
      role="application"
      aria-roledescription={t("chart.picture")}
      aria-label={`${summary} ${t("chart.walk")}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk over the marks
      tabIndex={0}
      onPointerMove={(event) => {
        const { left, top } = event.currentTarget.getBoundingClientRect();
        setCursor(itemAt(places, { x: event.clientX - left, y: event.clientY - top }));
      }}
      onPointerLeave={() => setCursor(null)}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        if (openMenu({ x: event.clientX, y: event.clientY })) {
          event.preventDefault();
        }
      }}
      onBlur={() => setCursor(null)}
    >
      <div className="picture-canvas" ref={box} aria-hidden="true" />
      {lane && size ? <EventLane held={lane.held} plot={lane.plot} width={size.width} /> : null}
      {item && place ? <ItemTip item={item} place={place} size={size} texts={texts} /> : null}
      <div className="visually-hidden" aria-live="polite">
        {item ? [...item.facts.map((fact) => fact.join(" ")), ...texts].join(", ") : ""}
      </div>
    </div>
  );
}

/** Where an arrow key leads among so many items; none when the key is not for walking. */
export function walk(key: string, now: number | null, items: number): number | null {
  if (items === 0) {
    return null;
  }
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(items - 1, (now ?? -1) + 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(0, (now ?? 0) - 1);
    case "Home":
      return 0;
    case "End":
      return items - 1;
    default:
      return null;
  }
}

const TIP_WIDTH = 230;

type TipProps = {
  item: Item;
  place: Place;
  size: { width: number; height: number } | null;
  /** What happened there. */
  texts: readonly string[];
};

function ItemTip({ item, place, size, texts }: TipProps) {
  const { x, y } = place.spot;
  const width = size?.width ?? 0;
  const side = x + TIP_WIDTH + 16 > width ? { right: width - x + 12 } : { left: x + 12 };
  const isLow = y > (size?.height ?? 0) / 2;
  const level = isLow ? { bottom: (size?.height ?? 0) - y + 12 } : { top: y + 12 };
  return (
    <div className="crosshair" aria-hidden="true">
      <i className="crosshair-ring" style={{ left: x, top: y }} />
      <div className="tip" style={{ ...side, ...level }}>
        <dl>
          {item.facts.map(([title, value]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {texts.map((text) => (
          <p key={text} className="tip-text">
            <bdi>{text}</bdi>
          </p>
        ))}
      </div>
    </div>
  );
}
