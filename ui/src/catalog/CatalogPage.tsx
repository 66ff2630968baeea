// The catalog workspace: one table with its columns, profiles and first rows.
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { sourcesQuery } from "../backend/query";
import { useSession } from "../backend/session";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { SearchField } from "../parts/SearchField";
import { AddData } from "./AddData";
import { HitList } from "./HitList";
import { TablePage } from "./TablePage";
import "./catalog.css";

type Props = {
  /** None: no workbook is open, and everything this machine has seen can be searched. */
  view: SessionView | null;
  onAddFile: () => void;
  onShowRejected: (table: string) => void;
};

export function CatalogPage({ view, onAddFile, onShowRejected }: Props) {
  return view ? (
    <OfWorkbook view={view} onAddFile={onAddFile} onShowRejected={onShowRejected} />
  ) : (
    <Everything />
  );
}

function OfWorkbook({ view, onAddFile, onShowRejected }: Props & { view: SessionView }) {
  const wanted = useSession((state) => state.table);
  const { data } = useQuery(sourcesQuery(view.session));
  const tables = (data?.sources ?? []).flatMap((source) =>
    source.tables.map((table) => ({ source, table })),
  );
  const found = tables.find(({ table }) => table.name === wanted) ?? tables[0];
  if (found) {
    return (
      <TablePage
        key={found.table.name}
        view={view}
        source={found.source}
        table={found.table}
        onShowRejected={onShowRejected}
      />
    );
  }
  return (
    <div className="page-empty" aria-busy={data === undefined}>
      {data ? (
        <Empty
          title={t("catalog.empty")}
          actions={<AddData view={view} className="btn primary" onAddFile={onAddFile} />}
        >
          {t("catalog.emptyText")}
        </Empty>
      ) : null}
    </div>
  );
}

function Everything() {
  const [words, setWords] = useState("");
  const late = useDeferredValue(words.trim());
  return (
    <div className="everything">
      <h1>{t("catalog.page.everything")}</h1>
      <p className="soft">{t("catalog.page.everythingText")}</p>
      <SearchField label={t("catalog.search")} value={words} onChange={setWords} hasKey />
      {late === "" ? null : <HitList session={null} words={late} />}
    </div>
  );
}
