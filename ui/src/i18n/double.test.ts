// Doubles show what they can be trusted with, and never shrink to nothing.
import { afterEach, describe, expect, it } from "vitest";
import { decimalsOf, double, doubleWith, exactDouble, shortDouble } from "./double";
import { useLocale } from "./locale";

afterEach(() => useLocale.setState({ tag: "en-GB" }));

const spaced = (text: string) => text.replaceAll("\u202f", " ");

describe("a double", () => {
  it("shows 15 figures, so that no binary tail is seen", () => {
    const cases: [number, string][] = [
      [114428.57999999999, "114 428.58"],
      [0.1 + 0.2, "0.3"],
      [227.945378486056, "227.945378486056"],
      [-0, "0"],
      [-1234.5, "−1 234.5"],
      [9007199254740991, "9 007 199 254 740 991"],
      [1e21, "1e21"],
      [1.5e-7, "1.5e−7"],
      [Number.NaN, "NaN"],
      [Number.NEGATIVE_INFINITY, "−∞"],
    ];
    for (const [value, text] of cases) {
      expect(spaced(double(value)), String(value)).toBe(text);
    }
  });

  it("of single precision shows seven", () => {
    expect(double(Math.fround(0.1), true)).toBe("0.1");
    expect(double(Math.fround(16.7), true)).toBe("16.7");
  });

  it("follows the locale's decimal sign, also with a power", () => {
    useLocale.setState({ tag: "de-DE" });
    expect(double(0.5)).toBe("0,5");
    expect(double(1.5e-7)).toBe("1,5e−7");
  });

  it("in full reads back as the same number", () => {
    expect(spaced(exactDouble(114428.57999999999))).toBe("114 428.57999999999");
    expect(exactDouble(Math.fround(0.1), true)).toBe("0.1");
    const single = Math.fround(1 / 3);
    expect(Math.fround(Number(exactDouble(single, true)))).toBe(single);
  });
});

describe("a double in a column", () => {
  it("has the column's decimals", () => {
    expect(spaced(doubleWith(174070.4, 2))).toBe("174 070.40");
    expect(doubleWith(227.945378486056, 4)).toBe("227.9454");
    expect(doubleWith(0, 2)).toBe("0.00");
    expect(doubleWith(0.05, 2)).toBe("0.05");
  });

  it("is never rounded to nothing", () => {
    expect(doubleWith(0.00004123456, 4)).toBe("0.00004123");
    expect(doubleWith(-0.001234, 2)).toBe("−0.001234");
    expect(doubleWith(1e-9, 4)).toBe("1e−9");
  });

  it("asks for four decimals at most from one on, and six figures below", () => {
    const cases: [number, number][] = [
      [5, 0],
      [114428.57999999999, 2],
      [227.945378486056, 4],
      [0.25, 2],
      [1 / 3, 6],
      [0.0123456789, 7],
      [0, 0],
      [Number.POSITIVE_INFINITY, 0],
      [1e300, 0],
    ];
    for (const [value, decimals] of cases) {
      expect(decimalsOf(value), String(value)).toBe(decimals);
    }
  });

  it("alone has what is worth showing", () => {
    expect(shortDouble(2 / 3)).toBe("0.666667");
    expect(spaced(shortDouble(114428.57999999999))).toBe("114 428.58");
  });
});
