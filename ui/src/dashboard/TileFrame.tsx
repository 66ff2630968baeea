// The frame of a tile: title, menu, grip and handles, and what it shows.
import { type PointerEvent, Suspense, useRef } from "react";
import type { Active } from "../backend/generated/Active";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import type { TileView } from "../backend/generated/TileView";
import { t } from "../i18n/t";
import { MenuButton } from "../parts/ContextMenu";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { slot } from "../parts/slots";
import { ChartTile } from "./ChartTile";
import { FieldTile } from "./FieldTile";
import { type Handle, moved, pitch, resized, STEP } from "./grid";
import { hold, letGo, putDown, useGesture } from "./gridGesture";
import { type PageAt, removeTiles } from "./pageActions";
import { selectTiles, usePages } from "./pageState";
import { filtersBy } from "./picks";
import { tileMenu } from "./tileMenu";
import { tileTitle } from "./tileTitle";

type Props = {
  at: PageAt;
  book: SessionView;
  tile: Tile;
  view: TileView | undefined;
  clauses: readonly Active[];
  box: { left: number; top: number; width: number; height: number };
  gridWidth: number;
  isEditing: boolean;
  isSelected: boolean;
};

const HANDLES: Handle[] = ["nw", "ne", "sw", "se", "e", "s"];

export function TileFrame(props: Props) {
  const { at, book, tile, view, clauses, box, gridWidth, isEditing, isSelected } = props;
  const title = tileTitle(tile, book.workbook);
  const isHeld = useGesture(
    ({ gesture }) => gesture.state === "holding" && gesture.now.some((one) => one.tile === tile.id),
  );
  const drag = useDrag(at, tile, gridWidth);
  const isSource = clauses.some((clause) => clause.tile === tile.id);
  const kind = tile.content.type;
  const isMetric = view?.chart?.mark === "big_number";
  const classes = [
    "tile",
    `is-${kind}`,
    isMetric ? "is-metric" : "",
    isSelected && isEditing ? "is-selected" : "",
    isHeld ? "is-held" : "",
  ];
  const entries = () => tileMenu({ at, book, tile, view, isEditing });
  return (
    <article
      className={classes.filter(Boolean).join(" ")}
      style={box}
      data-tile={tile.id}
      aria-label={title}
      aria-description={isEditing ? t("dashboard.gridKeys") : undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: tiles are picked up with the keyboard
      tabIndex={0}
      onPointerDown={(event) => isEditing && choose(event, tile.id, isSelected)}
    >
      {kind === "section" ? (
        <h2 className="dash-section" {...(isEditing ? drag.grip : {})}>
          {title}
        </h2>
      ) : (
        <header {...(isEditing ? drag.grip : {})}>
          {isEditing && isSelected ? (
            <span className="muted grip" aria-hidden="true">
              <Icon name="grip" />
            </span>
          ) : null}
          <h3 className="trunc" title={title}>
            {title}
          </h3>
          <span className="sub trunc">{tile.subtitle || hint(view, isSource)}</span>
          <span className="grow" />
          {isSource ? (
            <span className="chip accent source-chip" title={t("dashboard.sourceWhy")}>
              <Icon name="filter" size="xs" />
              {t("dashboard.source")}
            </span>
          ) : null}
          <TileMenu title={title} entries={entries} />
        </header>
      )}
      <div className="tile-body">
        <Body {...props} />
      </div>
      <Skipped view={view} />
      {isEditing && isSelected
        ? HANDLES.map((handle) => (
            <i key={handle} className={`h ${handle}`} aria-hidden="true" {...drag.handle(handle)} />
          ))
        : null}
    </article>
  );
}

function hint(view: TileView | undefined, isSource: boolean): string {
  const by = view?.chart && !isSource ? filtersBy(view.chart) : null;
  return by === null
    ? ""
    : t(by === "click" ? "dashboard.clickToFilter" : "dashboard.dragToFilter");
}

function TileMenu({
  title,
  entries,
}: {
  title: string;
  entries: () => ReturnType<typeof tileMenu>;
}) {
  const label = t("dashboard.tileMenu", { title });
  return (
    <MenuButton entries={entries()} label={label} side="bottom-end">
      <button
        type="button"
        className="ib s tile-more"
        aria-label={label}
        onPointerDown={(event) => event.stopPropagation()}
      >
        <Icon name="more" size="m" />
      </button>
    </MenuButton>
  );
}

/** Whether a press is on the element itself. Presses in a menu that the tile opened come here too. */
function isInside(event: PointerEvent<HTMLElement>): boolean {
  return event.target instanceof Node && event.currentTarget.contains(event.target);
}

function choose(event: PointerEvent<HTMLElement>, tile: string, isSelected: boolean): void {
  if (event.button !== 0 || !isInside(event)) {
    return;
  }
  const isAdding = event.ctrlKey || event.metaKey || event.shiftKey;
  if (isAdding || !isSelected) {
    selectTiles([tile], isAdding);
  }
}

function Body({ at, book, tile, view, clauses }: Props) {
  if (view?.problem) {
    const { code, message, hint: way } = view.problem;
    if (code === "NOT_TRUSTED" && tile.content.type === "field") {
      const words = [message, way].filter(Boolean).join(" ");
      return (
        <p className="control-closed trunc" title={words}>
          {words}
        </p>
      );
    }
    return (
      <Empty
        title={message}
        actions={
          <button type="button" className="btn s" onClick={() => void removeTiles(at, [tile.id])}>
            {t("dashboard.removeTile")}
          </button>
        }
      >
        {way ?? ""}
      </Empty>
    );
  }
  const { content } = tile;
  switch (content.type) {
    case "chart":
      return view ? (
        <ChartTile at={at} book={book} tile={tile} view={view} clauses={clauses} />
      ) : (
        <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />
      );
    case "control": {
      const Control = slot("parameterControl");
      return (
        <Suspense fallback={null}>
          <Control session={at.session} cell={content.cell} />
        </Suspense>
      );
    }
    case "field":
      return view ? (
        <FieldTile
          at={at}
          book={book}
          tile={tile}
          content={content}
          view={view}
          clauses={clauses}
        />
      ) : null;
    case "text": {
      const Prose = slot("prose");
      return (
        <div className="prose">
          <Suspense fallback={null}>
            <Prose text={content.text} />
          </Suspense>
        </div>
      );
    }
    case "section":
      return null;
  }
}

function Skipped({ view }: { view: TileView | undefined }) {
  if (!view || view.skipped.length === 0) {
    return null;
  }
  return (
    <div className="tile-foot">
      {view.skipped.map(({ field, because }) => (
        <span key={field} className="note info">
          <Icon name="info" size="xs" />
          {t("dashboard.notFiltered", { because })}
        </span>
      ))}
    </div>
  );
}

/** Moving by the header and resizing by the handles. A press becomes a drag after four pixels. */
function useDrag(at: PageAt, tile: Tile, gridWidth: number) {
  const from = useRef<{ x: number; y: number; handle: Handle | null } | null>(null);
  const start = (handle: Handle | null) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !isInside(event)) {
      return;
    }
    from.current = { x: event.clientX, y: event.clientY, handle };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const origin = from.current;
    if (!origin) {
      return;
    }
    const by = { x: event.clientX - origin.x, y: event.clientY - origin.y };
    const { gesture } = useGesture.getState();
    if (gesture.state !== "holding" && Math.hypot(by.x, by.y) < 4) {
      return;
    }
    const chosen = usePages.getState().tiles;
    const ids = chosen.includes(tile.id) && !origin.handle ? chosen : [tile.id];
    const before = at.page.tiles
      .filter(({ id }) => ids.includes(id))
      .map(({ id, place }) => ({ tile: id, place }));
    const { handle } = origin;
    const now = handle
      ? before.map((one) => ({
          ...one,
          place: resized(
            one.place,
            handle,
            Math.round(by.x / pitch(gridWidth)),
            Math.round(by.y / STEP),
          ),
        }))
      : moved(before, by, gridWidth);
    hold(at, { state: "holding", by: "pointer", before, now, handle });
  };
  const end = () => {
    if (from.current) {
      from.current = null;
      void putDown(at);
    }
  };
  const listeners = (handle: Handle | null) => ({
    onPointerDown: start(handle),
    onPointerMove: move,
    onPointerUp: end,
    onPointerCancel: () => {
      from.current = null;
      letGo();
    },
  });
  return { grip: listeners(null), handle: (handle: Handle) => listeners(handle) };
}
