// The picture of a chart: an island that the chart library paints, with a crosshair, a tooltip of
// plain elements, and a cursor for the arrow keys that reads out the same facts.
import type { ECharts } from "echarts/core";
import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useState } from "react";
import type { DrawnReference } from "../backend/generated/DrawnReference";
import type { Mark } from "../backend/generated/Mark";
import { t } from "../i18n/t";
import type { MenuPoint } from "../parts/ContextMenu";
import { Crosshair, type Spot } from "./Crosshair";
import type { AxisData, PointData } from "./chartData";
import { withChosen } from "./chosen";
import { asksMenu, asksTable, type Cursor, nearest, seriesAt, step } from "./cursor";
import { dimmed, type MarkSpot } from "./notes/dim";
import { axisOptions, type Frame, pointOptions } from "./options";
import { usePalette } from "./palette";
import { withReferences } from "./references";
import { useBrush } from "./useBrush";
import { usePainting } from "./usePainting";
import { exactText, positionText } from "./words";
import type { Stretch } from "./zoom";

const NO_SPOTS: MarkSpot[] = [];
const NO_REFERENCES: DrawnReference[] = [];
const loadEngine = () => import("./engine");

type Props = {
  data: AxisData | PointData;
  mark: Mark;
  /** One sentence: the accessible name. */
  summary: string;
  /** Marks that a note is about: everything else steps back. */
  evidence?: MarkSpot[];
  onOpenTable: () => void;
  /** Positions that stand out; the others are muted. */
  chosen?: ReadonlySet<number> | null;
  /** A mark was clicked, or taken with Enter; with Ctrl it is added to the others. */
  onPick?: ((index: number, isAdding: boolean) => void) | null;
  /** Lines and bands across the marks. */
  references?: DrawnReference[] | undefined;
  /** Opens the menu of a mark, known by its row of the answer, at a point of the window. */
  onMenu?: ((row: number, at: MenuPoint) => void) | undefined;
  /** Along time and numbers: shows a part of the positions closer. */
  zoom?: Zoom | undefined;
};

/** What a picture tells of its positions. */
interface Zoom {
  /** A band was drawn over these positions. */
  onBrush: (part: Stretch) => void;
  /** A key was pressed, with the position of the cursor; whether it was one for this. */
  onKey: (event: KeyboardEvent, at: number | null) => boolean;
  /** All positions are wanted back. */
  onWhole: () => void;
}

export function Picture({
  data,
  mark,
  summary,
  evidence = NO_SPOTS,
  onOpenTable,
  chosen = null,
  onPick,
  references = NO_REFERENCES,
  onMenu,
  zoom,
}: Props) {
  const chosenKey = chosen ? [...chosen].join() : null;
  const palette = usePalette();
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const optionsOf = useCallback(
    (frame: Frame) => {
      const options =
        data.shape === "axis"
          ? dimmed(axisOptions(data, mark, palette, frame), data, evidence)
          : pointOptions(data, palette, frame);
      const lit = chosenKey === null ? null : new Set(chosenKey.split(",").map(Number));
      return withReferences(withChosen(options, lit, palette), data, references, palette);
    },
    [data, mark, palette, chosenKey, evidence, references],
  );
  const { box, chart, size, painted, menuPoint } = usePainting(loadEngine, optionsOf);

  // biome-ignore lint/correctness/useExhaustiveDependencies: pixels change with each painting
  const spots = useMemo(() => spotsOf(chart.current, data), [data, painted]);

  const brush = useBrush(
    spots.map((spot) => spot?.x ?? null),
    zoom?.onBrush,
  );

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    brush.onPointerMove(event);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    setCursor(under({ x: event.clientX - left, y: event.clientY - top }, data, spots, cursor));
  }

  /** The series under the pointer at the position of the cursor. */
  function seriesUnder({ x, y }: Spot, { index }: Cursor): number | null {
    if (data.shape !== "axis") {
      return null;
    }
    const found = chart.current?.convertFromPixel({ gridIndex: 0 }, [x, y]);
    const value = Array.isArray(found) ? found[data.isHorizontal ? 0 : 1] : null;
    return typeof value === "number" ? seriesAt(data, index, value) : null;
  }

  /** The menu of the mark at a point or under the cursor; without one the browser's own stays. */
  function openMenu(point: Spot | null): boolean {
    const corner = box.current?.getBoundingClientRect();
    const inside = point && corner ? { x: point.x - corner.left, y: point.y - corner.top } : null;
    // The press may come before the last move of the pointer has become the cursor.
    const here = inside ? under(inside, data, spots, cursor) : cursor;
    if (!here) {
      return false;
    }
    const series = inside ? seriesUnder(inside, here) : null;
    const row = rowAt(data, { ...here, series: series ?? here.series });
    if (row === null || !onMenu) {
      return false;
    }
    onMenu(row, menuPoint(point, spots[here.index]));
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (asksMenu(event) && openMenu(null)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (asksTable(event)) {
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
    if (!event.ctrlKey && !event.metaKey && !event.altKey && zoom?.onKey(event, at(cursor))) {
      event.preventDefault();
      event.stopPropagation();
      setCursor(null);
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
  const ways = [
    t("chart.walk"),
    ...(onMenu ? [t("chart.walkMenu")] : []),
    ...(zoom ? [t("chart.walkCloser")] : []),
  ];
  return (
    <div
      className={onPick ? "picture is-pickable" : "picture"}
      role="application"
      aria-roledescription={t("chart.picture")}
      aria-label={[summary, ...ways].join(" ")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk over the marks
      tabIndex={0}
      onPointerDown={brush.onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={brush.onPointerUp}
      onPointerCancel={brush.onPointerCancel}
      onPointerLeave={() => setCursor(null)}
      onDoubleClick={zoom?.onWhole}
      onClick={(event) =>
        cursor && !brush.hasDrawn() && onPick?.(cursor.index, event.ctrlKey || event.metaKey)
      }
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        if (openMenu({ x: event.clientX, y: event.clientY })) {
          event.preventDefault();
        }
      }}
      onBlur={() => setCursor(null)}
    >
      <div className="picture-canvas" ref={box} aria-hidden="true" />
      {brush.band ? <div className="brush" style={brush.band} aria-hidden="true" /> : null}
      {cursor && spot ? (
        <Crosshair data={data} spot={spot} cursor={cursor} size={size} palette={palette} />
      ) : null}
      <div className="sr-only" aria-live="polite">
        {cursor ? factsOf(data, cursor) : ""}
      </div>
    </div>
  );
}

function at(cursor: Cursor | null): number | null {
  return cursor?.index ?? null;
}

function rowAt(data: AxisData | PointData, { index, series }: Cursor): number | null {
  return data.shape === "points"
    ? (data.points[index]?.row ?? null)
    : (data.series[series]?.rows[index] ?? null);
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
