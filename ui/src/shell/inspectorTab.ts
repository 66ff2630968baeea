// Which tab of the inspector is shown.
import { create } from "zustand";
import { showPanel } from "../parts/panels";

/** The tabs, in order. */
export const INSPECTOR_TABS = ["cell", "column", "problems", "history"] as const;

/** One tab. */
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

/** The shown tab. */
export const useInspectorTab = create<{ tab: InspectorTab }>(() => ({ tab: "cell" }));

/** Shows a tab, opening the inspector when it is closed. */
export function showInspector(tab: InspectorTab): void {
  useInspectorTab.setState({ tab });
  showPanel("inspector", true);
}
