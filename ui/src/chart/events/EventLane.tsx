// The events over a time axis: lines and shades over the plot, and in the lane above it a button for each
// place with events, which tells them while it has the pointer or the focus.
import { type KeyboardEvent, useRef, useState } from "react";
import type { DrawnEvent } from "../../backend/generated/DrawnEvent";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import type { PlotBox } from "./eventPixels";
import { type EventGroup, groupsOf, type Held, LANE, shadesOf } from "./eventPlaces";
import { eventTime, toldEvents } from "./events";
import "./events.css";

/** Most events that the card of a marker tells one by one. */
const MOST_TOLD = 8;
const CARD_WIDTH = 260;

type Props = { held: readonly Held[]; plot: PlotBox; width: number };

export function EventLane({ held, plot, width }: Props) {
  const [open, setOpen] = useState<number | null>(null);
  const [tabbed, setTabbed] = useState(0);
  const lane = useRef<HTMLDivElement>(null);
  const groups = groupsOf(held, plot);
  const kinds = [...new Set(held.flatMap(({ event: { kind } }) => kind ?? []))].sort();
  const shown = open === null ? undefined : groups[open];
  const stop = Math.min(tabbed, groups.length - 1);

  /** Arrow keys walk over the markers, which are one stop of Tab. */
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key === "Tab") {
      return;
    }
    event.stopPropagation();
    if (event.key === "Escape") {
      setOpen(null);
      return;
    }
    const next = stepped(event.key, stop, groups.length);
    if (next !== null) {
      event.preventDefault();
      setTabbed(next);
      lane.current?.querySelectorAll("button")[next]?.focus();
    }
  }

  return (
    <>
      <svg className="event-lines" aria-hidden="true">
        {shadesOf(held).map(({ from, to }) => (
          <rect
            key={`${from} ${to}`}
            x={from}
            y={plot.top}
            width={Math.max(2, to - from)}
            height={plot.bottom - plot.top}
          />
        ))}
        {groups.map((group, index) => (
          <g key={group.at} className={index === open ? "is-open" : undefined}>
            <line x1={group.at} x2={group.at} y1={plot.top - LANE / 2} y2={plot.bottom} />
            <Marker group={group} kinds={kinds} y={plot.top - LANE / 2} />
            {group.label ? (
              <text
                x={group.label.x}
                y={plot.top - LANE / 2}
                textAnchor={group.label.isRight ? "start" : "end"}
              >
                {group.label.words}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      <div
        ref={lane}
        className="event-lane"
        role="toolbar"
        aria-label={t("events.title")}
        style={{ top: plot.top - LANE }}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => event.stopPropagation()}
      >
        {groups.map((group, index) => (
          <button
            key={group.at}
            type="button"
            style={{ left: group.at }}
            tabIndex={index === stop ? 0 : -1}
            aria-label={nameOf(group)}
            onPointerEnter={() => setOpen(index)}
            onPointerLeave={() => setOpen(null)}
            onFocus={() => {
              setTabbed(index);
              setOpen(index);
            }}
            onBlur={() => setOpen(null)}
          />
        ))}
      </div>
      {shown ? <Card group={shown} top={plot.top + 4} width={width} /> : null}
    </>
  );
}

function nameOf({ events }: EventGroup): string {
  const told = toldEvents(events, MOST_TOLD).join("; ");
  return events.length > 1
    ? t("events.several", { count: events.length, shown: count(events.length), told })
    : told;
}

function stepped(key: string, now: number, markers: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(markers - 1, now + 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(0, now - 1);
    case "Home":
      return 0;
    case "End":
      return markers - 1;
    default:
      return null;
  }
}

type MarkerProps = { group: EventGroup; kinds: readonly string[]; y: number };

/** One event has a small shape by its kind, several have their number. */
function Marker({ group: { at: x, events }, kinds, y }: MarkerProps) {
  const [only] = events;
  if (!only || events.length > 1) {
    const words = events.length < 100 ? String(events.length) : "99+";
    return (
      <>
        <circle cx={x} cy={y} r={7} />
        <text className={words.length > 2 ? "badge is-long" : "badge"} x={x} y={y}>
          {words}
        </text>
      </>
    );
  }
  const kind = only.kind ? kinds.indexOf(only.kind) % 4 : 0;
  switch (kind) {
    case 1:
      return <path d={`M${x} ${y - 4.5} l4.5 4.5 l-4.5 4.5 l-4.5 -4.5 z`} />;
    case 2:
      return <path d={`M${x - 3.5} ${y - 3.5} h7 v7 h-7 z`} />;
    case 3:
      return <path d={`M${x} ${y - 4.5} l4.5 8 h-9 z`} />;
    default:
      return <circle cx={x} cy={y} r={3.5} />;
  }
}

/** What happened at a marker, in full. */
function Card({
  group: { at, events },
  top,
  width,
}: {
  group: EventGroup;
  top: number;
  width: number;
}) {
  const left = Math.max(0, Math.min(at - CARD_WIDTH / 2, width - CARD_WIDTH));
  const rest = events.length - MOST_TOLD;
  return (
    <div className="tip event-card" aria-hidden="true" style={{ left, top, width: CARD_WIDTH }}>
      {events.slice(0, MOST_TOLD).map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may say the same
        <Told key={index} event={event} />
      ))}
      {rest > 0 ? (
        <p className="muted">{t("events.moreInTable", { count: rest, shown: count(rest) })}</p>
      ) : null}
    </div>
  );
}

function Told({ event }: { event: DrawnEvent }) {
  return (
    <p>
      <small>{[eventTime(event), event.kind].filter(Boolean).join(" · ")}</small>
      <bdi>{event.text}</bdi>
    </p>
  );
}
