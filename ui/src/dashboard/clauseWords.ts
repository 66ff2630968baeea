// Filters of a page in words: "region is DACH or Iberia", "order_date is March 2026 to May 2026".
import type { Clause } from "../backend/generated/Clause";
import type { Value } from "../backend/generated/Value";
import { periodText } from "../chart/words";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { filterWords } from "../results/FilterChips";

/** Values that are written out; the others are counted. */
const MOST_WRITTEN = 3;

/** A clause in two parts: what it is about, and the value that stands out. */
export function clauseWords({ field, picked }: Clause): { about: string; value: string } {
  if (picked.by === "filters") {
    const words = picked.filters.map(filterWords);
    return { about: words.join(", "), value: "" };
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
