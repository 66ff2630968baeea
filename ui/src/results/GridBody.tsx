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
import { t } from "../i18n/t";
import { GridHeader, HeaderContext, type HeaderParams, type HeaderScope } from "./GridHeader";
import { isInRange } from "./gridRange";
import { HEADER_HEIGHT, ROW_HEIGHT } from "./gridSize";
import { GRID_THEME } from "./gridTheme";
import { isNegative, isRightAligned, shownValue } from "./gridValue";
import { changeView, gridView } from "./gridView";
import { BLOCK_ROWS, type GridRow, gridRows, readRowsAt, valueAt } from "./rowBlocks";
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

const INDEX_COLUMN = "row";

export default function GridBody(props: Props) {
  const { session, cell, version, fields, filters, fixedBecause, mostRows } = props;
  const { profiles, onRows, onFailure, onOverflow } = props;
  const api = useRef<GridApi<GridRow> | null>(null);
  const [openFilter, setOpenFilter] = useState<number | null>(null);
  const selection = useGridSelection({ ...props, api });
  const rangeRef = selection.rangeRef;

  const columns = useMemo<ColDef<GridRow>[]>(() => {
    const { order, widths } = gridView(cell);
    const own = fields.map((field, index) =>
      columnFor({ field, index, order, width: widths[field.name], isFixed: fixedBecause !== null }),
    );
    return [indexColumn(props.expectedRows), ...own];
  }, [cell, fields, fixedBecause, props.expectedRows]);

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
  }, [filters]);

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
          onCellFocused={selection.onCellFocused}
          onCellMouseDown={selection.onCellMouseDown}
          onCellMouseOver={selection.onCellMouseOver}
        />
      </div>
    </HeaderContext>
  );
}

type ColumnWish = {
  field: Field;
  index: number;
  order: Order[];
  width: number | undefined;
  isFixed: boolean;
};

function columnFor({ field, index, order, width, isFixed }: ColumnWish): ColDef<GridRow> {
  const isRight = isRightAligned(field);
  const at = order.findIndex((key) => key.field === field.name);
  const key = order[at];
  const params: HeaderParams = { index };
  return {
    colId: `c${index}`,
    headerName: field.name,
    headerComponentParams: params,
    headerClass: isRight ? "th-right" : "",
    cellClass: isRight ? "is-right num" : field.kind === "date" ? "num" : "",
    ...(isRight
      ? { cellClassRules: { neg: ({ value }: CellClassParams) => isNegative(value) } }
      : {}),
    valueGetter: ({ data }) => valueAt(data, index),
    valueFormatter: ({ value }) => shownValue(value, field.data_type),
    ...(width === undefined ? { flex: 1 } : { width }),
    minWidth: leastWidth(field),
    sortable: !isFixed,
    ...(key && !isFixed
      ? { initialSort: key.descending ? ("desc" as const) : ("asc" as const), initialSortIndex: at }
      : {}),
  };
}

/** Wide enough for the name and the picture with its figure. */
function leastWidth(field: Field): number {
  return Math.min(240, Math.max(104, Math.ceil(66 + field.name.length * 6.6)));
}

function indexColumn(rows: number): ColDef<GridRow> {
  return {
    colId: INDEX_COLUMN,
    headerName: t("results.row"),
    headerComponent: IndexHeader,
    headerClass: "idx",
    cellClass: "idx num",
    valueGetter: ({ node }) => (node?.rowIndex ?? 0) + 1,
    valueFormatter: ({ value }) => shownValue(value, { type: "int64" }),
    cellClassRules: {},
    width: indexWidth(rows),
    minWidth: indexWidth(rows),
    pinned: "left",
    sortable: false,
    resizable: false,
    suppressNavigable: true,
  };
}

function indexWidth(rows: number): number {
  const figures = String(rows).length;
  return Math.max(40, Math.ceil(20 + figures * 7 + Math.floor((figures - 1) / 3) * 3));
}

function IndexHeader() {
  return <span className="sr-only">{t("results.row")}</span>;
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

/** Position of a column among the fields; -1 for row numbers. */
export function columnIndex(id: string): number {
  return id.startsWith("c") ? Number(id.slice(1)) : -1;
}

function orderOf(model: { colId: string; sort: string }[], fields: Field[]): Order[] {
  return model.flatMap(({ colId, sort }) => {
    const field = fields[columnIndex(colId)];
    return field ? [{ field: field.name, descending: sort === "desc" }] : [];
  });
}
