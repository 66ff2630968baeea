import { describe, expect, it } from "vitest";
import { nameProblem } from "./cellName";

describe("names of cells", () => {
  it.each(["revenue_by_month", "_x", "Größe", "q2"])("%s is a name", (name) => {
    expect(nameProblem(name, ["other"])).toBeNull();
  });

  it.each([
    ["", "A cell needs a name"],
    ["2nd", "A name starts with a letter or _"],
    ["a b", "A name has letters, digits and _ only"],
    ["a-b", "A name has letters, digits and _ only"],
    ["x".repeat(64), "A name has at most 63 signs"],
    ["Revenue", "revenue is the name of another cell"],
  ])("%j is refused: %s", (name, because) => {
    expect(nameProblem(name, ["revenue"])).toBe(because);
  });
});
