// Ranges of time that move with the clock, as they are offered and in words. Which days they are
// is counted by the application alone.
import type { Filter } from "../../backend/generated/Filter";
import type { RelativeRange } from "../../backend/generated/RelativeRange";
import type { TimeUnit } from "../../backend/generated/TimeUnit";
import type { Value } from "../../backend/generated/Value";
import { count, day } from "../../i18n/format";
import { t } from "../../i18n/t";

const range = (number: number, unit: TimeUnit, to_date = false): RelativeRange => ({
  count: number,
  unit,
  to_date,
});

/** The usual ranges of a column of days or moments. */
export const USUAL: readonly RelativeRange[] = [
  range(1, "day", true),
  range(1, "day"),
  range(7, "day"),
  range(28, "day"),
  range(1, "week", true),
  range(1, "month", true),
  range(1, "month"),
  range(1, "quarter", true),
  range(1, "quarter"),
  range(1, "year", true),
  range(1, "year"),
];

/** Units that a range of days can count; moments have hours too. */
export function unitsOf(hasHours: boolean): TimeUnit[] {
  const days: TimeUnit[] = ["day", "week", "month", "quarter", "year"];
  return hasHours ? ["hour", ...days] : days;
}

/** Most units that a range counts. */
export const MOST_UNITS = 100_000;

/** A range in words: `Last 28 full days`, `This month so far`. */
export function rangeWords({ count: number, unit, to_date }: RelativeRange): string {
  if (unit === "day" && number === 1) {
    return t(to_date ? "controls.today" : "controls.yesterday");
  }
  const words = { number: count(number), unit: unitName(unit, number) };
  return to_date
    ? t("controls.range.toDate", { ...words, count: number })
    : t("controls.range.last", { ...words, count: number });
}

/** A unit by how many there are. */
export function unitName(unit: TimeUnit, number: number): string {
  return t(`controls.units.${unit}`, { count: number });
}

/** The days that conditions reach from and to, both included; none where there is no such end. */
export function daysOf(filters: readonly Filter[]): { from: string | null; to: string | null } {
  const ends: { from: string | null; to: string | null } = { from: null, to: null };
  for (const { compare, value } of filters) {
    if (value.type !== "date" && value.type !== "date_time") {
      continue;
    }
    if (compare === "greater_or_equal" || compare === "greater") {
      ends.from = value.value.slice(0, 10);
    } else if (compare === "less_or_equal") {
      ends.to = value.value.slice(0, 10);
    } else if (compare === "less") {
      ends.to = lastDay(value);
    }
  }
  return ends;
}

/** The last day before an end that is not included. */
function lastDay(value: Extract<Value, { type: "date" | "date_time" }>): string {
  const text = value.value.slice(0, 10);
  const isMidnight = value.type === "date" || /T00:00(:00(\.0+)?)?$/.test(value.value);
  if (!isMidnight) {
    return text;
  }
  const then = new Date(`${text}T00:00:00Z`);
  then.setUTCDate(then.getUTCDate() - 1);
  return then.toISOString().slice(0, 10);
}

/** Days in words, with words for open ends. */
export function daysWords({ from, to }: { from: string | null; to: string | null }): string {
  if (from === null) {
    return to === null ? t("controls.allDates") : t("controls.until", { to: day(to) });
  }
  return to === null
    ? t("controls.since", { from: day(from) })
    : from === to
      ? day(from)
      : t("controls.days", { from: day(from), to: day(to) });
}
