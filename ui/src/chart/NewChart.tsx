// Beginning a chart: choose what it reads. Tables and answers of SQL cells are offered alike.
import { useQuery } from "@tanstack/react-query";
import type { SessionView } from "../backend/generated/SessionView";
import { emptyChart, placeCell } from "../backend/newCell";
import { sourcesQuery } from "../backend/query";
import { selectCell } from "../backend/session";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { NativeSelect } from "../parts/NativeSelect";
import { toastFailure } from "../parts/toast";
import { type ChartAt, setChart } from "./shelfActions";

/** Names that a chart can read: SQL cells first, then tables. */
export function useReadable(book: SessionView): string[] {
  const sources = useQuery(sourcesQuery(book.session));
  const cells = book.workbook.cells
    .filter(({ body }) => body.type === "sql")
    .map(({ name }) => name);
  const tables = (sources.data?.sources ?? []).flatMap((source) =>
    source.tables.map(({ name }) => name),
  );
  return [...new Set([...cells, ...tables])];
}

type Props = { book: SessionView; isSmall?: boolean };

export function NewChart({ book, isSmall = false }: Props) {
  const names = useReadable(book);
  const entries = names.map<MenuEntry>((source) => ({
    label: source,
    run: () => void insertChart(book, source),
  }));
  const button = (
    <button
      type="button"
      className={isSmall ? "btn s" : "btn primary"}
      disabled={names.length === 0}
    >
      <Icon name="plus" />
      {t("chart.newChart")}
    </button>
  );
  const menu = (
    <MenuButton entries={entries} label={t("chart.newChart")}>
      {button}
    </MenuButton>
  );
  if (isSmall) {
    return menu;
  }
  return (
    <Empty isPage title={t("chart.noCharts")} actions={menu}>
      {names.length === 0 ? t("chart.noData") : t("chart.noChartsWhy")}
    </Empty>
  );
}

function insertChart(book: SessionView, source: string): Promise<void> {
  const index = book.workbook.cells.length;
  return placeCell(book, index, `${source}_chart`, emptyChart(source)).then(
    ({ id }) => selectCell(id),
    toastFailure,
  );
}

/** Which table or cell the chart reads. */
export function SourcePicker({ book, chart }: { book: SessionView; chart: ChartAt }) {
  const names = useReadable(book);
  const { source } = chart.spec;
  const shown = names.includes(source) || !source ? names : [source, ...names];
  return (
    <NativeSelect
      isMono
      aria-label={t("chart.chooseSource")}
      value={source}
      onChange={(event) =>
        void setChart(chart, { ...chart.spec, source: event.currentTarget.value })
      }
    >
      {source ? null : <option value="">{t("chart.chooseSource")}</option>}
      {shown.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
