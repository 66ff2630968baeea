// Single values as a person reads them. Exact digits stay exact; only doubles are rounded, to
// what a double can be trusted with.
import type { Field } from "../backend/generated/Field";
import type { Value } from "../backend/generated/Value";
import type { RowValue } from "../backend/rows";
import { double, shortDouble } from "./double";
import { digits, duration } from "./format";
import { instantIn } from "./instant";
import { t } from "./t";

/** A value in words and figures. Empty text is a middle dot, so that it can be seen. */
export function valueText(value: Value): string {
  switch (value.type) {
    case "null":
      return t("common.null");
    case "boolean":
      return value.value ? t("common.yes") : t("common.no");
    case "integer":
    case "decimal":
      return digits(value.value);
    case "float":
      return shortDouble(Number(value.value));
    case "text":
      return value.value === "" ? "·" : value.value;
    case "date":
      return value.value;
    case "date_time":
      return instantIn(value.value, 0);
    case "list":
      return value.value.map(valueText).join(", ");
  }
}

/** The same with every figure that a double can be trusted with, where there is room for it. */
export function fullText(value: Value): string {
  return value.type === "float" ? double(Number(value.value)) : valueText(value);
}

/** A value of a row in full, as its column's type is read. Missing values are the caller's. */
export function rowText(value: RowValue, field: Field): string {
  if (value === null) {
    return t("common.null");
  }
  if (typeof value === "boolean") {
    return value ? t("common.yes") : t("common.no");
  }
  if (typeof value === "bigint") {
    return digits(value.toString());
  }
  if (typeof value === "number") {
    return numberText(value, field);
  }
  if (typeof value === "string") {
    return textOf(value, field);
  }
  return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? `${inner}` : inner));
}

function numberText(value: number, field: Field): string {
  if (field.data_type.type === "duration") {
    return duration(value);
  }
  // Keys and years are names, not amounts: grouping would change how they read.
  if (field.kind === "key" && Number.isInteger(value)) {
    return String(value);
  }
  return shortDouble(value);
}

function textOf(value: string, field: Field): string {
  switch (field.data_type.type) {
    case "decimal":
      return digits(value);
    case "date_time":
      return instantIn(value, 0);
    default:
      return value === "" ? "·" : value;
  }
}
