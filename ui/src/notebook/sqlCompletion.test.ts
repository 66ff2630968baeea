// The completion list opens where a name begins, and its keys do what is expected of them.
import { completionStatus, currentCompletions } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, runScopeHandlers } from "@codemirror/view";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Completion } from "../backend/generated/Completion";
import { replaceTransport } from "../backend/transport";
import { beginsStatement, opensAfter, sqlCompletion } from "./sqlCompletion";

describe("the list opens by itself", () => {
  it.each([
    "s",
    "select r",
    "select o.",
    "select o.re",
    'select "My',
    'from "My table".',
    "< :",
    "_",
  ])("after %j", (before) => expect(opensAfter(before)).toBe(true));

  it.each([
    "",
    "select ",
    "1",
    "select 1",
    "12.",
    "1.5",
    "1e",
    "select *",
    "(",
    "a + 2",
    "x::",
    'as "a" ',
  ])("but not after %j", (before) => expect(opensAfter(before)).toBe(false));
});

function offer(label: string, from: number): Completion {
  return { label, insert: label, kind: "column", detail: "", about: "", from, columns: [] };
}

let view: EditorView | null = null;
let asked = 0;

afterEach(() => {
  view?.destroy();
  view = null;
});

/** An editor whose application offers these labels for the last word, as if `text` was typed. */
async function typed(text: string, labels: string[]): Promise<EditorView> {
  asked = 0;
  replaceTransport({
    call: async () => {
      asked += 1;
      const from = text.length - (/[\w]*$/.exec(text)?.[0].length ?? 0);
      return { kind: "json", value: { completions: labels.map((label) => offer(label, from)) } };
    },
  } as unknown as Parameters<typeof replaceTransport>[0]);
  const made = new EditorView({
    parent: document.body,
    state: EditorState.create({
      extensions: [sqlCompletion({ session: "s", cell: "c" }), keymap.of(defaultKeymap)],
    }),
  });
  view = made;
  const last = text.slice(-1);
  made.dispatch({ changes: { from: 0, insert: text.slice(0, -1) } });
  made.dispatch({
    changes: { from: text.length - 1, insert: last },
    selection: { anchor: text.length },
    userEvent: "input.type",
  });
  return made;
}

async function opened(text: string, labels: string[]): Promise<EditorView> {
  const made = await typed(text, labels);
  await vi.waitFor(() => expect(completionStatus(made.state)).toBe("active"), 2000);
  // Keys that come at once after the list opened are meant for the text.
  await new Promise((resolve) => setTimeout(resolve, 90));
  return made;
}

function press(made: EditorView, key: string): string {
  runScopeHandlers(made, new KeyboardEvent("keydown", { key }), "editor");
  return made.state.doc.toString();
}

describe("values and conditions", () => {
  it.each(["where region = '", "region IN ('", "in ('a', '", "b <> '", "join c on "])(
    "are offered after %j",
    (before) => expect(opensAfter(before)).toBe(true),
  );

  it("are not offered in any other text", () => {
    expect(opensAfter("select 'a' || '")).toBe(false);
    expect(opensAfter("select 'abc ")).toBe(false);
  });

  it.each(["", "  ", "select 1; ", "-- note\n"])("a statement begins after %j", (text) =>
    expect(beginsStatement(text, text.length)).toBe(true),
  );

  it("no statement begins inside of one", () => {
    expect(beginsStatement("select ", 7)).toBe(false);
  });
});

describe("the keys of the list", () => {
  it("are not there after a number: nothing is asked", async () => {
    const made = await typed("select 1", ["region"]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked).toBe(0);
    expect(completionStatus(made.state)).toBeNull();
  });

  it("Tab and Enter take the offer that goes on with the word", async () => {
    expect(press(await opened("select reg", ["region", "regular"]), "Tab")).toBe("select region");
    view?.destroy();
    expect(press(await opened("select reg", ["region"]), "Enter")).toBe("select region");
  });

  it("Escape closes it and leaves the text", async () => {
    const made = await opened("select reg", ["region"]);
    expect(press(made, "Escape")).toBe("select reg");
    expect(completionStatus(made.state)).toBeNull();
  });

  it("Enter after a complete word or an alias ends the line", async () => {
    expect(press(await opened("select region", ["region", "region_code"]), "Enter")).toBe(
      "select region\n",
    );
    view?.destroy();
    expect(press(await opened("from orders o", ["order_id", "OR"]), "Enter")).toBe(
      "from orders o\n",
    );
  });

  it("Enter takes whatever was gone to with the arrows", async () => {
    const made = await opened("select region", ["region", "region_code"]);
    expect(currentCompletions(made.state)).toHaveLength(2);
    press(made, "ArrowDown");
    expect(press(made, "Enter")).toBe("select region_code");
  });
});
