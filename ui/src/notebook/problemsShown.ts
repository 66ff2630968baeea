// Which problems a cell shows now: those of its last run and those of its text as it stands.
import type { CellState } from "../backend/generated/CellState";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { Checked } from "./useCheck";

type About = {
  /** The text on the screen. */
  text: string;
  /** The text of the document, which the last run saw. */
  known: string;
  diagnostics: readonly Diagnostic[];
  checked: Checked | null;
};

/** Problems to draw under the text on the screen. */
export function problemsShown({ text, known, diagnostics, checked }: About): Diagnostic[] {
  const ofRun = text === known ? diagnostics : diagnostics.filter(({ span }) => !span);
  const isChecked = checked !== null && checked.text === text;
  if (!isChecked) {
    return [...ofRun];
  }
  // The check knows the text better; what the run met in the world stays.
  const ofWorld = ofRun.filter(({ span }) => !span);
  return unique([...checked.check.diagnostics, ...ofWorld]);
}

function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span }) => {
    const key = JSON.stringify([code, message, span?.start ?? null]);
    return !seen.has(key) && seen.add(key);
  });
}

/** The problem for the box below the text: after a failed run, or once the editor is left. */
export function boxedProblem(
  shown: readonly Diagnostic[],
  state: CellState,
  isEditing: boolean,
): Diagnostic | null {
  const error = shown.find(({ severity }) => severity === "error");
  return error && (state.state === "failed" || !isEditing) ? error : null;
}
