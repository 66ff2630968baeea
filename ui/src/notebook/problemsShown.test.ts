import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import { boxedProblem, problemsShown } from "./problemsShown";

function problem(message: string, start: number | null, severity = "error" as const): Diagnostic {
  const span = start === null ? null : { start, end: start + 1, line: 1, column: start + 1 };
  return { code: "X", severity, message, span };
}

const said = (list: Diagnostic[]) => list.map(({ message }) => message);

describe("problems of a cell", () => {
  it("are those of the run until the text is changed", () => {
    const about = { known: "a", diagnostics: [problem("old", 0)], checked: null };
    expect(said(problemsShown({ ...about, text: "a" }))).toEqual(["old"]);
    expect(said(problemsShown({ ...about, text: "ab" }))).toEqual([]);
  });

  it("are those of the check once there is one for this very text", () => {
    const check = { diagnostics: [problem("new", 1)], fields: [], reads: [] };
    const about = { known: "a", diagnostics: [problem("old", 0)], text: "ab" };
    expect(said(problemsShown({ ...about, checked: { text: "ab", check } }))).toEqual(["new"]);
    expect(said(problemsShown({ ...about, checked: { text: "a", check } }))).toEqual([]);
  });

  it("keep what the run met in the world", () => {
    const check = { diagnostics: [], fields: [], reads: [] };
    const lost = problem("orders.csv is gone", null);
    const about = { known: "a", diagnostics: [lost], text: "a", checked: { text: "a", check } };
    expect(said(problemsShown(about))).toEqual(["orders.csv is gone"]);
  });

  it("stand in a box after a failed run, or when the editor is left", () => {
    const shown = [problem("bad", 0)];
    expect(boxedProblem(shown, { state: "failed" }, true)?.message).toBe("bad");
    expect(boxedProblem(shown, { state: "fresh" }, false)?.message).toBe("bad");
    expect(boxedProblem(shown, { state: "fresh" }, true)).toBeNull();
    expect(boxedProblem([], { state: "failed" }, false)).toBeNull();
  });
});
