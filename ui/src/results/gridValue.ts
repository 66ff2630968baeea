// How one value of a result is written: in the grid as a person reads it, on the clipboard as a
// machine does. Every digit that the engine sent is shown; nothing is rounded here.
import type { DataType } from "../backend/generated/DataType";
import type { Field } from "../backend/generated/Field";
import type { RowValue } from "../backend/rows";
import { digits, THIN } from "../i18n/format";
import { t } from "../i18n/t";

const MINUS = "\u2212";
const EMPTY = "·";

/** A value in the grid. */
export function shownValue(value: RowValue | undefined, type: DataType): string {
  if (value === undefined) {
    return "";
  }
  if (value === null) {
    return t("common.null");
  }
  switch (type.type) {
    case "boolean":
      return value ? t("common.yes") : t("common.no");
    case "text":
      return value === "" ? EMPTY : oneLine(String(value));
    case "date_time":
      return instant(String(value));
    case "duration":
      return duration(value);
    case "list":
    case "struct":
      return oneLine(nested(value, type));
    case "date":
    case "time":
    case "binary":
    case "null":
      return String(value);
    default:
      return figures(value);
  }
}

/** A value on the clipboard: exact, without separators; missing values are empty. */
export function plainValue(value: RowValue | undefined, type: DataType): string {
  if (value === null || value === undefined) {
    return "";
  }
  switch (type.type) {
    case "boolean":
      return value ? "true" : "false";
    case "list":
    case "struct":
      return nested(value, type);
    case "duration":
      return duration(value).replaceAll(MINUS, "-").replaceAll(THIN, "");
    default:
      return typeof value === "object" ? nested(value, type) : plainNumber(value);
  }
}

/** Numbers and durations stand right. */
export function isRightAligned(field: Field): boolean {
  const { type } = field.data_type;
  return type === "duration" || type === "decimal" || /^(u_)?int|^float/.test(type);
}

/** Whether a sum of the column means something. */
export function isSummable(field: Field): boolean {
  return isRightAligned(field) && field.data_type.type !== "duration" && field.kind !== "key";
}

/** Whether a shown number is below zero: drawn in the colour of losses. */
export function isNegative(value: RowValue | undefined): boolean {
  return typeof value === "string"
    ? /^-\d/.test(value) && /[1-9]/.test(value) && !value.includes(":") && !/-\d*-/.test(value)
    : (typeof value === "number" || typeof value === "bigint") && value < 0;
}

function figures(value: RowValue): string {
  if (typeof value === "number") {
    return Number.isInteger(value) && Math.abs(value) < 1e15
      ? digits(Object.is(value, -0) ? "0" : String(value))
      : double(value);
  }
  if (typeof value === "bigint" || typeof value === "string") {
    return digits(String(value));
  }
  return String(value);
}

/** The shortest text that reads back as the same double. */
function double(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "NaN" : value < 0 ? `${MINUS}∞` : "∞";
  }
  const text = String(value);
  return text.includes("e") ? text.replaceAll("-", MINUS) : digits(text);
}

function plainNumber(value: number | bigint | string | boolean): string {
  return String(value);
}

/** `2026-11-20T18:42:00` as `2026-11-20 18:42:00`; the zone's offset stays. */
function instant(text: string): string {
  return text.replace("T", " ");
}

/** Milliseconds as days and a clock, to the nanosecond that a double carries: `2 d 03:04:05.006`. */
function duration(value: RowValue): string {
  const milliseconds = Number(value);
  if (!Number.isFinite(milliseconds)) {
    return String(value);
  }
  const sign = milliseconds < 0 ? MINUS : "";
  const total = Math.abs(milliseconds);
  const whole = Math.trunc(total / 1000);
  const rest = fractionOfSecond(total - whole * 1000);
  const part = (figure: number) => String(figure).padStart(2, "0");
  const clock = [Math.trunc(whole / 3600) % 24, Math.trunc(whole / 60) % 60, whole % 60];
  const days = Math.trunc(whole / 86_400);
  return `${sign}${days > 0 ? `${digits(String(days))}${THIN}d ` : ""}${clock.map(part).join(":")}${rest}`;
}

function fractionOfSecond(milliseconds: number): string {
  const nanoseconds = Math.round(milliseconds * 1e6);
  return nanoseconds === 0 ? "" : `.${String(nanoseconds).padStart(9, "0").replace(/0+$/, "")}`;
}

/** Lists and structures as JSON, with every digit of every number. */
function nested(value: RowValue, type: DataType): string {
  if (value === null) {
    return "null";
  }
  if (type.type === "list" && Array.isArray(value)) {
    return `[${value.map((item) => nested(item, type.item)).join(", ")}]`;
  }
  if (type.type === "struct" && typeof value === "object" && !Array.isArray(value)) {
    const parts = type.fields.map(
      ({ name, data_type }) => `${JSON.stringify(name)}: ${nested(value[name] ?? null, data_type)}`,
    );
    return `{${parts.join(", ")}}`;
  }
  const isWord = ["text", "date", "date_time", "time", "binary"].includes(type.type);
  return isWord ? JSON.stringify(value) : plainValue(value, type);
}

function oneLine(text: string): string {
  return text.replace(/\r\n|\r|\n/g, " ↵ ").replaceAll("\t", " ⇥ ");
}
