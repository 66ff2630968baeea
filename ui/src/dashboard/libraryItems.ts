// What the library offers, and the tile that each of its objects becomes.
import type { CellId } from "../backend/generated/CellId";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { Edit } from "../backend/generated/Edit";
import type { Field } from "../backend/generated/Field";
import type { FieldControl } from "../backend/generated/FieldControl";
import type { Mark } from "../backend/generated/Mark";
import type { Picked } from "../backend/generated/Picked";
import type { Place } from "../backend/generated/Place";
import type { SessionView } from "../backend/generated/SessionView";
import type { Sources } from "../backend/generated/Sources";
import type { Tile } from "../backend/generated/Tile";
import type { TileContent } from "../backend/generated/TileContent";
import { randomId } from "../backend/job";
import { freeName } from "../backend/newCell";
import { t } from "../i18n/t";
import type { IconName } from "../parts/iconShapes";

/** One object of the library. */
export interface LibraryItem {
  key: string;
  label: string;
  icon: IconName;
  /** What it is, in one word. */
  meta: string;
  /** Columns and steps of the tile that it becomes. */
  size: { width: number; height: number };
  /** Names of the workbook stand in mono. */
  isName: boolean;
  what:
    | { kind: "cell"; cell: CellId; isChart: boolean }
    | { kind: "mark"; mark: Mark }
    | { kind: "metric" }
    | { kind: "field"; control: FieldControl; only?: "days" | "numbers" }
    | { kind: "text" }
    | { kind: "section" };
}

const CHART = { width: 4, height: 74 };
const METRIC = { width: 3, height: 28 };
const CONTROL = { width: 3, height: 20 };
/** What a new control of the largest chooses. */
const FIRST_TOP: Picked = {
  by: "top",
  top: { count: 5, others: false, smallest: false },
  figure: { field: "", aggregate: "count" },
};

/** Charts and parameters of the workbook. */
export function ownItems({ workbook }: SessionView): LibraryItem[] {
  return workbook.cells.flatMap<LibraryItem>(({ id, name, body }) => {
    if (body.type === "chart") {
      const mark = body.spec.mark ?? null;
      return [
        {
          key: id,
          label: name,
          icon: mark ? markIcon(mark) : "chart",
          meta: mark ? t(`chart.marks.${mark}`).toLowerCase() : t("dashboard.items.chart"),
          size: isMetric(body.spec) ? METRIC : CHART,
          isName: true,
          what: { kind: "cell", cell: id, isChart: true },
        },
      ];
    }
    return body.type === "parameter"
      ? [
          {
            key: id,
            label: name,
            icon: "sliders",
            meta: t("dashboard.items.control"),
            size: CONTROL,
            isName: true,
            what: { kind: "cell", cell: id, isChart: false },
          },
        ]
      : [];
  });
}

function isMetric({ mark, x = [], color = [] }: ChartSpec): boolean {
  return mark === "big_number" || (!mark && x.length === 0 && color.length === 0);
}

const NEW_CHARTS = [
  "line",
  "bar",
  "heatmap",
  "scatter",
  "area",
  "funnel",
  "waterfall",
  "pivot",
  "table",
] as const;

/** Charts that begin empty, over the data of the page. */
export function newChartItems(): LibraryItem[] {
  return NEW_CHARTS.map((mark) => ({
    key: `new-${mark}`,
    label: t(`chart.marks.${mark}`),
    icon: markIcon(mark),
    meta: "",
    size: CHART,
    isName: false,
    what: { kind: "mark", mark },
  }));
}

const CONTROLS = [
  { item: "days", icon: "calendar", control: "range", only: "days" },
  { item: "list", icon: "down", control: "list" },
  { item: "numbers", icon: "sliders", control: "range", only: "numbers" },
  { item: "top", icon: "mbar", control: "top" },
  { item: "toggle", icon: "bool", control: "toggle" },
  { item: "search", icon: "search", control: "search" },
] as const;

/** Filters of fields. */
export function controlItems(): LibraryItem[] {
  return CONTROLS.map(({ item, icon, ...what }) => ({
    key: `new-${item}`,
    label: t(`dashboard.items.${item}`),
    icon,
    meta: "",
    size: CONTROL,
    isName: false,
    what: { kind: "field", ...what },
  }));
}

/** Text, figures and headings. */
export function layoutItems(): LibraryItem[] {
  const item = (kind: "text" | "metric" | "section", icon: IconName, size: LibraryItem["size"]) =>
    ({
      key: `new-${kind}`,
      label: t(`dashboard.items.${kind}`),
      icon,
      meta: "",
      size,
      isName: false,
      what: { kind },
    }) as LibraryItem;
  return [
    item("text", "text", { width: 4, height: 30 }),
    item("metric", "metric", METRIC),
    item("section", "board", { width: 12, height: 12 }),
  ];
}

/** The sign of a mark. */
export function markIcon(mark: Mark): IconName {
  switch (mark) {
    case "bar":
      return "mbar";
    case "line":
      return "mline";
    case "area":
      return "marea";
    case "scatter":
      return "mscat";
    case "big_number":
      return "metric";
    case "table":
      return "table";
    default:
      return "chart";
  }
}

/** What an object becomes on the page, and the edits that come before; or why it cannot. */
export type Made =
  | { ok: true; tile: Tile; before: Edit[]; label: string }
  | { ok: false; because: string };

/** The tile of an object. `main` is the table or cell that most of the page reads. */
export function tileOf(
  item: LibraryItem,
  place: Place,
  view: SessionView,
  sources: Sources | undefined,
  main: string | null,
): Made {
  const label = t("dashboard.addItem", { name: item.label });
  const made = (content: TileContent, before: Edit[] = [], title = ""): Made => ({
    ok: true,
    tile: { id: randomId(), place, title, content },
    before,
    label,
  });
  const { what } = item;
  switch (what.kind) {
    case "cell":
      return made({ type: what.isChart ? "chart" : "control", cell: what.cell });
    case "text":
      return made({ type: "text", text: t("dashboard.newText") });
    case "section":
      return made({ type: "section" }, [], t("dashboard.newSection"));
    case "mark":
    case "metric": {
      if (!main) {
        return { ok: false, because: t("dashboard.noData") };
      }
      const spec: ChartSpec =
        what.kind === "metric"
          ? { version: 1, source: main, mark: "big_number", y: [{ field: "", aggregate: "count" }] }
          : { version: 1, source: main, mark: what.mark };
      const taken = view.workbook.cells.map(({ name }) => name);
      const kind = what.kind === "metric" ? "metric" : what.mark;
      const cell = { id: randomId(), name: freeName(`${main}_${kind}`, taken) };
      const insert: Edit = {
        edit: "insert_cell",
        index: view.workbook.cells.length,
        cell: { ...cell, body: { type: "chart", spec } },
      };
      return made({ type: "chart", cell: cell.id }, [insert]);
    }
    case "field": {
      const [first] = fieldsFor(what, view, sources, main);
      if (!first) {
        return { ok: false, because: t("dashboard.noField") };
      }
      const content: TileContent = { type: "field", control: what.control, ...first };
      return made(what.control === "top" ? { ...content, default: FIRST_TOP } : content);
    }
  }
}

/** Columns that a control can filter, those of the main data first. */
export function fieldsFor(
  wanted: { control: FieldControl; only?: "days" | "numbers" },
  view: SessionView,
  sources: Sources | undefined,
  main: string | null,
): { source: string; field: string }[] {
  const all = readable(view, sources).toSorted(
    (one, other) => Number(other.name === main) - Number(one.name === main),
  );
  // Keys can be chosen among, but are rarely what is meant.
  const isKey = ({ kind }: Field) => Number(kind === "key");
  return all.flatMap(({ name, fields }) =>
    fields
      .filter((field) => suits(wanted, field))
      .toSorted((one, other) => isKey(one) - isKey(other))
      .map((field) => ({ source: name, field: field.name })),
  );
}

/** The columns of a table or cell; none when it is not known. */
export function columnsOf(
  source: string,
  view: SessionView,
  sources: Sources | undefined,
): readonly Field[] {
  const lower = source.toLowerCase();
  return readable(view, sources).find(({ name }) => name.toLowerCase() === lower)?.fields ?? [];
}

/** Cells with an answer, and tables. */
function readable(
  view: SessionView,
  sources: Sources | undefined,
): { name: string; fields: Field[] }[] {
  const tables = (sources?.sources ?? []).flatMap(({ tables }) => tables);
  const cells = view.workbook.cells.flatMap((cell) => {
    const fields = view.cells.find((one) => one.cell === cell.id)?.result?.stamp.fields;
    return fields && cell.body.type === "sql" ? [{ name: cell.name, fields }] : [];
  });
  return [...cells, ...tables];
}

function suits(
  { control, only }: { control: FieldControl; only?: "days" | "numbers" },
  { kind, data_type: { type } }: Field,
): boolean {
  const isDay = type === "date" || type === "date_time";
  switch (control) {
    case "range":
      return (isDay && only !== "numbers") || (kind === "number" && only !== "days");
    case "list":
      return type === "text" && kind !== "key";
    case "search":
      return type === "text";
    case "toggle":
      return type === "boolean";
    case "top":
      return type === "text";
  }
}

/** The table or cell that most charts of a page read; else the first there is. */
export function mainSource(
  view: SessionView,
  sources: Sources | undefined,
  tiles: readonly Tile[],
): string | null {
  const counts = new Map<string, number>();
  for (const { content } of tiles) {
    const cell = content.type === "chart" ? content.cell : null;
    const body = view.workbook.cells.find(({ id }) => id === cell)?.body;
    if (body?.type === "chart" && body.spec.source) {
      counts.set(body.spec.source, (counts.get(body.spec.source) ?? 0) + 1);
    }
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  const [table] = (sources?.sources ?? []).flatMap(({ tables }) => tables);
  const cell = view.workbook.cells.find(({ body }) => body.type === "sql");
  return most?.[0] ?? table?.name ?? cell?.name ?? null;
}
