// Instants say no more of the clock than there is to say.
import { expect, it } from "vitest";
import { clockOf, instantIn } from "./instant";

it("knows how much of the clock an instant needs", () => {
  expect(clockOf("2026-11-01T00:00:00")).toBe(0);
  expect(clockOf("2026-11-01T00:00:00+01:00")).toBe(0);
  expect(clockOf("2026-11-01T18:42:00")).toBe(1);
  expect(clockOf("2026-11-01T00:00:07")).toBe(2);
  expect(clockOf("2026-11-01T00:00:00.000000001")).toBe(2);
});

it("writes the day alone, minutes, or seconds", () => {
  expect(instantIn("2026-11-01T00:00:00", 0)).toBe("2026-11-01");
  expect(instantIn("2026-11-01T00:00:00", 1)).toBe("2026-11-01 00:00");
  expect(instantIn("2026-11-01T18:42:00", 2)).toBe("2026-11-01 18:42:00");
  expect(instantIn("2026-11-01T18:42:00Z", 1)).toBe("2026-11-01 18:42Z");
  expect(instantIn("-0044-03-15T00:00:00", 0)).toBe("-0044-03-15");
});

it("never hides a part of an instant that its column did not expect", () => {
  expect(instantIn("2026-11-01T18:42:07.5+01:00", 0)).toBe("2026-11-01 18:42:07.5+01:00");
  expect(instantIn("not an instant", 0)).toBe("not an instant");
});
