// How one value of a result is written: in the grid as a person reads it, on the clipboard as a
// machine does. Exact numbers keep every digit; only doubles are shown without their binary tail,
// and the clipboard and the tooltip have all of it.
import type { DataType } from "../backend/generated/DataType";
import type { Field } from "../backend/generated/Field";
import type { RowValue } from "../backend/rows";
import { double, doubleWith, exactDouble } from "../i18n/double";
import { digits, THIN } from "../i18n/format";
import { instantIn } from "../i18n/instant";
import { t } from "../i18n/t";

const MINUS = "\u2212";
const EMPTY = "·";

/** How the values of one column are written. It only ever grows as more rows are seen. */
export interface ColumnForm {
  /** Digits after the point of a double. */
  decimals: number;
  /** Whether some double is one or more: then four decimals are enough. */
  hasWhole: boolean;
  /** How much of the clock an instant shows: 0 the day alone, 1 minutes, 2 seconds. */
  clock: number;
}

/** A value in the grid, in the form of its column when that is known. */
export function shownValue(
  value: RowValue | undefined,
  type: DataType,
  form: ColumnForm | null = null,
): string {
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
      return instantIn(String(value), form?.clock ?? 0);
    case "float32":
    case "float64":
      return floating(value, type.type === "float32", form);
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
      return digits(String(value));
  }
}

/** All of a value in one line: what the grid may have shortened. */
export function fullValue(value: RowValue, type: DataType): string {
  if ((type.type === "float64" || type.type === "float32") && typeof value === "number") {
    return exactDouble(value, type.type === "float32");
  }
  return type.type === "date_time" ? String(value).replace("T", " ") : shownValue(value, type);
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

function floating(value: RowValue, isSingle: boolean, form: ColumnForm | null): string {
  if (typeof value !== "number") {
    return String(value);
  }
  return form ? doubleWith(value, form.decimals, isSingle) : double(value, isSingle);
}

function plainNumber(value: number | bigint | string | boolean): string {
  return String(value);
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
