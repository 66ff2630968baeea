import { describe, expect, it } from "vitest";
import type { DataType } from "../backend/generated/DataType";
import type { Filter } from "../backend/generated/Filter";
import {
  conditionsFor,
  emptyForm,
  type FilterForm,
  filtersOf,
  formOf,
  valueFrom,
  withFilters,
} from "./filterForm";

const field = (data_type: DataType) => ({ name: "x", data_type, kind: "text" as const });
const DECIMAL: DataType = { type: "decimal", precision: 12, scale: 2 };
const INSTANT: DataType = { type: "date_time", precision: "microseconds", zone: null };

function check(type: DataType, form: Partial<FilterForm>, expected: string) {
  const made = filtersOf(field(type), { ...emptyForm("equals"), ...form });
  const said = made.ok
    ? made.filters.map((filter) => `${filter.compare} ${JSON.stringify(filter.value)}`).join("; ")
    : `! ${made.because}`;
  expect(said).toBe(expected);
}

describe("a filter form becomes conditions", () => {
  it("on text, without touching its spaces", () => {
    check(
      { type: "text" },
      { condition: "contains", text: " a " },
      'contains {"type":"text","value":" a "}',
    );
    check({ type: "text" }, { condition: "equals", text: "" }, 'equal {"type":"text","value":""}');
    check({ type: "text" }, { condition: "contains", text: "" }, "");
  });

  it("on numbers, exactly", () => {
    check(
      DECIMAL,
      { condition: "range", from: "9007199254740993", to: "10.50" },
      'greater_or_equal {"type":"integer","value":"9007199254740993"}; less_or_equal {"type":"decimal","value":"10.50"}',
    );
    check(
      DECIMAL,
      { condition: "equals", text: "1\u202f849\u202f042" },
      'equal {"type":"integer","value":"1849042"}',
    );
    check(
      DECIMAL,
      { condition: "not_equals", text: "\u22125" },
      'not_equal {"type":"integer","value":"-5"}',
    );
    check(
      DECIMAL,
      { condition: "equals", text: "abc" },
      "! Give a number with a point, such as 1250.5",
    );
    check(DECIMAL, { condition: "equals", text: " " }, "");
  });

  it("on days and instants: a day means all of it", () => {
    check(
      { type: "date" },
      { condition: "range", from: "2026-01-01" },
      'greater_or_equal {"type":"date","value":"2026-01-01"}',
    );
    check(
      INSTANT,
      { condition: "range", from: "2026-12-31", to: "2026-12-31" },
      'greater_or_equal {"type":"date_time","value":"2026-12-31T00:00:00"}; less {"type":"date_time","value":"2027-01-01T00:00:00"}',
    );
    check(
      INSTANT,
      { condition: "range", to: "2026-12-31 18:42" },
      'less_or_equal {"type":"date_time","value":"2026-12-31T18:42:00"}',
    );
    check(
      { type: "date" },
      { condition: "range", from: "2026-02-30" },
      "! Give a day as 2026-11-20, or a moment as 2026-11-20 18:42",
    );
  });

  it("on lists and on missing values", () => {
    check(
      { type: "text" },
      { condition: "list", chosen: [{ type: "text", value: "a" }, { type: "null" }] },
      'in {"type":"list","value":[{"type":"text","value":"a"},{"type":"null"}]}',
    );
    check({ type: "text" }, { condition: "list" }, "");
    check({ type: "text" }, { condition: "is_null" }, 'is_null {"type":"null"}');
  });
});

describe("the form of filters that are there", () => {
  it("stands for the same filters again", () => {
    const forms: [DataType, Partial<FilterForm>][] = [
      [{ type: "text" }, { condition: "contains", text: "a" }],
      [DECIMAL, { condition: "range", from: "1", to: "2.5" }],
      [INSTANT, { condition: "range", from: "2026-01-01", to: "2026-03-31" }],
      [{ type: "text" }, { condition: "list", chosen: [{ type: "text", value: "a" }] }],
      [DECIMAL, { condition: "not_equals", text: "3" }],
      [DECIMAL, { condition: "is_not_null" }],
    ];
    for (const [type, part] of forms) {
      const first = filtersOf(field(type), { ...emptyForm("equals"), ...part });
      const filters: Filter[] = first.ok ? first.filters : [];
      expect(filters.length).toBeGreaterThan(0);
      expect(filtersOf(field(type), formOf(filters, "equals"))).toEqual(first);
    }
  });
});

describe("conditions", () => {
  it("suit the type, and lists only where values are known", () => {
    expect(conditionsFor(field({ type: "text" }), true)[0]).toBe("list");
    expect(conditionsFor(field({ type: "text" }), false)).not.toContain("list");
    expect(conditionsFor(field(DECIMAL), false)[0]).toBe("range");
    expect(conditionsFor(field({ type: "struct", fields: [] }), true)).toEqual([
      "is_null",
      "is_not_null",
    ]);
  });
});

it("replacing the filters of one column leaves the others", () => {
  const make = (name: string): Filter => ({
    field: name,
    compare: "is_null",
    value: { type: "null" },
  });
  expect(withFilters([make("a"), make("b")], "a", [])).toEqual([make("b")]);
});

it("numbers with an exponent are doubles, words are none", () => {
  expect(valueFrom("1e3", { type: "float64" })).toEqual({ type: "float", value: 1000 });
  expect(valueFrom("1e999", { type: "float64" })).toBeNull();
  expect(valueFrom("0x10", { type: "int64" })).toBeNull();
});
