// The menu of a mark: the rows behind it, what makes it, the ways down and up, keep only, leave out.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { callRows } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { ChartView } from "../backend/generated/ChartView";
import type { DrillStep } from "../backend/generated/DrillStep";
import type { Filter } from "../backend/generated/Filter";
import type { MarkValue } from "../backend/generated/MarkValue";
import type { Pick } from "../backend/generated/Pick";
import type { SessionView } from "../backend/generated/SessionView";
import type { TileAt } from "../backend/generated/TileAt";
import { placeCell } from "../backend/newCell";
import { keys, workbookQuery } from "../backend/query";
import type { Rows } from "../backend/rows";
import { goTo, selectCell } from "../backend/session";
import { t } from "../i18n/t";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../parts/ContextMenu";
import { Dialog } from "../parts/Dialog";
import { detailEntries, fieldsIn } from "../parts/details";
import { whyRefused } from "../parts/refusal";
import { toastFailure } from "../parts/toast";
import { AnnotationDialog, type AskedText } from "./AnnotationDialog";
import {
  annotationAt,
  atMark,
  atPosition,
  placeWords,
  takesAnnotations,
  withoutAnnotation,
} from "./annotations";
import { ChartTable } from "./ChartTable";
import { pathPicks, stepName, type WayDown, waysDown } from "./drill";
import { MarkStoryDialog } from "./MarkStory";
import { brokenDown, fieldsToBreakDown, measureOf } from "./markSpecs";
import { fieldsOf, markName, markValues, picksOf } from "./markValues";
import { type ChartAt, setChart } from "./shelfActions";

/** The mark whose menu is open. */
export interface OpenMark {
  row: number;
  at: MenuPoint;
  /** The column of the amount, where a mark has several. */
  measure?: string | null;
}

/** The mark of which more is shown. */
export interface ShownMark {
  ask: "records" | "compare" | "why";
  name: string;
  values: MarkValue[];
  /** Of several marks: what holds for all of them. */
  filters?: Filter[];
  picks?: Pick[];
  /** It is one of those that are drawn instead of too many. */
  crowded: boolean;
  /** The column of its amount; none is the first. */
  measure: string | null;
}

type Props = {
  chart: ChartAt;
  view: ChartView;
  rows: Rows;
  open: OpenMark | null;
  onClose: () => void;
  onShow: (mark: ShownMark) => void;
  /** Goes down or up: these are the steps from then on. */
  onGo: (steps: DrillStep[]) => void;
  /** The tile where the chart stands. */
  tile?: TileAt | null;
  /** What the page narrows the rows to. */
  filters?: Filter[];
  picks?: Pick[];
};

export function MarkMenu(props: Props) {
  const { chart, view, rows, open, onClose } = props;
  const book = useQuery(workbookQuery(chart.session)).data;
  const name = open ? markName(view, rows, open.row) : "";
  const [asked, setAsked] = useState<AskedText | null>(null);
  const entries: MenuEntry[] =
    open && book
      ? [...entriesOf(props, open, name, book), ...annotationEntries(props, open, setAsked)]
      : [];
  return (
    <>
      <ContextMenu at={open?.at ?? null} entries={entries} label={name} onClose={onClose} />
      {asked ? (
        <AnnotationDialog chart={chart} asked={asked} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

/** Writes at a mark or its position, changes what is written there, takes it away. */
function annotationEntries(
  { chart, view, rows }: Props,
  { row, measure = null }: OpenMark,
  ask: (asked: AskedText) => void,
): MenuEntry[] {
  if (!takesAnnotations(view)) {
    return [];
  }
  const known = annotationAt(rows.head.annotations, row, measure);
  const position = atPosition(view, rows, row);
  return [
    "line",
    ...(known
      ? ([
          { label: t("annotation.change"), icon: "note", run: () => ask(known) },
          {
            label: t("annotation.remove"),
            run: () => void setChart(chart, withoutAnnotation(chart.spec, known.id)),
          },
        ] as const)
      : ([
          {
            label: t("annotation.mark"),
            icon: "note",
            run: () => ask({ at: atMark(view, rows, row, measure) }),
          },
        ] as const)),
    ...(position
      ? [
          {
            label: t("annotation.position", { name: placeWords(position) }),
            run: () => ask({ at: position }),
          },
        ]
      : []),
  ];
}

function entriesOf(
  { chart, view, rows, onShow, onGo, tile = null, filters = [], picks: kept = [] }: Props,
  { row, measure = null }: OpenMark,
  name: string,
  book: SessionView,
): MenuEntry[] {
  const picked = (excluded: boolean) => picksOf(view, rows, row, excluded);
  const pick = (excluded: boolean): MenuEntry => ({
    label: t(excluded ? "chart.leaveOut" : "chart.keepOnly", { name }),
    disabledBecause: picked(excluded).length > 0 ? null : t("chart.noPick"),
    run: () => {
      const picks = [...(chart.spec.picks ?? []), ...picked(excluded)];
      void setChart(chart, { ...chart.spec, picks });
    },
  });
  const show = (ask: ShownMark["ask"]) => () =>
    onShow({
      ask,
      name,
      values: markValues(view, rows, row),
      crowded: Boolean(rows.head.drawn_as),
      measure,
    });
  const amount = measureOf(view, measure);
  const noStory = whyRefused(book, "explain_mark") ?? (amount ? null : t("chart.noAmount"));
  const isWhole = markValues(view, rows, row).length === 0;
  const isKept = isWhole || picked(false).length > 0;
  const fields = isKept ? fieldsToBreakDown(view, rows, row) : [];
  return [
    {
      label: t("chart.seeRecords"),
      icon: "table",
      disabledBecause: whyRefused(book, "read_records"),
      run: show("records"),
    },
    ...(fields.length > 0
      ? [
          {
            label: t("chart.breakDown"),
            sub: fields.map((field) => ({
              label: field.name,
              run: () => {
                const picks = [...kept, ...picked(false)];
                void openChart(book, brokenDown(view, amount, field, { picks, filters }));
              },
            })),
          },
        ]
      : []),
    { label: t("chart.compareRest"), disabledBecause: noStory, run: show("compare") },
    { label: t("chart.whyThis"), disabledBecause: noStory, run: show("why") },
    ...drillEntries(view, rows, row, onGo),
    ...detailEntries(
      book,
      {
        from: { page: tile?.page ?? null, tile: tile?.tile ?? null, cell: chart.cell },
        fields: [
          ...fieldsOf(view, rows, row),
          ...fieldsIn(chart.spec.filters ?? [], chart.spec.picks ?? []),
          ...fieldsIn(filters, [...kept, ...pathPicks(view.path)]),
        ],
        picks: picked(false),
        filters: [],
      },
      isKept ? null : t("chart.noPick"),
    ),
    "line",
    pick(false),
    pick(true),
  ];
}

/** The ways down from a mark, and up from the chart. */
function drillEntries(
  view: ChartView,
  rows: Rows,
  row: number,
  onGo: (steps: DrillStep[]) => void,
): MenuEntry[] {
  const { path = [] } = view;
  const { times, levels } = waysDown(view, rows, row);
  const [time] = times;
  const above = path.at(-2);
  return [
    "line",
    time
      ? { label: t("chart.zoomTime"), sub: times.map((way) => wayEntry(way, onGo)) }
      : {
          label: t("chart.zoomTime"),
          disabledBecause: t("chart.noZoomTime"),
          run: () => undefined,
        },
    ...(levels.length > 0
      ? [{ label: t("chart.drill.down"), sub: levels.map((way) => wayEntry(way, onGo)) }]
      : []),
    ...(path.length > 0
      ? [
          {
            label: t("chart.drill.upTo", { name: above ? stepName(above) : t("chart.drill.all") }),
            meta: "Alt ↑",
            run: () => onGo(path.slice(0, -1)),
          },
        ]
      : []),
  ];
}

function wayEntry({ way, steps }: WayDown, onGo: (steps: DrillStep[]) => void): MenuEntry {
  const { to, hierarchy } = way;
  const unit = to.unit ? t(`chart.drill.units.${to.unit}`) : "";
  const label = hierarchy === null ? unit : [to.field, unit].filter(Boolean).join(", ");
  return {
    label,
    ...(hierarchy === null ? {} : { meta: hierarchy }),
    run: () => onGo(steps),
  };
}

/** Puts a chart behind the others and shows it on the canvas. */
async function openChart(book: SessionView, spec: ChartSpec): Promise<void> {
  const index = book.workbook.cells.length;
  try {
    const { id } = await placeCell(book, index, `${spec.source}_chart`, { type: "chart", spec });
    selectCell(id);
    goTo("chart");
  } catch (thrown) {
    toastFailure(thrown);
  }
}

type RecordsProps = {
  chart: ChartAt;
  view: ChartView;
  mark: ShownMark;
  /** The tile that shows the chart, and the version of its rows. */
  on?: (TileAt & { version: number }) | null;
  onClose: () => void;
};

/** What was asked for in the menu of a mark. */
export function MarkDialog(props: RecordsProps) {
  return props.mark.ask === "records" ? <MarkRecords {...props} /> : <MarkStoryDialog {...props} />;
}

/** The rows of the source behind one mark. */
function MarkRecords({ chart, view, mark, on = null, onClose }: RecordsProps) {
  const { session, cell } = chart;
  const { values, crowded, filters = [], picks = [] } = mark;
  const records = useQuery({
    queryKey: [
      ...keys.cell(session, cell),
      "records",
      on?.version ?? view.version,
      on?.tile,
      values,
      filters,
      picks,
      crowded,
    ],
    queryFn: ({ signal }) => {
      const tile = on ? { page: on.page, tile: on.tile } : null;
      const request = { session, cell, values, filters, picks, crowded, tile };
      return callRows("read_records", request, signal);
    },
    retry: false,
  });
  return (
    <Dialog title={t("chart.recordsOf", { name: mark.name })} onClose={onClose} width={880}>
      {records.error ? (
        <p className="field-error" role="alert">
          {toBackendError(records.error).message}
        </p>
      ) : records.data ? (
        <div className="mark-records">
          <ChartTable rows={records.data} encodings={[]} />
        </div>
      ) : (
        <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />
      )}
    </Dialog>
  );
}
