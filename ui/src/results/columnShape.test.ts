// A column's values are written alike, and no figure is wider than its column.
import { describe, expect, it } from "vitest";
import type { DataType } from "../backend/generated/DataType";
import type { Field } from "../backend/generated/Field";
import type { Rows, RowValue } from "../backend/rows";
import { FIRST_FORM, formOf, grownShapes } from "./columnShape";
import { fullValue, shownValue } from "./gridValue";
import { textWidth } from "./textWidth";

function fieldOf(data_type: DataType): Field {
  const kind = data_type.type === "text" ? "text" : "number";
  return { name: "x", data_type, kind: data_type.type === "date_time" ? "date" : kind };
}

const DOUBLE = fieldOf({ type: "float64" });
const INSTANT = fieldOf({ type: "date_time", precision: "microseconds", zone: null });
const WORDS = fieldOf({ type: "text" });

function shown(values: RowValue[], field: Field): string[] {
  const form = formOf(FIRST_FORM, values, field);
  return values.map((value) => shownValue(value, field.data_type, form).replaceAll("\u202f", " "));
}

function block(...columns: RowValue[][]): Rows {
  return {
    head: { rows: columns[0]?.length ?? 0, offset: 0 } as Rows["head"],
    columns: columns.map((values) => ({
      name: "x",
      at: (row) => values[row] ?? null,
      numberAt: () => null,
    })),
    count: columns[0]?.length ?? 0,
  };
}

describe("the form of a column", () => {
  it("gives doubles the same decimals", () => {
    expect(shown([114428.57999999999, 62810.86, 174070.4], DOUBLE)).toEqual([
      "114 428.58",
      "62 810.86",
      "174 070.40",
    ]);
    expect(shown([227.945378486056, 147.79], DOUBLE)).toEqual(["227.9454", "147.7900"]);
    expect(shown([1, 2, null], DOUBLE)).toEqual(["1", "2", "null"]);
  });

  it("gives shares six figures as long as none is whole", () => {
    expect(shown([1 / 3, 0.5], DOUBLE)).toEqual(["0.333333", "0.500000"]);
    expect(shown([1 / 3, 1], DOUBLE)).toEqual(["0.3333", "1.0000"]);
  });

  it("writes days alone when all are at midnight", () => {
    expect(shown(["2026-11-01T00:00:00", "2026-10-01T00:00:00"], INSTANT)).toEqual([
      "2026-11-01",
      "2026-10-01",
    ]);
    expect(shown(["2026-11-01T00:00:00", "2026-10-01T09:30:00"], INSTANT)).toEqual([
      "2026-11-01 00:00",
      "2026-10-01 09:30",
    ]);
    expect(shown(["2026-11-01T00:00:00", "2026-10-01T09:30:05"], INSTANT)).toEqual([
      "2026-11-01 00:00:00",
      "2026-10-01 09:30:05",
    ]);
  });

  it("leaves the full value to the tooltip", () => {
    const full = fullValue(114428.57999999999, DOUBLE.data_type).replaceAll("\u202f", " ");
    expect(full).toBe("114 428.57999999999");
    expect(fullValue("2026-11-01T00:00:00", INSTANT.data_type)).toBe("2026-11-01 00:00:00");
  });
});

describe("the width of a column", () => {
  it("holds every figure of every block that was loaded", () => {
    const first = grownShapes(null, block([1.5, 2.5]), [DOUBLE]);
    const next = grownShapes(first, block([1234567.25]), [DOUBLE]);
    expect(next[0]?.decimals).toBe(2);
    expect(next[0]?.width).toBeGreaterThan(textWidth("1\u202f234\u202f567.25"));
    expect(next[0]?.width).toBeGreaterThan(first[0]?.width ?? 0);
  });

  it("stays the same object when a block brings nothing new", () => {
    const first = grownShapes(null, block([1.5, 2.5]), [DOUBLE]);
    expect(grownShapes(first, block([3.5]), [DOUBLE])).toBe(first);
  });

  it("of words is measured once and has an end", () => {
    const first = grownShapes(null, block(["DACH"]), [WORDS]);
    expect(grownShapes(first, block(["a much longer text"]), [WORDS])).toBe(first);
    expect(grownShapes(null, block(["long ".repeat(200)]), [WORDS])[0]?.width).toBe(320);
  });
});
