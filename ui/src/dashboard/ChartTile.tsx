// A chart on a tile: the same picture as in the notebook, under what is selected on the page.
import { useQuery } from "@tanstack/react-query";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { Active } from "../backend/generated/Active";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import type { TileView } from "../backend/generated/TileView";
import { newJob } from "../backend/job";
import { goTo, selectCell } from "../backend/session";
import { ChartFace } from "../chart/ChartBody";
import type { ChartData } from "../chart/chartData";
import { DrillFrame } from "../chart/DrillFrame";
import { withNumbers } from "../chart/numbers";
import { setChart } from "../chart/shelfActions";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { Tip } from "../parts/Tip";
import { toastFailure } from "../parts/toast";
import { filterWords } from "../results/FilterChips";
import { savedAtOf, useSavedWords } from "../results/saved";
import { MetricTile } from "./MetricTile";
import { clearSelection, drillTile, type PageAt, select } from "./pageActions";
import { tileRowsQuery } from "./pageQuery";
import { showAsTable, usePages } from "./pageState";
import { brushOf, chosenOf, pickable, picksAfter } from "./picks";
import { TileMarks } from "./TileMarks";

type Props = {
  at: PageAt;
  book: SessionView;
  tile: Tile;
  view: TileView;
  clauses: readonly Active[];
};

export function ChartTile({ at, book, tile, view, clauses }: Props) {
  const { chart } = view;
  return (
    <DrillFrame path={chart?.path} onGo={(steps) => void drillTile(at, tile.id, steps)}>
      <Resolved at={at} book={book} tile={tile} view={view} clauses={clauses} />
    </DrillFrame>
  );
}

/** The chart, or the state in which there is none. */
function Resolved({ at, book, tile, view, clauses }: Props) {
  const { chart } = view;
  if (view.waits_for) {
    return <NotRun book={book} cell={view.waits_for} />;
  }
  if (!chart) {
    return null;
  }
  const problem = chart.diagnostics.find(({ severity }) => severity === "error");
  if (problem) {
    return (
      <Empty title={problem.message} actions={<OpenChart tile={tile} />}>
        {problem.hint ?? t("chart.mendShelves")}
      </Empty>
    );
  }
  if (chart.encodings.length === 0) {
    return (
      <Empty title={t("dashboard.emptyChart")} actions={<OpenChart tile={tile} />}>
        {t("dashboard.emptyChartWhy")}
      </Empty>
    );
  }
  return <Painted at={at} tile={tile} view={view} clauses={clauses} chart={chart} />;
}

type PaintedProps = Omit<Props, "book"> & { chart: NonNullable<TileView["chart"]> };

function Painted({ at, tile, view, clauses, chart }: PaintedProps) {
  const { session, page } = at;
  const rows = useQuery(tileRowsQuery(session, page.id, tile.id, view.version));
  const isTable = usePages((state) => state.tables.has(tile.id));
  const cell = tile.content.type === "chart" ? tile.content.cell : "";
  const saved = useSavedWords(session, cell, savedAtOf(chart));
  if (rows.error) {
    const { code, message } = toBackendError(rows.error);
    return code === "TILE_CHANGED" ? (
      <Waiting />
    ) : (
      <div className="errbox" role="alert">
        <Icon name="error" />
        <span>{message}</span>
        <button type="button" className="btn s" onClick={() => void rows.refetch()}>
          {t("common.retry")}
        </button>
      </div>
    );
  }
  if (!rows.data) {
    return <Waiting />;
  }
  if (rows.data.count === 0) {
    return <NoRows at={at} view={view} source={chart.spec.source} />;
  }
  // A number over time brings its own course.
  const isFigure = chart.encodings.every(({ pill }) => pill.aggregate);
  if (chart.mark === "big_number" && isFigure && !isTable) {
    return (
      <MetricTile
        at={at}
        tile={tile}
        view={view}
        chart={chart}
        rows={withNumbers(chart, rows.data)}
        saved={saved}
      />
    );
  }
  const own = clauses.filter((clause) => clause.tile === tile.id);
  const pick = (data: ChartData, index: number, isAdding: boolean) => {
    const picks = picksAfter(chart, data, index, own, isAdding);
    if (picks) {
      void select(at, tile.id, picks);
    }
  };
  return (
    <TileMarks at={at} tile={tile} view={view} chart={chart} rows={rows.data}>
      {(onMenu) => (
        <ChartFace
          view={chart}
          rows={rows.data}
          isUpdating={rows.isPlaceholderData}
          isTable={isTable}
          saved={saved}
          onTable={(shown) => showAsTable(tile.id, shown)}
          onMenu={onMenu}
          onSpec={(spec) => void changeChart(session, tile, spec)}
          picking={{
            pick: pickable(chart) ? pick : null,
            brushOf: (data) => brushOf(chart, data, (picks) => void select(at, tile.id, picks)),
            chosenOf: (data) => chosenOf(chart, data, [...own, ...view.highlights]),
          }}
        />
      )}
    </TileMarks>
  );
}

/** Changes the chart of a tile, wherever it is shown. */
async function changeChart(session: SessionId, tile: Tile, spec: ChartSpec): Promise<void> {
  if (tile.content.type === "chart") {
    await setChart({ session, cell: tile.content.cell, spec }, spec);
  }
}

function OpenChart({ tile }: { tile: Tile }) {
  const { content } = tile;
  if (content.type !== "chart") {
    return null;
  }
  return (
    <button
      type="button"
      className="btn s"
      onClick={() => {
        selectCell(content.cell);
        goTo("chart");
      }}
    >
      {t("dashboard.openChart")}
    </button>
  );
}

function NotRun({ book, cell }: { book: SessionView; cell: string }) {
  const name = book.workbook.cells.find(({ id }) => id === cell)?.name ?? "";
  const state = book.cells.find((one) => one.cell === cell)?.state.state;
  if (state === "running" || state === "waiting") {
    return <Waiting />;
  }
  const refusal = whyRefused(book, "run_cell");
  const run = () => {
    if (refusal === null) {
      call("run_cell", { session: book.session, cell, job: newJob() }).catch(toastFailure);
    }
  };
  return (
    <Empty
      title={t("dashboard.notRun", { name })}
      actions={
        <Tip label={refusal}>
          <button
            type="button"
            className="btn s"
            aria-disabled={refusal !== null || undefined}
            onClick={run}
          >
            <Icon name="play" />
            {t("dashboard.run")}
          </button>
        </Tip>
      }
    >
      {t("dashboard.notRunWhy")}
    </Empty>
  );
}

type NoRowsProps = { at: PageAt; view: TileView; source: string };

function NoRows({ at, view, source }: NoRowsProps) {
  if (view.filters.length === 0) {
    return <Empty title={t("dashboard.noRows")}>{t("dashboard.noRowsPlain", { source })}</Empty>;
  }
  const filter = view.filters.map(filterWords).join(", ");
  return (
    <Empty
      title={t("dashboard.noRows")}
      actions={
        <button type="button" className="btn s" onClick={() => void clearSelection(at)}>
          {t("dashboard.clearFilters")}
        </button>
      }
    >
      {t("dashboard.noRowsWhy", { filter, source })}
    </Empty>
  );
}

function Waiting() {
  return (
    <div className="chart-body" aria-busy="true">
      <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />
    </div>
  );
}
