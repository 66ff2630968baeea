// The catalog as rows of a tree: which rows there are, at which level, for what is open. Pure, so
// that it can be tested.
import type { Field } from "../backend/generated/Field";
import type { SourceView } from "../backend/generated/SourceView";
import type { TableInfo } from "../backend/generated/TableInfo";

/** One row of the tree. */
export type TreeRow =
  | { row: "files"; key: string; level: 1; isOpen: boolean; count: number }
  | { row: "source"; key: string; level: 1; isOpen: boolean; source: SourceView }
  | { row: "table"; key: string; level: 2; isOpen: boolean; source: SourceView; table: TableInfo }
  | { row: "unread"; key: string; level: 2; source: SourceView }
  | { row: "column"; key: string; level: 3; table: TableInfo; field: Field }
  | { row: "more"; key: string; level: 3; table: TableInfo; count: number; isOpen: boolean };

/** Key of the group of single files. */
export const FILES = "files";

/** Columns shown before "n more columns". */
export const FIRST_COLUMNS = 8;

/** Which rows are open: groups and sources are unless closed, tables and long lists when opened. */
export interface OpenRows {
  closed: ReadonlySet<string>;
  opened: ReadonlySet<string>;
}

/** All visible rows from top to bottom. */
export function treeRows(sources: SourceView[], open: OpenRows): TreeRow[] {
  const files = sources.filter(isFile);
  const rows: TreeRow[] = [];
  if (files.length > 0) {
    const isOpen = !open.closed.has(FILES);
    rows.push({ row: "files", key: FILES, level: 1, isOpen, count: files.length });
    if (isOpen) {
      for (const source of files) {
        rows.push(...tablesOf(source, open));
      }
    }
  }
  for (const source of sources.filter((known) => !isFile(known))) {
    const key = `source ${source.spec.id}`;
    const isOpen = !open.closed.has(key);
    rows.push({ row: "source", key, level: 1, isOpen, source });
    if (isOpen) {
      rows.push(...tablesOf(source, open));
    }
  }
  return rows;
}

/** Whether a source is one table in one file, which needs no row of its own above it. */
function isFile(source: SourceView): boolean {
  const [only] = source.tables;
  return source.tables.length === 1
    ? only?.name.toLowerCase() === source.spec.name.toLowerCase()
    : source.tables.length === 0;
}

function tablesOf(source: SourceView, open: OpenRows): TreeRow[] {
  if (source.tables.length === 0) {
    return [{ row: "unread", key: `source ${source.spec.id}`, level: 2, source }];
  }
  return source.tables.flatMap((table): TreeRow[] => {
    const key = tableKey(table.name);
    const isOpen = open.opened.has(key);
    const row: TreeRow = { row: "table", key, level: 2, isOpen, source, table };
    return isOpen ? [row, ...columnsOf(table, open)] : [row];
  });
}

function columnsOf(table: TableInfo, open: OpenRows): TreeRow[] {
  const moreKey = `more ${table.name}`;
  const isOpen = open.opened.has(moreKey);
  const rest = table.fields.length - FIRST_COLUMNS;
  const shown = isOpen || rest <= 1 ? table.fields : table.fields.slice(0, FIRST_COLUMNS);
  const rows = shown.map(
    (field): TreeRow => ({
      row: "column",
      key: `column ${table.name} ${field.name}`,
      level: 3,
      table,
      field,
    }),
  );
  if (rest > 1) {
    rows.push({ row: "more", key: moreKey, level: 3, table, count: rest, isOpen });
  }
  return rows;
}

/** Key of a table's row. */
export function tableKey(table: string): string {
  return `table ${table}`;
}

/** The same open rows with one of them turned over. */
export function toggled(open: OpenRows, row: TreeRow, isOpen: boolean): OpenRows {
  const isGroup = row.row === "files" || row.row === "source";
  const change = (keys: ReadonlySet<string>, has: boolean) => {
    const next = new Set(keys);
    if (has) {
      next.add(row.key);
    } else {
      next.delete(row.key);
    }
    return next;
  };
  return isGroup
    ? { ...open, closed: change(open.closed, !isOpen) }
    : { ...open, opened: change(open.opened, isOpen) };
}

/** Where an arrow key leads: another row, or a row to open or close. */
export type TreeMove = { to: number } | { open: boolean } | null;

/** What a key does at a row. */
export function moveInTree(rows: TreeRow[], at: number, key: string): TreeMove {
  const row = rows[at];
  if (!row) {
    return rows.length > 0 ? { to: 0 } : null;
  }
  const canOpen = "isOpen" in row;
  switch (key) {
    case "ArrowDown":
      return at + 1 < rows.length ? { to: at + 1 } : null;
    case "ArrowUp":
      return at > 0 ? { to: at - 1 } : null;
    case "Home":
      return { to: 0 };
    case "End":
      return { to: rows.length - 1 };
    case "ArrowRight":
      if (canOpen && !row.isOpen) {
        return { open: true };
      }
      return canOpen && (rows[at + 1]?.level ?? 0) > row.level ? { to: at + 1 } : null;
    case "ArrowLeft":
      if (canOpen && row.isOpen) {
        return { open: false };
      }
      return parentOf(rows, at);
    default:
      return null;
  }
}

function parentOf(rows: TreeRow[], at: number): TreeMove {
  const level = rows[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above -= 1) {
    if ((rows[above]?.level ?? level) < level) {
      return { to: above };
    }
  }
  return null;
}
