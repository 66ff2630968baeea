// Parts of a text: which one is meant, what is said of it, and that a late answer is dropped.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it } from "vitest";
import type { Trial } from "../backend/generated/Trial";
import { replaceTransport } from "../backend/transport";
import { stepIn } from "./AnswerTabs";
import { partOf } from "./editorRuns";
import { extentOf, titleOf } from "./TrialPanel";
import { closeTrial, runPart, useTrials } from "./trial";

function editor(doc: string, anchor: number, head = anchor): EditorView {
  return new EditorView({ state: EditorState.create({ doc, selection: { anchor, head } }) });
}

const SPAN = { start: 0, end: 8, line: 3, column: 1 };
const TRIAL: Trial = {
  id: "c.trial",
  span: SPAN,
  named: null,
  result: null,
  diagnostics: [],
  sampled: [],
};

afterEach(() => useTrials.setState({ of: new Map() }));

describe("the part that is meant", () => {
  it("is the selection, or the statement at the cursor, in bytes of the text", () => {
    expect(partOf(editor("'é'; select 1", 5), "here")).toEqual({ part: "statement", offset: 6 });
    expect(partOf(editor("'é'; select 1", 13, 5), "here")).toEqual({
      part: "selection",
      start: 6,
      end: 14,
    });
  });

  it("is what is asked for otherwise", () => {
    expect(partOf(editor("select 1", 3), "upTo")).toEqual({ part: "up_to", offset: 3 });
    expect(partOf(editor("select 1", 3), "named")).toEqual({ part: "named_query", offset: 3 });
  });
});

describe("what is said of a trial", () => {
  it("names the part and its line", () => {
    const done = (part: "selection" | "named_query", trial: Trial) =>
      titleOf({ state: "done", part, text: "", trial });
    expect(done("selection", TRIAL)).toBe("Selection from line 3");
    expect(done("named_query", { ...TRIAL, named: "low" })).toBe("Preview of `low`");
  });

  it("says of how many rows a preview is", () => {
    expect(extentOf([{ name: "orders", first: 10_000, rows: 1_321_806 }])).toMatch(
      /^Preview, first 10.000 rows of orders \(1.321.806 in all\)$/,
    );
    expect(extentOf([{ name: "a", first: 5, rows: null }])).toBe("Preview, first 5 rows of a");
  });
});

describe("running a part", () => {
  it("keeps the answer of the newest run only", async () => {
    const answers: ((trial: Trial) => void)[] = [];
    replaceTransport({
      call: (name: string) =>
        name === "run_part"
          ? new Promise((resolve) => {
              answers.push((value) => resolve({ kind: "json", value }));
            })
          : Promise.resolve({ kind: "json", value: null }),
    } as unknown as Parameters<typeof replaceTransport>[0]);
    const first = runPart("s", "c", "a", { part: "statement", offset: 0 });
    const second = runPart("s", "c", "b", { part: "statement", offset: 0 });
    answers[1]?.({ ...TRIAL, named: "second" });
    await second;
    answers[0]?.({ ...TRIAL, named: "first" });
    await first;
    const state = useTrials.getState().of.get("c");
    expect(state?.state === "done" && state.trial.named).toBe("second");
    closeTrial("s", "c");
    expect(useTrials.getState().of.has("c")).toBe(false);
  });
});

it.each([
  ["ArrowRight", 2, 0],
  ["ArrowLeft", 0, 2],
  ["Home", 1, 0],
  ["End", 0, 2],
  ["Enter", 0, null],
])("%s among three tabs leads from %i to %s", (key, from, to) =>
  expect(stepIn(key, from, 3)).toBe(to),
);
