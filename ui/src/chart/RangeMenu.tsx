// The menu of what was drawn over a picture: look closer, the rows behind it, keep only, leave out.
import { useState } from "react";
import type { AnnotationPlace } from "../backend/generated/AnnotationPlace";
import type { ChartView } from "../backend/generated/ChartView";
import { t } from "../i18n/t";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../parts/ContextMenu";
import { AnnotationDialog, type AskedText } from "./AnnotationDialog";
import { atStretch, takesAnnotations } from "./annotations";
import type { AxisData, PointData } from "./chartData";
import type { ShownMark } from "./MarkMenu";
import { type ChartAt, setChart } from "./shelfActions";
import { conditionsOf, keptBy, leftOutBy, type Taken, takenWords } from "./taken";

/** What was drawn over, and where its menu opens. */
export interface OpenRange {
  data: AxisData | PointData;
  taken: Taken;
  at: MenuPoint;
  /** Shows it closer; none where there is nothing to be seen closer. */
  zoom: (() => void) | null;
}

type Props = {
  chart: ChartAt;
  view: ChartView;
  open: OpenRange | null;
  onClose: () => void;
  onShow: (shown: ShownMark) => void;
};

export function RangeMenu({ chart, view, open, onClose, onShow }: Props) {
  const name = open ? takenWords(open.data, open.taken) : "";
  const [asked, setAsked] = useState<AskedText | null>(null);
  const entries = open ? entriesOf(chart, view, open, name, onShow) : [];
  const place = open ? placeOf(view, open) : null;
  const annotate: MenuEntry[] = place
    ? [{ label: t("annotation.range", { name }), icon: "note", run: () => setAsked({ at: place }) }]
    : [];
  return (
    <>
      <ContextMenu
        at={open?.at ?? null}
        entries={[...entries, ...annotate]}
        label={name}
        onClose={onClose}
      />
      {asked ? (
        <AnnotationDialog chart={chart} asked={asked} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

/** The range of an annotation; points have none. */
function placeOf(view: ChartView, { data, taken }: OpenRange): AnnotationPlace | null {
  const isStretch = taken.kind === "stretch" && data.shape === "axis";
  return isStretch && takesAnnotations(view) ? atStretch(view, data, taken.from, taken.to) : null;
}

function entriesOf(
  chart: ChartAt,
  view: ChartView,
  open: OpenRange,
  name: string,
  onShow: (shown: ShownMark) => void,
): MenuEntry[] {
  const conditions = conditionsOf(view, open.data, open.taken);
  const because = conditions.ok ? null : conditions.because;
  const kept = keptBy(conditions.ok ? conditions.parts : []);
  const left = conditions.ok ? leftOutBy(conditions.parts) : null;
  const { spec } = chart;
  const change = (more: ReturnType<typeof keptBy>) =>
    void setChart(chart, {
      ...spec,
      filters: [...(spec.filters ?? []), ...more.filters],
      picks: [...(spec.picks ?? []), ...more.picks],
    });
  return [
    ...(open.zoom
      ? [{ label: t("chart.brush.zoom", { name }), icon: "search", run: open.zoom } as const]
      : []),
    {
      label: t("chart.seeRecords"),
      icon: "table",
      disabledBecause: because,
      run: () =>
        onShow({ ask: "records", name, values: [], crowded: false, measure: null, ...kept }),
    },
    "line",
    {
      label: t("chart.keepOnly", { name }),
      disabledBecause: because,
      run: () => change(kept),
    },
    {
      label: t("chart.leaveOut", { name }),
      disabledBecause: because ?? (left ? null : t("chart.brush.cannotLeave")),
      run: () => left && change({ filters: [], picks: [left] }),
    },
  ];
}
