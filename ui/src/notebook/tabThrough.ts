// Tab on its way through the notebook does not get stuck in an editor: one that was come to with
// Tab is left with Tab, until something is typed. After a click or Enter, Tab indents.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Longer than anybody rests on an editor; any other key ends it at once. */
const UNTIL_TYPED_MS = 3_600_000;

let lastKey: string | null = null;

if (typeof document !== "undefined") {
  document.addEventListener("keydown", ({ key }) => (lastKey = key), true);
  document.addEventListener("pointerdown", () => (lastKey = null), true);
}

/** Lets Tab go on through an editor that was come to with Tab. */
export function tabThrough(): Extension {
  return EditorView.domEventHandlers({
    focus: (_, view) => view.setTabFocusMode(lastKey === "Tab" ? UNTIL_TYPED_MS : false),
  });
}
