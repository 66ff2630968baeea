// The little pictures of columns fill their width and never hide what is missing.
import { describe, expect, it } from "vitest";
import { field, ORDER_PROFILES, profile } from "../../tests/orders";
import { pictureOf } from "./columnPicture";

const number = field("n", "number", "float64");
const text = field("t", "text");

function bin(count: number) {
  return { low: 0, high: 1, count };
}

describe("a column's picture", () => {
  it("stays within its frame for every kind", () => {
    for (const one of ORDER_PROFILES.profiles) {
      const picture = pictureOf(one, 46, 16);
      for (const bar of picture.bars) {
        expect(bar.x, one.field.name).toBeGreaterThanOrEqual(0);
        expect(bar.x + bar.width, one.field.name).toBeLessThanOrEqual(46.51);
        expect(bar.y + bar.height, one.field.name).toBeLessThanOrEqual(picture.height + 0.01);
      }
    }
  });

  it("shows a rare value as at least one pixel, and none as nothing", () => {
    const histogram = [bin(1_000_000), bin(1), bin(0)];
    const heights = pictureOf(profile(number, { histogram }), 46, 16).bars.map((bar) => bar.height);
    expect(heights).toEqual([16, 1, 0]);
  });

  it("adds neighbours up when there are more bars than pixels", () => {
    const histogram = Array.from({ length: 100 }, () => bin(10));
    const { bars } = pictureOf(profile(number, { histogram }), 46, 16);
    expect(bars.length).toBeLessThanOrEqual(19);
    expect(new Set(bars.slice(0, -1).map((bar) => bar.height))).toEqual(new Set([16]));
  });

  it("marks the missing share in grey and keeps proportions", () => {
    const top = [{ value: { type: "text" as const, value: "a" }, count: 500 }];
    const { bars } = pictureOf(profile(text, { nulls: 500, top }), 46, 16);
    expect(bars.map((bar) => bar.isMissing)).toEqual([false, true]);
    expect(bars[0]?.width).toBeCloseTo(bars[1]?.width ?? 0);
  });

  it("of an empty table is empty", () => {
    expect(pictureOf(profile(text, { rows: 0 }), 46, 16).bars).toEqual([]);
  });
});
