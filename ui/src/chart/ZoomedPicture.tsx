// A picture whose time or numbers can be seen closer: a band drawn by the pointer, or keys. What is
// shown is said, with the way back. Nothing of it is kept in the workbook.
import { useMemo } from "react";
import type { DrawnReference } from "../backend/generated/DrawnReference";
import type { Mark } from "../backend/generated/Mark";
import type { RowValue } from "../backend/rows";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import type { MenuPoint } from "../parts/ContextMenu";
import type { AxisData, PointData } from "./chartData";
import type { MarkSpot } from "./notes/dim";
import { Picture } from "./Picture";
import { positionText, summary } from "./words";
import { canZoom, type Stretch, within, zoomed, zoomKey } from "./zoom";

type Props = {
  data: AxisData | PointData;
  mark: Mark;
  /** The chart in words. */
  description: string;
  /** The marks of a note among those that are shown. */
  evidenceOf: ((shown: AxisData | PointData) => MarkSpot[]) | null;
  references: DrawnReference[] | undefined;
  onOpenTable: () => void;
  onMenu: ((row: number, at: MenuPoint) => void) | undefined;
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
  const { data, mark, description, evidenceOf, onOpenTable, onMenu, closer, setCloser } = props;
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
    references: props.references,
    onOpenTable,
    onMenu,
  };
  if (data.shape !== "axis" || shown.shape !== "axis" || !canZoom(data)) {
    return <Picture {...picture} />;
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
        zoom={{
          onBrush: (part) => setStretch(within(stretch, part) ?? stretch),
          onWhole: () => setStretch(null),
          onKey: (event, at) => {
            const next = zoomKey(event, stretch, positions, at);
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
