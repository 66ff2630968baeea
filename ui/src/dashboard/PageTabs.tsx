// The pages of the workbook as tabs, and the way to a new one.
import type { KeyboardEvent } from "react";
import type { Page } from "../backend/generated/Page";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { Tip } from "../parts/Tip";
import { addPage } from "./pageActions";
import { showPage } from "./pageState";

type Props = { book: SessionView; page: Page };

export function PageTabs({ book, page }: Props) {
  const { pages } = book.workbook;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const at = pages.findIndex(({ id }) => id === page.id) + step + pages.length;
      const next = pages[at % pages.length];
      if (next) {
        event.preventDefault();
        showPage(next.id);
        requestAnimationFrame(() => document.getElementById(`page-${next.id}`)?.focus());
      }
    }
  };
  return (
    <>
      {pages.length > 1 ? (
        <div
          className="dash-tabs"
          role="tablist"
          aria-label={t("dashboard.pages")}
          onKeyDown={onKeyDown}
        >
          {pages.map(({ id, title }) => (
            <button
              key={id}
              id={`page-${id}`}
              type="button"
              role="tab"
              aria-selected={id === page.id}
              tabIndex={id === page.id ? 0 : -1}
              onClick={() => showPage(id)}
            >
              <span className="trunc">{title || t("dashboard.untitled")}</span>
            </button>
          ))}
        </div>
      ) : null}
      <Tip label={t("dashboard.newPage")}>
        <button
          type="button"
          className="ib s"
          aria-label={t("dashboard.newPage")}
          onClick={() => void addPage(book)}
        >
          <Icon name="plus" />
        </button>
      </Tip>
    </>
  );
}
