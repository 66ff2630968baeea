import { describe, expect, it } from "vitest";
import { linePairs } from "./lineDiff";

function shown(before: string, after: string): string[] {
  return linePairs(before, after).map(({ before: one, after: other, isSame }) =>
    isSame ? `= ${one}` : `${one ?? "·"} | ${other ?? "·"}`,
  );
}

describe("two texts beside each other", () => {
  it("puts equal lines beside each other and changed ones in one row", () => {
    expect(shown("a\nb\nc", "a\nx\nc")).toEqual(["= a", "b | x", "= c"]);
  });

  it("leaves a gap where a line was added or removed", () => {
    expect(shown("a\nc", "a\nb\nc")).toEqual(["= a", "· | b", "= c"]);
    expect(shown("a\nb\nc", "c")).toEqual(["a | ·", "b | ·", "= c"]);
  });

  it("loses no line of either side", () => {
    const before = "select a\nfrom t\nwhere x\norder by 1";
    const after = "select a, b\nfrom t\nlimit 3\norder by 1\n";
    const pairs = linePairs(before, after);
    const side = (name: "before" | "after") => pairs.flatMap((pair) => pair[name] ?? []).join("\n");
    expect(side("before")).toBe(before);
    expect(side("after")).toBe(after);
  });

  it("answers texts that are too long to compare as one block", () => {
    const long = (word: string) => Array.from({ length: 1_500 }, (_, at) => `${word} ${at}`);
    const pairs = linePairs(long("a").join("\n"), long("b").join("\n"));
    expect(pairs).toHaveLength(1_500);
    expect(pairs.every(({ isSame }) => !isSame)).toBe(true);
  });
});
