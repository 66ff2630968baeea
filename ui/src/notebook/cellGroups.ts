// Cells as they are drawn: parameters that follow each other share one box.
import type { Cell } from "../backend/generated/Cell";
import type { Parameter } from "../backend/generated/Parameter";

/** One box of the flow. */
export type CellGroup = { key: string; first: number; last: number } & (
  | { parameters: null; cell: Cell }
  | { parameters: { cell: Cell; parameter: Parameter; index: number }[] }
);

/** The boxes of a notebook from top to bottom. */
export function cellGroups(cells: readonly Cell[]): CellGroup[] {
  const groups: CellGroup[] = [];
  cells.forEach((cell, index) => {
    const before = groups.at(-1);
    if (cell.body.type !== "parameter") {
      groups.push({ key: cell.id, first: index, last: index, parameters: null, cell });
      return;
    }
    const one = { cell, parameter: cell.body.parameter, index };
    if (before?.parameters) {
      before.parameters.push(one);
      before.last = index;
    } else {
      groups.push({ key: cell.id, first: index, last: index, parameters: [one] });
    }
  });
  return groups;
}
