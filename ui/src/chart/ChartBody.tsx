// A chart as it stands in a cell, on the canvas and later on a tile: picture or table, notes, and
// the states in which there is none.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { ChartView } from "../backend/generated/ChartView";
import type { LiteracyNote } from "../backend/generated/LiteracyNote";
import type { SessionId } from "../backend/generated/SessionId";
import type { Rows } from "../backend/rows";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { BigNumbers } from "./BigNumbers";
import { ChartTable } from "./ChartTable";
import { type ChartData, chartData } from "./chartData";
import { chartRowsQuery, chartViewQuery } from "./chartQuery";
import { Legend } from "./Legend";
import { ItemLegend } from "./marks/ItemLegend";
import { ItemPicture } from "./marks/ItemPicture";
import { isOfItems, itemData } from "./marks/marks";
import { type MarkSpot, spotsOfNote } from "./notes/dim";
import { useNoteShown } from "./notes/noteShown";
import { Picture } from "./Picture";
import { without } from "./toggles";
import { itemSummary, summary } from "./words";
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
  const problem = view.data.diagnostics.find(({ severity }) => severity === "error");
  if (problem) {
    return <Empty title={problem.message}>{problem.hint ?? t("chart.mendShelves")}</Empty>;
  }
  // A saved picture is shown without an engine, which alone can write its question.
  if (view.data.encodings.length === 0 || !(view.data.sql || view.data.is_saved_copy)) {
    return <Empty title={t("chart.nothingYet")}>{view.data.reason}</Empty>;
  }
  return <Painted session={session} cell={cell} view={view.data} />;
}

function Painted({ session, cell, view }: { session: SessionId; cell: CellId; view: ChartView }) {
  const rows = useQuery(chartRowsQuery(session, cell, view.version));
  const [isTable, setTable] = useState(false);
  const note = useNoteShown((shown) => (shown.cell === cell ? shown.note : null));
  if (rows.error) {
    return <Failure words={toBackendError(rows.error).message} retry={() => void rows.refetch()} />;
  }
  if (!rows.data) {
    return <Waiting />;
  }
  return (
    <ChartFace
      view={view}
      rows={rows.data}
      isUpdating={rows.isPlaceholderData}
      isTable={isTable}
      onTable={setTable}
      note={note}
    />
  );
}

type FaceProps = {
  view: ChartView;
  rows: Rows;
  /** Newer rows are on their way. */
  isUpdating: boolean;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  /** The note whose evidence is shown. */
  note?: LiteracyNote | null;
  /** On a dashboard tile: what a click on a mark does, and which marks stand out. */
  picking?: {
    pick: (data: ChartData, index: number, isAdding: boolean) => void;
    chosenOf: (data: ChartData) => ReadonlySet<number> | null;
  } | null;
};

const NONE_OFF: ReadonlySet<string> = new Set();

/** The chart with its rows: picture or table, legend and notes. */
export function ChartFace({
  view,
  rows,
  isUpdating,
  isTable,
  onTable,
  note = null,
  picking,
}: FaceProps) {
  const [off, setOff] = useState<ReadonlySet<string>>(NONE_OFF);
  const items = itemData(view, rows);
  const data = isOfItems(view.mark) ? null : chartData(view, rows);
  if (rows.count === 0 || !(items || data || view.mark === "table")) {
    return (
      <Empty title={t("chart.noRows")}>{t("chart.noRowsWhy", { source: view.spec.source })}</Empty>
    );
  }
  const isRefused = items !== null && "refusal" in items;
  const own = data ? ownNotes(data) : items && !isRefused ? items.notes : [];
  const notes = [...view.notes, ...own];
  const openTable = () => onTable(true);
  return (
    <div className="chart-body">
      {isTable || !(items || data) ? (
        <ChartTable rows={rows} encodings={view.encodings} />
      ) : isRefused ? (
        <Empty title={items.refusal}>{items.advice}</Empty>
      ) : items ? (
        <>
          <ItemLegend data={items} />
          <ItemPicture
            data={items}
            summary={itemSummary(items.items, view.summary)}
            onOpenTable={openTable}
          />
        </>
      ) : !data ? null : data.shape === "numbers" ? (
        <BigNumbers data={data} />
      ) : (
        <>
          <Legend data={data} off={off} setOff={setOff} />
          <Picture
            data={without(data, off)}
            mark={view.mark}
            summary={summary(data, view.summary)}
            evidence={note ? spotsOfNote(note, view, without(data, off)) : NO_SPOTS}
            onOpenTable={openTable}
            chosen={picking?.chosenOf(without(data, off)) ?? null}
            onPick={
              picking
                ? (index, isAdding) => picking.pick(without(data, off), index, isAdding)
                : null
            }
          />
        </>
      )}
      <div className="chart-foot">
        {view.diagnostics.map(({ code, message }) => (
          <span key={code + message} className="note">
            <Icon name="warn" size="xs" />
            {message}
          </span>
        ))}
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

function ownNotes(data: ChartData): string[] {
  const notes: string[] = [];
  if (data.shape === "axis" && data.hidden > 0) {
    const shown = data.positions.values.length;
    notes.push(t("chart.barsShown", { shown: count(shown), total: count(shown + data.hidden) }));
  }
  if (data.shape === "axis" && data.undrawn > 0) {
    notes.push(t("chart.valuesUndrawn", { count: data.undrawn, shown: count(data.undrawn) }));
  }
  if (data.shape === "axis" && data.notShared > 0) {
    notes.push(t("marks.notShares", { count: data.notShared, shown: count(data.notShared) }));
  }
  if (data.shape === "points" && data.hidden > 0) {
    notes.push(t("chart.pointsHidden", { shown: count(data.hidden) }));
  }
  return notes;
}

function Waiting() {
  return (
    <div className="chart-body" aria-busy="true">
      <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />
    </div>
  );
}

function Failure({ words, retry }: { words: string; retry: () => void }) {
  return (
    <div className="errbox" role="alert">
      <Icon name="error" />
      <span>{words}</span>
      <button type="button" className="btn s" onClick={retry}>
        {t("common.retry")}
      </button>
    </div>
  );
}
