// How numbers, sizes and times are written: a thin space between thousands, a true minus, a
// narrow space before a unit that sticks to its number. The one place that knows.
import { useLocale } from "./locale";

/** Narrow and never broken: between thousands, and before k, M and %. */
export const THIN = "\u202f";
const MINUS = "\u2212";

const cache = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { tag } = useLocale.getState();
  const key = tag + JSON.stringify(options);
  const known = cache.get(key);
  if (known) {
    return known;
  }
  const made = new Intl.NumberFormat(tag, { numberingSystem: "latn", ...options });
  cache.set(key, made);
  return made;
}

function written(value: number | bigint, options: Intl.NumberFormatOptions): string {
  const parts = numberFormat(options).formatToParts(value);
  return parts.map(partText).join("");
}

function partText({ type, value }: Intl.NumberFormatPart): string {
  switch (type) {
    case "group":
      return THIN;
    case "minusSign":
      return MINUS;
    default:
      return value;
  }
}

/** The sign between whole and fraction in the locale. */
function decimalSign(): string {
  return (
    numberFormat({})
      .formatToParts(1.5)
      .find(({ type }) => type === "decimal")?.value ?? "."
  );
}

/** A whole number in full: `1 321 806`. */
export function count(value: number | bigint): string {
  return written(value, { maximumFractionDigits: 0 });
}

/** A number with at most so many digits after the point, none padded. */
export function number(value: number, maximumFractionDigits = 6): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "NaN" : value < 0 ? `${MINUS}∞` : "∞";
  }
  return written(value, { maximumFractionDigits });
}

/** The figures with the locale's decimal sign: `1.5` as `1,5`, a true minus in front. */
export function inLocale(figures: string): string {
  return figures.replace("-", MINUS).replace(".", decimalSign());
}

/** Exact digits such as `-1234567.890` as they are, grouped and with the locale's signs. */
export function digits(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) {
    return text;
  }
  const [, sign, whole = "", fraction] = match;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  return (sign ? MINUS : "") + grouped + (fraction ? decimalSign() + fraction : "");
}

/** Three significant figures with k, M or bn: `1.32 M`. Below 10 000 in full: `8 214`. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) {
    return written(value, {});
  }
  if (size < 10_000) {
    return size >= 1000 || Number.isInteger(value)
      ? written(value, { maximumFractionDigits: 0 })
      : written(value, { maximumSignificantDigits: 3 });
  }
  const [power, unit] = UNITS.find(([from]) => size >= from * 0.9995) ?? [1, ""];
  const scaled = value / power;
  const text = written(scaled, { maximumSignificantDigits: 3 });
  return `${text}${THIN}${unit}`;
}

const UNITS: [number, string][] = [
  [1e12, "tn"],
  [1e9, "bn"],
  [1e6, "M"],
  [1e3, "k"],
];

/** A share of one as percent: `3.1 %`. Shares that are not quite none or all say so. */
export function percent(share: number, maximumFractionDigits = 1): string {
  const smallest = 10 ** -maximumFractionDigits;
  const value = share * 100;
  if (value > 0 && value < smallest) {
    return `<${THIN}${number(smallest)}${THIN}%`;
  }
  if (value < 100 && value > 100 - smallest) {
    return `>${THIN}${number(100 - smallest)}${THIN}%`;
  }
  return `${written(value, { maximumFractionDigits })}${THIN}%`;
}

/** A size on disk or in memory: `41 MB`. */
export function bytes(value: number): string {
  const [power, unit] = SIZES.find(([from]) => value >= from) ?? [1, "B"];
  const scaled = value / power;
  const maximumFractionDigits = scaled < 10 && power > 1 ? 1 : 0;
  return `${written(scaled, { maximumFractionDigits })}\u00a0${unit}`;
}

const SIZES: [number, string][] = [
  [1e12, "TB"],
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
];

/** `1.8 of 8 GB`: how much of a cap is used. The cap is a round number of binary gigabytes. */
export function memory(used: number, cap: number): { used: string; cap: string } {
  const gigabyte = 1024 ** 3;
  const show = (value: number) => written(value / gigabyte, { maximumFractionDigits: 1 });
  return { used: show(used), cap: `${show(cap)}\u00a0GB` };
}

/** A length of time: `84 ms`, `1.2 s`, `18 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) {
    return `${written(ms, { maximumFractionDigits: ms < 1 ? 1 : 0 })}\u00a0ms`;
  }
  const seconds = ms / 1000;
  if (seconds < 10) {
    return `${written(seconds, { maximumFractionDigits: 1 })}\u00a0s`;
  }
  if (seconds < 60) {
    return `${written(seconds, { maximumFractionDigits: 0 })}\u00a0s`;
  }
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return `${count(minutes)}\u00a0min ${whole % 60}\u00a0s`;
  }
  return `${count(Math.floor(minutes / 60))}\u00a0h ${minutes % 60}\u00a0min`;
}

/** A moment as a person would say it: today by the clock, this week by the day, then the date. */
export function moment(iso: string, now: Date, yesterday: string): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) {
    return iso;
  }
  const days = daysBetween(then, now);
  if (days === 0) {
    return clock(then);
  }
  if (days === 1) {
    return yesterday;
  }
  if (days > 1 && days < 7) {
    return dateText(then, { weekday: "long" });
  }
  return then.getFullYear() === now.getFullYear()
    ? dateText(then, { day: "numeric", month: "short" })
    : dateText(then, { day: "numeric", month: "short", year: "numeric" });
}

/** Hours and minutes: `14:32`. */
export function clock(moment: Date): string {
  return dateText(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** An ISO day or instant as a person reads it in a tooltip: `20 Nov 2026`. */
export function day(iso: string): string {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  const then = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1));
  if (Number.isNaN(then.getTime())) {
    return iso;
  }
  return dateText(then, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

function dateText(moment: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(useLocale.getState().tag, options).format(moment);
}

function daysBetween(then: Date, now: Date): number {
  const midnight = (date: Date) =>
    Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  return midnight(now) - midnight(then);
}
