// A chart cell: head, and the picture from the chart feature, loaded when the first one is near.
import { Suspense } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { SessionId } from "../backend/generated/SessionId";
import { goTo, selectCell } from "../backend/session";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { slot } from "../parts/slots";
import { CellHead } from "./CellHead";
import { CellNote } from "./CellNote";
import { useCollapsed } from "./collapsed";
import { useRevision } from "./useRevision";

type Props = {
  session: SessionId;
  cell: Cell;
  spec: ChartSpec;
  view: CellView;
  index: number;
  count: number;
};

export function ChartHost({ session, cell, spec, view, index, count }: Props) {
  const revision = useRevision(session, true);
  const ChartCell = slot("chartCell");
  const isCollapsed = useCollapsed(({ cells }) => cells.has(cell.id));
  const open = () => {
    selectCell(cell.id);
    goTo("chart");
  };
  return (
    <>
      <CellHead session={session} cell={cell} view={view} index={index} count={count}>
        <button
          type="button"
          className="ib s"
          aria-label={t("notebook.chart.open")}
          title={t("notebook.chart.open")}
          onClick={open}
        >
          <Icon name="expand" />
        </button>
      </CellHead>
      {isCollapsed ? null : (
        <>
          <CellNote session={session} state={view.state} hasResult={view.result !== null} />
          {isBlank(spec) ? (
            <Empty
              title={t("notebook.chart.empty")}
              actions={
                <button type="button" className="btn s" onClick={open}>
                  {t("notebook.chart.open")}
                </button>
              }
            >
              {t("notebook.chart.emptyText")}
            </Empty>
          ) : (
            <Suspense fallback={<div className="chart-wait skel" aria-hidden="true" />}>
              <ChartCell session={session} cell={cell.id} revision={revision} />
            </Suspense>
          )}
        </>
      )}
    </>
  );
}

function isBlank({
  x = [],
  y = [],
  color = [],
  size = [],
  label = [],
  detail = [],
}: ChartSpec): boolean {
  return [x, y, color, size, label, detail].every((pills) => pills.length === 0);
}
