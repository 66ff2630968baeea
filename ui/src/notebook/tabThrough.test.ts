// Tab passes through an editor, and indents only in one that is being worked in.
import { indentWithTab } from "@codemirror/commands";
import { EditorView, keymap } from "@codemirror/view";
import { afterEach, expect, it } from "vitest";
import { tabThrough } from "./tabThrough";

let view: EditorView | null = null;

afterEach(() => {
  view?.destroy();
  view = null;
});

function made(): EditorView {
  view = new EditorView({
    parent: document.body,
    doc: "x",
    extensions: [tabThrough(), keymap.of([indentWithTab])],
  });
  return view;
}

function press(at: EventTarget, key: string, keyCode: number): boolean {
  const event = new KeyboardEvent("keydown", { key, keyCode, bubbles: true, cancelable: true });
  at.dispatchEvent(event);
  return event.defaultPrevented;
}

it("goes on with Tab when it was come to with Tab, until something is typed", () => {
  const editor = made();
  press(document.body, "Tab", 9);
  editor.contentDOM.dispatchEvent(new FocusEvent("focus"));
  expect(press(editor.contentDOM, "Tab", 9)).toBe(false);
  expect(editor.state.doc.toString()).toBe("x");
  press(editor.contentDOM, "a", 65);
  expect(press(editor.contentDOM, "Tab", 9)).toBe(true);
  expect(editor.state.doc.toString()).toBe("  x");
});

it("indents after a click or Enter", () => {
  const editor = made();
  press(document.body, "Enter", 13);
  editor.contentDOM.dispatchEvent(new FocusEvent("focus"));
  expect(press(editor.contentDOM, "Tab", 9)).toBe(true);
  expect(editor.state.doc.toString()).toBe("  x");
});
