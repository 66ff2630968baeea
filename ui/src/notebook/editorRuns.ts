// Running a part of the text from the editor: the selection or the statement under the cursor, the
// text up to the cursor, the named query under it.
import type { Extension } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import type { Wish } from "../backend/generated/Wish";
import type { TextOwner } from "./sqlCompletion";
import { byteAt } from "./textSpans";
import { runPart } from "./trial";

/** Which part is meant; `here` is the selection, or the statement without one. */
export type PartName = "here" | "upTo" | "named";

/** The part that a name means for the selection of an editor. */
export function partOf(view: EditorView, name: PartName): Wish {
  const text = view.state.doc.toString();
  const { from, to, head } = view.state.selection.main;
  const offset = byteAt(text, head);
  switch (name) {
    case "here":
      return from === to
        ? { part: "statement", offset }
        : { part: "selection", start: byteAt(text, from), end: byteAt(text, to) };
    case "upTo":
      return { part: "up_to", offset };
    case "named":
      return { part: "named_query", offset };
  }
}

/** Runs a part of the text of an editor. */
export function runFrom(owner: TextOwner, view: EditorView, name: PartName): boolean {
  void runPart(owner.session, owner.cell, view.state.doc.toString(), partOf(view, name));
  return true;
}

/** The keys of the runs. */
export function editorRuns(owner: TextOwner): Extension {
  const run = (name: PartName) => (view: EditorView) => runFrom(owner, view, name);
  return keymap.of([
    { key: "Shift-Alt-Enter", run: run("here"), stopPropagation: true },
    { key: "Shift-Alt-u", run: run("upTo"), stopPropagation: true },
    { key: "Shift-Alt-p", run: run("named"), stopPropagation: true },
  ]);
}
