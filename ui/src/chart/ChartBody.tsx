// A chart in a cell, on the canvas or on a tile: picture or table, notes, or why there is none.
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { ChartView } from "../backend/generated/ChartView";
import type { DrillStep } from "../backend/generated/DrillStep";
import type { LiteracyNote } from "../backend/generated/LiteracyNote";
import type { SessionId } from "../backend/generated/SessionId";
import type { Rows } from "../backend/rows";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { type SavedWords, savedAtOf, useSavedWords } from "../results/saved";
import { annotationNotes, annotationSentence } from "./annotations";
import { BigNumbers } from "./BigNumbers";
import { Failure, Waiting } from "./ChartStates";
import { ChartTable } from "./ChartTable";
import { type AxisData, type ChartData, chartData, type PointData } from "./chartData";
import { chartRowsQuery, chartViewQuery } from "./chartQuery";
import type { OnMark } from "./cursor";
import { DrillFrame } from "./DrillFrame";
import { firstDown } from "./drill";
import { eventNotes, eventSummary } from "./events/events";
import { Facets } from "./Facets";
import { type Panes, panesOf } from "./facets";
import { Legend } from "./Legend";
import { linesOf } from "./LineEnds";
import { MarkDialog, MarkMenu, type OpenMark, type ShownMark } from "./MarkMenu";
import { ItemLegend } from "./marks/ItemLegend";
import { ItemPicture } from "./marks/ItemPicture";
import { isOfItems, itemData } from "./marks/marks";
import { NotRun } from "./NotRun";
import { type MarkSpot, spotsOfNote } from "./notes/dim";
import { useNoteShown } from "./notes/noteShown";
import { withNumbers } from "./numbers";
import { type Brush, Picture } from "./Picture";
import { facetNotes, ownNotes, thinnedNotes } from "./pictureNotes";
import { PivotTable, pivotNotes } from "./pivot/PivotTable";
import { pivotData } from "./pivot/pivotData";
import { type OpenRange, RangeMenu } from "./RangeMenu";
import { referenceNotes, referenceSentence } from "./references";
import { setChart } from "./shelfActions";
import { without } from "./toggles";
import { itemSummary, summary } from "./words";
import { type Closer, ZoomedPicture } from "./ZoomedPicture";
import "./picture.css";
import "./marks/marks.css";

const NO_SPOTS: MarkSpot[] = [];

type Props = { session: SessionId; cell: CellId; revision: number };

export function ChartBody({ session, cell, revision }: Props) {
  const view = useQuery(chartViewQuery(session, cell, revision));
  if (view.error) {
    return <Failure words={toBackendError(view.error).message} retry={() => void view.refetch()} />;
  }
  if (!view.data) {
    return <Waiting />;
  }
  const { spec } = view.data;
  return (
    <DrillFrame
      path={view.data.path}
      onGo={(drill) => void setChart({ session, cell, spec }, { ...spec, drill })}
    >
      <Resolved session={session} cell={cell} view={view.data} />
    </DrillFrame>
  );
}

type ResolvedProps = { session: SessionId; cell: CellId; view: ChartView };

/** The chart, or the state in which there is none. */
function Resolved({ session, cell, view }: ResolvedProps) {
  const [isWanted, setWanted] = useState(false);
  const problem = view.diagnostics.find(({ severity }) => severity === "error");
  if (problem) {
    return <Empty title={problem.message}>{problem.hint ?? t("chart.mendShelves")}</Empty>;
  }
  const unread = view.diagnostics.find(({ code }) => code === "NOT_RUN");
  if (unread) {
    return <NotRun session={session} source={view.spec.source} words={unread.message} />;
  }
  if (view.encodings.length === 0 || !view.marks.some(({ applies }) => applies)) {
    return <Empty title={t("chart.nothingYet")}>{view.reason}</Empty>;
  }
  // A saved picture is shown without an engine, which alone can write its question.
  if (!(view.sql || view.is_saved_copy || isWanted)) {
    return (
      <Empty
        title={t("chart.notComputed")}
        actions={
          <button type="button" className="btn s" onClick={() => setWanted(true)}>
            <Icon name="play" />
            {t("chart.compute")}
          </button>
        }
      >
        {t("chart.notComputedWhy", { source: view.spec.source })}
      </Empty>
    );
  }
  return <Painted session={session} cell={cell} view={view} />;
}

function Painted({ session, cell, view }: { session: SessionId; cell: CellId; view: ChartView }) {
  const rows = useQuery(chartRowsQuery(session, cell, view.version));
  const saved = useSavedWords(session, cell, savedAtOf(view));
  const [isTable, setTable] = useState(false);
  const note = useNoteShown((shown) => (shown.cell === cell ? shown.note : null));
  const [menu, setMenu] = useState<OpenMark | null>(null);
  const [range, setRange] = useState<OpenRange | null>(null);
  const [shown, setShown] = useState<ShownMark | null>(null);
  if (rows.error) {
    return <Failure words={toBackendError(rows.error).message} retry={() => void rows.refetch()} />;
  }
  if (!rows.data) {
    return <Waiting />;
  }
  const chart = { session, cell, spec: view.spec };
  const drawn = asDrawn(view, rows.data);
  const onGo = (drill: DrillStep[]) => void setChart(chart, { ...view.spec, drill });
  const onMark: OnMark = (row, at, measure = null, wish = "menu") => {
    const steps = wish === "down" ? firstDown(drawn, rows.data, row) : null;
    if (steps) {
      onGo(steps);
    } else if (wish === "menu") {
      setMenu({ row, at, measure });
    }
  };
  return (
    <>
      <MarkMenu
        chart={chart}
        view={drawn}
        rows={rows.data}
        open={menu}
        onClose={() => setMenu(null)}
        onShow={setShown}
        onGo={onGo}
      />
      <RangeMenu
        chart={chart}
        view={view}
        open={range}
        onClose={() => setRange(null)}
        onShow={setShown}
      />
      {shown ? (
        <MarkDialog chart={chart} view={drawn} mark={shown} onClose={() => setShown(null)} />
      ) : null}
      <ChartFace
        view={view}
        rows={rows.data}
        isUpdating={rows.isPlaceholderData}
        isTable={isTable}
        onTable={setTable}
        note={note}
        saved={saved}
        onMenu={onMark}
        onSpec={(spec) => void setChart(chart, spec)}
        onTaken={setRange}
      />
    </>
  );
}

type FaceProps = {
  view: ChartView;
  rows: Rows;
  /** Newer rows are on their way. */
  isUpdating: boolean;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  /** Opens the menu of a mark, known by its row of the answer. */
  onMenu?: OnMark | undefined;
  /** Changes the chart from within: the order and the groups of a pivot table. */
  onSpec?: ((spec: ChartSpec) => void) | undefined;
  /** Marks were drawn over. */
  onTaken?: ((range: OpenRange) => void) | undefined;
  /** The note whose evidence is shown. */
  note?: LiteracyNote | null;
  /** What a stored picture says of itself. */
  saved?: SavedWords | null;
  /** On a dashboard tile: what a click on a mark does, and which marks stand out. */
  picking?: {
    /** None where a click on a mark picks nothing. */
    pick: ((data: ChartData, index: number, isAdding: boolean) => void) | null;
    /** What can be drawn over. */
    brushOf: (data: AxisData | PointData) => Brush | null;
    chosenOf: (data: ChartData) => ReadonlySet<number> | null;
  } | null;
};

const NONE_OFF: ReadonlySet<string> = new Set();

/** The chart with its rows: picture or table, legend and notes. */
export function ChartFace({
  view: asked,
  rows: given,
  isUpdating,
  isTable,
  onTable,
  note = null,
  saved = null,
  onMenu,
  onTaken,
  onSpec,
  picking,
}: FaceProps) {
  const [off, setOff] = useState<ReadonlySet<string>>(NONE_OFF);
  const [closer, setCloser] = useState<Closer | null>(null);
  const view = useMemo(() => asDrawn(asked, given), [asked, given]);
  const rows = useMemo(() => withNumbers(view, given), [view, given]);
  const pivot = useMemo(() => (view.mark === "pivot" ? pivotData(view, rows) : null), [view, rows]);
  const items = itemData(view, rows);
  const data = isOfItems(view.mark) || view.mark === "pivot" ? null : chartData(view, rows);
  if (rows.count === 0 || !(pivot || items || data || view.mark === "table")) {
    return (
      <Empty title={t("chart.noRows")}>{t("chart.noRowsWhy", { source: view.spec.source })}</Empty>
    );
  }
  const isRefused = items !== null && "refusal" in items;
  const panes = data ? panesOf(view, rows) : null;
  const own = panes && data ? facetNotes(panes, data) : data ? ownNotes(data) : [];
  const overlays = given.head;
  const notes = [
    ...view.notes,
    ...(rows.head.drawn_as ? [rows.head.drawn_as.words] : []),
    ...referenceNotes(overlays.references),
    ...annotationNotes(overlays.annotations),
    ...eventNotes(overlays.events),
    ...own,
    ...(items && !isRefused ? items.notes : []),
    ...(pivot ? pivotNotes(pivot) : []),
    ...thinnedNotes(rows),
  ];
  const over = [
    referenceSentence(overlays.references),
    annotationSentence(overlays.annotations),
    eventSummary(overlays.events),
  ];
  const words = [view.summary, ...over].filter(Boolean).join(", ");
  const openTable = () => onTable(true);
  const lines =
    data?.shape === "axis" && view.mark === "line" && !panes
      ? linesOf(data.series, off, setOff)
      : null;
  return (
    <div className="chart-body">
      {pivot ? (
        <PivotTable
          data={pivot}
          spec={view.spec}
          summary={view.summary}
          onSpec={onSpec}
          onMenu={onMenu}
        />
      ) : isTable || !(items || data) ? (
        <ChartTable
          rows={rows}
          encodings={view.encodings}
          annotations={overlays.annotations ?? []}
          events={overlays.events ?? []}
        />
      ) : isRefused ? (
        <Empty title={items.refusal}>{items.advice}</Empty>
      ) : items ? (
        <>
          <ItemLegend data={items} />
          <ItemPicture
            data={items}
            summary={itemSummary(items.items, words)}
            onOpenTable={openTable}
            onMenu={onMenu}
            events={overlays.events}
          />
        </>
      ) : !data ? null : panes ? (
        <>
          {data.shape === "numbers" ? null : (
            <Legend data={legendOf(panes, data)} off={off} setOff={setOff} />
          )}
          <Facets
            panes={panes}
            off={off}
            mark={view.mark}
            description={view.summary}
            onOpenTable={openTable}
            onMenu={onMenu}
          />
        </>
      ) : data.shape === "numbers" ? (
        <BigNumbers data={data} />
      ) : (
        <>
          <Legend data={data} off={off} setOff={setOff} hasEnds={lines !== null} />
          {picking ? (
            <Picture
              data={without(data, off)}
              mark={view.mark}
              summary={summary(data, words)}
              overlays={overlays}
              evidence={note ? spotsOfNote(note, view, without(data, off)) : NO_SPOTS}
              onOpenTable={openTable}
              chosen={picking.chosenOf(without(data, off))}
              onPick={
                picking.pick
                  ? (index, isAdding) => picking.pick?.(without(data, off), index, isAdding)
                  : null
              }
              brush={picking.brushOf(without(data, off))}
              lines={lines}
              onMenu={onMenu}
            />
          ) : (
            <ZoomedPicture
              data={without(data, off)}
              mark={view.mark}
              description={words}
              overlays={overlays}
              evidenceOf={note ? (shown) => spotsOfNote(note, view, shown) : null}
              onOpenTable={openTable}
              onMenu={onMenu}
              view={view}
              onTaken={onTaken}
              lines={lines}
              closer={closer}
              setCloser={setCloser}
            />
          )}
        </>
      )}
      <div className="chart-foot">
        {view.diagnostics.map(({ code, message }) => (
          <span key={code + message} className="note">
            <Icon name="warn" size="xs" />
            {message}
          </span>
        ))}
        {saved ? (
          <span className="note info" title={saved.sentence}>
            <Icon name="history" size="xs" />
            {picking ? saved.short : saved.sentence}
          </span>
        ) : null}
        {notes.map((words) => (
          <span key={words} className="note info">
            <Icon name="info" size="xs" />
            {words}
          </span>
        ))}
        {isUpdating ? <span className="muted">{t("chart.updating")}</span> : null}
        <span className="grow" />
        {items || data ? (
          <button type="button" className="link" onClick={() => onTable(!isTable)}>
            {isTable ? t("chart.showPicture") : t("chart.showTable")}
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** The chart as its rows are to be drawn: of too many marks there are others. */
export function asDrawn(view: ChartView, { head: { drawn_as } }: Rows): ChartView {
  return drawn_as ? { ...view, mark: drawn_as.mark, encodings: drawn_as.encodings } : view;
}

/** One legend for all pictures: every series that is in any of them. */
function legendOf<Data extends ChartData>({ panes }: Panes, data: Data): Data {
  if (data.shape !== "axis") {
    return data;
  }
  const series = new Map(
    panes.flatMap(({ data }) =>
      data.shape === "axis" ? data.series.map((one) => [one.name, one] as const) : [],
    ),
  );
  const ordered = [...series.values()].sort(
    (left, right) => (left.colour || 99) - (right.colour || 99),
  );
  // Small pictures have no room for labels at the ends of lines.
  return { ...data, series: ordered, positions: { ...data.positions, kind: "category" } };
}
