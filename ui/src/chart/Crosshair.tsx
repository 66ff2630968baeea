// The crosshair at the cursor, and the tooltip of plain elements beside it.
import { count, percent } from "../i18n/format";
import { t } from "../i18n/t";
import type { AxisData, PointData, Series } from "./chartData";
import { changeOf, comparedWith, tipOrder } from "./compare";
import type { Cursor } from "./cursor";
import { intervalText } from "./intervals";
import type { Palette } from "./palette";
import { amountText, exactText, isInPercent, positionText } from "./words";

/** A place in the picture, in pixels. */
export interface Spot {
  x: number;
  y: number;
}

type CrosshairProps = {
  data: AxisData | PointData;
  spot: Spot;
  cursor: Cursor;
  size: { width: number; height: number } | null;
  palette: Palette;
  /** What was written about what stands there. */
  texts: readonly string[];
};

const TIP_WIDTH = 230;

export function Crosshair({ data, spot, cursor, size, palette, texts }: CrosshairProps) {
  const width = size?.width ?? 0;
  const isLeft = spot.x + TIP_WIDTH + 16 > width;
  const side = isLeft ? { right: width - spot.x + 12 } : { left: spot.x + 12 };
  const isAcross = data.shape === "axis" && data.isHorizontal;
  return (
    <div className="crosshair" aria-hidden="true">
      {data.shape === "points" ? (
        <i className="crosshair-ring" style={{ left: spot.x, top: spot.y }} />
      ) : (
        <i
          className={isAcross ? "crosshair-line is-across" : "crosshair-line"}
          style={isAcross ? { top: spot.y } : { left: spot.x }}
        />
      )}
      <div className="tip" style={{ ...side, top: isAcross ? Math.max(0, spot.y - 20) : 8 }}>
        {data.shape === "points" ? (
          <PointTip data={data} index={cursor.index} />
        ) : (
          <AxisTip data={data} cursor={cursor} palette={palette} />
        )}
        {texts.map((text) => (
          <p key={text} className="tip-text">
            <bdi>{text}</bdi>
          </p>
        ))}
      </div>
    </div>
  );
}

/** Most rows of a tooltip; the rest is counted. */
const MOST_TIP_ROWS = 10;

function AxisTip({ data, cursor, palette }: { data: AxisData; cursor: Cursor; palette: Palette }) {
  const order = tipOrder(data, cursor.index);
  const shown = order.slice(0, MOST_TIP_ROWS);
  const rest = order.length - shown.length;
  const earlier = comparedWith(data.positions, cursor.index);
  return (
    <>
      <div className="tip-head">
        <b>{positionText(data.positions, cursor.index)}</b>
        {earlier === null ? null : (
          <span>{t("marks.against", { period: positionText(data.positions, earlier) })}</span>
        )}
      </div>
      <dl>
        {shown.map((at) => {
          const series = data.series[at];
          const interval = series?.intervals?.[cursor.index];
          return series ? (
            <div key={series.name} className={at === cursor.series ? "is-cursor" : undefined}>
              <dt>
                <i style={{ background: palette.data[series.colour] }} />
                {series.name}
              </dt>
              <dd>
                {tipText(series, cursor.index, data)}
                <small>{changeText(changeOf(series, cursor.index, earlier))}</small>
                {interval ? <small>{intervalText(interval, isInPercent(data))}</small> : null}
              </dd>
            </div>
          ) : null;
        })}
      </dl>
      {rest > 0 ? (
        <p className="muted">{t("chart.moreSeries", { count: rest, shown: count(rest) })}</p>
      ) : null}
    </>
  );
}

function changeText(change: number | null): string {
  return change === null ? "" : `${change > 0 ? "+" : ""}${percent(change)}`;
}

/** What is not drawn is named all the same: `∞` and `NaN` are no missing values. */
function tipText(series: Series, index: number, data: AxisData): string {
  const value = series.values[index] ?? null;
  const { isNormalized } = data;
  if (isNormalized && value !== null) {
    return `${exactText(series.exact[index] ?? null)} · ${percent(value)}`;
  }
  if (isInPercent(data) && value !== null) {
    return percent(value);
  }
  return value === null ? exactText(series.exact[index] ?? null) : amountText(value);
}

function PointTip({ data, index }: { data: PointData; index: number }) {
  return (
    <dl>
      {data.points[index]?.facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{exactText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
