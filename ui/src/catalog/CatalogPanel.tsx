// The catalog in the side panel: search, and the tree of sources, tables and columns.
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useRef, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { sourcesQuery } from "../backend/query";
import { t } from "../i18n/t";
import { MenuButton } from "../parts/ContextMenu";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { SearchField } from "../parts/SearchField";
import { Tip } from "../parts/Tip";
import { AddData } from "./AddData";
import { CatalogTree } from "./CatalogTree";
import { HitList } from "./HitList";
import "./catalog.css";

type Props = {
  view: SessionView;
  onAddFile: () => void;
  /** None: files and folders are chosen in one dialog. */
  onAddFolder: (() => void) | null;
  onShowRejected: (table: string) => void;
};

export function CatalogPanel({ view, onAddFile, onAddFolder, onShowRejected }: Props) {
  const [words, setWords] = useState("");
  const late = useDeferredValue(words.trim());
  const body = useRef<HTMLDivElement>(null);
  return (
    <>
      <div className="panel-head">
        <h2>{t("catalog.title")}</h2>
        <AddButton view={view} onAddFile={onAddFile} onAddFolder={onAddFolder} />
      </div>
      <div className="panel-search">
        <SearchField
          label={t("catalog.search")}
          value={words}
          onChange={setWords}
          hasKey
          onArrowDown={() => body.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus()}
        />
      </div>
      <div ref={body} className="catalog-body">
        {late === "" ? (
          <Sources view={view} onAddFile={onAddFile} onShowRejected={onShowRejected} />
        ) : (
          <HitList session={view.session} words={late} />
        )}
      </div>
    </>
  );
}

function AddButton({ view, onAddFile, onAddFolder }: Omit<Props, "onShowRejected">) {
  const disabledBecause = whyRefused(view, "add_source");
  if (onAddFolder === null || disabledBecause !== null) {
    return (
      <Tip label={disabledBecause ?? t("catalog.add")}>
        <button
          type="button"
          className="ib s"
          aria-label={t("catalog.add")}
          aria-disabled={disabledBecause !== null || undefined}
          onClick={() => disabledBecause !== null || onAddFile()}
        >
          <Icon name="plus" />
        </button>
      </Tip>
    );
  }
  return (
    <MenuButton
      label={t("catalog.add")}
      side="bottom-end"
      entries={[
        { label: t("catalog.addFile"), icon: "file", run: onAddFile },
        { label: t("catalog.addFolder"), icon: "folder", run: onAddFolder },
      ]}
    >
      <button type="button" className="ib s" aria-label={t("catalog.add")}>
        <Icon name="plus" />
      </button>
    </MenuButton>
  );
}

function Sources({ view, onAddFile, onShowRejected }: Omit<Props, "onAddFolder">) {
  const { data, error, isLoading } = useQuery(sourcesQuery(view.session));
  if (data && data.sources.length > 0) {
    return <CatalogTree view={view} sources={data.sources} onShowRejected={onShowRejected} />;
  }
  if (error) {
    return <Empty title={t("catalog.failed")}>{error.message}</Empty>;
  }
  if (isLoading) {
    return <Skeleton />;
  }
  return (
    <Empty
      title={t("catalog.empty")}
      actions={<AddData view={view} className="btn" onAddFile={onAddFile} />}
    >
      {t("catalog.emptyText")}
    </Empty>
  );
}

function Skeleton() {
  return (
    <div className="tree" aria-busy="true">
      {[120, 150, 90, 130].map((width) => (
        <div key={width} className="tree-row">
          <span className="skel" style={{ width, height: 12 }} />
        </div>
      ))}
    </div>
  );
}
