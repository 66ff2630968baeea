// Fixes of the problems of a text, as an editor takes them: by a button beside the problem, by
// the first one's key, or from the menu of fixes.
import type { EditorView } from "@codemirror/view";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { Fix } from "../backend/generated/Fix";
import { type Mendable, problemAt } from "../sql/fixMenu";
import { withoutReturns } from "./sqlHelp";
import { changesOf, stretchOf } from "./textSpans";

/** Problems and the text that their places count in. */
export interface Problems {
  text: string;
  diagnostics: readonly Diagnostic[];
}

/** A text as the editor holds it. */
export function lineEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** The problems with fixes, in order; none while the text is not the one they are about. */
export function mendableIn(view: EditorView, { text, diagnostics }: Problems): Mendable[] {
  if (lineEnds(text) !== view.state.doc.toString()) {
    return [];
  }
  return diagnostics
    .flatMap(({ span, message, fixes }) => {
      if (!span || !fixes || fixes.length === 0) {
        return [];
      }
      const { from, to } = stretchOf(text, span);
      return [{ from: withoutReturns(text, from), to: withoutReturns(text, to), message, fixes }];
    })
    .sort((one, other) => one.from - other.from);
}

/** Takes the first fix of the problem at the cursor; answers whether there was one. */
export function takeFirstFix(view: EditorView, problems: Problems): boolean {
  const problem = problemAt(mendableIn(view, problems), view.state.selection.main.head);
  const fix = problem?.fixes[0];
  if (!fix) {
    return false;
  }
  takeFix(view, problems, fix);
  return true;
}

/** Changes the text as the fix says, and puts the cursor behind what it wrote. */
export function takeFix(view: EditorView, { text }: Problems, fix: Fix): void {
  if (lineEnds(text) !== view.state.doc.toString()) {
    return;
  }
  const changes = view.state.changes(
    changesOf(text, fix.changes).map(({ from, to, insert }) => ({
      from: withoutReturns(text, from),
      to: withoutReturns(text, to),
      insert,
    })),
  );
  view.dispatch({
    changes,
    selection: view.state.selection.map(changes, 1),
    userEvent: "input.fix",
    scrollIntoView: true,
  });
  view.focus();
}
