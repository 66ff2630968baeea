import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { describe, expect, it } from "vitest";
import { insertSnippet, plainText, snippets, snippetsFor } from "./snippets";

describe("snippets", () => {
  it("read as text without their places", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: places of snippets are written like this
    expect(plainText("SELECT ${1:a} FROM ${2:t} ORDER BY ${1}")).toBe("SELECT a FROM t ORDER BY a");
    for (const { text, title, about } of snippets()) {
      expect(plainText(text)).not.toMatch(/[${}]/);
      expect(title).not.toBe("");
      expect(about).not.toBe("");
    }
  });

  it("are found by any word of their title", () => {
    const [first] = snippets();
    const word = first?.title.split(" ").at(-1) ?? "";
    expect(snippetsFor(word.slice(0, 3)).map(({ label }) => label)).toContain(first?.title);
    expect(snippetsFor("zzzz")).toEqual([]);
  });

  it("are written with linked places, the first one selected", () => {
    const [first] = snippets();
    const marked: string[][] = [];
    const view = new EditorView({
      state: EditorState.create({
        extensions: [
          EditorState.allowMultipleSelections.of(true),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) {
              const { ranges } = state.selection;
              marked.push(ranges.map(({ from, to }) => state.sliceDoc(from, to)));
            }
          }),
        ],
      }),
      parent: document.body,
    });
    if (first) {
      insertSnippet(view, first);
      expect(view.state.doc.toString()).toBe(plainText(first.text));
    }
    expect(marked).toEqual([["category", "category"]]);
    view.destroy();
  });
});
