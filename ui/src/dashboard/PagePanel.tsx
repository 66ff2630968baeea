// The panel beside a page that is edited: library, settings of the tile, settings of the page.
import { type KeyboardEvent, useId } from "react";
import type { PageView } from "../backend/generated/PageView";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { DetailSettings } from "./DetailSettings";
import { LibraryPanel } from "./LibraryPanel";
import { arrangeTiles, changePage, type PageAt } from "./pageActions";
import { type PageTab, showTab, usePages } from "./pageState";
import { TilePanel } from "./TilePanel";
import "./panel.css";

type Props = { at: PageAt; book: SessionView; view: PageView | undefined };

const TABS: PageTab[] = ["library", "tile", "page"];

export function PagePanel({ at, book, view }: Props) {
  const tab = usePages((state) => state.tab);
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = TABS[(TABS.indexOf(tab) + (step ?? 0) + TABS.length) % TABS.length];
    if (step && next) {
      showTab(next);
      document.getElementById(`${id}-${next}`)?.focus();
    }
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={t("dashboard.panel")} onKeyDown={onKeyDown}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === tab}
            aria-controls={`${id}-panel`}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => showTab(name)}
          >
            {t(`dashboard.${name}`)}
          </button>
        ))}
      </div>
      <div
        className="dash-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tab}`}
      >
        {tab === "library" ? (
          <LibraryPanel at={at} book={book} />
        ) : tab === "tile" ? (
          <TilePanel at={at} book={book} view={view} />
        ) : (
          <>
            <PageSettings at={at} book={book} />
            <DetailSettings at={at} view={view} />
          </>
        )}
      </div>
    </>
  );
}

function PageSettings({ at, book }: Omit<Props, "view">) {
  const { session, page } = at;
  const { pages } = book.workbook;
  const index = pages.findIndex(({ id }) => id === page.id);
  const move = (to: number) =>
    void changePage(session, { edit: "move_page", page: page.id, index: to });
  return (
    <section className="sec">
      <dl className="kv">
        <dt>{t("dashboard.title")}</dt>
        <dd className="trunc">{page.title || t("dashboard.untitled")}</dd>
        <dt>{t("dashboard.tilesOnPage")}</dt>
        <dd className="num">{page.tiles.length}</dd>
      </dl>
      <div className="dash-buttons">
        <button
          type="button"
          className="btn s"
          onClick={() => void arrangeTiles(at, { arrange: "compact" })}
        >
          {t("dashboard.compact")}
        </button>
        {pages.length > 1 ? (
          <>
            <button
              type="button"
              className="btn s"
              disabled={index === 0}
              onClick={() => move(index - 1)}
            >
              {t("dashboard.movePageLeft")}
            </button>
            <button
              type="button"
              className="btn s"
              disabled={index === pages.length - 1}
              onClick={() => move(index + 1)}
            >
              {t("dashboard.movePageRight")}
            </button>
          </>
        ) : null}
        <button
          type="button"
          className="btn s danger"
          onClick={() => void changePage(session, { edit: "remove_page", page: page.id })}
        >
          <Icon name="close" />
          {t("dashboard.removePage")}
        </button>
      </div>
    </section>
  );
}
