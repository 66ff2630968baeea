// Charts and their rows as the back end would give them, for tests of what is drawn.
import type { ChartView } from "../src/backend/generated/ChartView";
import type { Encoding } from "../src/backend/generated/Encoding";
import type { Field } from "../src/backend/generated/Field";
import type { Mark } from "../src/backend/generated/Mark";
import type { Pill } from "../src/backend/generated/Pill";
import type { RowColumn, Rows, RowValue } from "../src/backend/rows";

/** A pill on a shelf, and the column of the answer that holds its values. */
export function encodingOf(
  shelf: Encoding["shelf"],
  pill: Pill,
  column = pill.field,
  title = column,
): Encoding {
  return { shelf, index: 0, pill, column, title };
}

/** A chart over a source of these fields. */
export function viewOf(mark: Mark, encodings: Encoding[], source_fields: Field[]): ChartView {
  return {
    spec: { version: 1, source: "orders" },
    mark,
    reason: "",
    marks: [],
    path: [],
    down: [],
    source_fields,
    encodings,
    levels: null,
    diagnostics: [],
    sql: "select",
    notes: [],
    summary: "",
    version: 1,
    is_saved_copy: false,
    computed_at: null,
  };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Rows of these columns, all of one length; texts that are dates are numbers too. */
export function rowsOf(columns: Record<string, RowValue[]>): Rows {
  const made = Object.entries(columns).map<RowColumn>(([name, values]) => ({
    name,
    at: (row) => values[row] ?? null,
    numberAt: (row) => numberOf(values[row]),
  }));
  const count = Object.values(columns)[0]?.length ?? 0;
  return { head: { rows: count, offset: 0, count, total_rows: count }, columns: made, count };
}

function numberOf(value: RowValue | undefined): number | null {
  if (typeof value === "string" && DATE.test(value)) {
    return Date.parse(value);
  }
  return typeof value === "number" ? value : null;
}
