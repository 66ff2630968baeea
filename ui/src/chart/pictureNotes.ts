// What is said under a picture about marks that it does not draw.
import type { Rows } from "../backend/rows";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import type { ChartData } from "./chartData";
import type { Panes } from "./facets";
import { withoutInterval } from "./intervals";
import { farApart } from "./layers";

/** What is not drawn in all pictures together. */
export function facetNotes({ panes, hidden }: Panes, whole: ChartData): string[] {
  const notes = hidden > 0 ? [t("chart.facetsHidden", { shown: count(hidden) })] : [];
  const notShared = panes.reduce(
    (sum, { data }) => sum + (data.shape === "axis" ? data.notShared : 0),
    0,
  );
  return [...notes, ...ownNotes(whole.shape === "axis" ? { ...whole, notShared } : whole)];
}

/** What is said of long lines of which only what is drawn was read. */
export function thinnedNotes({ head: { pixels, total_rows } }: Rows): string[] {
  return pixels ? [t("chart.thinned", { total: count(total_rows), pixels: count(pixels) })] : [];
}

/** What one picture leaves out. */
export function ownNotes(data: ChartData): string[] {
  const notes: string[] = [];
  if (data.shape === "axis" && data.hidden > 0) {
    const shown = data.positions.values.length;
    notes.push(t("chart.barsShown", { shown: count(shown), total: count(shown + data.hidden) }));
  }
  if (data.shape === "axis" && data.undrawn > 0) {
    notes.push(t("chart.valuesUndrawn", { count: data.undrawn, shown: count(data.undrawn) }));
  }
  if (data.shape === "axis" && data.notShared > 0) {
    notes.push(t("marks.notShares", { count: data.notShared, shown: count(data.notShared) }));
  }
  const far = data.shape === "axis" ? farApart(data) : null;
  if (far) {
    notes.push(t("chart.farApart", far));
  }
  const without = data.shape === "numbers" ? 0 : withoutInterval(data);
  if (without > 0) {
    notes.push(t("chart.withoutInterval", { count: without, shown: count(without) }));
  }
  if (data.shape === "points" && data.hidden > 0) {
    notes.push(t("chart.pointsHidden", { shown: count(data.hidden) }));
  }
  return notes;
}
