// The library: what can be put on the page, by dragging, by click or with Enter.
import { useQuery } from "@tanstack/react-query";
import { type PointerEvent, useRef, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { sourcesQuery } from "../backend/query";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { SearchField } from "../parts/SearchField";
import { toast } from "../parts/toast";
import { landing } from "./grid";
import { hold, letGo } from "./gridGesture";
import {
  controlItems,
  type LibraryItem,
  layoutItems,
  mainSource,
  newChartItems,
  ownItems,
  tileOf,
} from "./libraryItems";
import { MarkPicture } from "./MarkPicture";
import { insertTile, type PageAt, planned } from "./pageActions";

type Props = { at: PageAt; book: SessionView };

export function LibraryPanel({ at, book }: Props) {
  const [words, setWords] = useState("");
  const add = useAdd(at, book);
  const own = ownItems(book);
  const fits = ({ label }: LibraryItem) => label.toLowerCase().includes(words.toLowerCase());
  const shown = own.filter(fits);
  const onPage = new Set(
    at.page.tiles.map(({ content }) => ("cell" in content ? content.cell : "")),
  );
  const sections = [
    { title: t("dashboard.newCharts"), items: newChartItems().filter(fits), hasPictures: true },
    { title: t("dashboard.controls"), items: controlItems().filter(fits), hasPictures: false },
    { title: t("dashboard.textAndLayout"), items: layoutItems().filter(fits), hasPictures: false },
  ];
  return (
    <>
      <div className="lib-search">
        <SearchField label={t("dashboard.findObject")} value={words} onChange={setWords} hasKey />
      </div>
      <section className="sec">
        <h3>
          {t("dashboard.fromWorkbook")} <span className="muted num">{own.length}</span>
        </h3>
        {own.length === 0 ? <p className="muted">{t("dashboard.nothingInWorkbook")}</p> : null}
        {own.length > 0 && shown.length === 0 ? (
          <p className="muted">{t("dashboard.noObject", { words })}</p>
        ) : null}
        <div className="lib-own">
          {shown.map((item) => (
            <Item key={item.key} item={item} add={add} isUsed={onPage.has(item.key)} />
          ))}
        </div>
      </section>
      {sections
        .filter(({ items }) => items.length > 0)
        .map(({ title, items, hasPictures }) => (
          <section className="sec" key={title}>
            <h3>{title}</h3>
            <div className={hasPictures ? "lib" : "lib is-flat"}>
              {items.map((item) => (
                <Item key={item.key} item={item} add={add} hasPicture={hasPictures} />
              ))}
            </div>
          </section>
        ))}
    </>
  );
}

interface Add {
  at: PageAt;
  /** At the first free place. */
  free: (item: LibraryItem) => void;
  /** Where it was dropped. */
  drop: (item: LibraryItem, at: { x: number; y: number }, width: number) => void;
}

function useAdd(at: PageAt, book: SessionView): Add {
  const sources = useQuery(sourcesQuery(at.session)).data;
  const main = mainSource(book, sources, at.page.tiles);
  const insert = (item: LibraryItem, place: Parameters<typeof tileOf>[1]) => {
    const made = tileOf(item, place, book, sources, main);
    if (made.ok) {
      void insertTile(at, made.tile, made.before, made.label);
    } else {
      toast("info", made.because);
    }
  };
  return {
    at,
    free: (item) => {
      const wish = { arrange: "free", tile: "new", ...item.size } as const;
      void planned(at, wish).then((places) => {
        const [found] = places ?? [];
        if (found) {
          insert(item, found.place);
        }
      });
    },
    drop: (item, point, width) => insert(item, landing(point, item.size, width)),
  };
}

type ItemProps = { item: LibraryItem; add: Add; isUsed?: boolean; hasPicture?: boolean };

function Item({ item, add, isUsed = false, hasPicture = false }: ItemProps) {
  const { ghost, listeners } = useLibraryDrag(item, add);
  return (
    <>
      <button
        type="button"
        className={item.isName ? "lib-row" : undefined}
        aria-label={`${t("dashboard.addItem", { name: item.label })}${isUsed ? `, ${t("dashboard.onPage")}` : ""}`}
        data-used={isUsed || undefined}
        {...listeners}
      >
        {item.isName ? <Icon name="grip" /> : null}
        {hasPicture && item.what.kind === "mark" ? (
          <MarkPicture mark={item.what.mark} />
        ) : (
          <Icon name={item.icon} />
        )}
        <span className={item.isName ? "mono trunc" : "trunc"}>{item.label}</span>
        {item.meta ? <span className="meta">{item.meta}</span> : null}
      </button>
      {ghost ? (
        <div className="lib-ghost" style={{ left: ghost.x, top: ghost.y }} aria-hidden="true">
          <Icon name={item.icon} />
          <span className="mono trunc">{item.label}</span>
        </div>
      ) : null}
    </>
  );
}

/** A press becomes a drag after four pixels; a click or Enter adds at the first free place. */
function useLibraryDrag(item: LibraryItem, add: Add) {
  const [ghost, setGhost] = useState<{ x: number; y: number } | null>(null);
  const from = useRef<{ x: number; y: number; isDragged: boolean } | null>(null);
  const wasDragged = useRef(false);
  const listeners = {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button === 0) {
        from.current = { x: event.clientX, y: event.clientY, isDragged: false };
        wasDragged.current = false;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      const origin = from.current;
      if (!origin) {
        return;
      }
      const { clientX: x, clientY: y } = event;
      if (!origin.isDragged && Math.hypot(x - origin.x, y - origin.y) < 4) {
        return;
      }
      origin.isDragged = true;
      wasDragged.current = true;
      setGhost({ x, y });
      const over = gridUnder(x, y);
      if (over) {
        const place = landing(over.point, item.size, over.width);
        hold(add.at, { state: "adding", tile: "new", place });
      } else {
        letGo();
      }
    },
    onPointerUp: (event: PointerEvent<HTMLButtonElement>) => {
      const over = from.current?.isDragged ? gridUnder(event.clientX, event.clientY) : null;
      from.current = null;
      setGhost(null);
      letGo();
      if (over) {
        add.drop(item, over.point, over.width);
      }
    },
    onPointerCancel: () => {
      from.current = null;
      setGhost(null);
      letGo();
    },
    onKeyDown: (event: React.KeyboardEvent<HTMLButtonElement>) => {
      if (event.key === "Escape" && from.current) {
        event.stopPropagation();
        from.current = null;
        setGhost(null);
        letGo();
      }
    },
    onClick: () => {
      if (!wasDragged.current) {
        add.free(item);
      }
      wasDragged.current = false;
    },
  };
  return { ghost, listeners };
}

/** The point of the grid under a point of the window; none beside the page. */
function gridUnder(x: number, y: number) {
  const grid = document.querySelector<HTMLElement>("[data-grid]");
  const page = grid?.parentElement?.getBoundingClientRect();
  if (!grid || !page || x < page.left || x > page.right || y < page.top || y > page.bottom) {
    return null;
  }
  const { left, top, width } = grid.getBoundingClientRect();
  return { point: { x: x - left, y: y - top }, width: Math.floor(width) };
}
