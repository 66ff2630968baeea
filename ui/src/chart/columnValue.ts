// A value of the rows as a value of the column that it came from.
import type { Field } from "../backend/generated/Field";
import type { Value } from "../backend/generated/Value";
import type { RowValue } from "../backend/rows";

/** A value of the rows as a value of the column. */
export function columnValue(value: RowValue, field: Field): Value | null {
  if (value === null) {
    return { type: "null" };
  }
  if (typeof value === "boolean") {
    return { type: "boolean", value };
  }
  const { type } = field.data_type;
  if (typeof value === "bigint") {
    return { type: "integer", value: value.toString() };
  }
  if (typeof value === "number") {
    return Number.isInteger(value) && type !== "float32" && type !== "float64"
      ? { type: "integer", value: String(value) }
      : { type: "float", value };
  }
  if (typeof value !== "string") {
    return null;
  }
  switch (type) {
    case "text":
      return { type: "text", value };
    case "decimal":
      return { type: "decimal", value };
    case "date":
      return { type: "date", value: value.slice(0, 10) };
    case "date_time":
      return value.length === 10
        ? { type: "date_time", value: `${value}T00:00:00` }
        : { type: "date_time", value: value.replace(" ", "T") };
    default:
      return null;
  }
}
