// Selecting cells of a grid with mouse and keyboard, their sum in the status bar, and copying.
import type {
  CellFocusedEvent,
  CellMouseDownEvent,
  CellMouseOverEvent,
  GridApi,
  SuppressKeyboardEventParams,
} from "ag-grid-community";
import { type ClipboardEvent, type RefObject, useCallback, useEffect, useRef } from "react";
import type { CellId } from "../backend/generated/CellId";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { SessionId } from "../backend/generated/SessionId";
import type { RowValue } from "../backend/rows";
import { selectColumn, summarizeSelection } from "../backend/session";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { toast, toastFailure } from "../parts/toast";
import {
  edgesOf,
  extended,
  type GridPlace,
  type GridRange,
  jumped,
  sizeOf,
  tabSeparated,
} from "./gridRange";
import { plainValue } from "./gridValue";
import { gridView } from "./gridView";
import { type GridRow, type RowSource, readMany, valueAt } from "./rowBlocks";
import { summaryOf } from "./summary";

type Wish = {
  api: RefObject<GridApi<GridRow> | null>;
  session: SessionId;
  cell: CellId;
  version: number;
  fields: Field[];
  filters: Filter[];
  profiles: readonly ColumnProfile[] | null;
  onSelected: (count: number) => void;
};

const MOST_SUMMED = 20_000;
const MOST_COPIED = 50_000;
const SETTLE_MS = 60;

/** What the grid calls when its cells are touched. */
export function useGridSelection(wish: Wish) {
  const rangeRef = useRef<GridRange | null>(null);
  const isExtending = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(wish);
  latest.current = wish;

  const show = useCallback((range: GridRange | null) => {
    const { api, cell, fields, profiles, onSelected } = latest.current;
    rangeRef.current = range;
    api.current?.refreshCells({ force: true });
    onSelected(range ? sizeOf(range) : 0);
    const field = range ? fields[range.head.column] : undefined;
    if (range && field) {
      selectColumn({ cell, name: field.name, profile: profiles?.[range.head.column] ?? null });
    }
    if (timer.current !== null) {
      clearTimeout(timer.current);
    }
    timer.current = setTimeout(() => void summarize(latest.current, range), SETTLE_MS);
  }, []);

  // A changed view has other rows at the same places: the selection would lie.
  const { version, filters, fields } = wish;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what make it lie
  useEffect(() => {
    show(null);
    return () => {
      if (timer.current !== null) {
        clearTimeout(timer.current);
      }
    };
  }, [version, filters, fields, show]);

  const onCellFocused = useCallback(
    ({ rowIndex, column }: CellFocusedEvent) => {
      const at = column && typeof column !== "string" ? placeOf(column.getColId()) : -1;
      if (rowIndex === null || at < 0 || isExtending.current) {
        return;
      }
      const place = { row: rowIndex, column: at };
      show({ anchor: place, head: place });
    },
    [show],
  );

  const onCellMouseDown = useCallback(
    ({ event, rowIndex, column }: CellMouseDownEvent) => {
      const range = rangeRef.current;
      const at = placeOf(column.getColId());
      const isShift = event instanceof MouseEvent && event.shiftKey;
      isExtending.current = isShift && range !== null;
      if (isExtending.current && range && rowIndex !== null && at >= 0) {
        show({ anchor: range.anchor, head: { row: rowIndex, column: at } });
      }
    },
    [show],
  );

  const onCellMouseOver = useCallback(
    ({ event, rowIndex, column }: CellMouseOverEvent) => {
      const range = rangeRef.current;
      const at = placeOf(column.getColId());
      const isDragging = event instanceof MouseEvent && event.buttons === 1;
      if (isDragging && range && rowIndex !== null && at >= 0) {
        show({ anchor: range.anchor, head: { row: rowIndex, column: at } });
      }
    },
    [show],
  );

  const copy = useCallback(() => {
    if (rangeRef.current) {
      void copyRange(latest.current, rangeRef.current);
    }
  }, []);

  const suppressKeyboardEvent = useCallback(
    ({ event, api }: SuppressKeyboardEventParams): boolean => {
      if (event.type !== "keydown") {
        return false;
      }
      const range = rangeRef.current;
      const isCtrl = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (isCtrl && key === "c" && range) {
        event.preventDefault();
        copy();
        return true;
      }
      const rows = api.getDisplayedRowCount();
      const columns = latest.current.fields.length;
      if (isCtrl && key === "a" && rows > 0 && columns > 0) {
        event.preventDefault();
        show({ anchor: { row: 0, column: 0 }, head: { row: rows - 1, column: columns - 1 } });
        return true;
      }
      const size = { rows, columns };
      const jump = range && !event.shiftKey && jumped(range.head, event.key, size, isCtrl);
      if (jump) {
        // The focus follows with the next step: the grid would hold on to a cell so far away and
        // bring it back while a person scrolls on.
        event.preventDefault();
        show({ anchor: jump, head: jump });
        api.ensureIndexVisible(jump.row);
        api.ensureColumnVisible(`c${jump.column}`);
        return true;
      }
      const focused = api.getFocusedCell();
      const isBehind = range && focused && focused.rowIndex !== range.head.row;
      if (isBehind && !event.shiftKey) {
        const step = extended({ anchor: range.head, head: range.head }, event.key, size, isCtrl);
        if (step) {
          event.preventDefault();
          goTo(api, step.head);
          return true;
        }
      }
      const next = event.shiftKey && range ? extended(range, event.key, size, isCtrl) : null;
      if (!next) {
        isExtending.current = false;
        return false;
      }
      event.preventDefault();
      show(next);
      api.ensureIndexVisible(next.head.row);
      api.ensureColumnVisible(`c${next.head.column}`);
      return true;
    },
    [copy, show],
  );

  const onCopy = useCallback(
    (event: ClipboardEvent) => {
      const isField = event.target instanceof HTMLElement && event.target.matches("input");
      if (rangeRef.current && !isField) {
        event.preventDefault();
        copy();
      }
    },
    [copy],
  );

  /** Coming in with Tab: to the cell that was left, else the first. */
  const enter = useCallback(({ api }: { api: GridApi<GridRow> }): boolean => {
    if (api.getDisplayedRowCount() === 0) {
      return false;
    }
    goTo(api, rangeRef.current?.head ?? { row: 0, column: 0 });
    return true;
  }, []);

  return {
    enter,
    rangeRef,
    onCellFocused,
    onCellMouseDown,
    onCellMouseOver,
    suppressKeyboardEvent,
    onCopy,
  };
}

/** Brings a cell on the screen and puts the focus on it. */
function goTo(api: GridApi<GridRow>, { row, column }: GridPlace): void {
  api.ensureIndexVisible(row);
  api.ensureColumnVisible(`c${column}`);
  api.setFocusedCell(row, `c${column}`);
}

function placeOf(id: string): number {
  return id.startsWith("c") ? Number(id.slice(1)) : -1;
}

function sourceOf({ session, cell, version, filters }: Wish): RowSource {
  return { session, cell, version, filters, order: gridView(cell).order };
}

async function summarize(wish: Wish, range: GridRange | null): Promise<void> {
  if (!range) {
    summarizeSelection(null);
    return;
  }
  const { top, bottom, left, right } = edgesOf(range);
  const names = wish.fields.slice(left, right + 1);
  const cells = sizeOf(range);
  const columns: RowValue[][] | null =
    cells > MOST_SUMMED ? null : await valuesIn(wish, range).catch(() => null);
  if (bottom - top >= 0) {
    summarizeSelection(summaryOf(names, columns, cells));
  }
}

/** The values of a range, column by column. */
async function valuesIn(wish: Wish, range: GridRange): Promise<RowValue[][]> {
  const { top, bottom, left, right } = edgesOf(range);
  const loaded: GridRow[] = [];
  for (let at = top; at <= bottom; at += 1) {
    const row = wish.api.current?.getDisplayedRowAtIndex(at)?.data;
    if (!row) {
      break;
    }
    loaded.push(row);
  }
  const rows = loaded.length === bottom - top + 1 ? loaded : await rowsIn(wish, top, bottom);
  return Array.from({ length: right - left + 1 }, (_, offset) =>
    rows.map((row) => valueAt(row, left + offset) ?? null),
  );
}

async function rowsIn(wish: Wish, top: number, bottom: number): Promise<GridRow[]> {
  const parts = await readMany(sourceOf(wish), top, bottom - top + 1);
  return parts.flatMap((rows) =>
    Array.from({ length: rows.count }, (_, index) => ({ rows, index })),
  );
}

async function copyRange(wish: Wish, range: GridRange): Promise<void> {
  const { top, bottom, left, right } = edgesOf(range);
  const rows = bottom - top + 1;
  if (rows > MOST_COPIED) {
    toast("warning", t("results.copyTooMany", { most: count(MOST_COPIED), shown: count(rows) }));
    return;
  }
  try {
    const values = await rowsIn(wish, top, bottom);
    const lines = values.map((row) =>
      wish.fields
        .slice(left, right + 1)
        .map((field, offset) => plainValue(valueAt(row, left + offset), field.data_type)),
    );
    await write(tabSeparated(lines));
    if (rows > 1) {
      toast("ok", t("results.copied", { count: rows, shown: count(rows) }));
    }
  } catch (thrown) {
    toastFailure(thrown);
  }
}

async function write(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error(t("results.copyRefused"));
  }
}
