// What a person chooses wins over what was detected, and can be taken back.
import { describe, expect, it } from "vitest";
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
