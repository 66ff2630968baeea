import { describe, expect, it } from "vitest";
import { NAME_STEP, placesOf } from "./lineEnds";

describe("the names of lines", () => {
  it("stand beside their ends where there is room", () => {
    expect(placesOf([100, 20, 60], 200)).toEqual([100, 20, 60]);
  });

  it("make room for each other and stay in the picture", () => {
    const places = placesOf([50, 52, 51], 200);
    expect(places).toEqual([50, 50 + 2 * NAME_STEP, 50 + NAME_STEP]);
    const low = placesOf([195, 198, null], 200);
    expect(Math.max(...low)).toBeLessThanOrEqual(200 - NAME_STEP / 2);
    expect(low[2]).toBeGreaterThan(low[1] ?? 0);
  });

  it("come closer where there are too many", () => {
    const places = placesOf([10, 10, 10, 10, 10], 40);
    expect(new Set(places).size).toBe(5);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThanOrEqual(40);
  });
});
