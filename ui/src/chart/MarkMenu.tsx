// The menu of a mark: the rows behind it, keep only, leave out.
import { useQuery } from "@tanstack/react-query";
import { callRows } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { ChartView } from "../backend/generated/ChartView";
import type { Filter } from "../backend/generated/Filter";
import type { MarkValue } from "../backend/generated/MarkValue";
import type { Pick } from "../backend/generated/Pick";
import type { TileAt } from "../backend/generated/TileAt";
import { keys } from "../backend/query";
import type { Rows } from "../backend/rows";
import { t } from "../i18n/t";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../parts/ContextMenu";
import { Dialog } from "../parts/Dialog";
import { ChartTable } from "./ChartTable";
import { markName, markValues, picksOf } from "./markValues";
import { type ChartAt, setChart } from "./shelfActions";

/** The mark whose menu is open. */
export interface OpenMark {
  row: number;
  at: MenuPoint;
}

/** The mark whose rows are shown. */
export interface ShownMark {
  name: string;
  values: MarkValue[];
  /** Of several marks: what holds for all of them. */
  filters?: Filter[];
  picks?: Pick[];
}

type Props = {
  chart: ChartAt;
  view: ChartView;
  rows: Rows;
  open: OpenMark | null;
  onClose: () => void;
  onShow: (mark: ShownMark) => void;
};

export function MarkMenu({ chart, view, rows, open, onClose, onShow }: Props) {
  const name = open ? markName(view, rows, open.row) : "";
  const entries: MenuEntry[] = open ? entriesOf(chart, view, rows, open.row, name, onShow) : [];
  return <ContextMenu at={open?.at ?? null} entries={entries} label={name} onClose={onClose} />;
}

function entriesOf(
  chart: ChartAt,
  view: ChartView,
  rows: Rows,
  row: number,
  name: string,
  onShow: (mark: ShownMark) => void,
): MenuEntry[] {
  const pick = (excluded: boolean): MenuEntry => {
    const picked = picksOf(view, rows, row, excluded);
    const words = excluded ? "chart.leaveOut" : "chart.keepOnly";
    return {
      label: t(words, { name }),
      disabledBecause: picked.length > 0 ? null : t("chart.noPick"),
      run: () => {
        void setChart(chart, { ...chart.spec, picks: [...(chart.spec.picks ?? []), ...picked] });
      },
    };
  };
  return [
    {
      label: t("chart.seeRecords"),
      icon: "table",
      run: () => onShow({ name, values: markValues(view, rows, row) }),
    },
    "line",
    pick(false),
    pick(true),
  ];
}

type RecordsProps = {
  chart: ChartAt;
  view: ChartView;
  mark: ShownMark;
  /** The tile that shows the chart, and the version of its rows. */
  on?: (TileAt & { version: number }) | null;
  onClose: () => void;
};

/** The rows of the source behind one mark. */
export function MarkRecords({
  chart: { session, cell },
  view,
  mark,
  on = null,
  onClose,
}: RecordsProps) {
  const { values, filters = [], picks = [] } = mark;
  const records = useQuery({
    queryKey: [
      ...keys.cell(session, cell),
      "records",
      on?.version ?? view.version,
      on?.tile,
      values,
      filters,
      picks,
    ],
    queryFn: ({ signal }) => {
      const tile = on ? { page: on.page, tile: on.tile } : null;
      return callRows("read_records", { session, cell, values, filters, picks, tile }, signal);
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
