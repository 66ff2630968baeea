// What every mark of its own family comes down to: items that the pointer and the arrow keys
// find, what is said of each, and how the whole is painted.
import type { ECharts, EChartsCoreOption } from "echarts/core";
import type { Frame } from "../options";
import type { Paints } from "./paints";
import type { Reading } from "./reading";

/** One mark: what is said of it. The number is that of the rows, not rounded. */
export interface Item {
  /** Title and value of each fact, in words. */
  facts: [string, string][];
  value: number | null;
  /** The row of the answer behind it; none for what is made of several, as a total. */
  row: number | null;
}

/** One colour and what it stands for; 1 to 8 is a data colour, 0 is context. */
export interface LegendEntry {
  name: string;
  colour: number;
}

/** Colours from low to high, with the amounts at the ends. */
export interface Ramp {
  title: string;
  low: number;
  high: number;
  /** Around a middle of 0, because there are amounts on both sides. */
  isDiverging: boolean;
}

/** A place in the picture, in pixels. */
export interface Spot {
  x: number;
  y: number;
}

/** Marks ready to be painted, or why there are none. */
export interface ItemData {
  items: Item[];
  legend: LegendEntry[];
  ramp: Ramp | null;
  /** What was left out, and why. */
  notes: string[];
  paint: (paints: Paints, frame: Frame) => EChartsCoreOption;
  /** Where the items stand, when the painted shapes do not tell it. */
  locate?: (chart: ECharts) => (Spot | undefined)[];
}

/** The reason why a mark cannot show these rows, and what to do. */
export interface Refusal {
  refusal: string;
  advice: string;
}

/** Makes a mark from the rows; none when the columns for it are not there. */
export type Build = (from: Reading) => ItemData | Refusal | null;

/** The raw data of a painted shape carries the place of its item under this name. */
export const ITEM = "item";

/** The fonts, without movement where a person asked for none or there are many marks. */
export function base(paints: Paints, frame: Frame, marks: number): EChartsCoreOption {
  return {
    useUTC: true,
    animation: !frame.isStill && marks <= 2000,
    animationDuration: 220,
    textStyle: { fontFamily: paints.font, fontSize: LABEL_SIZE },
  };
}

/**
 * A name as the painter may have it: not endless, and never one that every object has, such as
 * `__proto__`, because the painter keeps the widths of texts in an object.
 */
export function drawable(name: string): string {
  const most = 80;
  const cut = name.length > most ? `${name.slice(0, most - 1)}…` : name;
  return ownName(cut);
}

/** A name that no object has by itself, and that looks the same. */
export function ownName(name: string): string {
  return name in Object.prototype ? `${WORD_JOINER}${name}` : name;
}

const WORD_JOINER = "\u2060";

export const LABEL_SIZE = 11;

/** How many marks can be told apart and found; the rest is said in a note. */
export const MOST_ITEMS = 2000;
