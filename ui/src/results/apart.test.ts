import { describe, expect, it } from "vitest";
import type { Field } from "../backend/generated/Field";
import { fieldsToTake, finerUnits } from "./apart";

const field = (name: string, kind: Field["kind"]): Field => ({
  name,
  kind,
  data_type: { type: "text" },
});

describe("a row of a grouped answer", () => {
  it("is taken apart by columns with few values that have a name of their own", () => {
    const fields = [
      field("region", "place"),
      field("id", "text"),
      field("id", "text"),
      field("net", "number"),
    ];
    const parts = { fields, keys: [], times: [], amounts: [] };
    expect(fieldsToTake(parts).map(({ name }) => name)).toEqual(["region"]);
  });

  it("is looked at in finer units of its time", () => {
    const moment: Field = { ...field("at", "date"), data_type: { type: "date" } };
    expect(finerUnits("month", undefined)).toEqual(["week", "day", "hour", "minute"]);
    expect(finerUnits("month", moment)).toEqual(["week", "day"]);
    expect(finerUnits("day", moment)).toEqual([]);
    expect(finerUnits("second", undefined)).toEqual([]);
  });
});
