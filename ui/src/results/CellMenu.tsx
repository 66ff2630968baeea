// The menu of a cell of a result: the rows that its row was grouped from, and filters by its value.
import { useQuery } from "@tanstack/react-query";
import { callRows } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { Compare } from "../backend/generated/Compare";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Value } from "../backend/generated/Value";
import { keys, workbookQuery } from "../backend/query";
import type { Rows } from "../backend/rows";
import { shortDouble } from "../i18n/double";
import { count, digits } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../parts/ContextMenu";
import { Dialog } from "../parts/Dialog";
import { detailEntries, fieldsIn, type Known } from "../parts/details";
import { cellValue } from "./cellValue";
import { changeView } from "./gridView";
import { type GridRow, valueAt } from "./rowBlocks";

/** The cell whose menu is open. */
export interface OpenCell {
  row: GridRow;
  column: number;
  at: MenuPoint;
}

type Props = {
  session: SessionId;
  cell: CellId;
  version: number;
  fields: Field[];
  filters: Filter[];
  fixedBecause: string | null;
  open: OpenCell | null;
  onClose: () => void;
  /** Shows the rows behind a row, given by all its values. */
  onBehind: (row: Value[]) => void;
};

export function CellMenu(props: Props) {
  const { open, onClose, session } = props;
  const book = useQuery(workbookQuery(session)).data;
  const entries = open ? entriesOf(props, open, book) : [];
  return (
    <ContextMenu
      at={open?.at ?? null}
      entries={entries}
      label={t("results.cellMenu")}
      onClose={onClose}
    />
  );
}

function entriesOf(
  { cell, fields, filters, fixedBecause, onBehind }: Props,
  { row, column }: OpenCell,
  book: SessionView | undefined,
): MenuEntry[] {
  const field = fields[column];
  if (!field) {
    return [];
  }
  const value = cellValue(valueAt(row, column) ?? null, field);
  const name = value.type === "null" ? t("common.null") : valueText(value);
  const filter = (compare: Compare) => () =>
    changeView(cell, { filters: [...filters, { field: field.name, compare, value }] });
  const isNull = value.type === "null";
  return [
    {
      label: t("results.seeBehind"),
      icon: "table",
      run: () => onBehind(fields.map((one, at) => cellValue(valueAt(row, at) ?? null, one))),
    },
    ...(book ? detailEntries(book, knownOf(book, { cell, fields, filters }, { row, column })) : []),
    "line",
    {
      label: t("results.keepOnly", { name }),
      disabledBecause: fixedBecause,
      run: filter(isNull ? "is_null" : "equal"),
    },
    {
      label: t("results.leaveOut", { name }),
      disabledBecause: fixedBecause,
      run: filter(isNull ? "is_not_null" : "not_equal"),
    },
  ];
}

type Place = { cell: CellId; fields: Field[]; filters: Filter[] };

/** What is known of a cell: the filters of the grid, its own value, and those of its row that pages
 * are the detail pages of. */
export function knownOf(
  { workbook }: Pick<SessionView, "workbook">,
  { cell, fields, filters }: Place,
  { row, column }: Pick<OpenCell, "row" | "column">,
): Known {
  const wanted = new Set(workbook.pages.flatMap(({ detail_for = [] }) => detail_for.map(lower)));
  const own = fields.flatMap((field, at): Filter[] => {
    const isKnown = field.kind !== "number" && (at === column || wanted.has(lower(field.name)));
    const value = isKnown ? cellValue(valueAt(row, at) ?? null, field) : null;
    if (!value) {
      return [];
    }
    const compare = value.type === "null" ? "is_null" : "equal";
    return [{ field: field.name, compare, value }];
  });
  const all = [...filters, ...own];
  const from = { page: null, tile: null, cell };
  return { from, fields: fieldsIn(all, []), picks: [], filters: all };
}

function lower(name: string): string {
  return name.toLowerCase();
}

type BehindProps = {
  session: SessionId;
  cell: CellId;
  version: number;
  row: Value[];
  onClose: () => void;
};

/** The rows behind a row of a result. */
export function RowsBehind({ session, cell, version, row, onClose }: BehindProps) {
  const behind = useQuery({
    queryKey: [...keys.cell(session, cell), "behind", version, row],
    queryFn: ({ signal }) => callRows("read_behind", { session, cell, row }, signal),
    retry: false,
  });
  const problem = behind.error ? toBackendError(behind.error) : null;
  return (
    <Dialog title={t("results.behind")} onClose={onClose} width={880}>
      {problem ? (
        <p className="field-error" role="alert">
          {problem.message}
        </p>
      ) : behind.data ? (
        <BehindTable rows={behind.data} />
      ) : (
        <div className="skel" role="status" aria-label={t("common.loading")} />
      )}
    </Dialog>
  );
}

function BehindTable({ rows }: { rows: Rows }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className="behind" tabIndex={0} aria-label={t("results.behind")}>
      <table className="rows-table">
        <caption className="muted">
          {t("results.behindRows", { shown: count(rows.count), total: count(rows.head.rows) })}
        </caption>
        <thead>
          <tr>
            {rows.columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows.count }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place alone
            <tr key={row}>
              {rows.columns.map((column) => {
                const value = column.at(row);
                return (
                  <td key={column.name} className={typeof value === "number" ? "r" : undefined}>
                    {value === null
                      ? t("common.null")
                      : typeof value === "number"
                        ? shortDouble(value)
                        : typeof value === "object"
                          ? JSON.stringify(value)
                          : digits(String(value))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
