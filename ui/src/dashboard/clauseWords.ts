// Filters of a page in words: "region is DACH or Iberia", "order_date is March 2026 to May 2026".
import type { Active } from "../backend/generated/Active";
import type { Clause } from "../backend/generated/Clause";
import type { Filter } from "../backend/generated/Filter";
import type { Picked } from "../backend/generated/Picked";
import type { Value } from "../backend/generated/Value";
import { pickWords } from "../chart/markValues";
import { periodText } from "../chart/words";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { filterWords } from "../results/FilterChips";
import { daysOf, daysWords, rangeWords } from "./controls/relative";
import { keptOf, topWords } from "./controls/topWords";

/** Values that are written out; the others are counted. */
const MOST_WRITTEN = 3;

/** A clause in two parts: what it is about, and the value that stands out. */
export function clauseWords(active: Active): { about: string; value: string } {
  const { field, picked } = active;
  if (picked.by === "filters") {
    return filtersWords(active, picked.filters);
  }
  if (picked.by === "picks") {
    return { about: picked.picks.map(pickWords).join(", "), value: "" };
  }
  if (picked.by === "relative") {
    const range = rangeWords(picked.range);
    const value =
      active.problem !== null
        ? range
        : t("controls.rangeDays", { range, days: daysWords(daysOf(active.filters)) });
    return { about: t("controls.isIn", { field }), value };
  }
  if (picked.by === "top") {
    return { about: t("controls.isAmong", { field }), value: topClause(active, picked) };
  }
  const { values, unit, bin_width } = picked;
  const about = t("dashboard.is", { field });
  if (unit || bin_width) {
    const sorted = values.toSorted(compared);
    const [first, last] = [sorted[0], sorted.at(-1)];
    const text = (value: Value | undefined) => (value ? periodText(value, unit ?? null) : "");
    const value =
      sorted.length < 2 || text(first) === text(last)
        ? text(first)
        : t("dashboard.range", { from: text(first), to: text(last) });
    return { about, value };
  }
  const written = values.slice(0, MOST_WRITTEN).map(valueText).join(t("dashboard.or"));
  const rest = values.length - MOST_WRITTEN;
  const value = rest > 0 ? t("dashboard.more", { first: written, rest }) : written;
  return { about, value };
}

/** What a control chooses by default, in words. */
export function pickedWords(field: string, picked: Picked): string {
  const filters = picked.by === "filters" ? picked.filters : [];
  const clause = {
    tile: null,
    source: "",
    field,
    picked,
    filters,
    members: null,
    is_default: true,
  };
  // Which days or values these are now is not known here.
  const { about, value } = clauseWords({ ...clause, problem: "" });
  return `${about} ${value}`.trim();
}

function filtersWords({ field }: Active, filters: Filter[]): { about: string; value: string } {
  const ends = daysOf(filters);
  if (ends.from !== null || ends.to !== null) {
    return { about: t("dashboard.is", { field }), value: daysWords(ends) };
  }
  return { about: filters.map(filterWords).join(", "), value: "" };
}

function topClause(active: Active, picked: Extract<Picked, { by: "top" }>): string {
  const words = topWords(picked);
  const rest = (active.members ?? 0) - keptOf(active).length;
  return rest > 0
    ? `${words}; ${t("controls.leftOut", { count: rest, number: count(rest) })}`
    : words;
}

function compared(one: Value, other: Value): number {
  const key = (value: Value) => (value.type === "null" || value.type === "list" ? "" : value.value);
  const [left, right] = [key(one), key(other)];
  const numbers = Number(left) - Number(right);
  return Number.isNaN(numbers) ? String(left).localeCompare(String(right)) : numbers;
}

/** A key of what is selected: equal keys mean equal filters. */
export function selectionKey(clauses: readonly Clause[]): string {
  return JSON.stringify(clauses);
}
