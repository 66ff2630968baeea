// A picture whose time or numbers can be seen closer: a band drawn by the pointer, or keys. What is
// shown is said, with the way back. Nothing of it is kept in the workbook.
import { useMemo } from "react";
import type { ChartView } from "../backend/generated/ChartView";
import type { Mark } from "../backend/generated/Mark";
import type { Overlays } from "../backend/generated/Overlays";
import type { RowValue } from "../backend/rows";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import type { MenuPoint } from "../parts/ContextMenu";
import type { AxisData, PointData } from "./chartData";
import type { OnMark } from "./cursor";
import type { Lines } from "./LineEnds";
import type { MarkSpot } from "./notes/dim";
import { type Brush, Picture } from "./Picture";
import type { OpenRange } from "./RangeMenu";
import { canTakeStretch, type Taken } from "./taken";
import { positionText, summary } from "./words";
import { canZoom, type Stretch, within, zoomed, zoomKey } from "./zoom";

type Props = {
  data: AxisData | PointData;
  mark: Mark;
  /** The chart in words. */
  description: string;
  /** The marks of a note among those that are shown. */
  evidenceOf: ((shown: AxisData | PointData) => MarkSpot[]) | null;
  overlays: Overlays;
  onOpenTable: () => void;
  onMenu: OnMark | undefined;
  view: ChartView;
  onTaken: ((range: OpenRange) => void) | undefined;
  lines: Lines | null;
  closer: Closer | null;
  setCloser: (closer: Closer | null) => void;
};

/** What is shown closer, and between which ends of all positions it was chosen. */
export interface Closer {
  stretch: Stretch;
  first: RowValue;
  last: RowValue;
}

const NO_SPOTS: MarkSpot[] = [];

export function ZoomedPicture(props: Props) {
  const { data, view, mark, description, evidenceOf, onOpenTable, onMenu, onTaken } = props;
  const { closer, setCloser } = props;
  const values = data.shape === "axis" ? data.positions.values : [];
  const [first = null, last = null] = [values[0], values.at(-1)];
  // Other rows have other positions: what was shown of the old ones means nothing there.
  const isSame = closer?.first === first && closer?.last === last;
  const stretch = closer && isSame && closer.stretch.to < values.length ? closer.stretch : null;
  const setStretch = (next: Stretch | null) => setCloser(next && { stretch: next, first, last });
  const shown = useMemo(
    () => (data.shape === "axis" && canZoom(data) ? zoomed(data, stretch) : data),
    [data, stretch],
  );
  const picture = {
    data: shown,
    mark,
    summary: summary(shown, description),
    evidence: evidenceOf?.(shown) ?? NO_SPOTS,
    overlays: props.overlays,
    onOpenTable,
    onMenu,
    lines: props.lines,
  };
  const brush = onTaken
    ? brushOf(view, shown, (taken, at, part) =>
        onTaken({
          data: shown,
          taken,
          at,
          zoom:
            part && data.shape === "axis" && canZoom(data)
              ? () => setStretch(within(stretch, part) ?? stretch)
              : null,
        }),
      )
    : null;
  if (data.shape !== "axis" || shown.shape !== "axis" || !canZoom(data)) {
    return <Picture {...picture} brush={brush} />;
  }
  const positions = values.length;
  const end = shown.positions.values.length - 1;
  return (
    <>
      {stretch ? (
        <div className="zoomed" role="status">
          {t("chart.zoomed", {
            from: positionText(shown.positions, 0),
            to: positionText(shown.positions, end),
            shown: count(end + 1),
            total: count(positions),
          })}
          <button type="button" className="link" onClick={() => setStretch(null)}>
            {t("chart.zoomOut")}
          </button>
        </div>
      ) : null}
      <Picture
        {...picture}
        brush={brush}
        zoom={{
          onWhole: () => setStretch(null),
          onKey: (event, at) => {
            const next = zoomKey(event.key, stretch, positions, at);
            if (next) {
              setStretch(next.stretch);
            }
            return next !== null;
          },
        }}
      />
    </>
  );
}

/** What can be drawn over on the canvas; what can be seen closer need not be a range of a column. */
function brushOf(
  view: ChartView,
  data: AxisData | PointData,
  onTaken: (taken: Taken, at: MenuPoint, part: Stretch | null) => void,
): Brush | null {
  if (data.shape === "points") {
    return { along: "plane", isLive: false, onTaken: (taken, at) => onTaken(taken, at, null) };
  }
  if (!canTakeStretch(view, data) && !canZoom(data)) {
    return null;
  }
  return {
    along: data.isHorizontal ? "y" : "x",
    isLive: false,
    onTaken: (taken, at) => onTaken(taken, at, taken.kind === "stretch" ? taken : null),
  };
}
