// The menu of fixes: which problem the cursor means, and that keys alone reach every fix.
import { EditorState } from "@codemirror/state";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import { afterEach, describe, expect, it } from "vitest";
import type { Fix } from "../backend/generated/Fix";
import { fixMenu, type Mendable, problemAt } from "./fixMenu";

const first: Fix = { label: "Use region", changes: [] };
const second: Fix = { label: "Use revenue", changes: [] };
const problems: Mendable[] = [
  { from: 7, to: 13, message: "There is no column reigon.", fixes: [first, second] },
  { from: 20, to: 24, message: "Another.", fixes: [second] },
];

describe("the problem that a cursor means", () => {
  it.each([
    [7, 7],
    [13, 7],
    [15, 7],
    [18, 20],
    [22, 20],
    [30, 20],
    [0, 7],
  ])("at %i begins at %i", (head, from) => {
    expect(problemAt(problems, head)?.from).toBe(from);
  });

  it("is none when there is none", () => expect(problemAt([], 3)).toBeNull());
});

let view: EditorView | null = null;

afterEach(() => view?.destroy());

function editor(taken: Fix[]): EditorView {
  view = new EditorView({
    parent: document.body,
    state: EditorState.create({
      doc: "select reigon from sale s",
      extensions: [fixMenu({ mendable: () => problems, take: (_, fix) => void taken.push(fix) })],
    }),
  });
  return view;
}

function press(target: EventTarget, key: string): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

describe("the menu", () => {
  it("opens by its key, is walked with arrows, and takes what is chosen", () => {
    const taken: Fix[] = [];
    const made = editor(taken);
    runScopeHandlers(made, new KeyboardEvent("keydown", { key: ".", ctrlKey: true }), "editor");
    const items = [...made.dom.querySelectorAll<HTMLElement>("[role=menuitem]")];
    expect(items.map((item) => item.textContent)).toEqual(["Use region", "Use revenue"]);
    items[0]?.focus();
    press(items[0] as HTMLElement, "ArrowDown");
    expect(document.activeElement?.textContent).toBe("Use revenue");
    (document.activeElement as HTMLElement).click();
    expect(taken).toEqual([second]);
    expect(made.dom.querySelector("[role=menu]")).toBeNull();
  });

  it("closes by Escape and when the text changes", () => {
    const made = editor([]);
    const open = () =>
      runScopeHandlers(made, new KeyboardEvent("keydown", { key: ".", ctrlKey: true }), "editor");
    open();
    press(made.dom.querySelector("[role=menuitem]") as HTMLElement, "Escape");
    expect(made.dom.querySelector("[role=menu]")).toBeNull();
    open();
    made.dispatch({ changes: { from: 0, insert: " " } });
    expect(made.dom.querySelector("[role=menu]")).toBeNull();
  });
});
