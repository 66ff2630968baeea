// Problems under the text of an editor, in the places that the application named.
import { type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { Fix } from "../backend/generated/Fix";
import { stretchOf } from "./textSpans";

/** Draws problems under the text of an editor, each with its fixes as buttons beside it. */
export function drawProblems(
  view: EditorView,
  { text, diagnostics }: { text: string; diagnostics: readonly Diagnostic[] },
  take: (fix: Fix) => void,
): void {
  const length = view.state.doc.length;
  const marks: Mark[] = diagnostics.flatMap(({ span, severity, message, hint, fixes = [] }) => {
    if (!span) {
      return [];
    }
    const { from, to } = stretchOf(text, span);
    const start = Math.min(withoutReturns(text, from), length);
    const end = Math.min(Math.max(withoutReturns(text, to), start), length);
    const shown = hint ? `${message} ${hint}` : message;
    const actions = fixes.map((fix) => ({ name: fix.label, apply: () => take(fix) }));
    return [{ from: start, to: end, severity: SEVERITY[severity], message: shown, actions }];
  });
  view.dispatch(setDiagnostics(view.state, marks));
}

const SEVERITY = { error: "error", warning: "warning", note: "info" } as const;

/** The editor counts a line end as one, whatever the text has. */
export function withoutReturns(text: string, unit: number): number {
  let pairs = 0;
  for (let at = text.indexOf("\r\n"); at !== -1 && at < unit; at = text.indexOf("\r\n", at + 2)) {
    pairs += 1;
  }
  return unit - pairs;
}
