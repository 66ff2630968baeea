// Where events stand over a time axis, in pixels: a marker for each in a lane above the plot, near ones
// collected into one with their number, shades for what lasts, and short texts where there is room. Pure.
// `crates/export/src/events.rs` places them alike in files.
import type { DrawnEvent } from "../../backend/generated/DrawnEvent";
import { fitted, WIDEST, widthOf } from "../annotationPlaces";

/** Height of the lane above the plot. */
export const LANE = 18;
/** Pixels within which events are collected. */
const NEAR = 16;
/** From the middle of a marker to its text. */
const BESIDE = 10;
/** A text with less room than this says nothing. */
const LEAST = 40;

/** An event in pixels along the axis. */
export interface Held {
  event: DrawnEvent;
  from: number;
  to: number | null;
}

/** A short text beside a marker. */
interface Label {
  words: string;
  x: number;
  isRight: boolean;
}

/** Events that one marker stands for. */
export interface EventGroup {
  at: number;
  events: DrawnEvent[];
  label: Label | null;
}

/** The ends of a plot, in pixels. */
export interface Span {
  left: number;
  right: number;
}

/** What a marker says beside itself: `Release: 2.0`. */
export function eventWords({ kind, text }: DrawnEvent): string {
  return kind === undefined || kind === null ? text.trim() : `${kind.trim()}: ${text.trim()}`;
}

/** The markers of events, from left to right. */
export function groupsOf(all: readonly Held[], { left, right }: Span): EventGroup[] {
  const groups = collected(all);
  let taken = left;
  return groups.map((group, index) => {
    const { at, events } = group;
    const [only] = events;
    const before = taken;
    taken = at + BESIDE;
    if (!only || events.length > 1) {
      return group;
    }
    const next = groups[index + 1];
    const room = {
      right: (next ? next.at - BESIDE : right) - at - BESIDE,
      left: at - BESIDE - before,
    };
    const words = eventWords(only);
    const wide = widthOf(fitted(words, WIDEST));
    const isRight = wide <= room.right || (wide > room.left && room.right >= room.left);
    const own = Math.min(WIDEST, isRight ? room.right : room.left);
    if (own < Math.min(LEAST, wide)) {
      return group;
    }
    const short = fitted(words, own);
    if (isRight) {
      taken += widthOf(short);
    }
    const x = isRight ? at + BESIDE : at - BESIDE;
    return { ...group, label: { words: short, x, isRight } };
  });
}

/** Events with those that begin near the first of them. */
function collected(all: readonly Held[]): EventGroup[] {
  const groups: EventGroup[] = [];
  let first = Number.NEGATIVE_INFINITY;
  for (const { event, from } of inOrder(all)) {
    const group = groups.at(-1);
    if (group && from - first <= NEAR) {
      group.events.push(event);
      group.at = (first + from) / 2;
    } else {
      first = from;
      groups.push({ at: from, events: [event], label: null });
    }
  }
  return groups;
}

/** What lasts, as stretches that do not touch each other. */
export function shadesOf(all: readonly Held[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of inOrder(all)) {
    const last = found.at(-1);
    if (to === null) {
      continue;
    }
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
    } else {
      found.push({ from, to });
    }
  }
  return found;
}

function inOrder(all: readonly Held[]): Held[] {
  return [...all].sort((one, other) => one.from - other.from);
}
