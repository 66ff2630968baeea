// What a row of a grouped answer can be taken apart by. Pure.
import type { Field } from "../backend/generated/Field";
import type { RowParts } from "../backend/generated/RowParts";
import type { TimeUnit } from "../backend/generated/TimeUnit";

/** Columns of the rows behind that are no amounts, each that is named once. */
export function fieldsToTake({ fields }: RowParts): Field[] {
  const isAlone = (field: Field) => fields.filter(({ name }) => name === field.name).length === 1;
  return fields.filter((field) => ["text", "place", "bool"].includes(field.kind) && isAlone(field));
}

const UNITS: TimeUnit[] = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"];
const MOST = 4;

/** The units within one, the nearest first. */
export function finerUnits(unit: TimeUnit, field: Field | undefined): TimeUnit[] {
  // Days have no hours.
  const end = field?.data_type.type === "date" ? UNITS.indexOf("day") + 1 : UNITS.length;
  return UNITS.slice(UNITS.indexOf(unit) + 1, end).slice(0, MOST);
}
