// The picture of a chart: an island that the chart library paints, with a crosshair, a tooltip of
// plain elements, and a cursor for the arrow keys that reads out the same facts.
import type { ECharts } from "echarts/core";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Mark } from "../backend/generated/Mark";
import { count, percent } from "../i18n/format";
import { t } from "../i18n/t";
import type { AxisData, PointData, Series } from "./chartData";
import { withChosen } from "./chosen";
import { changeOf, comparedWith, tipOrder } from "./compare";
import { type Cursor, nearest, step } from "./cursor";
import { dimmed, type MarkSpot } from "./notes/dim";
import { axisOptions, pointOptions } from "./options";
import { type Palette, usePalette } from "./palette";
import { amountText, exactText, positionText } from "./words";

type Props = {
  data: AxisData | PointData;
  mark: Mark;
  /** One sentence: the accessible name. */
  summary: string;
  /** Marks that a note is about: everything else steps back. */
  evidence: MarkSpot[];
  onOpenTable: () => void;
  /** Positions that stand out; the others are muted. */
  chosen?: ReadonlySet<number> | null;
  /** A mark was clicked, or taken with Enter; with Ctrl it is added to the others. */
  onPick?: ((index: number, isAdding: boolean) => void) | null;
};

interface Spot {
  x: number;
  y: number;
}

export function Picture({
  data,
  mark,
  summary,
  evidence,
  onOpenTable,
  chosen = null,
  onPick,
}: Props) {
  const chosenKey = chosen ? [...chosen].join() : null;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const palette = usePalette();
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [painted, setPainted] = useState(0);

  useEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) {
        const { width, height } = entry.contentRect;
        setSize({ width: Math.floor(width), height: Math.floor(height) });
      }
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element || !size || size.width < 20 || size.height < 20) {
      return;
    }
    let isGone = false;
    void import("./engine").then(({ init }) => {
      if (isGone) {
        return;
      }
      chart.current ??= init(element, null, { renderer: "canvas" });
      chart.current.resize(size);
      const frame = { ...size, isStill: matchMedia("(prefers-reduced-motion: reduce)").matches };
      const options =
        data.shape === "axis"
          ? dimmed(axisOptions(data, mark, palette, frame), data, evidence)
          : pointOptions(data, palette, frame);
      const lit = chosenKey === null ? null : new Set(chosenKey.split(",").map(Number));
      chart.current.setOption(withChosen(options, lit, palette), { notMerge: true });
      setPainted((count) => count + 1);
    });
    return () => {
      isGone = true;
    };
  }, [data, mark, palette, size, chosenKey, evidence]);

  useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    [],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: pixels change with each painting
  const spots = useMemo(() => spotsOf(chart.current, data), [data, painted]);

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    setCursor(under({ x: event.clientX - left, y: event.clientY - top }, data, spots, cursor));
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key === "F10" && event.altKey) {
      event.preventDefault();
      onOpenTable();
      return;
    }
    if (event.key === "Escape" && cursor) {
      event.stopPropagation();
      setCursor(null);
      return;
    }
    if (event.key === "Enter" && cursor && onPick) {
      event.preventDefault();
      event.stopPropagation();
      onPick(cursor.index, event.ctrlKey || event.metaKey);
      return;
    }
    const next = step(event.key, cursor, data);
    if (next && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      setCursor(next);
    }
  }

  const spot = cursor ? spots[cursor.index] : undefined;
  return (
    <div
      className={onPick ? "picture is-pickable" : "picture"}
      role="application"
      aria-roledescription={t("chart.picture")}
      aria-label={`${summary} ${t("chart.walk")}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk over the marks
      tabIndex={0}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setCursor(null)}
      onClick={(event) => cursor && onPick?.(cursor.index, event.ctrlKey || event.metaKey)}
      onKeyDown={onKeyDown}
      onBlur={() => setCursor(null)}
    >
      <div className="picture-canvas" ref={box} aria-hidden="true" />
      {cursor && spot ? (
        <Crosshair data={data} spot={spot} cursor={cursor} size={size} palette={palette} />
      ) : null}
      <div className="sr-only" aria-live="polite">
        {cursor ? factsOf(data, cursor) : ""}
      </div>
    </div>
  );
}

/** Pixel of each position (its middle), or of each point. */
function spotsOf(chart: ECharts | null, data: AxisData | PointData): (Spot | undefined)[] {
  if (!chart) {
    return [];
  }
  const pixel = (value: [number | string, number | string]): Spot | undefined => {
    const [x, y] = chart.convertToPixel({ gridIndex: 0 }, value as [number, number]) ?? [];
    return typeof x === "number" && typeof y === "number" && Number.isFinite(x + y)
      ? { x, y }
      : undefined;
  };
  if (data.shape === "points") {
    return data.points.map(({ x, y }) => pixel([x, y]));
  }
  return data.positions.values.map((_, index) => {
    const isIndexed = data.positions.kind === "category" || isBarAxis(chart, data);
    const at = isIndexed ? index : (data.positions.numbers[index] ?? 0);
    const amount = data.series[0]?.values[index] ?? 0;
    return pixel(data.isHorizontal ? [amount, at] : [at, amount]);
  });
}

function isBarAxis(chart: ECharts, data: AxisData): boolean {
  const axis = data.isHorizontal ? "yAxis" : "xAxis";
  const shown = chart.getOption() as Record<string, { type?: string }[] | undefined>;
  return shown[axis]?.[0]?.type === "category";
}

const NEAR = 24;

function under(
  at: Spot,
  data: AxisData | PointData,
  spots: (Spot | undefined)[],
  now: Cursor | null,
): Cursor | null {
  if (data.shape === "axis") {
    const along = spots.map((spot) => (spot ? (data.isHorizontal ? spot.y : spot.x) : null));
    const index = nearest(along, data.isHorizontal ? at.y : at.x);
    return index === null ? null : { index, series: now?.series ?? 0 };
  }
  const index = nearest(
    spots.map((spot) => (spot ? Math.hypot(spot.x - at.x, spot.y - at.y) : null)),
    0,
  );
  const spot = index === null ? undefined : spots[index];
  const isNear = spot && Math.hypot(spot.x - at.x, spot.y - at.y) <= NEAR;
  return index !== null && isNear ? { index, series: 0 } : null;
}

function factsOf(data: AxisData | PointData, { index, series }: Cursor): string {
  if (data.shape === "points") {
    const facts = data.points[index]?.facts ?? [];
    return facts.map(([title, value]) => `${title} ${exactText(value)}`).join(", ");
  }
  const one = data.series[series];
  const value = exactText(one?.exact[index] ?? null);
  const name = data.series.length > 1 ? `${one?.name ?? ""}, ` : "";
  return `${name}${positionText(data.positions, index)}: ${value}`;
}

type CrosshairProps = {
  data: AxisData | PointData;
  spot: Spot;
  cursor: Cursor;
  size: { width: number; height: number } | null;
  palette: Palette;
};

const TIP_WIDTH = 230;

function Crosshair({ data, spot, cursor, size, palette }: CrosshairProps) {
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
          return series ? (
            <div key={series.name} className={at === cursor.series ? "is-cursor" : undefined}>
              <dt>
                <i style={{ background: palette.data[series.colour] }} />
                {series.name}
              </dt>
              <dd>
                {tipText(series, cursor.index, data)}
                <small>{changeText(changeOf(series, cursor.index, earlier))}</small>
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
function tipText(series: Series, index: number, { isNormalized }: AxisData): string {
  const value = series.values[index] ?? null;
  if (isNormalized && value !== null) {
    return `${exactText(series.exact[index] ?? null)} · ${percent(value)}`;
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
