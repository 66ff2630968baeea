// The picture of a chart: an island that the chart library paints, with a crosshair, a tooltip of
// plain elements, and a cursor for the arrow keys that reads out the same facts.
import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useState } from "react";
import type { Mark } from "../backend/generated/Mark";
import type { Overlays } from "../backend/generated/Overlays";
import { t } from "../i18n/t";
import type { MenuPoint } from "../parts/ContextMenu";
import { withAnnotations } from "./annotationPicture";
import { textsAt } from "./annotations";
import { Crosshair, type Spot } from "./Crosshair";
import type { AxisData, PointData } from "./chartData";
import { withChosen } from "./chosen";
import {
  asksTable,
  type Cursor,
  type MarkWish,
  type OnMark,
  seriesAt,
  step,
  wishOf,
} from "./cursor";
import { EventLane } from "./events/EventLane";
import { heldOf, pixelIn, plotIn, timeScaleOf } from "./events/eventPixels";
import { LANE } from "./events/eventPlaces";
import { eventsAt, toldEvents } from "./events/events";
import { intervalText, withIntervals } from "./intervals";
import { LineEnds, type Lines } from "./LineEnds";
import { withBands } from "./layers";
import { dimmed, type MarkSpot } from "./notes/dim";
import { axisOptions, type Frame, pointOptions } from "./options";
import { usePalette } from "./palette";
import { withReferences } from "./references";
import { endsOf, spotsOf, under } from "./spots";
import type { Taken } from "./taken";
import { type Along, type Drawn, inside, shapeOf, useBrush } from "./useBrush";
import { usePainting } from "./usePainting";
import { exactText, positionText } from "./words";

const NO_SPOTS: MarkSpot[] = [];
const NO_OVERLAYS: Overlays = {};
const NO_ROWS: ReadonlySet<number> = new Set();
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
  /** What stands over the marks. */
  overlays?: Overlays;
  /** Opens the menu of a mark, known by its row of the answer, at a point of the window. */
  onMenu?: OnMark | undefined;
  /** What can be drawn over with the pointer, or taken with Shift and arrow keys. */
  brush?: Brush | null | undefined;
  /** Along time and numbers: shows a part of the positions closer. */
  zoom?: Zoom | undefined;
  /** Lines have their names at their ends; pressing one switches its line. */
  lines?: Lines | null;
};

/** What is told of marks that were drawn over. */
export interface Brush {
  along: Along;
  /** Keys tell after each step; otherwise when Enter is pressed. */
  isLive: boolean;
  onTaken: (taken: Taken, at: MenuPoint) => void;
}

/** What a picture tells of its positions. */
interface Zoom {
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
  overlays = NO_OVERLAYS,
  onMenu,
  brush: brushing = null,
  zoom,
  lines = null,
}: Props) {
  const chosenKey = chosen ? [...chosen].join() : null;
  const palette = usePalette();
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const ends = useMemo(() => JSON.stringify(lines?.all.map(({ name }) => name) ?? []), [lines]);
  const optionsOf = useCallback(
    (given: Frame) => {
      const hasLane = (overlays.events ?? []).some(({ events }) => events.length > 0);
      const frame = {
        ...given,
        ends: JSON.parse(ends) as string[],
        ...(hasLane ? { lane: LANE } : {}),
      };
      const options =
        data.shape === "axis"
          ? dimmed(axisOptions(data, mark, palette, frame), data, evidence)
          : pointOptions(data, palette, frame);
      const lit = chosenKey === null ? null : new Set(chosenKey.split(",").map(Number));
      const { references = [], annotations = [] } = overlays;
      const crossed = withReferences(withChosen(options, lit, palette), data, references, palette);
      const layered = withBands(crossed, data, mark, palette);
      const shown = withIntervals(layered, data, mark, palette);
      return withAnnotations(shown, data, mark, annotations, palette);
    },
    [data, mark, palette, chosenKey, evidence, overlays, ends],
  );
  const { box, chart, size, painted, menuPoint } = usePainting(loadEngine, optionsOf);

  // biome-ignore lint/correctness/useExhaustiveDependencies: pixels change with each painting
  const spots = useMemo(() => spotsOf(chart.current, data), [data, painted]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: pixels change with each painting
  const lane = useMemo(() => {
    const plot = chart.current && size ? plotIn(chart.current, size) : null;
    if (!plot || !chart.current || data.shape !== "axis") {
      return null;
    }
    const scale = timeScaleOf(data, data.positions.kind === "category" || mark === "bar");
    return { plot, held: heldOf(overlays.events ?? [], scale, pixelIn(chart.current)) };
  }, [data, mark, overlays, size, painted]);

  const along = brushing?.along ?? null;
  const brush = useBrush(spots, along, size, (taken, point) => brushing?.onTaken(taken, point));
  const between =
    along && anchor !== null && cursor
      ? shapeOf([spots[anchor], spots[cursor.index]].filter(isSpot), along, false, size)
      : null;

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    brush.onPointerMove(event);
    setAnchor(null);
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
  function openMenu(point: Spot | null, wish: MarkWish = "menu"): boolean {
    const corner = box.current?.getBoundingClientRect();
    const inside = point && corner ? { x: point.x - corner.left, y: point.y - corner.top } : null;
    // The press may come before the last move of the pointer has become the cursor.
    const here = inside ? under(inside, data, spots, cursor) : cursor;
    if (!here) {
      return false;
    }
    const series = inside ? seriesUnder(inside, here) : null;
    const mark = { ...here, series: series ?? here.series };
    const row = rowAt(data, mark);
    if (row === null || !onMenu) {
      return false;
    }
    const measure = data.shape === "axis" ? (data.series[mark.series]?.column ?? null) : null;
    onMenu(row, menuPoint(point, spots[here.index]), measure, wish);
    return true;
  }

  /** Tells what lies between the two ends that keys have set. */
  function take(from: number, to: number) {
    const ends = [spots[from], spots[to]].filter(isSpot);
    const area = along ? shapeOf(ends, along, false, size) : null;
    const taken = along === "plane" ? area && inside(spots, area, along) : stretch(from, to);
    if (taken) {
      brushing?.onTaken(taken, menuPoint(null, spots[to]));
    }
  }

  /** Shift and an arrow take everything from where they began. */
  function onRangeKey(event: KeyboardEvent<HTMLDivElement>): boolean {
    if (!brushing || event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    if (event.key === "Enter" && anchor !== null && cursor && !brushing.isLive) {
      take(anchor, cursor.index);
      setAnchor(null);
      return true;
    }
    const next = event.shiftKey ? step(event.key, cursor, data) : null;
    if (!next) {
      return false;
    }
    const from = anchor ?? cursor?.index ?? next.index;
    setAnchor(from);
    setCursor(next);
    if (brushing.isLive) {
      take(from, next.index);
    }
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (onRangeKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    // Where Enter picks, the menu has its own key.
    const isPick = event.key === "Enter" && Boolean(onPick);
    const wish = isPick ? null : wishOf(event);
    if (wish && openMenu(null, wish)) {
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
      setAnchor(null);
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
      setAnchor(null);
    }
  }

  const spot = cursor ? spots[cursor.index] : undefined;
  const rowsHere = cursor ? rowsAt(data, cursor.index) : NO_ROWS;
  const texts = [
    ...textsAt(overlays.annotations ?? [], rowsHere),
    ...toldEvents(eventsAt(overlays.events ?? [], rowsHere)),
  ];
  const ways = [
    t("chart.walk"),
    ...(onMenu ? [t(onPick ? "chart.walkMenuKey" : "chart.walkMenu")] : []),
    ...(brushing ? [t(RANGE_KEYS[brushing.isLive ? "live" : "onEnter"])] : []),
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
      onBlur={() => {
        setCursor(null);
        setAnchor(null);
      }}
    >
      <div className="picture-canvas" ref={box} aria-hidden="true" />
      <BrushShape drawn={brush.shape ?? between} />
      {lines && size && data.shape === "axis" ? (
        <LineEnds
          lines={lines}
          heights={endsOf(chart.current, data)}
          height={size.height}
          palette={palette}
        />
      ) : null}
      {lane && size && lane.held.length > 0 ? (
        <EventLane held={lane.held} plot={lane.plot} width={size.width} />
      ) : null}
      {cursor && spot ? (
        <Crosshair
          data={data}
          spot={spot}
          cursor={cursor}
          size={size}
          palette={palette}
          texts={texts}
        />
      ) : null}
      <div className="sr-only" aria-live="polite">
        {cursor ? [factsOf(data, cursor), ...texts].join(", ") : ""}
      </div>
    </div>
  );
}

const RANGE_KEYS = { live: "chart.brush.keysLive", onEnter: "chart.brush.keys" } as const;

function isSpot(spot: Spot | undefined): spot is Spot {
  return spot !== undefined;
}

function stretch(one: number, other: number): Taken {
  return { kind: "stretch", from: Math.min(one, other), to: Math.max(one, other) };
}

/** What is being drawn over the picture. */
function BrushShape({ drawn }: { drawn: Drawn | null }) {
  if (!drawn) {
    return null;
  }
  if (drawn.kind === "lasso") {
    const points = drawn.path.map(({ x, y }) => `${x},${y}`).join(" ");
    return (
      <svg className="brush-line" aria-hidden="true">
        <polygon points={points} />
      </svg>
    );
  }
  const { kind: _, ...box } = drawn;
  return <div className="brush" style={box} aria-hidden="true" />;
}

function at(cursor: Cursor | null): number | null {
  return cursor?.index ?? null;
}

function rowAt(data: AxisData | PointData, { index, series }: Cursor): number | null {
  return data.shape === "points"
    ? (data.points[index]?.row ?? null)
    : (data.series[series]?.rows[index] ?? null);
}

/** The rows of the answer behind everything at a position. */
function rowsAt(data: AxisData | PointData, index: number): ReadonlySet<number> {
  const rows =
    data.shape === "points"
      ? [data.points[index]?.row]
      : [data.positions.rows[index], ...data.series.map(({ rows }) => rows[index])];
  return new Set(rows.filter((row) => typeof row === "number"));
}

function factsOf(data: AxisData | PointData, { index, series }: Cursor): string {
  if (data.shape === "points") {
    const facts = data.points[index]?.facts ?? [];
    return facts.map(([title, value]) => `${title} ${exactText(value)}`).join(", ");
  }
  const one = data.series[series];
  const value = exactText(one?.exact[index] ?? null);
  const name = data.series.length > 1 ? `${one?.name ?? ""}, ` : "";
  const interval = one?.intervals?.[index];
  const ends = interval ? `, ${intervalText(interval, data.isPercent)}` : "";
  return `${name}${positionText(data.positions, index)}: ${value}${ends}`;
}
