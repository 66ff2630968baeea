// The rows of a result: blocks are asked for as they scroll into view, so ten million rows cost
// what forty do. Loaded only when the first grid is on the screen.
import {
  type CellClassParams,
  CellStyleModule,
  type ColDef,
  ColumnApiModule,
  EventApiModule,
  type GetRowIdParams,
  type GridApi,
  type IDatasource,
  InfiniteRowModelModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  type SortChangedEvent,
  TooltipModule,
} from "ag-grid-community";
import { AgGridReact } from "ag-grid-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { Order } from "../backend/generated/Order";
import type { SessionId } from "../backend/generated/SessionId";
import type { Rows } from "../backend/rows";
import { t } from "../i18n/t";
import type { MenuPoint } from "../parts/ContextMenu";
import { CellMenu, type OpenCell, RowStory, RowsBehind, type ShownRow } from "./CellMenu";
import { type ColumnShape, grownShapes } from "./columnShape";
import { GridHeader, HeaderContext, type HeaderScope } from "./GridHeader";
import { columnFor, columnIndex, indexColumn } from "./gridColumns";
import { isInRange } from "./gridRange";
import { HEADER_HEIGHT, ROW_HEIGHT } from "./gridSize";
import { GRID_THEME } from "./gridTheme";
import { changeView, gridView } from "./gridView";
import { BLOCK_ROWS, type GridRow, gridRows, readRowsAt } from "./rowBlocks";
import { useGridSelection } from "./useGridSelection";
import { countWheel } from "./wheelRows";

ModuleRegistry.registerModules([
  InfiniteRowModelModule,
  CellStyleModule,
  ColumnApiModule,
  EventApiModule,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  TooltipModule,
]);

type Props = {
  session: SessionId;
  cell: CellId;
  name: string;
  version: number;
  fields: Field[];
  filters: Filter[];
  profiles: readonly ColumnProfile[] | null;
  /** Why rows cannot be sorted and filtered; none when they can. */
  fixedBecause: string | null;
  /** Rows that can be shown at most; none is all. */
  mostRows: number | null;
  /** Rows expected before the first block is here. */
  expectedRows: number;
  /** Counts up each time the rows are to be asked for again. */
  attempt: number;
  height: number;
  onRows: (rows: number) => void;
  onFailure: (message: string | null) => void;
  onSelected: (count: number) => void;
  /** The columns are wider than their place, so a scrollbar stands below the rows. */
  onOverflow: (isWide: boolean) => void;
};

/** The shapes of the columns of one answer. */
interface Seen {
  fields: Field[];
  version: number;
  shapes: readonly ColumnShape[];
}

export default function GridBody(props: Props) {
  const { session, cell, version, fields, filters, fixedBecause, mostRows } = props;
  const { profiles, onRows, onFailure, onOverflow } = props;
  const api = useRef<GridApi<GridRow> | null>(null);
  const [openFilter, setOpenFilter] = useState<number | null>(null);
  const [openCell, setOpenCell] = useState<OpenCell | null>(null);
  const [shown, setShown] = useState<ShownRow | null>(null);
  const selection = useGridSelection({ ...props, api });
  const rangeRef = selection.rangeRef;

  const [seen, setSeen] = useState<Seen | null>(null);
  const shapes = seen?.fields === fields && seen.version === version ? seen.shapes : null;
  const columns = useMemo<ColDef<GridRow>[]>(() => {
    const { order, widths } = gridView(cell);
    const own = fields.map((field, index) =>
      columnFor({
        field,
        index,
        order,
        width: widths[field.name],
        shape: shapes?.[index] ?? null,
        isFixed: fixedBecause !== null,
      }),
    );
    return [indexColumn(props.expectedRows), ...own];
  }, [cell, fields, shapes, fixedBecause, props.expectedRows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows on the screen are written anew
  useEffect(() => api.current?.refreshCells({ force: true }), [columns]);

  const cellRules = useMemo(
    () => ({
      "is-null": ({ value }: CellClassParams) => value === null,
      "is-waiting": ({ data }: CellClassParams) => data === undefined,
      sel: ({ node, column }: CellClassParams) =>
        isInRange(rangeRef.current, {
          row: node.rowIndex ?? -1,
          column: columnIndex(column.getColId()),
        }),
    }),
    [rangeRef],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  const source = useMemo<IDatasource>(
    () => ({
      getRows({ startRow, endRow, sortModel, successCallback, failCallback }) {
        const order = orderOf(sortModel, fields);
        const from = { session, cell, version, filters, order };
        readRowsAt(from, startRow, endRow - startRow).then(
          (rows) => {
            const all = Math.min(rows.head.rows, mostRows ?? Number.POSITIVE_INFINITY);
            onRows(all);
            onFailure(null);
            setSeen((last) => seenWith(last, { fields, version, rows }));
            successCallback(gridRows(rows), all);
          },
          (thrown) => {
            const { message } = toBackendError(thrown);
            onFailure(message);
            failCallback();
          },
        );
      },
    }),
    [session, cell, version, filters, fields, mostRows, onRows, onFailure, props.attempt],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are seen from their first
  useEffect(() => {
    if ((api.current?.getDisplayedRowCount() ?? 0) > 0) {
      api.current?.ensureIndexVisible(0, "top");
    }
  }, [filters, fields]);

  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? countWheel(place.current, () => api.current) : undefined), []);

  const onSortChanged = useCallback(
    ({ api: grid }: SortChangedEvent) => {
      const sorted = grid
        .getColumnState()
        .filter((state) => state.sort)
        .sort((one, other) => (one.sortIndex ?? 0) - (other.sortIndex ?? 0))
        .map(({ colId, sort }) => ({ colId, sort: sort ?? "asc" }));
      changeView(cell, { order: orderOf(sorted, fields) });
      if (grid.getDisplayedRowCount() > 0) {
        grid.ensureIndexVisible(0, "top");
      }
    },
    [cell, fields],
  );

  const scope = useMemo<HeaderScope>(
    () => ({ cell, fields, profiles, fixedBecause, openFilter, setOpenFilter }),
    [cell, fields, profiles, fixedBecause, openFilter],
  );

  return (
    <HeaderContext value={scope}>
      <div
        ref={place}
        className="grid-body"
        style={{ height: props.height }}
        onCopy={selection.onCopy}
      >
        <AgGridReact<GridRow>
          theme={GRID_THEME}
          rowModelType="infinite"
          columnDefs={columns}
          defaultColDef={{
            sortable: fixedBecause === null,
            resizable: true,
            suppressMovable: true,
            minWidth: 60,
            headerComponent: GridHeader,
            cellClassRules: cellRules,
            suppressKeyboardEvent: selection.suppressKeyboardEvent,
            suppressHeaderKeyboardEvent: ({ event, column }) => {
              const isFilterKey =
                event.key.toLowerCase() === "f" || (event.altKey && event.key === "ArrowDown");
              if (event.type === "keydown" && isFilterKey && !fixedBecause && column) {
                event.preventDefault();
                setOpenFilter(columnIndex(column.getUniqueId()));
                return true;
              }
              return false;
            },
          }}
          headerHeight={HEADER_HEIGHT}
          rowHeight={ROW_HEIGHT}
          cacheBlockSize={BLOCK_ROWS}
          maxBlocksInCache={40}
          maxConcurrentDatasourceRequests={3}
          blockLoadDebounceMillis={30}
          infiniteInitialRowCount={Math.max(1, Math.min(props.expectedRows, BLOCK_ROWS))}
          datasource={source}
          getRowId={rowIdOf}
          animateRows={false}
          tabToNextCell={leave}
          tabToNextHeader={leave}
          focusGridInnerElement={selection.enter}
          enableBrowserTooltips
          suppressDragLeaveHidesColumns
          suppressNoRowsOverlay
          ensureDomOrder
          onGridReady={({ api: grid }) => {
            api.current = grid;
            grid.setGridAriaProperty("label", t("results.label", { name: props.name }));
          }}
          onGridPreDestroyed={() => {
            api.current = null;
          }}
          onSortChanged={onSortChanged}
          onGridSizeChanged={({ api: grid }) => onOverflow(isWide(grid))}
          onDisplayedColumnsChanged={({ api: grid }) => onOverflow(isWide(grid))}
          onColumnResized={({ api: grid, finished, column, source: by }) => {
            if (finished) {
              onOverflow(isWide(grid));
            }
            const field = column ? fields[columnIndex(column.getColId())] : undefined;
            if (finished && field && column && by === "uiColumnResized") {
              const widths = { ...gridView(cell).widths, [field.name]: column.getActualWidth() };
              changeView(cell, { widths });
            }
          }}
          onCellContextMenu={({ event, data, column }) => {
            const at = columnIndex(column.getColId());
            if (data && event instanceof MouseEvent && at >= 0) {
              event.preventDefault();
              setOpenCell({ row: data, column: at, at: { x: event.clientX, y: event.clientY } });
            }
          }}
          onCellKeyDown={(pressed) => {
            const at = "column" in pressed ? columnIndex(pressed.column.getColId()) : -1;
            const { data, event } = pressed;
            if (data && at >= 0 && event instanceof KeyboardEvent && asksMenu(event)) {
              event.preventDefault();
              setOpenCell({ row: data, column: at, at: below(event.target) });
            }
          }}
          onCellFocused={selection.onCellFocused}
          onCellMouseDown={selection.onCellMouseDown}
          onCellMouseOver={selection.onCellMouseOver}
        />
      </div>
      <CellMenu
        {...{ session, cell, version, fields, filters, fixedBecause }}
        open={openCell}
        onClose={() => setOpenCell(null)}
        onShow={setShown}
      />
      {shown?.ask === "behind" ? (
        <RowsBehind
          {...{ session, cell, version }}
          row={shown.row}
          onClose={() => setShown(null)}
        />
      ) : shown ? (
        <RowStory {...{ session, cell, version, shown }} onClose={() => setShown(null)} />
      ) : null}
    </HeaderContext>
  );
}

/** Whether a key asks for the menu of a cell. */
function asksMenu({ key, shiftKey }: KeyboardEvent): boolean {
  return key === "ContextMenu" || (key === "F10" && shiftKey);
}

/** The point under a cell. */
function below(target: EventTarget | null): MenuPoint {
  const { left = 0, bottom = 0 } =
    target instanceof Element ? target.getBoundingClientRect() : ({} as Partial<DOMRect>);
  return { x: left, y: bottom };
}

type Block = { fields: Field[]; version: number; rows: Rows };

function seenWith(last: Seen | null, { fields, version, rows }: Block): Seen {
  const isSame = last?.fields === fields && last.version === version;
  const shapes = grownShapes(isSame ? last.shapes : null, rows, fields);
  return isSame && shapes === last.shapes ? last : { fields, version, shapes };
}

function isWide(grid: GridApi<GridRow>): boolean {
  const { left, right } = grid.getHorizontalPixelRange();
  const centre = grid
    .getAllDisplayedColumns()
    .filter((column) => !column.isPinned())
    .reduce((sum, column) => sum + column.getActualWidth(), 0);
  return right - left > 0 && centre > right - left + 1;
}

function rowIdOf({ data }: GetRowIdParams<GridRow>): string {
  return String(data.rows.head.offset + data.index);
}

/** The grid is one stop: arrows move inside, Tab goes on behind it. */
function leave(): boolean {
  return false;
}

function orderOf(model: { colId: string; sort: string }[], fields: Field[]): Order[] {
  return model.flatMap(({ colId, sort }) => {
    const field = fields[columnIndex(colId)];
    return field ? [{ field: field.name, descending: sort === "desc" }] : [];
  });
}
