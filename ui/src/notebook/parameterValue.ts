// What a person may put into a parameter: checked while typing, before anything is sent. Numbers
// stay decimal text from the field to the engine.
import type { Value } from "../backend/generated/Value";
import { t } from "../i18n/t";
import type { Read } from "../parts/readWhole";

const MOST_TEXT_BYTES = 64 * 1024;
/** Most values of a written list. */
export const MOST_CHOICES = 20_000;
const MOST_DIGITS = 38;
const LEAST_WHOLE = -(2n ** 63n);
const MOST_WHOLE = 2n ** 63n - 1n;

/** Limits of a number parameter, as decimal text. */
export interface Limits {
  min: string | null;
  max: string | null;
  step: string | null;
}

/** Reads a number: ASCII digits with a point, spaces around are dropped; empty is "not set". */
export function readNumber(typed: string, limits: Limits): Read<string | null> {
  const text = typed.trim().replace(/^\u2212/, "-");
  if (text === "") {
    return { ok: true, value: null };
  }
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) {
    const because = /^[+-]?\d+,\d+$/.test(text)
      ? t("notebook.parameter.bad.comma", { better: text.replace(",", ".") })
      : t("notebook.parameter.bad.number");
    return { ok: false, because };
  }
  const value = plainDecimal(text);
  if (value.replace(/[-.]/g, "").length > MOST_DIGITS) {
    return { ok: false, because: t("notebook.parameter.bad.digits", { most: MOST_DIGITS }) };
  }
  if (!value.includes(".") && !isWholeInRange(value)) {
    return { ok: false, because: t("notebook.parameter.bad.whole") };
  }
  return withinLimits(value, limits);
}

function isWholeInRange(digits: string): boolean {
  const whole = BigInt(digits);
  return whole >= LEAST_WHOLE && whole <= MOST_WHOLE;
}

function withinLimits(value: string, { min, max }: Limits): Read<string> {
  const isBelow = min !== null && compareDecimals(value, min) < 0;
  const isAbove = max !== null && compareDecimals(value, max) > 0;
  if (!isBelow && !isAbove) {
    return { ok: true, value };
  }
  if (min !== null && max !== null) {
    return { ok: false, because: t("notebook.parameter.bad.between", { min, max }) };
  }
  return {
    ok: false,
    because: isBelow
      ? t("notebook.parameter.bad.least", { min: min ?? "" })
      : t("notebook.parameter.bad.most", { max: max ?? "" }),
  };
}

/** `+07.50` as `7.50`, `.5` as `0.5`, `-0` as `0`. */
function plainDecimal(text: string): string {
  const isNegative = text.startsWith("-");
  const [whole = "", fraction = ""] = text.replace(/^[+-]/, "").split(".");
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const value = fraction === "" ? digits : `${digits}.${fraction}`;
  return isNegative && /[1-9]/.test(value) ? `-${value}` : value;
}

/** Compares two decimal texts exactly. */
export function compareDecimals(one: string, other: string): number {
  const scale = Math.max(fractionLength(one), fractionLength(other));
  const difference = scaled(one, scale) - scaled(other, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function fractionLength(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function scaled(text: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(`${whole}${fraction.padEnd(scale, "0")}`);
}

/** Reads a day: ISO `2026-11-20`, or `20 Nov 2026`, `20.11.2026` and `20/11/2026`, day first. */
export function readDay(typed: string): Read<string | null> {
  const text = typed.trim();
  if (text === "") {
    return { ok: true, value: null };
  }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const written = /^(\d{1,2})[.\s]+([a-z]{3,9})\.?\s+(\d{4})$/i.exec(text);
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  const parts = iso
    ? [iso[1], iso[2], iso[3]]
    : dotted
      ? [dotted[3], dotted[2], dotted[1]]
      : written
        ? [written[3], String(monthNumber(written[2] ?? "")), written[1]]
        : null;
  if (!parts || parts[1] === "0") {
    return { ok: false, because: t("notebook.parameter.bad.day") };
  }
  return realDay(...(parts.map(Number) as [number, number, number]));
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthNumber(word: string): number {
  return MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
}

function realDay(year: number, month: number, day: number): Read<string> {
  if (month < 1 || month > 12) {
    return { ok: false, because: t("notebook.parameter.bad.month") };
  }
  const last = new Date(Date.UTC(2000, month, 0)).getUTCDate();
  const days = month === 2 && !isLeap(year) ? 28 : last;
  if (day < 1 || day > days) {
    const name = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" }).format(
      Date.UTC(2000, month - 1, 1),
    );
    return { ok: false, because: t("notebook.parameter.bad.days", { month: name, days }) };
  }
  const padded = [String(month).padStart(2, "0"), String(day).padStart(2, "0")];
  return { ok: true, value: `${String(year).padStart(4, "0")}-${padded.join("-")}` };
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Why a range of days cannot be; none when it can. ISO days order as text. */
export function rangeProblem(from: string | null, to: string | null): string | null {
  return from !== null && to !== null && from > to ? t("notebook.parameter.bad.range") : null;
}

/** Reads text: at most 64 kB, no NUL, whole characters only. */
export function readText(typed: string): Read<string> {
  if (typed.includes("\0")) {
    return { ok: false, because: t("notebook.parameter.bad.nul") };
  }
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(typed)) {
    return { ok: false, because: t("notebook.parameter.bad.surrogate") };
  }
  if (new TextEncoder().encode(typed).length > MOST_TEXT_BYTES) {
    return { ok: false, because: t("notebook.parameter.bad.text") };
  }
  return { ok: true, value: typed };
}

/** Reads a written list, one value a line: numbers when every line is one, otherwise text. */
export function readChoices(typed: string): Read<Value[]> {
  const checked = typed.length <= MOST_CHOICES * 200 ? typed : "";
  const lines = checked
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (checked !== typed || lines.length > MOST_CHOICES) {
    const most = MOST_CHOICES.toLocaleString("en").replace(",", "\u202f");
    return { ok: false, because: t("notebook.parameter.bad.choices", { most }) };
  }
  const unique = [...new Set(lines)];
  const bad = unique.map(readText).find((read) => !read.ok);
  if (bad && !bad.ok) {
    return bad;
  }
  return { ok: true, value: unique.map(valueMaker(unique)) };
}

function valueMaker(lines: readonly string[]): (line: string) => Value {
  if (lines.every((line) => /^-?(0|[1-9]\d{0,37})$/.test(line))) {
    return (value) => ({ type: "integer", value });
  }
  if (lines.every((line) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(line) && line.length < 39)) {
    return (value) => ({ type: "decimal", value });
  }
  if (lines.every((line) => /^\d{4}-\d{2}-\d{2}$/.test(line) && readDay(line).ok)) {
    return (value) => ({ type: "date", value });
  }
  return (value) => ({ type: "text", value });
}

/** Whether two values are the same choice. */
export function isSameValue(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Values that are no longer among the options: shown, so that a filter never hides. */
export function missingChoices(chosen: readonly Value[], options: readonly Value[]): Value[] {
  const known = new Set(options.map((option) => JSON.stringify(option)));
  return chosen.filter((value) => !known.has(JSON.stringify(value)));
}
