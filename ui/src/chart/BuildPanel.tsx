// The inspector of the chart canvas: mark, encodings, order; and the chart as text and SQL.
import { useState } from "react";
import type { ChartView } from "../backend/generated/ChartView";
import type { Shelf } from "../backend/generated/Shelf";
import type { SortBy } from "../backend/generated/SortBy";
import { t } from "../i18n/t";
import { NativeSelect } from "../parts/NativeSelect";
import { MarkPicker } from "./MarkPicker";
import { StackPicker } from "./StackPicker";
import { type ChartAt, setChart } from "./shelfActions";
import { Well } from "./Well";

type Props = { chart: ChartAt; view: ChartView | undefined };

const ENCODINGS: Shelf[] = ["color", "size", "label", "detail", "tooltip"];

const TABS = ["build", "spec"] as const;

export function BuildPanel({ chart, view }: Props) {
  const [tab, setTab] = useState<(typeof TABS)[number]>("build");
  return (
    <>
      <div className="tabs" role="tablist">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            onClick={() => setTab(name)}
          >
            {t(`chart.${name}`)}
          </button>
        ))}
      </div>
      <div className="panel-scroll">
        {tab === "build" ? (
          <>
            <MarkPicker chart={chart} view={view} />
            <StackPicker chart={chart} view={view} />
            <section className="sec">
              <h3>{t("chart.encode")}</h3>
              {ENCODINGS.map((shelf) => (
                <div className="encode-row" key={shelf}>
                  <span>{t(`chart.shelves.${shelf}`)}</span>
                  <Well chart={chart} view={view} shelf={shelf} />
                </div>
              ))}
            </section>
            <SortPicker chart={chart} />
          </>
        ) : (
          <SpecText chart={chart} view={view} />
        )}
      </div>
    </>
  );
}

const SORTS: Record<string, SortBy | null> = {
  automatic: null,
  positionUp: { key: "position", descending: false },
  positionDown: { key: "position", descending: true },
  valueDown: { key: "value", descending: true },
  valueUp: { key: "value", descending: false },
};
type SortName = "automatic" | "positionUp" | "positionDown" | "valueDown" | "valueUp";
const SORT_NAMES: SortName[] = ["automatic", "positionUp", "positionDown", "valueDown", "valueUp"];

function SortPicker({ chart }: { chart: ChartAt }) {
  const now = chart.spec.sort ?? null;
  const chosen = SORT_NAMES.find((name) => {
    const sort = SORTS[name];
    return sort?.key === now?.key && sort?.descending === now?.descending;
  });
  return (
    <section className="sec">
      <h3>{t("chart.sort")}</h3>
      <NativeSelect
        aria-label={t("chart.sort")}
        value={chosen ?? "automatic"}
        onChange={(event) => {
          const { sort: _, ...rest } = chart.spec;
          const sort = SORTS[event.currentTarget.value];
          void setChart(chart, sort ? { ...rest, sort } : rest);
        }}
      >
        {SORT_NAMES.map((name) => (
          <option key={name} value={name}>
            {t(`chart.sortBy.${name}`)}
          </option>
        ))}
      </NativeSelect>
    </section>
  );
}

function SpecText({ chart, view }: Props) {
  return (
    <>
      <section className="sec">
        <h3>{t("chart.sql")}</h3>
        <pre className="spec-text mono">{view?.sql || "–"}</pre>
      </section>
      <section className="sec">
        <h3>{t("chart.json")}</h3>
        <pre className="spec-text mono">{JSON.stringify(chart.spec, null, 2)}</pre>
      </section>
    </>
  );
}
