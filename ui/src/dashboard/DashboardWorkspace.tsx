// The dashboard workspace: tabs of the pages, the page itself, and while it is edited the library
// and the settings at the right. The shell places main region and panel in its grid.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Page } from "../backend/generated/Page";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { workbookQuery } from "../backend/query";
import { useSession } from "../backend/session";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { Panel } from "../parts/Panel";
import { showPanel } from "../parts/panels";
import { useRefusal } from "../parts/refusal";
import { Tip } from "../parts/Tip";
import { ExportPageDialog } from "./ExportPageDialog";
import { FilterBar } from "./FilterBar";
import { letGo } from "./gridGesture";
import { PageGrid } from "./PageGrid";
import { PagePanel } from "./PagePanel";
import { PageTabs } from "./PageTabs";
import { addPage, changePage, type PageAt } from "./pageActions";
import { pageQuery } from "./pageQuery";
import { setEditing, showPage, usePages } from "./pageState";
import { SnapshotsDialog } from "./snapshots/SnapshotsDialog";
import { SnapshotWorkspace } from "./snapshots/SnapshotWorkspace";
import "./dashboard.css";

type Props = { session: SessionId };

export function DashboardWorkspace({ session }: Props) {
  const book = useQuery(workbookQuery(session)).data;
  const wanted = useSession((state) => state.page);
  const pages = book?.workbook.pages ?? [];
  const page = pages.find(({ id }) => id === wanted) ?? pages[0];
  useEffect(() => {
    if (page && page.id !== wanted) {
      showPage(page.id);
    }
  }, [page, wanted]);
  if (!book) {
    return <main className="main" data-region="main" />;
  }
  if (!page) {
    return (
      <main className="main dash-none" data-region="main" tabIndex={-1}>
        <NoPages book={book} />
      </main>
    );
  }
  return <OpenPage key={page.id} book={book} page={page} />;
}

function NoPages({ book }: { book: SessionView }) {
  return (
    <Empty
      isPage
      title={t("dashboard.noPages")}
      actions={
        <button type="button" className="btn primary" onClick={() => void addPage(book)}>
          <Icon name="plus" />
          {t("dashboard.newPage")}
        </button>
      }
    >
      {t("dashboard.noPagesWhy")}
    </Empty>
  );
}

function OpenPage({ book, page }: { book: SessionView; page: Page }) {
  const isEditing = usePages((state) => state.isEditing);
  const view = useQuery(pageQuery(book.session, page.id, book.revision)).data;
  const at: PageAt = { session: book.session, page, revision: book.revision };
  const shown = usePages((state) => state.shown);
  useEffect(() => letGo, []);
  if (shown) {
    return <SnapshotWorkspace book={book} page={page} shown={shown} />;
  }
  return (
    <>
      <main className="main" aria-label={t("dashboard.page")} data-region="main" tabIndex={-1}>
        <div className="dash-head">
          <Title key={page.title} at={at} isEditing={isEditing} />
          <PageTabs book={book} page={page} />
          <span className="grow" />
          <SnapshotsButton at={at} />
          <ExportButton at={at} />
          <Mode isEditing={isEditing} />
        </div>
        {view ? <FilterBar at={at} book={book} view={view} /> : null}
        <PageGrid at={at} book={book} view={view} isEditing={isEditing} />
      </main>
      {isEditing ? (
        <Panel panel="inspector" label={t("dashboard.panel")}>
          <PagePanel at={at} book={book} view={view} />
        </Panel>
      ) : null}
    </>
  );
}

function SnapshotsButton({ at }: { at: PageAt }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Tip label={t("snapshots.open")}>
        <button
          type="button"
          className="ib s"
          aria-label={t("snapshots.open")}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <Icon name="camera" />
        </button>
      </Tip>
      {isOpen ? <SnapshotsDialog at={at} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ExportButton({ at }: { at: PageAt }) {
  const [isOpen, setOpen] = useState(false);
  const refusal = useRefusal(at.session, "export_page");
  return (
    <>
      <Tip label={refusal ?? t("pageExport.open")}>
        <button
          type="button"
          className="ib s"
          aria-label={t("pageExport.open")}
          aria-haspopup="dialog"
          aria-disabled={refusal !== null || undefined}
          onClick={() => setOpen(refusal === null)}
        >
          <Icon name="download" />
        </button>
      </Tip>
      {isOpen ? <ExportPageDialog at={at} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Mode({ isEditing }: { isEditing: boolean }) {
  return (
    <span className="seg dash-mode" role="group" aria-label={t("dashboard.mode")}>
      <button type="button" aria-pressed={!isEditing} onClick={() => setEditing(false)}>
        <Icon name="eye" size="xs" />
        {t("dashboard.view")}
      </button>
      <button
        type="button"
        aria-pressed={isEditing}
        onClick={() => {
          setEditing(true);
          showPanel("inspector", true);
        }}
      >
        <Icon name="sliders" size="xs" />
        {t("dashboard.edit")}
      </button>
    </span>
  );
}

function Title({ at, isEditing }: { at: PageAt; isEditing: boolean }) {
  const { session, page } = at;
  const [text, setText] = useState(page.title);
  if (!isEditing) {
    return <h1 className="dash-title trunc">{page.title || t("dashboard.untitled")}</h1>;
  }
  const keep = () => {
    if (text !== page.title) {
      void changePage(session, { edit: "rename_page", page: page.id, title: text });
    }
  };
  return (
    <h1 className="dash-title">
      <input
        aria-label={t("dashboard.pageTitle")}
        placeholder={t("dashboard.untitled")}
        value={text}
        maxLength={200}
        size={Math.min(40, Math.max(10, text.length + 1))}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.currentTarget.blur();
          }
          if (event.key === "Escape") {
            event.stopPropagation();
            setText(page.title);
          }
        }}
      />
    </h1>
  );
}
