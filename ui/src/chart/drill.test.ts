// Going down and up on a chart: the ways of a mark, what the steps keep, and how they are said.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { ChartView } from "../backend/generated/ChartView";
import type { DrillDown } from "../backend/generated/DrillDown";
import type { DrillStep } from "../backend/generated/DrillStep";
import type { Field } from "../backend/generated/Field";
import type { TimeUnit } from "../backend/generated/TimeUnit";
import { wishOf } from "./cursor";
import { firstDown, pathPicks, stepName, waysDown } from "./drill";

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "region", data_type: { type: "text" }, kind: "place" },
  { name: "city", data_type: { type: "text" }, kind: "place" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];
const at = (unit: TimeUnit) => ({ field: "day", unit });
const MONTHS: DrillDown = {
  column: "day_quarter",
  from: at("quarter"),
  to: at("month"),
  hierarchy: null,
};
const CITIES: DrillDown = {
  column: "region",
  from: { field: "region" },
  to: { field: "city" },
  hierarchy: "Place",
};
const YEAR: DrillStep = {
  from: at("year"),
  value: { type: "date", value: "2025-01-01" },
  to: at("quarter"),
};
const ROWS = rowsOf({
  day_quarter: ["2025-07-01", null],
  region: ["DACH", "DACH"],
  sum_net: [12, 3],
});

function view(down: DrillDown[]): ChartView {
  const encodings = [
    encodingOf("x", at("quarter"), "day_quarter"),
    encodingOf("color", { field: "region" }),
    encodingOf("y", { field: "net", aggregate: "sum" }, "sum_net"),
  ];
  return { ...viewOf("bar", encodings, FIELDS), path: [YEAR], down };
}

describe("drilling", () => {
  it("goes further from where it is, by dates and by hierarchies", () => {
    const { times, levels } = waysDown(view([MONTHS, CITIES]), ROWS, 0);
    expect(times.map(({ steps }) => steps)).toEqual([
      [
        YEAR,
        { from: at("quarter"), value: { type: "date", value: "2025-07-01" }, to: at("month") },
      ],
    ]);
    expect(levels[0]?.steps[1]).toEqual({
      from: { field: "region" },
      value: { type: "text", value: "DACH" },
      to: { field: "city" },
    });
  });

  it("takes the first level by key, and none where a mark has no period", () => {
    expect(firstDown(view([CITIES, MONTHS]), ROWS, 0)?.[1]?.to).toEqual({ field: "city" });
    expect(firstDown(view([MONTHS]), ROWS, 1)).toBeNull();
    expect(firstDown(view([]), ROWS, 0)).toBeNull();
  });

  it("does not go into the others of the largest members", () => {
    const top = { count: 1, others: true, smallest: false };
    const largest = { ...CITIES, from: { field: "region", top } };
    const made = view([largest]);
    const encodings = made.encodings.map((one) =>
      one.column === "region" ? { ...one, pill: largest.from } : one,
    );
    const rows = rowsOf({
      day_quarter: [null, null],
      region: ["DACH", "Others (3)"],
      sum_net: [1, 2],
    });
    expect(firstDown({ ...made, encodings }, rows, 0)).not.toBeNull();
    expect(firstDown({ ...made, encodings }, rows, 1)).toBeNull();
    expect(pathPicks([{ ...YEAR, from: largest.from }])[0]?.of[0]?.pill).toEqual({
      field: "region",
    });
  });

  it("keeps the rows of every step and names them", () => {
    expect(pathPicks([YEAR])).toEqual([
      { of: [{ pill: at("year"), values: [YEAR.value] }], excluded: false },
    ]);
    const quarter = {
      ...YEAR,
      from: at("quarter"),
      value: { type: "date", value: "2025-07-01" } as const,
    };
    const city = { ...YEAR, from: { field: "region" }, value: { type: "null" } as const };
    expect([YEAR, quarter, city].map(stepName)).toEqual(["2025", "Q3 2025", "null"]);
  });

  it("has a key of its own beside that of the menu", () => {
    const key = (key: string, altKey = false) => wishOf({ key, altKey, shiftKey: false });
    expect([key("Enter"), key("ArrowDown", true), key("ArrowDown")]).toEqual([
      "menu",
      "down",
      null,
    ]);
  });
});
