import { describe, expect, it } from "vitest";
import type { DataType } from "../backend/generated/DataType";
import type { RowValue } from "../backend/rows";
import { isNegative, isRightAligned, plainValue, shownValue } from "./gridValue";

const THIN = "\u202f";

function check(value: RowValue, type: DataType, shown: string, plain: string) {
  expect(shownValue(value, type).replaceAll(THIN, " "), "shown").toBe(shown);
  expect(plainValue(value, type), "plain").toBe(plain);
}

const INT: DataType = { type: "int64" };
const DECIMAL: DataType = { type: "decimal", precision: 38, scale: 10 };
const FLOAT: DataType = { type: "float64" };

describe("values of the grid keep every digit", () => {
  it("whole numbers of any size", () => {
    check(1849042, INT, "1 849 042", "1849042");
    check(9223372036854775807n, INT, "9 223 372 036 854 775 807", "9223372036854775807");
    check(
      -(2n ** 127n),
      { type: "int128" },
      `−${"170 141 183 460 469 231 731 687 303 715 884 105 728"}`,
      "-170141183460469231731687303715884105728",
    );
  });

  it("decimals with their zeros", () => {
    check("1234567.8900000000", DECIMAL, "1 234 567.8900000000", "1234567.8900000000");
    check("-0.0000000001", DECIMAL, "−0.0000000001", "-0.0000000001");
  });

  it("doubles without their binary tail, and all of them on the clipboard", () => {
    check(0.1 + 0.2, FLOAT, "0.3", "0.30000000000000004");
    check(114428.57999999999, FLOAT, "114 428.58", "114428.57999999999");
    check(-1234.5, FLOAT, "−1 234.5", "-1234.5");
    check(1e21, FLOAT, "1e21", "1e+21");
    check(-5e-324, FLOAT, "−5e−324", "-5e-324");
    check(Number.NaN, FLOAT, "NaN", "NaN");
    check(Number.NEGATIVE_INFINITY, FLOAT, "−∞", "-Infinity");
  });

  it("missing and empty can be told apart", () => {
    check(null, { type: "text" }, "null", "");
    check("", { type: "text" }, "·", "");
    check("null", { type: "text" }, "null", "null");
    expect(shownValue(undefined, INT)).toBe("");
  });

  it("days, instants and durations", () => {
    check("2026-11-20", { type: "date" }, "2026-11-20", "2026-11-20");
    const zoned: DataType = { type: "date_time", precision: "nanoseconds", zone: "Europe/Berlin" };
    check(
      "2026-11-20T18:42:00.000000001+01:00",
      zoned,
      "2026-11-20 18:42:00.000000001+01:00",
      "2026-11-20T18:42:00.000000001+01:00",
    );
    const span: DataType = { type: "duration", precision: "microseconds" };
    check(93_784_005.006, span, "1 d 02:03:04.005006", "1d 02:03:04.005006");
    check(-1500, span, "−00:00:01.5", "-00:00:01.5");
  });

  it("yes and no, bytes and text of several lines", () => {
    check(true, { type: "boolean" }, "yes", "true");
    check("00ff", { type: "binary" }, "00ff", "00ff");
    check("a\nb\tc", { type: "text" }, "a ↵ b ⇥ c", "a\nb\tc");
  });

  it("lists and structures with exact numbers inside", () => {
    const list: DataType = { type: "list", item: INT };
    check(
      [1, 9007199254740993n, null],
      list,
      "[1, 9007199254740993, null]",
      "[1, 9007199254740993, null]",
    );
    const struct: DataType = {
      type: "struct",
      fields: [
        { name: "a", data_type: DECIMAL, kind: "number" },
        { name: 'q"', data_type: { type: "text" }, kind: "text" },
      ],
    };
    check(
      { a: "1.50", 'q"': 'x"y' },
      struct,
      '{"a": 1.50, "q\\"": "x\\"y"}',
      '{"a": 1.50, "q\\"": "x\\"y"}',
    );
  });
});

describe("alignment and colour", () => {
  const field = (data_type: DataType) => ({ name: "x", data_type, kind: "number" as const });
  it("numbers and durations stand right, the rest left", () => {
    for (const type of ["int8", "u_int64", "float32"] as const) {
      expect(isRightAligned(field({ type }))).toBe(true);
    }
    expect(isRightAligned(field({ type: "duration", precision: "milliseconds" }))).toBe(true);
    expect(isRightAligned(field({ type: "date" }))).toBe(false);
    expect(isRightAligned(field({ type: "text" }))).toBe(false);
  });

  it("a loss is below zero in any number type", () => {
    expect([-1, -1n, "-0.5"].every(isNegative)).toBe(true);
    expect([0, 1n, "0.0", "-0.00", null, undefined, true].some(isNegative)).toBe(false);
  });
});
