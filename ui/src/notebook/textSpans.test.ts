import { describe, expect, it } from "vitest";
import { byteAt, changeBetween, changesOf, stretchOf, unitAt, withFix } from "./textSpans";

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** A seeded generator, so that a failure can be run again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % sides;
  };
}

const SIGNS = ["a", " ", "\n", "é", "ß", "€", "漢", "😀", "👩‍👧", "\r\n", "'"];

describe("places in a text", () => {
  it.each([
    ["select 1", 7, 7],
    ["é = 1", 2, 1],
    ["é = 1", 1, 0],
    ["😀x", 4, 2],
    ["😀x", 3, 0],
    ["€€", 6, 2],
    ["ab", 99, 2],
    ["", 0, 0],
  ])("byte of %j at %i is unit %i", (text, byte, unit) => {
    expect(unitAt(text, byte)).toBe(unit);
  });

  it("goes there and back at every character of any text", () => {
    const roll = dice(7);
    for (let round = 0; round < 300; round += 1) {
      const parts = Array.from({ length: roll(30) }, () => SIGNS[roll(SIGNS.length)] ?? "");
      const text = parts.join("");
      for (let unit = 0, point = 0; unit <= text.length; ) {
        const byte = bytesOf(text.slice(0, unit));
        expect(byteAt(text, unit), `${JSON.stringify(text)} ${unit}`).toBe(byte);
        expect(unitAt(text, byte), `${JSON.stringify(text)} ${unit}`).toBe(unit);
        point = text.codePointAt(unit) ?? 0;
        unit += point > 0xffff ? 2 : 1;
      }
    }
  });

  it("gives a stretch that is never inverted", () => {
    expect(stretchOf("sélect", { start: 4, end: 1 })).toEqual({ from: 3, to: 3 });
    expect(stretchOf("sum(é_amt)", { start: 4, end: 10 })).toEqual({ from: 4, to: 9 });
  });

  it("finds the one change between any two texts", () => {
    const roll = dice(11);
    for (let round = 0; round < 500; round += 1) {
      const make = () => Array.from({ length: roll(12) }, () => SIGNS[roll(4)]).join("");
      const [before, after] = [make(), make()];
      const change = changeBetween(before, after);
      const made = change
        ? before.slice(0, change.from) + change.insert + before.slice(change.to)
        : before;
      expect(made).toBe(after);
    }
  });
});

describe("changes of a fix", () => {
  it("are made in order of place, whatever order they come in", () => {
    const text = "select é.a, é.b";
    const changes = [
      { start: 13, end: 17, text: "z" },
      { start: 7, end: 9, text: "ee" },
    ];
    expect(changesOf(text, changes).map(({ from }) => from)).toEqual([7, 12]);
    expect(withFix(text, changes)).toBe("select ee.a, z");
  });

  it("leave out a change that overlaps an earlier one", () => {
    const changes = [
      { start: 0, end: 4, text: "x" },
      { start: 2, end: 6, text: "y" },
    ];
    expect(withFix("abcdef", changes)).toBe("xef");
  });
});
