// Events tables of a workbook on charts: which a chart shows, and its events in words. Pure.
import type { ChartSpec } from "../../backend/generated/ChartSpec";
import type { ChartView } from "../../backend/generated/ChartView";
import type { DrawnEvent } from "../../backend/generated/DrawnEvent";
import type { DrawnEvents } from "../../backend/generated/DrawnEvents";
import type { EventTable } from "../../backend/generated/EventTable";
import type { Field } from "../../backend/generated/Field";
import type { Value } from "../../backend/generated/Value";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { periodText } from "../words";
import { eventWords } from "./eventPlaces";

/** Most events that a tooltip tells one by one. */
const MOST_TOLD = 5;

/** Whether a chart has a time axis from left to right, over which events can stand. */
export function takesEvents({ mark, encodings, source_fields }: ChartView): boolean {
  const along = encodings.find(({ shelf, pill }) => shelf === "x" && !pill.aggregate);
  const field = source_fields.find(({ name }) => name === along?.pill.field);
  const isTime = along !== undefined && !along.pill.part && field !== undefined && isMoment(field);
  const hasPanes = encodings.some(({ shelf }) => shelf.startsWith("facet"));
  return isTime && !hasPanes && ["bar", "line", "area", "candlestick"].includes(mark);
}

/** A column of days or moments. */
export function isMoment({ data_type: { type } }: Field): boolean {
  return type === "date" || type === "date_time";
}

/** Whether a chart is to show the events of a table. */
export function showsEvents(spec: ChartSpec, table: EventTable): boolean {
  const own = spec.events?.find((one) => one.table === table.id);
  return own ? own.is_on : table.on_every_chart;
}

/** The chart with the events of a table switched on or off; what they do by themselves is not recorded. */
export function withEvents(spec: ChartSpec, table: EventTable, isOn: boolean): ChartSpec {
  const { events = [], ...rest } = spec;
  const others = events.filter((one) => one.table !== table.id);
  const next =
    isOn === table.on_every_chart ? others : [...others, { table: table.id, is_on: isOn }];
  return next.length > 0 ? { ...rest, events: next } : rest;
}

/** When an event happens, or from when to when. */
export function eventTime({ start, end = null }: DrawnEvent): string {
  const when = (value: Value) => periodText(value, value.type === "date_time" ? "minute" : null);
  return end === null || JSON.stringify(end) === JSON.stringify(start)
    ? when(start)
    : t("events.fromTo", { from: when(start), to: when(end) });
}

/** An event with its time, as it is read out. */
export function eventSentence(event: DrawnEvent): string {
  return t("events.sentence", { time: eventTime(event), words: eventWords(event) });
}

/** Some events one by one, and how many more there are. */
export function toldEvents(events: readonly DrawnEvent[], most = MOST_TOLD): string[] {
  const rest = events.length - most;
  return [
    ...events.slice(0, most).map(eventSentence),
    ...(rest > 0 ? [t("events.more", { count: rest, shown: count(rest) })] : []),
  ];
}

/** The events that stand at a position, by its rows of the answer. */
export function eventsAt(all: readonly DrawnEvents[], rows: ReadonlySet<number>): DrawnEvent[] {
  return all
    .flatMap(({ events }) => events)
    .filter(({ from, to }) =>
      [...rows].some((row) =>
        to
          ? row >= Math.min(from.row, to.row) && row <= Math.max(from.row, to.row)
          : row === from.row,
      ),
    );
}

/** What is said of events that are not all in the picture. */
export function eventNotes(all: readonly DrawnEvents[] = []): string[] {
  return all.flatMap(({ name, why }) => (why ? [t("events.missing", { name, why })] : []));
}

/** All events in one sentence, for the accessible name. */
export function eventSummary(all: readonly DrawnEvents[] = []): string {
  const shown = all.filter(({ events }) => events.length > 0);
  const parts = shown.map(({ name, events }) =>
    t("events.counted", { count: events.length, shown: count(events.length), name }),
  );
  return parts.length === 0 ? "" : t("events.summary", { parts: parts.join(", ") });
}
