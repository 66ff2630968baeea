// A filter as a form: what a column's type offers, and the conditions that the form stands for.
import type { Compare } from "../backend/generated/Compare";
import type { DataType } from "../backend/generated/DataType";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { Value } from "../backend/generated/Value";
import { t } from "../i18n/t";

/** What a condition can be. */
export type Condition =
  | "contains"
  | "equals"
  | "not_equals"
  | "range"
  | "list"
  | "not_list"
  | "is_null"
  | "is_not_null";

/** A form while it is being filled in. */
export interface FilterForm {
  condition: Condition;
  /** Text of `contains`, `equals` and `not_equals`. */
  text: string;
  /** Ends of `range`; empty is open. */
  from: string;
  to: string;
  /** Chosen values of `list` and `not_list`. */
  chosen: Value[];
}

/** The filters of a form, or why it cannot be used. An empty form has no filters. */
export type FormResult = { ok: true; filters: Filter[] } | { ok: false; because: string };

/** The conditions that suit a column, most useful first. */
export function conditionsFor({ data_type: { type } }: Field, hasTop: boolean): Condition[] {
  const missing: Condition[] = ["is_null", "is_not_null"];
  const list: Condition[] = hasTop ? ["list", "not_list"] : [];
  switch (type) {
    case "boolean":
      return ["list", "not_list", ...missing];
    case "text":
      return [...list, "contains", "equals", "not_equals", ...missing];
    case "null":
    case "binary":
    case "list":
    case "struct":
    case "time":
    case "duration":
      return missing;
    default:
      return ["range", "equals", "not_equals", ...list, ...missing];
  }
}

/** An empty form. */
export function emptyForm(condition: Condition): FilterForm {
  return { condition, text: "", from: "", to: "", chosen: [] };
}

/** What a form means. */
export function filtersOf(field: Field, form: FilterForm): FormResult {
  const make = (compare: Compare, value: Value): Filter => ({ field: field.name, compare, value });
  switch (form.condition) {
    case "is_null":
    case "is_not_null":
      return { ok: true, filters: [make(form.condition, { type: "null" })] };
    case "contains":
      return {
        ok: true,
        filters: form.text === "" ? [] : [make("contains", { type: "text", value: form.text })],
      };
    case "list":
    case "not_list": {
      const compare = form.condition === "list" ? "in" : "not_in";
      const value: Value = { type: "list", value: form.chosen };
      return { ok: true, filters: form.chosen.length === 0 ? [] : [make(compare, value)] };
    }
    case "equals":
    case "not_equals":
      return compared(field, form, make);
    case "range":
      return ranged(field, form, make);
  }
}

type Make = (compare: Compare, value: Value) => Filter;

function compared({ data_type }: Field, form: FilterForm, make: Make): FormResult {
  const isText = data_type.type === "text";
  if (!isText && form.text.trim() === "") {
    return { ok: true, filters: [] };
  }
  const value = valueFrom(form.text, data_type);
  if (!value) {
    return { ok: false, because: wanted(data_type) };
  }
  return { ok: true, filters: [make(form.condition === "equals" ? "equal" : "not_equal", value)] };
}

function ranged({ data_type }: Field, form: FilterForm, make: Make): FormResult {
  const filters: Filter[] = [];
  for (const [text, compare] of [
    [form.from, "greater_or_equal"],
    [form.to, "less_or_equal"],
  ] as const) {
    if (text.trim() === "") {
      continue;
    }
    const value = valueFrom(text, data_type);
    if (!value) {
      return { ok: false, because: wanted(data_type) };
    }
    if (value.type === "date" && data_type.type === "date_time") {
      // A whole day, to its last moment: less than the next midnight.
      filters.push(
        compare === "less_or_equal"
          ? make("less", midnight(nextDay(value.value)))
          : make(compare, midnight(value.value)),
      );
    } else {
      filters.push(make(compare, value));
    }
  }
  return { ok: true, filters };
}

/** Text as a value of a column's type; none when it is not one. */
export function valueFrom(typed: string, type: DataType): Value | null {
  const text = typed.trim();
  switch (type.type) {
    case "text":
      return { type: "text", value: typed };
    case "date":
      return isDay(text) ? { type: "date", value: text } : null;
    case "date_time":
      return isDay(text) ? { type: "date", value: text } : instantFrom(text);
    default:
      return numberFrom(text.replace(/^\u2212/, "-").replace(/[\u202f\u00a0 ]/g, ""));
  }
}

function numberFrom(text: string): Value | null {
  if (/^[+-]?\d{1,38}$/.test(text)) {
    return { type: "integer", value: BigInt(text.replace(/^\+/, "")).toString() };
  }
  if (/^[+-]?\d*\.\d+$/.test(text) && text.length <= 40) {
    const value = text.replace(/^\+/, "").replace(/^(-?)\./, "$10.");
    return { type: "decimal", value };
  }
  const double = Number(text);
  return /^[+-]?\d+(\.\d+)?e[+-]?\d+$/i.test(text) && Number.isFinite(double)
    ? { type: "float", value: double }
    : null;
}

function instantFrom(text: string): Value | null {
  const match =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (!match || !isDay(match[1] ?? "")) {
    return null;
  }
  const [, day, clock, seconds = ":00", zone = ""] = match;
  return { type: "date_time", value: `${day}T${clock}${seconds}${zone}` };
}

function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) {
    return false;
  }
  const then = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(then.getTime()) && then.toISOString().startsWith(text);
}

function midnight(day: string): Value {
  return { type: "date_time", value: `${day}T00:00:00` };
}

function nextDay(day: string): string {
  const then = new Date(`${day}T00:00:00Z`);
  then.setUTCDate(then.getUTCDate() + 1);
  return then.toISOString().slice(0, 10);
}

function wanted({ type }: DataType): string {
  return type === "date" || type === "date_time"
    ? t("results.filter.wantDay")
    : t("results.filter.wantNumber");
}

/** The form that stands for the filters of a column, to be changed again. */
export function formOf(filters: readonly Filter[], first: Condition): FilterForm {
  const form = emptyForm(first);
  for (const { compare, value } of filters) {
    switch (compare) {
      case "is_null":
      case "is_not_null":
      case "contains":
        form.condition = compare;
        form.text = textOf(value);
        break;
      case "equal":
      case "not_equal":
        form.condition = compare === "equal" ? "equals" : "not_equals";
        form.text = textOf(value);
        break;
      case "in":
      case "not_in":
        form.condition = compare === "in" ? "list" : "not_list";
        form.chosen = value.type === "list" ? value.value : [];
        break;
      case "greater":
      case "greater_or_equal":
        form.condition = "range";
        form.from = textOf(value).replace("T00:00:00", "");
        break;
      case "less":
      case "less_or_equal":
        form.condition = "range";
        form.to = compare === "less" ? dayBefore(value) : textOf(value);
        break;
    }
  }
  return form;
}

function dayBefore(value: Value): string {
  if (value.type !== "date_time" || !value.value.endsWith("T00:00:00")) {
    return textOf(value);
  }
  const then = new Date(`${value.value}Z`);
  then.setUTCDate(then.getUTCDate() - 1);
  return then.toISOString().slice(0, 10);
}

function textOf(value: Value): string {
  switch (value.type) {
    case "null":
    case "list":
      return "";
    case "boolean":
    case "float":
      return String(value.value);
    default:
      return value.value;
  }
}

/** The filters of a view with those of one column replaced. */
export function withFilters(
  filters: readonly Filter[],
  field: string,
  own: readonly Filter[],
): Filter[] {
  return [...filters.filter((filter) => filter.field !== field), ...own];
}
