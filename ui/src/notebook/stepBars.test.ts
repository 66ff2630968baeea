import { describe, expect, it } from "vitest";
import type { Step } from "../backend/generated/Step";
import { expectedRows, rowsOf, shownRows, timeOf } from "./stepBars";

function step(figures: Partial<Step>): Step {
  return {
    depth: 0,
    what: "Read",
    with: "",
    expected_rows: null,
    is_guess: false,
    rows: null,
    bytes: null,
    took_ms: null,
    ...figures,
  };
}

describe("the bars of steps", () => {
  const read = step({ rows: 400, took_ms: 6 });
  const group = step({ rows: 4, took_ms: 8 });
  const empty = step({ rows: 0 });
  const all = [group, read, empty];

  it("show the time of a step beside the longest", () => {
    expect(timeOf(read, all)).toBe(0.75);
    expect(timeOf(group, all)).toBe(1);
    expect(timeOf(empty, all)).toBeNull();
  });

  it("say when rows are guessed", () => {
    expect(expectedRows(step({ expected_rows: 120, is_guess: true }))).toBe("≈ 120");
    expect(expectedRows(step({ expected_rows: 120 }))).toBe("120");
    expect(expectedRows(step({}))).toBe("");
  });

  it("show rows beside the most, counted before expected", () => {
    expect(rowsOf(group, all)).toBe(0.01);
    expect(rowsOf(empty, all)).toBe(0);
    expect(shownRows(step({ rows: 3, expected_rows: 9 }))).toBe(3);
    expect(rowsOf(step({}), [step({})])).toBeNull();
  });
});
