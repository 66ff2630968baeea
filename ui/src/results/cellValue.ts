// A value of a row as filters and questions write it: digits stay digits, by the type of its column.
import type { Field } from "../backend/generated/Field";
import type { Value } from "../backend/generated/Value";
import type { RowValue } from "../backend/rows";

/** The value with its type. */
export function cellValue(value: RowValue, { data_type: { type } }: Field): Value {
  if (value === null) {
    return { type: "null" };
  }
  if (typeof value === "boolean") {
    return { type: "boolean", value };
  }
  if (type === "float32" || type === "float64") {
    const number = Number(value);
    return { type: "float", value: Number.isFinite(number) ? number : String(value) };
  }
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  switch (type) {
    case "date":
      return { type: "date", value: text.slice(0, 10) };
    case "date_time":
      return { type: "date_time", value: text.replace(" ", "T") };
    case "decimal":
      return { type: "decimal", value: text };
    default:
      return typeof value === "string"
        ? { type: "text", value: text }
        : { type: "integer", value: text };
  }
}
