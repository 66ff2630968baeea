import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Pill } from "../backend/generated/Pill";
import type { Rows, RowValue } from "../backend/rows";
import { markName, markValues, picksOf, pickWords } from "./markValues";

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "region", data_type: { type: "text" }, kind: "place" },
  { name: "store", data_type: { type: "int64" }, kind: "number" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];

function view(pills: Record<string, Pill>, end_column?: string): ChartView {
  const encodings = Object.entries(pills).map<Encoding>(([column, pill], index) => ({
    ...encodingOf("x", pill, column),
    index,
    ...(end_column && pill.bin_count ? { end_column } : {}),
  }));
  return viewOf("bar", encodings, FIELDS);
}

/** One object for each row, all with the same names. */
function rows(...all: Record<string, RowValue>[]): Rows {
  const names = Object.keys(all[0] ?? {});
  return rowsOf(
    Object.fromEntries(names.map((name) => [name, all.map((row) => row[name] ?? null)])),
  );
}

const SUM: Pill = { field: "net", aggregate: "sum" };

describe("a mark", () => {
  it("is named and asked for by its dimensions", () => {
    const chart = view({
      month: { field: "day", unit: "month" },
      region: { field: "region" },
      net: SUM,
    });
    const answer = rows({ month: "2026-03-01", region: null, net: 5 });
    expect(markName(chart, answer, 0)).toBe("March 2026, null");
    expect(markValues(chart, answer, 0)).toEqual([
      { column: "month", value: { type: "date", value: "2026-03-01" } },
      { column: "region", value: { type: "null" } },
    ]);
    const [pick] = picksOf(chart, answer, 0, true);
    expect(pick).toEqual({
      of: [
        {
          pill: { field: "day", unit: "month" },
          values: [{ type: "date", value: "2026-03-01" }],
        },
        { pill: { field: "region" }, values: [{ type: "null" }] },
      ],
      excluded: true,
    });
    expect(pick && pickWords(pick)).toMatch(/^Not: day is March 2026, region is /);
  });

  it("of the largest members is picked by the member, others by all that are named", () => {
    const chart = view({
      store: { field: "store", top: { count: 2, others: true, smallest: false } },
      net: SUM,
    });
    const member = rows({ store: "17", net: 5 });
    expect(markValues(chart, member, 0)[0]?.value).toEqual({ type: "text", value: "17" });
    const store = { pill: { field: "store" }, values: [{ type: "integer", value: "17" }] };
    expect(picksOf(chart, member, 0, false)).toEqual([{ of: [store], excluded: false }]);
    const both = rows({ store: "17", net: 5 }, { store: "Others (9)", net: 3 });
    expect(picksOf(chart, both, 1, false)).toEqual([{ of: [store], excluded: true }]);
    expect(picksOf(chart, both, 1, true)).toEqual([{ of: [store], excluded: false }]);
  });

  it("of others and something else is kept by both, and cannot be left out", () => {
    const chart = view({
      region: { field: "region" },
      store: { field: "store", top: { count: 1, others: true, smallest: false } },
      net: SUM,
    });
    const answer = rows(
      { region: "DACH", store: null, net: 5 },
      { region: "DACH", store: "Others (9)", net: 3 },
    );
    expect(picksOf(chart, answer, 1, true)).toEqual([]);
    expect(picksOf(chart, answer, 1, false)).toEqual([
      {
        of: [{ pill: { field: "region" }, values: [{ type: "text", value: "DACH" }] }],
        excluded: false,
      },
      { of: [{ pill: { field: "store" }, values: [{ type: "null" }] }], excluded: true },
    ]);
  });

  it("of a bin is picked where the edges are whole", () => {
    const chart = view({ bin: { field: "net", bin_count: 10 }, net: SUM }, "end");
    const [pick] = picksOf(chart, rows({ bin: 20, end: 40, net: 1 }), 0, false);
    expect(pick?.of).toEqual([
      { pill: { field: "net", bin_width: "20" }, values: [{ type: "float", value: 20 }] },
    ]);
    expect(picksOf(chart, rows({ bin: 0.2, end: 0.4, net: 1 }), 0, false)).toEqual([]);
  });
});
