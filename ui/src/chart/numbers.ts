// Decimals and whole numbers beyond 64 bits travel as digits, so that none is lost; here those digits
// get a place on an axis. What is shown stays the digits.
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { RowColumn, Rows } from "../backend/rows";
import { isNumeric } from "./pillMenu";

const DIGITS = /^-?\d+(\.\d+)?$/;

/** Aggregates that give a number whatever their field holds. */
const KEEPS_TYPE = ["min", "max", "first", "last"];

/** The rows of a chart, whose columns of digits have numbers too. */
export function withNumbers(
  view: Pick<ChartView, "encodings" | "source_fields">,
  rows: Rows,
): Rows {
  const columns = rows.columns.map((column) => {
    const encoding = view.encodings.find(
      (one) => one.column === column.name || one.end_column === column.name,
    );
    return encoding && isAmount(view, encoding) ? numbered(column) : column;
  });
  return { ...rows, columns };
}

function isAmount(view: Pick<ChartView, "source_fields">, { pill }: Encoding): boolean {
  const field = view.source_fields.find(({ name }) => name === pill.field);
  const isNumber = field !== undefined && isNumeric(field.data_type.type);
  return pill.aggregate ? isNumber || !KEEPS_TYPE.includes(pill.aggregate) : isNumber && !pill.top;
}

function numbered(column: RowColumn): RowColumn {
  return {
    ...column,
    numberAt: (row) => {
      const number = column.numberAt(row);
      const value = number === null ? column.at(row) : null;
      return typeof value === "string" && DIGITS.test(value) ? Number(value) : number;
    },
  };
}
