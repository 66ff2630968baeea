// Everything that asks for a second look, from all cells and sources, in one list.

import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { SessionView } from "../backend/generated/SessionView";
import type { Severity } from "../backend/generated/Severity";
import type { Sources } from "../backend/generated/Sources";
import { keys, queryClient } from "../backend/query";
import { revealCell, useSession } from "../backend/session";
import { titleOfId } from "../chart/notes/noteWords";
import { t } from "../i18n/t";

/** One problem and where it belongs. */
export interface Problem {
  severity: Severity;
  message: string;
  hint: string | null;
  /** Cell or source by name. */
  place: string;
  line: number | null;
  cell: string | null;
}

/** Problems from most serious to least, then from top to bottom. */
export function problemsOf(view: SessionView, sources: Sources | undefined): Problem[] {
  const found: Problem[] = [];
  for (const about of view.cells) {
    const cell = view.workbook.cells.find((known) => known.id === about.cell);
    const said = [...about.diagnostics, ...(about.result?.warnings ?? [])];
    for (const diagnostic of unique(said)) {
      found.push({
        severity: diagnostic.severity,
        message: diagnostic.message,
        hint: diagnostic.hint ?? null,
        place: cell?.name ?? "",
        line: diagnostic.span?.line ?? null,
        cell: about.cell,
      });
    }
  }
  for (const { id, name, body } of view.workbook.cells) {
    for (const note of body.type === "chart" ? (body.spec.dismissed_notes ?? []) : []) {
      found.push({
        severity: "note",
        message: t("notes.problem", { title: titleOfId(note) }),
        hint: t("notes.problemHint"),
        place: name,
        line: null,
        cell: id,
      });
    }
  }
  for (const { spec, state } of sources?.sources ?? []) {
    if (state.state === "failed") {
      found.push({ ...fromSource, message: state.message, place: spec.name });
    }
  }
  return found.sort((one, other) => RANK[one.severity] - RANK[other.severity]);
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

const fromSource = { severity: "error" as const, hint: null, line: null, cell: null };

/** How many problems of each severity there are. */
export function countProblems(problems: Problem[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of problems) {
    counts[severity] += 1;
  }
  return counts;
}

/** Shows the next cell with a problem after the selected one, round and round. */
export function nextProblem(view: SessionView): void {
  const sources = queryClient.getQueryData<Sources>(keys.sources(view.session));
  const bad = new Set(problemsOf(view, sources).map((problem) => problem.cell));
  const order = view.workbook.cells.map((cell) => cell.id);
  const from = order.indexOf(useSession.getState().cell ?? "");
  const turned = [...order.slice(from + 1), ...order.slice(0, from + 1)];
  const next = turned.find((cell) => bad.has(cell));
  if (next) {
    revealCell(next);
  }
}

function unique(diagnostics: Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span }) => {
    const key = `${code} ${message} ${span?.start ?? ""}`;
    return !seen.has(key) && seen.add(key);
  });
}
