// The chart that the menu of a mark leads to: the mark taken apart by another field. Pure.
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { Pick } from "../backend/generated/Pick";
import type { Pill } from "../backend/generated/Pill";
import type { Rows } from "../backend/rows";
import { pathPicks } from "./drill";
import { markValues } from "./markValues";

/** The measure of a mark: that of its column, or the first one of the axes. */
export function measureOf({ encodings }: ChartView, column: string | null): Encoding | null {
  const measures = encodings.filter(({ pill }) => pill.aggregate);
  const onAxes = measures.find(({ shelf }) => shelf === "y" || shelf === "x");
  return measures.find((one) => one.column === column) ?? onAxes ?? measures[0] ?? null;
}

/** Fields that a mark may be taken apart by: not those that tell it from others already. */
export function fieldsToBreakDown(view: ChartView, rows: Rows, row: number): Field[] {
  const told = new Set(markValues(view, rows, row).map(({ column }) => column));
  const fields = new Set(
    view.encodings.filter(({ column }) => told.has(column)).map(({ pill }) => pill.field),
  );
  return view.source_fields.filter(
    ({ name, kind, data_type }) =>
      (!fields.has(name) || isTime(data_type.type)) &&
      (["text", "place", "bool"].includes(kind) || isTime(data_type.type)),
  );
}

function isTime(type: string): boolean {
  return type === "date" || type === "date_time";
}

/** A chart of the mark alone by a field; every filter is kept. */
export function brokenDown(
  { spec, path = [] }: ChartView,
  measure: Encoding | null,
  field: Field,
  { picks, filters }: { picks: Pick[]; filters: Filter[] },
): ChartSpec {
  const pill: Pill = isTime(field.data_type.type)
    ? { field: field.name, unit: "month" }
    : { field: field.name };
  const {
    calculation: _,
    mark: __,
    ...amount
  } = measure?.pill ?? { field: "", aggregate: "count" };
  return {
    version: 1,
    source: spec.source,
    x: [pill],
    y: [amount],
    filters: [...(spec.filters ?? []), ...filters],
    picks: [...(spec.picks ?? []), ...pathPicks(path), ...picks],
  };
}
