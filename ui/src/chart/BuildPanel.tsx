// The inspector of the chart canvas: mark, encodings, order; and the chart as text and SQL.
import { useState } from "react";
import type { ChartView } from "../backend/generated/ChartView";
import type { Shelf } from "../backend/generated/Shelf";
import { t } from "../i18n/t";
import { AnnotationShelf } from "./AnnotationShelf";
import { EventShelf } from "./events/EventShelf";
import { FilterShelf } from "./FilterShelf";
import { MarkPicker } from "./MarkPicker";
import { PivotPanel } from "./pivot/PivotPanel";
import { ReferenceShelf } from "./ReferenceShelf";
import { SortShelf } from "./SortShelf";
import { SpecText } from "./SpecText";
import { StackPicker } from "./StackPicker";
import type { ChartAt } from "./shelfActions";
import { Well } from "./Well";

type Props = { chart: ChartAt; view: ChartView | undefined };

const ENCODINGS: Shelf[] = [
  "color",
  "size",
  "shape",
  "label",
  "detail",
  "tooltip",
  "facet_wrap",
  "facet_row",
  "facet_column",
];

const TABS = ["build", "spec"] as const;

type BuildProps = Props & {
  /** The field whose filter is being edited. */
  filter: string | null;
  setFilter: (field: string | null) => void;
};

export function BuildPanel({ chart, view, filter, setFilter }: BuildProps) {
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
            <PivotPanel chart={chart} view={view} />
            <section className="sec">
              <h3>{t("chart.encode")}</h3>
              {ENCODINGS.map((shelf) => (
                <div className="encode-row" key={shelf}>
                  <span>{t(`chart.shelves.${shelf}`)}</span>
                  <Well chart={chart} view={view} shelf={shelf} />
                </div>
              ))}
            </section>
            <FilterShelf chart={chart} view={view} open={filter} setOpen={setFilter} />
            <SortShelf chart={chart} view={view} />
            <ReferenceShelf chart={chart} view={view} />
            <AnnotationShelf chart={chart} view={view} />
            <EventShelf chart={chart} view={view} />
          </>
        ) : (
          <SpecText chart={chart} view={view} />
        )}
      </div>
    </>
  );
}
