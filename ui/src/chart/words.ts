// Values and charts in words: axis labels, tooltip figures, the sentence for screen readers.
import type { DatePart } from "../backend/generated/DatePart";
import type { Pill } from "../backend/generated/Pill";
import type { TimeUnit } from "../backend/generated/TimeUnit";
import type { Value } from "../backend/generated/Value";
import type { RowValue } from "../backend/rows";
import { shortDouble } from "../i18n/double";
import { day, digits, number, percent, short } from "../i18n/format";
import { useLocale } from "../i18n/locale";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import type { AxisData, ChartData, Positions } from "./chartData";

/** A value in a tooltip or table: exact. */
export function exactText(value: RowValue): string {
  if (value === null) {
    return t("common.null");
  }
  if (typeof value === "number") {
    return shortDouble(value);
  }
  if (typeof value === "bigint") {
    return digits(value.toString());
  }
  if (typeof value === "string") {
    return digits(value);
  }
  if (typeof value === "boolean") {
    return value ? t("common.yes") : t("common.no");
  }
  return JSON.stringify(value);
}

/** An amount on an axis or label: three significant figures. */
export function amountText(value: number | null): string {
  return value === null ? t("common.null") : short(value);
}

/** Shares and growth are read in per cent. */
export function isInPercent({ isNormalized, isPercent }: AxisData): boolean {
  return isNormalized || isPercent === true;
}

/** A position in a tooltip: `March 2026`, `2026`, `20 Nov 2026`, or the member. */
export function positionText(positions: Positions, index: number): string {
  const value = positions.values[index] ?? null;
  if (positions.part) {
    return partText(value, positions.part);
  }
  const end = positions.ends?.[index] ?? null;
  if (end !== null && value !== null) {
    return t("chart.binFromTo", { from: exactText(value), to: exactText(end) });
  }
  if (positions.kind !== "time" || typeof value !== "string") {
    return value === "" ? "·" : exactText(value);
  }
  return timeText(value, positions.unit);
}

/** The beginning of a period or bin: `March 2026`, `20`. */
export function periodText(value: Value, unit: TimeUnit | null): string {
  return value.type === "date" || value.type === "date_time"
    ? timeText(value.value, unit)
    : valueText(value);
}

/** A member as legends and small pictures name it: `null`, `March`, `Q1 2026`, or the text itself. */
export function valueName(value: RowValue, { unit, part }: Pick<Pill, "unit" | "part">): string {
  if (value === null) {
    return "null";
  }
  if (part) {
    return partText(value, part);
  }
  return unit && typeof value === "string" ? timeText(value, unit) : String(value);
}

/** A part of a date in words: `March`, `Monday`, `Q2`, `17:00`. */
function partText(value: RowValue, part: DatePart): string {
  const at = Number(value);
  if (value === null || !Number.isFinite(at)) {
    return exactText(value);
  }
  switch (part) {
    case "quarter":
      return `Q${at}`;
    case "month":
      return written(new Date(Date.UTC(2024, at - 1, 1)), { month: "long" });
    case "iso_week":
      return t("chart.weekNumber", { number: at });
    case "weekday":
      // The first of January 2024 was a Monday.
      return written(new Date(Date.UTC(2024, 0, at)), { weekday: "long" });
    case "hour":
      return `${String(at).padStart(2, "0")}:00`;
    default:
      return String(at);
  }
}

/** A moment at the fineness of a unit: `March 2026`. */
export function timeText(iso: string, unit: TimeUnit | null): string {
  const then = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : `${iso.replace(" ", "T")}Z`);
  if (Number.isNaN(then.getTime())) {
    return iso;
  }
  switch (unit) {
    case "year":
      return String(then.getUTCFullYear());
    case "quarter":
      return `Q${Math.floor(then.getUTCMonth() / 3) + 1} ${then.getUTCFullYear()}`;
    case "month":
      return written(then, { month: "long", year: "numeric" });
    case "week":
      return t("chart.weekOf", { day: day(iso) });
    case "hour":
    case "minute":
      return written(then, {
        day: "numeric",
        month: "short",
        year: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      });
    default:
      return day(iso);
  }
}

/** A tick of a time axis, and whether it begins a year. */
export function tickText(ms: number, unit: TimeUnit | null): { text: string; isYear: boolean } {
  const then = new Date(ms);
  const startsYear = then.getUTCMonth() === 0 && then.getUTCDate() === 1;
  const startsDay = then.getUTCHours() === 0 && then.getUTCMinutes() === 0;
  if (unit === "year" || (startsYear && startsDay)) {
    return { text: String(then.getUTCFullYear()), isYear: true };
  }
  if (unit === "quarter") {
    return { text: `Q${Math.floor(then.getUTCMonth() / 3) + 1}`, isYear: false };
  }
  if (!startsDay) {
    const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    return { text: written(then, options), isYear: false };
  }
  const options: Intl.DateTimeFormatOptions =
    then.getUTCDate() === 1 ? { month: "short" } : { day: "numeric", month: "short" };
  return { text: written(then, options), isYear: false };
}

/** A month without its year: `Mar`. */
export function monthText(ms: number): string {
  return written(new Date(ms), { month: "short" });
}

function written(then: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(useLocale.getState().tag, { ...options, timeZone: "UTC" }).format(
    then,
  );
}

/** One sentence for marks that are built item by item: how many, highest and lowest. */
export function itemSummary(items: { value: number | null }[], description: string): string {
  const values = items.flatMap(({ value }) => (value === null ? [] : [value]));
  const extreme = (pick: (left: number, right: number) => number) =>
    amountText(values.length > 0 ? values.reduce((left, right) => pick(left, right)) : null);
  return t("marks.itemSummary", {
    description,
    count: items.length,
    shown: number(items.length),
    high: extreme(Math.max),
    low: extreme(Math.min),
  });
}

/** One sentence computed from the data: what is highest and lowest, and where. */
export function summary(data: ChartData, description: string): string {
  switch (data.shape) {
    case "numbers":
      return data.numbers.map((one) => `${one.title}: ${exactText(one.exact)}`).join(", ");
    case "points":
      return t("chart.summaryPoints", { description, shown: number(data.points.length) });
    case "axis":
      return axisSummary(data, description);
  }
}

function axisSummary(data: AxisData, description: string): string {
  let highest: Extreme | null = null;
  let lowest: Extreme | null = null;
  for (const series of data.series) {
    series.values.forEach((value, index) => {
      if (value === null) {
        return;
      }
      const here = { value, index, name: series.name };
      highest = highest === null || value > (highest as Extreme).value ? here : highest;
      lowest = lowest === null || value < (lowest as Extreme).value ? here : lowest;
    });
  }
  if (!highest || !lowest) {
    return t("chart.summaryEmpty", { description });
  }
  const amount = isInPercent(data) ? percent : amountText;
  const place = (extreme: Extreme) => {
    const at = positionText(data.positions, extreme.index);
    return data.series.length > 1 ? `${extreme.name}, ${at}` : at;
  };
  return t("chart.summaryAxis", {
    description,
    high: amount((highest as Extreme).value),
    highAt: place(highest),
    low: amount((lowest as Extreme).value),
    lowAt: place(lowest),
  });
}

interface Extreme {
  value: number;
  index: number;
  name: string;
}
