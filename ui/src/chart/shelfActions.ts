// What gestures on shelves do to the document: each is one edit that can be undone.
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { Filter } from "../backend/generated/Filter";
import type { Pill } from "../backend/generated/Pill";
import type { PillAt } from "../backend/generated/PillAt";
import type { SessionId } from "../backend/generated/SessionId";
import type { Shelf } from "../backend/generated/Shelf";
import { applyEdit, showView } from "../backend/query";
import { toastFailure } from "../parts/toast";

/** The chart that is worked on. */
export interface ChartAt {
  session: SessionId;
  cell: CellId;
  spec: ChartSpec;
}

/** A position past the end of every shelf. */
export const AT_END = 999;

/** Puts a field on a shelf, or moves a pill there. Words of a refusal become a toast. */
export async function putField(
  { session, cell }: ChartAt,
  field: string,
  shelf: Shelf,
  from: PillAt | null,
): Promise<void> {
  const request = { session, cell, field, shelf, index: AT_END, from };
  await call("place_field", request).then(showView, toastFailure);
}

/** Replaces the chart by a changed one. */
export async function setChart({ session, cell }: ChartAt, spec: ChartSpec): Promise<void> {
  await applyEdit(session, { edit: "set_chart", cell, spec }).catch(toastFailure);
}

/** Replaces the filters of a chart. */
export async function setFilters(chart: ChartAt, filters: Filter[]): Promise<void> {
  await setChart(chart, { ...chart.spec, filters });
}

/** The chart with one pill changed, or removed when `pill` is null. */
export function withPill(spec: ChartSpec, at: PillAt, pill: Pill | null): ChartSpec {
  const pills = spec[at.shelf] ?? [];
  const changed = pill
    ? pills.map((one, index) => (index === at.index ? pill : one))
    : pills.filter((_, index) => index !== at.index);
  return { ...spec, [at.shelf]: changed };
}

/** The chart with X and Y exchanged. */
export function swapped(spec: ChartSpec): ChartSpec {
  return { ...spec, x: spec.y ?? [], y: spec.x ?? [] };
}
