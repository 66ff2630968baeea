// What the menu of a mark leads to: the mark taken apart by another field, and a closer look at its time.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { Field } from "../backend/generated/Field";
import { brokenDown, fieldsToBreakDown, measureOf } from "./markSpecs";

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "region", data_type: { type: "text" }, kind: "place" },
  { name: "channel", data_type: { type: "text" }, kind: "text" },
  { name: "order_id", data_type: { type: "text" }, kind: "key" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];
const SUM = encodingOf("y", { field: "net", aggregate: "sum" }, "sum_net");
const MONTH = encodingOf("x", { field: "day", unit: "month" }, "day_month");
const ROWS = rowsOf({ day_month: ["2026-03-01"], region: ["DACH"], sum_net: [12] });

function view(...encodings: Parameters<typeof viewOf>[1]) {
  const made = viewOf("bar", encodings, FIELDS);
  return { ...made, spec: { ...made.spec, x: [{ field: "day", unit: "month" as const }] } };
}

describe("the menu of a mark", () => {
  it("offers the fields that do not tell it from others already", () => {
    const region = encodingOf("color", { field: "region" });
    const names = fieldsToBreakDown(view(MONTH, region, SUM), ROWS, 0).map(({ name }) => name);
    expect(names).toEqual(["day", "channel"]);
  });

  it("takes a mark apart with every filter kept", () => {
    const channel = FIELDS[2] as Field;
    const pick = { of: [], excluded: false };
    const filter = { field: "region", compare: "is_not_null", value: { type: "null" } } as const;
    const share = { ...SUM, pill: { ...SUM.pill, calculation: { kind: "running" } as const } };
    const year = { field: "day", unit: "year" as const };
    const step = {
      from: year,
      value: { type: "date" as const, value: "2026-01-01" },
      to: MONTH.pill,
    };
    const gone = { ...view(MONTH, share), path: [step] };
    const spec = brokenDown(gone, share, channel, {
      picks: [pick],
      filters: [filter],
    });
    expect(spec).toMatchObject({
      x: [{ field: "channel" }],
      y: [{ field: "net", aggregate: "sum" }],
      picks: [{ of: [{ pill: year, values: [step.value] }], excluded: false }, pick],
      filters: [filter],
    });
    expect(spec.y?.[0]).not.toHaveProperty("calculation");
  });

  it("is of the amount that was asked for, or of the first on an axis", () => {
    const mean = encodingOf("size", { field: "net", aggregate: "average" }, "avg_net");
    expect(measureOf(view(mean, MONTH, SUM), null)?.column).toBe("sum_net");
    expect(measureOf(view(MONTH, SUM, mean), "avg_net")?.column).toBe("avg_net");
    expect(measureOf(view(MONTH), null)).toBeNull();
  });
});
