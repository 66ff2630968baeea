// The menu of a cell of a result: the rows that its row was grouped from, what takes it apart, and
// filters by its value.
import { useQuery } from "@tanstack/react-query";
import { call, callRows } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { Apart } from "../backend/generated/Apart";
import type { CellId } from "../backend/generated/CellId";
import type { Compare } from "../backend/generated/Compare";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { RowParts } from "../backend/generated/RowParts";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Value } from "../backend/generated/Value";
import { newJob } from "../backend/job";
import { placeCell } from "../backend/newCell";
import { keys, workbookQuery } from "../backend/query";
import type { Rows } from "../backend/rows";
import { revealCell } from "../backend/session";
import { shortDouble } from "../i18n/double";
import { count, digits } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../parts/ContextMenu";
import { Dialog } from "../parts/Dialog";
import { detailEntries, fieldsIn, type Known } from "../parts/details";
import { whyRefused } from "../parts/refusal";
import { toastFailure } from "../parts/toast";
import { fieldsToTake, finerUnits } from "./apart";
import { cellValue } from "./cellValue";
import { changeView } from "./gridView";
import { type GridRow, valueAt } from "./rowBlocks";
import { Story } from "./Story";

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
  onShow: (shown: ShownRow) => void;
};

/** What is shown of a row, which is given by all its values. */
export interface ShownRow {
  ask: "behind" | "compare" | "why";
  row: Value[];
  column: number;
  /** What the row is of. */
  name: string;
}

export function CellMenu(props: Props) {
  const { open, onClose, session, cell, version } = props;
  const book = useQuery(workbookQuery(session)).data;
  const parts = useQuery({
    queryKey: [...keys.cell(session, cell), "row-parts", version],
    queryFn: ({ signal }) => call("view_row_parts", { session, cell }, signal),
    enabled: open !== null && props.fixedBecause === null,
    retry: false,
  });
  const known = {
    parts: parts.data ?? null,
    refusal:
      props.fixedBecause ??
      (parts.error ? toBackendError(parts.error).message : t("common.loading")),
  };
  const entries = open && book ? entriesOf(props, open, book, known) : [];
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
  { cell, fields, filters, fixedBecause, onShow }: Props,
  { row, column }: OpenCell,
  book: SessionView,
  known: { parts: RowParts | null; refusal: string },
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
  const values = fields.map((one, at) => cellValue(valueAt(row, at) ?? null, one));
  const keysOf = known.parts?.keys ?? [];
  const rowName = keysOf.flatMap((at) => (values[at] ? [valueText(values[at])] : [])).join(", ");
  const show = (ask: ShownRow["ask"]) => () =>
    onShow({ ask, row: values, column, name: rowName || t("results.allRows") });
  return [
    {
      label: t("results.seeBehind"),
      icon: "table",
      disabledBecause: whyRefused(book, "read_behind"),
      run: show("behind"),
    },
    ...apartEntries(book, { cell, row: values, column, fields }, known, show),
    ...detailEntries(book, knownOf(book, { cell, fields, filters }, { row, column })),
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

type Asked = { cell: CellId; row: Value[]; column: number; fields: Field[] };

/** What takes a row apart: another column, a finer time, the rest beside it, its segments. */
function apartEntries(
  book: SessionView,
  { cell, row, column, fields: shown }: Asked,
  { parts, refusal }: { parts: RowParts | null; refusal: string },
  show: (ask: ShownRow["ask"]) => () => void,
): MenuEntry[] {
  const take = (apart: Apart, name: string) => () =>
    void takeApart(book, { cell, row, apart }, name);
  const fields = parts ? fieldsToTake(parts) : [];
  const time = parts?.times.find(([at]) => at === column) ?? parts?.times[0];
  const units = time ? finerUnits(time[1], shown[time[0]]) : [];
  const isAmount = parts?.amounts.some(([at]) => at === column) ?? false;
  const noAmount = parts ? (isAmount ? null : t("results.noAmount")) : refusal;
  const nothing = () => undefined;
  return [
    fields.length > 0
      ? {
          label: t("chart.breakDown"),
          sub: fields.map(({ name }) => ({
            label: name,
            run: take({ apart: "by", field: name }, `by_${name}`),
          })),
        }
      : { label: t("chart.breakDown"), disabledBecause: refusal, run: nothing },
    { label: t("chart.compareRest"), disabledBecause: noAmount, run: show("compare") },
    { label: t("chart.whyThis"), disabledBecause: noAmount, run: show("why") },
    time && units.length > 0
      ? {
          label: t("chart.zoomTime"),
          sub: units.map((unit) => ({
            label: t(`chart.drill.units.${unit}`),
            run: take({ apart: "closer", column: time[0], unit }, `by_${unit}`),
          })),
        }
      : {
          label: t("chart.zoomTime"),
          disabledBecause: parts ? t("results.noPeriod") : refusal,
          run: nothing,
        },
  ];
}

/** Puts the SQL that takes a row apart into a cell of its own below, and runs it. */
async function takeApart(
  book: SessionView,
  { cell, row, apart }: { cell: CellId; row: Value[]; apart: Apart },
  name: string,
): Promise<void> {
  const { session, workbook } = book;
  try {
    const { text } = await call("take_row", { session, cell, row, apart });
    const at = workbook.cells.findIndex(({ id }) => cell.startsWith(id));
    const index = at < 0 ? workbook.cells.length : at + 1;
    const body = { type: "sql" as const, text, mode: "on_change" as const };
    const made = await placeCell(book, index, name, body);
    revealCell(made.id);
    await call("run_cell", { session, cell: made.id, job: newJob() });
  } catch (thrown) {
    toastFailure(thrown);
  }
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

type StoryProps = {
  session: SessionId;
  cell: CellId;
  version: number;
  shown: ShownRow;
  onClose: () => void;
};

/** A number of a row beside the rest, or what makes it. */
export function RowStory({ session, cell, version, shown, onClose }: StoryProps) {
  const { ask, row, column, name } = shown;
  const story = useQuery({
    queryKey: [...keys.cell(session, cell), "row-story", version, row, column],
    queryFn: ({ signal }) =>
      call("explain_row", { session, cell, row, column, job: newJob() }, signal),
    retry: false,
  });
  const words = ask === "compare" ? "chart.story.compare" : "chart.story.why";
  return (
    <Dialog title={t(words, { name })} onClose={onClose} width={720}>
      {story.error ? (
        <p className="field-error" role="alert">
          {toBackendError(story.error).message}
        </p>
      ) : story.data ? (
        <Story story={story.data} name={name} hasSegments={ask === "why"} />
      ) : (
        <div className="skel" role="status" aria-label={t("common.loading")} />
      )}
    </Dialog>
  );
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
