// The inspector: what is known of the selection, in tabs.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { sourcesQuery } from "../backend/query";
import { t } from "../i18n/t";
import { Panel } from "../parts/Panel";
import { CellTab } from "./CellTab";
import { ColumnTab } from "./ColumnTab";
import { HistoryTab } from "./HistoryTab";
import { INSPECTOR_TABS, type InspectorTab, useInspectorTab } from "./inspectorTab";
import { ProblemsTab } from "./ProblemsTab";
import { countProblems, problemsOf } from "./problems";

type Props = { view: SessionView };

export function Inspector({ view }: Props) {
  const tab = useInspectorTab((state) => state.tab);
  const id = useId();
  return (
    <Panel panel="inspector" label={t("shell.regions.inspector")}>
      <TabList view={view} id={id} />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        <TabBody tab={tab} view={view} />
      </div>
    </Panel>
  );
}

function TabList({ view, id }: Props & { id: string }) {
  const shown = useInspectorTab((state) => state.tab);
  const { data: sources } = useQuery(sourcesQuery(view.session));
  const counts = countProblems(problemsOf(view, sources));
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) {
      return;
    }
    const at = INSPECTOR_TABS.indexOf(shown) + step + INSPECTOR_TABS.length;
    const next = INSPECTOR_TABS[at % INSPECTOR_TABS.length] ?? shown;
    useInspectorTab.setState({ tab: next });
    document.getElementById(`${id}-${next}`)?.focus();
  }
  return (
    <div
      className="tabs"
      role="tablist"
      aria-label={t("shell.regions.inspector")}
      onKeyDown={onKeyDown}
    >
      {INSPECTOR_TABS.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-${name}`}
          aria-selected={name === shown}
          aria-controls={`${id}-panel`}
          tabIndex={name === shown ? 0 : -1}
          onClick={() => useInspectorTab.setState({ tab: name })}
        >
          {t(`shell.inspector.${name}`)}
          {name === "problems" && counts.error > 0 ? (
            <span className="chip bad tab-count">{counts.error}</span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

function TabBody({ tab, view }: Props & { tab: InspectorTab }) {
  switch (tab) {
    case "cell":
      return <CellTab view={view} />;
    case "column":
      return <ColumnTab view={view} />;
    case "problems":
      return <ProblemsTab view={view} />;
    case "history":
      return <HistoryTab view={view} />;
  }
}
