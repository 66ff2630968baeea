// What a person chooses wins over what was detected, and can be taken back.
import { describe, expect, it } from "vitest";
import { VIEW } from "../../tests/fixtures";
import { freshName, sqlName } from "../backend/newCell";
import { toDetect, toRecord, withChoice } from "./overrides";

describe("choices of an import", () => {
  const detected = { ...toDetect({}), delimiter: ";", header_row: 1, encoding: "utf-8" };

  it("leave the rest to be detected", () => {
    expect(toDetect({ delimiter: "|" })).toMatchObject({ delimiter: "|", encoding: null });
  });

  it("are recorded over what was detected", () => {
    expect(toRecord({ header_row: 0 }, detected)).toMatchObject({
      delimiter: ";",
      header_row: 0,
      encoding: "utf-8",
    });
  });

  it("can be taken back one by one", () => {
    const two = withChoice(withChoice({}, "delimiter", ","), "fill_ragged_rows", false);
    expect(two).toEqual({ delimiter: ",", fill_ragged_rows: false });
    expect(withChoice(two, "delimiter", undefined)).toEqual({ fill_ragged_rows: false });
  });
});

describe("names of new cells", () => {
  it("are free, without regard to case, and plain", () => {
    expect(freshName(VIEW, "Revenue_By_Month")).toBe("Revenue_By_Month_2");
    expect(freshName(VIEW, "orders rows")).toBe("orders_rows");
    expect(freshName(VIEW, "…")).toBe("cell");
  });
});

describe("names in SQL", () => {
  it("are quoted where they must be", () => {
    expect(sqlName("orders")).toBe("orders");
    expect(sqlName("Orders 2026")).toBe('"Orders 2026"');
    expect(sqlName('a"b')).toBe('"a""b"');
    expect(sqlName("straße")).toBe('"straße"');
    expect(sqlName("")).toBe('""');
  });
});
