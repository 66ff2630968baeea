import { describe, expect, it } from "vitest";
import { keyStep, shareOf, sliderValue } from "./slider";

describe("a slider over decimals", () => {
  it("lands on whole steps and on both ends, without a double's dust", () => {
    const range = { min: "0", max: "0.7", step: "0.1" };
    expect([0, 0.2, 0.43, 0.86, 1, 2].map((place) => sliderValue(place, range))).toEqual([
      "0",
      "0.1",
      "0.3",
      "0.6",
      "0.7",
      "0.7",
    ]);
  });

  it("reaches an end that is no whole number of steps away", () => {
    expect(sliderValue(1, { min: "0", max: "10", step: "3" })).toBe("10");
    expect(keyStep("ArrowRight", "9", { min: "0", max: "10", step: "3" })).toBe("10");
  });

  it("moves by keys and stays within", () => {
    const range = { min: "-5", max: "5", step: "0.5" };
    expect(keyStep("ArrowRight", "0.5", range)).toBe("1");
    expect(keyStep("ArrowLeft", "0", range)).toBe("-0.5");
    expect(keyStep("PageDown", "-4", range)).toBe("-5");
    expect(keyStep("End", "0", range)).toBe("5");
    expect(keyStep("x", "0", range)).toBeNull();
  });

  it("divides a range without a step into hundredths, or ones", () => {
    expect(sliderValue(0.5, { min: "0", max: "1000", step: null })).toBe("500");
    expect(keyStep("ArrowUp", "0", { min: "0", max: "7", step: null })).toBe("1");
  });

  it("says how far along a value is", () => {
    expect(shareOf("25", "0", "200")).toBeCloseTo(0.125);
    expect(shareOf("300", "0", "200")).toBe(1);
    expect(shareOf("1", "1", "1")).toBe(0);
  });
});
