// Where data of a workbook comes from and goes to, read from what the application traced.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "./call";
import type { CellLineage } from "./generated/CellLineage";
import type { ColumnLineage } from "./generated/ColumnLineage";
import type { Lineage } from "./generated/Lineage";
import type { Origin } from "./generated/Origin";
import type { RowFilter } from "./generated/RowFilter";
import type { SessionView } from "./generated/SessionView";
import type { WorkbookLineage } from "./generated/WorkbookLineage";
import { keys } from "./query";

/** The lineage of all cells; asked again after the workbook has changed. */
export function lineageQuery({ session, revision }: Pick<SessionView, "session" | "revision">) {
  return queryOptions({
    queryKey: [...keys.sources(session), "lineage", revision],
    queryFn: ({ signal }) => call("read_lineage", { session }, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

/** The lineages of all answers of a cell, in the order of its questions. */
export function answersOf({ earlier, lineage }: CellLineage): Lineage[] {
  return lineage ? [...earlier, lineage] : earlier;
}

/** The filters that touched a column, or all of a cell. */
export function filtersOf(lineage: Lineage, column: ColumnLineage | null): RowFilter[] {
  return column ? column.filters.flatMap((at) => lineage.filters[at] ?? []) : lineage.filters;
}

/** What stands behind a column at the far end, where that says more than what it reads itself. */
export function rootsBehind(column: ColumnLineage): Origin[] {
  const own = new Set(column.origins.map(nameOf));
  return column.roots.some((root) => !own.has(nameOf(root))) ? column.roots : [];
}

/** A column with its table or cell, as SQL names it. */
export function nameOf({ relation, column }: Origin): string {
  return `${relation}.${column}`;
}

/** A cell that uses a table. */
export interface Use {
  cell: CellLineage;
  /** Columns of the table that it reads, itself or through other cells. */
  columns: string[];
  /** The cells between, nearest first; empty when it reads the table itself. */
  through: string[];
}

/** The cells and charts that use a table, in the order of the workbook. */
export function usesOf(all: WorkbookLineage, table: string): Use[] {
  const lower = table.toLowerCase();
  const cells = new Set(all.cells.map(({ name }) => name.toLowerCase()));
  return all.cells.flatMap((cell) => {
    const isDirect = readsItself(cell, lower, cells);
    const columns = new Set<string>();
    const through = new Set<string>();
    const answers = answersOf(cell);
    for (const column of answers.flatMap(({ columns }) => columns)) {
      collect(column.origins, lower, columns);
      if (collect(column.roots, lower, columns) && !isDirect) {
        for (const { relation, is_cell } of column.origins) {
          if (is_cell) {
            through.add(relation);
          }
        }
      }
    }
    for (const filter of answers.flatMap(({ filters }) => filters)) {
      if (filter.cell === null) {
        collect(filter.reads, lower, columns);
      }
    }
    return isDirect || columns.size > 0
      ? [{ cell, columns: [...columns].sort(), through: isDirect ? [] : [...through] }]
      : [];
  });
}

/** Whether a cell names the table; a cell of that name hides the table from all others. */
function readsItself(cell: CellLineage, table: string, cells: ReadonlySet<string>): boolean {
  const isHidden = cells.has(table) && cell.name.toLowerCase() !== table;
  return !isHidden && cell.reads.some((name) => name.toLowerCase() === table);
}

function collect(origins: readonly Origin[], table: string, into: Set<string>): boolean {
  let has = false;
  for (const { relation, is_cell, column } of origins) {
    if (!is_cell && relation.toLowerCase() === table) {
      into.add(column);
      has = true;
    }
  }
  return has;
}
