import { describe, expect, it } from "vitest";
import type { Field } from "../../backend/generated/Field";
import { hierarchiesOf, levelChoices, movedLevel } from "./levels";

describe("a hierarchy that is put together", () => {
  it("moves its columns within its ends", () => {
    expect(movedLevel(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
    expect(movedLevel(["a", "b", "c"], 1, 1)).toEqual(["a", "c", "b"]);
    expect(movedLevel(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(movedLevel(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });

  it("takes every column once, and no amounts", () => {
    const field = (name: string, kind: Field["kind"]): Field => ({
      name,
      kind,
      data_type: { type: "text" },
    });
    const fields = [field("region", "place"), field("net", "number"), field("day", "date")];
    expect(levelChoices(fields, ["region"]).map(({ name }) => name)).toEqual(["day"]);
  });

  it("belongs to one table or cell, without regard to case", () => {
    const one = { id: "h", name: "Place", source: "Orders", fields: ["a", "b"] };
    expect(hierarchiesOf([one], "orders")).toEqual([one]);
    expect(hierarchiesOf([one], "returns")).toEqual([]);
    expect(hierarchiesOf(undefined, "orders")).toEqual([]);
  });
});
