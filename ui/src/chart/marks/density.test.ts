// A density: every cell where it lies, rows without a number beside it, the count in the voice.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../../tests/chartView";
import type { Encoding } from "../../backend/generated/Encoding";
import type { Field } from "../../backend/generated/Field";
import { itemData } from "./marks";

const FIELDS: Field[] = ["net", "cost"].map((name) => ({
  name,
  data_type: { type: "float64" },
  kind: "number",
}));

function bin(shelf: "x" | "y", field: string): Encoding {
  const encoding = encodingOf(shelf, { field, bin_count: 60 }, `${field}_bin`, `BIN(${field})`);
  return { ...encoding, end_column: `${field}_bin_end`, is_implied: true };
}

const COUNT = encodingOf("color", { field: "", aggregate: "count" }, "rows", "COUNT(rows)");

describe("a density", () => {
  it("has a cell for each pair of bins with rows, and counts the rest", () => {
    const data = itemData(
      viewOf("density", [bin("x", "cost"), bin("y", "net"), COUNT], FIELDS),
      rowsOf({
        cost_bin: [0, 0, 5, null],
        cost_bin_end: [5, 5, 10, null],
        net_bin: [0, 20, 0, 0],
        net_bin_end: [20, 40, 20, 20],
        rows: [3, 1, 40, 7],
      }),
    );
    if (!data || "refusal" in data) {
      throw new Error("the density was not built");
    }
    expect(data.items.map(({ value }) => value)).toEqual([3, 1, 40]);
    expect(data.items[2]?.facts).toEqual([
      ["BIN(cost)", "5 to 10"],
      ["BIN(net)", "0 to 20"],
      ["COUNT(rows)", "40"],
    ]);
    expect(data.ramp).toMatchObject({ low: 1, high: 40 });
    expect(data.notes).toEqual(["7 rows have no number"]);
  });

  it("is not built of other columns", () => {
    expect(itemData(viewOf("density", [COUNT], FIELDS), rowsOf({ rows: [1] }))).toBeNull();
  });
});
