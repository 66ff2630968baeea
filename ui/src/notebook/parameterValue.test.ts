import { describe, expect, it } from "vitest";
import {
  compareDecimals,
  missingChoices,
  rangeProblem,
  readChoices,
  readDay,
  readNumber,
  readText,
} from "./parameterValue";

const FREE = { min: null, max: null, step: null };

function number(typed: string, limits = {}) {
  const read = readNumber(typed, { ...FREE, ...limits });
  return read.ok ? read.value : `! ${read.because}`;
}

describe("V02 a number", () => {
  it.each([
    ["", null],
    [" 7 ", "7"],
    ["007.50", "7.50"],
    ["-0", "0"],
    [".5", "0.5"],
    ["\u22123", "-3"],
    ["12345678901234567.123456789", "12345678901234567.123456789"],
  ])("%j is %j", (typed, expected) => {
    expect(number(typed)).toBe(expected);
  });

  it.each([
    ["abc", "! Give a number such as 25 or 2.5"],
    ["1,5", "! Write the number with a point: 1.5"],
    ["1e999", "! Give a number such as 25 or 2.5"],
    ["٣", "! Give a number such as 25 or 2.5"],
    ["1 000", "! Give a number such as 25 or 2.5"],
    ["--1", "! Give a number such as 25 or 2.5"],
    ["1".repeat(39), "! A number has at most 38 digits"],
  ])("%j is refused in words", (typed, expected) => {
    expect(number(typed)).toBe(expected);
  });
});

describe("V03 and limits", () => {
  it("keeps whole numbers within 64 bits", () => {
    expect(number("9223372036854775807")).toBe("9223372036854775807");
    expect(number("-9223372036854775808")).toBe("-9223372036854775808");
    expect(number("9223372036854775808")).toContain("between −2⁶³");
    expect(number("-9223372036854775809")).toContain("between −2⁶³");
  });

  it("compares exactly, not as doubles", () => {
    expect(compareDecimals("0.1", "0.10")).toBe(0);
    expect(compareDecimals("9007199254740993", "9007199254740992")).toBe(1);
    expect(number("200.0000000000000000001", { min: "0", max: "200" })).toBe(
      "! Give a number from 0 to 200",
    );
    expect(number("200", { min: "0", max: "200" })).toBe("200");
    expect(number("-1", { min: "0" })).toBe("! Give a number from 0 up");
    expect(number("9", { max: "8" })).toBe("! Give a number up to 8");
  });
});

describe("a day", () => {
  it.each([
    ["2026-11-20", "2026-11-20"],
    ["2026-1-2", "2026-01-02"],
    ["20 Nov 2026", "2026-11-20"],
    ["20. November 2026", "2026-11-20"],
    ["20.11.2026", "2026-11-20"],
    ["29/02/2024", "2024-02-29"],
    [" ", null],
  ])("%j is %j", (typed, expected) => {
    expect(readDay(typed)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ["31 Nov 2026", "November has 30 days"],
    ["2026-02-29", "February has 28 days"],
    ["1900-02-29", "February has 28 days"],
    ["2026-13-01", "A year has 12 months"],
    ["yesterday", "Give a day such as 2026-11-20 or 20 Nov 2026"],
    ["20 Foo 2026", "Give a day such as 2026-11-20 or 20 Nov 2026"],
  ])("%j is refused: %s", (typed, because) => {
    expect(readDay(typed)).toEqual({ ok: false, because });
  });

  it("a range does not end before it starts", () => {
    expect(rangeProblem("2026-02-01", "2026-01-01")).toBe("The range ends before it starts");
    expect(rangeProblem("2026-01-01", "2026-01-01")).toBeNull();
    expect(rangeProblem(null, "2026-01-01")).toBeNull();
  });
});

describe("V05 a list", () => {
  it("takes 20 000 values and refuses 100 000 by name", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`).join("\n");
    const fine = readChoices(lines(20_000));
    expect(fine.ok && fine.value.length).toBe(20_000);
    expect(readChoices(lines(100_000))).toEqual({
      ok: false,
      because: "A list can have at most 20\u202f000 values",
    });
  });

  it("takes its type from all of its values and drops repetitions", () => {
    const types = (typed: string) => {
      const read = readChoices(typed);
      return read.ok ? read.value.map(({ type }) => type) : [];
    };
    expect(types("1\n2\n2\n\n 3 ")).toEqual(["integer", "integer", "integer"]);
    expect(types("1\n2.5")).toEqual(["decimal", "decimal"]);
    expect(types("007\n8")).toEqual(["text", "text"]);
    expect(types("2026-01-01")).toEqual(["date"]);
    expect(types("2026-02-30")).toEqual(["text"]);
    expect(types("")).toEqual([]);
  });

  it("shows chosen values that the list lost", () => {
    const text = (value: string) => ({ type: "text" as const, value });
    expect(missingChoices([text("a"), text("gone")], [text("a")])).toEqual([text("gone")]);
  });
});

describe("V09 text", () => {
  it("is at most 64 kB, without NUL and without half characters", () => {
    expect(readText("x".repeat(64 * 1024)).ok).toBe(true);
    expect(readText("é".repeat(33 * 1024))).toEqual({
      ok: false,
      because: "Text can have at most 64 kB",
    });
    expect(readText("x".repeat(5_000_000)).ok).toBe(false);
    expect(readText("a\0b")).toEqual({ ok: false, because: "Text cannot hold the NUL character" });
    expect(readText("a\ud800").ok).toBe(false);
    expect(readText("\udc00a").ok).toBe(false);
    expect(readText("👩‍👧 ok").ok).toBe(true);
  });
});
