// Whether two answers say the same: the same columns with the same values in the same order. Pure.
import type { Rows, RowValue } from "../../backend/rows";

/** Whether rows are equal, figure by figure. */
export function sameRows(one: Rows, other: Rows): boolean {
  return (
    one.count === other.count &&
    one.columns.length === other.columns.length &&
    one.columns.every((column, at) => {
      const twin = other.columns[at];
      return (
        twin?.name === column.name &&
        Array.from({ length: one.count }, (_, row) => row).every((row) =>
          isSame(column.at(row), twin.at(row)),
        )
      );
    })
  );
}

function isSame(one: RowValue, other: RowValue): boolean {
  return Object.is(one, other) || key(one) === key(other);
}

function key(value: RowValue): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? `${inner}` : inner));
}
