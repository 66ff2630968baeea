// Single values as a person reads them. Exact digits stay exact; only doubles are rounded, to
// what a double can be trusted with.
import type { Field } from "../backend/generated/Field";
import type { Value } from "../backend/generated/Value";
import type { RowValue } from "../backend/rows";
import { digits, duration, number } from "./format";
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
      return number(Number(value.value), 4);
    case "text":
      return value.value === "" ? "·" : value.value;
    case "date":
      return value.value;
    case "date_time":
      return value.value.replace("T", " ").replace(/:00(?=$|[+Z-])/, "");
    case "list":
      return value.value.map(valueText).join(", ");
  }
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
  return number(value, 6);
}

function textOf(value: string, field: Field): string {
  switch (field.data_type.type) {
    case "decimal":
      return digits(value);
    case "date_time":
      return value.replace("T", " ").replace(/:00(?=$|[+Z-])/, "");
    default:
      return value === "" ? "·" : value;
  }
}
