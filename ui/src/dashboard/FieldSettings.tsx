// Settings of a control: the column that it is about, and what it chooses by default.
import { useQuery } from "@tanstack/react-query";
import type { PageView } from "../backend/generated/PageView";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import type { TileContent } from "../backend/generated/TileContent";
import { sourcesQuery } from "../backend/query";
import { t } from "../i18n/t";
import { NativeSelect } from "../parts/NativeSelect";
import { pickedWords } from "./clauseWords";
import { fieldsFor, mainSource } from "./libraryItems";
import { changeTile, type PageAt, resetControls } from "./pageActions";

type FieldContent = Extract<TileContent, { type: "field" }>;
type Props = {
  at: PageAt;
  book: SessionView;
  tile: Tile;
  content: FieldContent;
  view: PageView | undefined;
};

export function FieldSettings({ at, book, tile, content, view }: Props) {
  const sources = useQuery(sourcesQuery(at.session)).data;
  const main = mainSource(book, sources, at.page.tiles);
  const fields = fieldsFor(content, book, sources, main);
  const key = (one: { source: string; field: string }) => JSON.stringify([one.source, one.field]);
  const known = fields.some((one) => key(one) === key(content));
  const change = (part: Partial<FieldContent>) =>
    void changeTile(at, { ...tile, content: { ...content, ...part } });
  return (
    <>
      <section className="sec">
        <h3>{t("dashboard.field")}</h3>
        <NativeSelect
          isMono
          aria-label={t("dashboard.field")}
          value={key(content)}
          onChange={(event) => {
            const [source, field] = JSON.parse(event.currentTarget.value) as [string, string];
            // What was chosen of another column means nothing here; a figure may.
            const kept = content.default?.by === "top" && source === content.source;
            change({ source, field, default: kept ? (content.default ?? null) : null });
          }}
        >
          {(known ? fields : [content, ...fields]).map((one) => (
            <option key={key(one)} value={key(one)}>
              {one.source}.{one.field}
            </option>
          ))}
        </NativeSelect>
        {content.control === "list" ? (
          <label className="control-check">
            <input
              type="checkbox"
              checked={content.single ?? false}
              onChange={(event) => change({ single: event.currentTarget.checked })}
            />
            {t("controls.single")}
          </label>
        ) : null}
      </section>
      <Default at={at} tile={tile} content={content} view={view} change={change} />
    </>
  );
}

type DefaultProps = Omit<Props, "book"> & { change: (part: Partial<FieldContent>) => void };

function Default({ at, tile, content, view, change }: DefaultProps) {
  const active = view?.clauses.find((clause) => clause.tile === tile.id);
  return (
    <section className="sec">
      <h3>{t("controls.default")}</h3>
      <p className={content.default ? undefined : "muted"}>
        {content.default ? pickedWords(content.field, content.default) : t("controls.noDefault")}
      </p>
      <div className="dash-buttons">
        {active && !active.is_default ? (
          <button
            type="button"
            className="btn s"
            onClick={() => {
              // From now on the workbook chooses this, so the session need not.
              void changeTile(at, {
                ...tile,
                content: { ...content, default: active.picked },
              }).then(() => resetControls(at, tile.id));
            }}
          >
            {t("controls.useNow")}
          </button>
        ) : null}
        {content.default ? (
          <button type="button" className="btn s" onClick={() => change({ default: null })}>
            {t("controls.dropDefault")}
          </button>
        ) : null}
      </div>
    </section>
  );
}
