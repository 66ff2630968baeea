// Numbers and times read as the design says, in every locale.
import { afterEach, describe, expect, it } from "vitest";
import * as format from "./format";
import { chooseLocale, isLocale, useLocale } from "./locale";

afterEach(() => useLocale.setState({ tag: "en-GB" }));

const NARROW = "\u202f";

describe("numbers", () => {
  it("have thin spaces between thousands and a true minus", () => {
    expect(format.count(1_321_806)).toBe(`1${NARROW}321${NARROW}806`);
    expect(format.count(-5)).toBe("−5");
    expect(format.count(12_345_678_901_234_567_890n)).toContain(`${NARROW}890`);
  });

  it("are cut to three figures only where that is said", () => {
    const cases: [number, string][] = [
      [0, "0"],
      [60, "60"],
      [8214, `8${NARROW}214`],
      [412_004, `412${NARROW}k`],
      [1_321_806, `1.32${NARROW}M`],
      [999_999, `1${NARROW}M`],
      [48_203_117, `48.2${NARROW}M`],
      [-2_500_000_000, `−2.5${NARROW}bn`],
    ];
    for (const [value, text] of cases) {
      expect(format.short(value), String(value)).toBe(text);
    }
  });

  it("keep every digit when they come as text", () => {
    expect(format.digits("-1234567.8900")).toBe(`−1${NARROW}234${NARROW}567.8900`);
    expect(format.digits("00017")).toBe(`00${NARROW}017`);
    expect(format.digits("1e5")).toBe("1e5");
    useLocale.setState({ tag: "de-DE" });
    expect(format.digits("0.5")).toBe("0,5");
  });

  it("that are no numbers say so", () => {
    expect(format.number(Number.NaN)).toBe("NaN");
    expect(format.number(Number.NEGATIVE_INFINITY)).toBe("−∞");
  });
});

describe("shares", () => {
  it("never round something to nothing or to all", () => {
    expect(format.percent(0)).toBe(`0${NARROW}%`);
    expect(format.percent(0.00001)).toBe(`<${NARROW}0.1${NARROW}%`);
    expect(format.percent(0.99999)).toBe(`>${NARROW}99.9${NARROW}%`);
    expect(format.percent(1)).toBe(`100${NARROW}%`);
    expect(format.percent(0.031)).toBe(`3.1${NARROW}%`);
  });
});

describe("times", () => {
  it("are written by how long ago they were", () => {
    const now = new Date("2026-11-20T18:00:00Z");
    expect(format.moment("2026-11-20T14:32:00Z", now, "Yesterday")).toBe("14:32");
    expect(format.moment("2026-11-19T14:32:00Z", now, "Yesterday")).toBe("Yesterday");
    expect(format.moment("2026-11-17T14:32:00Z", now, "Yesterday")).toBe("Tuesday");
    expect(format.moment("2026-11-09T14:32:00Z", now, "Yesterday")).toBe("9 Nov");
    expect(format.moment("2025-11-09T14:32:00Z", now, "Yesterday")).toBe("9 Nov 2025");
    expect(format.moment("soon", now, "Yesterday")).toBe("soon");
  });

  it("that something took have one sensible unit", () => {
    expect(format.duration(0.4)).toBe("0.4\u00a0ms");
    expect(format.duration(84)).toBe("84\u00a0ms");
    expect(format.duration(1240)).toBe("1.2\u00a0s");
    expect(format.duration(18_400)).toBe("18\u00a0s");
    expect(format.duration(125_000)).toBe("2\u00a0min 5\u00a0s");
  });

  it("and sizes are short", () => {
    expect(format.bytes(41_000_000)).toBe("41\u00a0MB");
    expect(format.bytes(999)).toBe("999\u00a0B");
    expect(format.memory(1_932_735_283, 8 * 1024 ** 3)).toEqual({ used: "1.8", cap: "8\u00a0GB" });
  });
});

describe("the locale", () => {
  it("is never one that throws, whatever the system says", () => {
    expect(isLocale("C")).toBe(false);
    expect(isLocale("de-DE")).toBe(true);
    expect(chooseLocale(null, ["C"])).toBe("en-GB");
    expect(chooseLocale("not a tag", ["fr-FR"])).toBe("fr-FR");
    expect(chooseLocale("de-DE", ["fr-FR"])).toBe("de-DE");
    expect(chooseLocale(null, [])).toBe("en-GB");
  });
});
