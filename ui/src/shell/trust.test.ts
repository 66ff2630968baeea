// What a person is shown before a workbook of someone else runs.
import { describe, expect, it } from "vitest";
import { VIEW } from "../../tests/fixtures";
import type { Cell } from "../backend/generated/Cell";
import type { ParameterValue } from "../backend/generated/ParameterValue";
import { changeWords, consequencesOf } from "./trust";

function parameter(name: string, value: ParameterValue): Cell {
  return { id: `id_${name}`, name, body: { type: "parameter", parameter: { label: "", value } } };
}

function setsOf(...cells: Cell[]): string[] {
  return consequencesOf({ ...VIEW, workbook: { ...VIEW.workbook, cells } }).sets;
}

describe("V11: what the parameters of a received workbook are set to", () => {
  it("stands beside what would run, so that a filter that was widened is seen", () => {
    expect(
      setsOf(
        parameter("period", { kind: "date_range", from: null, to: "2026-11-20" }),
        parameter("ever", { kind: "date_range", from: null, to: null }),
        parameter("day", { kind: "date", value: "2026-11-20" }),
        parameter("least", { kind: "number", value: "-1000000", min: null, max: null, step: null }),
        parameter("regions", {
          kind: "choice",
          options: { from: "values", values: [] },
          several: true,
          chosen: [],
        }),
        parameter("words", { kind: "text", value: "%" }),
      ),
    ).toEqual([
      ":period = to 20 Nov 2026",
      ":ever = All dates",
      ":day = 20 Nov 2026",
      ":least = −1 000 000",
      ":regions = All",
      ":words = %",
    ]);
  });

  it("is nothing where there are no parameters", () => {
    expect(setsOf()).toEqual([]);
  });
});

describe("W25: what changed since a workbook was trusted", () => {
  it("is said in words, the rest counted", () => {
    const words = ["cell a: 1 line changed", "cell b: added", "page P: renamed", "cell c: removed"];
    expect(changeWords({ words: words.slice(0, 1), count: 1 })).toBe(
      "Changed: cell a: 1 line changed.",
    );
    expect(changeWords({ words, count: 40 })).toBe(
      "Changed: cell a: 1 line changed; cell b: added; page P: renamed; and 37 more.",
    );
  });

  it("says so when only what is stored beside the document changed", () => {
    expect(changeWords({ words: [], count: 0 })).toMatch(/say the same as then/);
  });
});
