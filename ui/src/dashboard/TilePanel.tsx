// Settings of the selected tile: titles, what it shows, its place, and what it filters.
import { useState } from "react";
import type { Effect } from "../backend/generated/Effect";
import type { PageView } from "../backend/generated/PageView";
import type { Place } from "../backend/generated/Place";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import { t } from "../i18n/t";
import { NativeSelect } from "../parts/NativeSelect";
import { readWhole } from "../parts/readWhole";
import { TypedField } from "../parts/TypedField";
import { FieldSettings } from "./FieldSettings";
import { COLUMNS, LEAST_HEIGHT } from "./grid";
import { changePage, changeTile, type PageAt, settleTiles } from "./pageActions";
import { usePages } from "./pageState";
import { filtersBy } from "./picks";
import { tileTitle } from "./tileTitle";

type Props = { at: PageAt; book: SessionView; view: PageView | undefined };

export function TilePanel({ at, book, view }: Props) {
  const selected = usePages((state) => state.tiles);
  const tile = at.page.tiles.find(({ id }) => id === selected[0]);
  if (!tile) {
    return <p className="sec muted">{t("dashboard.chooseTile")}</p>;
  }
  if (selected.length > 1) {
    return <p className="sec muted">{t("dashboard.selectedTiles", { count: selected.length })}</p>;
  }
  const key = JSON.stringify(tile);
  return (
    <>
      <Titles key={`titles ${key}`} at={at} book={book} tile={tile} />
      <Content key={`content ${key}`} at={at} book={book} tile={tile} view={view} />
      <PlaceFields key={`place ${key}`} at={at} tile={tile} />
      <Links at={at} book={book} tile={tile} view={view} />
    </>
  );
}

type TileProps = { at: PageAt; book: SessionView; tile: Tile };

function Titles({ at, book, tile }: TileProps) {
  const [title, setTitle] = useState(tile.title ?? "");
  const [subtitle, setSubtitle] = useState(tile.subtitle ?? "");
  const keep = () => {
    if (title !== (tile.title ?? "") || subtitle !== (tile.subtitle ?? "")) {
      void changeTile(at, { ...tile, title, subtitle });
    }
  };
  const fallback = tileTitle({ ...tile, title: "" }, book.workbook);
  return (
    <section className="sec">
      <h3>{t("dashboard.title")}</h3>
      <Line label={t("dashboard.title")} hint={fallback} text={title} set={setTitle} keep={keep} />
      {tile.content.type === "section" ? null : (
        <Line label={t("dashboard.subtitle")} text={subtitle} set={setSubtitle} keep={keep} />
      )}
    </section>
  );
}

type LineProps = {
  label: string;
  hint?: string;
  text: string;
  set: (text: string) => void;
  keep: () => void;
};

function Line({ label, hint = "", text, set, keep }: LineProps) {
  return (
    <label className="dash-line">
      <span>{label}</span>
      <div className="input">
        <input
          className="grow"
          value={text}
          placeholder={hint}
          maxLength={400}
          onChange={(event) => set(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === "Enter" && keep()}
        />
      </div>
    </label>
  );
}

function Content({ at, book, tile, view }: TileProps & { view: PageView | undefined }) {
  const { content } = tile;
  const [text, setText] = useState(content.type === "text" ? content.text : "");
  if (content.type === "text") {
    return (
      <section className="sec">
        <h3>{t("dashboard.textTile")}</h3>
        <textarea
          className="dash-text"
          aria-label={t("dashboard.words")}
          value={text}
          rows={8}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() =>
            text !== content.text && void changeTile(at, { ...tile, content: { ...content, text } })
          }
        />
      </section>
    );
  }
  if (content.type === "chart") {
    const charts = book.workbook.cells.filter(({ body }) => body.type === "chart");
    return (
      <section className="sec">
        <h3>{t("dashboard.data")}</h3>
        <NativeSelect
          isMono
          aria-label={t("dashboard.items.chart")}
          value={content.cell}
          onChange={(event) =>
            void changeTile(at, {
              ...tile,
              content: { type: "chart", cell: event.currentTarget.value },
            })
          }
        >
          {charts.some(({ id }) => id === content.cell) ? null : <option value={content.cell} />}
          {charts.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </section>
    );
  }
  if (content.type === "field") {
    return <FieldSettings at={at} book={book} tile={tile} content={content} view={view} />;
  }
  return null;
}

/** How far down a page goes. */
const MOST_STEPS = 100_000;

function PlaceFields({ at, tile }: { at: PageAt; tile: Tile }) {
  const keep = (next: Place) => {
    const kept = { ...next, column: Math.min(COLUMNS - next.width, next.column) };
    if (JSON.stringify(kept) !== JSON.stringify(tile.place)) {
      void settleTiles(at, [{ tile: tile.id, place: kept }]);
    }
  };
  const field = (name: keyof Place, least: number, most: number, offset = 0) => (
    <div className="dash-line">
      <TypedField
        label={t(`dashboard.${name}`)}
        shown={String(tile.place[name] + offset)}
        read={(typed) => readWhole(typed, least, most)}
        keep={(value) => keep({ ...tile.place, [name]: value - offset })}
        isNumber
        isLabelShown
      />
    </div>
  );
  return (
    <section className="sec">
      <h3>{t("dashboard.place")}</h3>
      <div className="dash-place">
        {field("column", 1, COLUMNS, 1)}
        {field("width", 1, COLUMNS)}
        {field("top", 0, MOST_STEPS)}
        {field("height", LEAST_HEIGHT, MOST_STEPS)}
      </div>
    </section>
  );
}

const EFFECTS: Effect[] = ["filter", "highlight", "ignore"];

function Links({ at, book, tile, view }: TileProps & { view: PageView | undefined }) {
  const { page, session } = at;
  const own = view?.tiles.find((one) => one.tile === tile.id);
  const canPick =
    tile.content.type === "field" || (own?.chart ? filtersBy(own.chart) !== null : false);
  if (!canPick) {
    return null;
  }
  const others = page.tiles.filter(({ id, content }) => id !== tile.id && content.type === "chart");
  const effectOn = (to: string) =>
    page.links?.find((link) => link.from === tile.id && link.to === to)?.effect ?? "filter";
  return (
    <section className="sec">
      <h3>{t("dashboard.actsOn")}</h3>
      {others.length === 0 ? <p className="muted">{t("dashboard.noOtherTiles")}</p> : null}
      {others.map((other) => {
        const title = tileTitle(other, book.workbook);
        return (
          <div className="dash-line" key={other.id}>
            <span className="trunc" title={title}>
              {title}
            </span>
            <NativeSelect
              aria-label={title}
              value={effectOn(other.id)}
              onChange={(event) =>
                void changePage(session, {
                  edit: "link_tiles",
                  page: page.id,
                  link: {
                    from: tile.id,
                    to: other.id,
                    effect: event.currentTarget.value as Effect,
                  },
                })
              }
            >
              {EFFECTS.map((effect) => (
                <option key={effect} value={effect}>
                  {t(`dashboard.effects.${effect}`)}
                </option>
              ))}
            </NativeSelect>
          </div>
        );
      })}
    </section>
  );
}
