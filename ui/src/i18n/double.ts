// Doubles as a person reads them: to the 15 figures that a double can be trusted with (7 for a
// single), so that the tail of binary fractions never shows.
import { digits, inLocale } from "./format";

const MINUS = "\u2212";
const FIGURES = { double: 15, single: 7 } as const;
/** Decimals worth showing of a number from one on; below it, figures count instead. */
const MOST_DECIMALS = 4;
const FIGURES_OF_PART = 6;
const FIGURES_OF_LITTLE = 4;
const MOST_DECIMALS_OF_PART = 10;
/** Outside of these a number is written with a power of ten. */
const LARGE = 1e16;
const LITTLE = 1e-6;

/** The number in full, without its binary tail: `114 428.58`. */
export function double(value: number, isSingle = false): string {
  return unusual(value) ?? plain(trusted(value, isSingle));
}

/**
 * The number with so many decimals as its column has. A number that would shrink to nothing or
 * nearly so is written with its own four figures.
 */
export function doubleWith(value: number, decimals: number, isSingle = false): string {
  const special = unusual(value);
  if (special !== null) {
    return special;
  }
  const known = trusted(value, isSingle);
  if (hasPower(known)) {
    return power(Number(known.toPrecision(FIGURES_OF_PART)));
  }
  const fixed = known.toFixed(decimals);
  const isLost = known !== 0 && Math.abs(known) < 10 ** (1 - decimals) && Number(fixed) !== known;
  return isLost && decimals > 0
    ? plain(Number(known.toPrecision(FIGURES_OF_LITTLE)))
    : digits(fixed);
}

/** The number where there is no column to agree with: as many decimals as are worth showing. */
export function shortDouble(value: number): string {
  return doubleWith(value, decimalsOf(value));
}

/** Digits after the point that the number needs, as far as they are worth showing. */
export function decimalsOf(value: number, isSingle = false): number {
  const known = Number.isFinite(value) ? Math.abs(trusted(value, isSingle)) : 0;
  if (known === 0 || hasPower(known)) {
    return 0;
  }
  const most = known >= 1 ? MOST_DECIMALS : FIGURES_OF_PART - 1 - Math.floor(Math.log10(known));
  const fixed = known.toFixed(Math.min(most, MOST_DECIMALS_OF_PART)).replace(/\.?0+$/, "");
  return fixed.includes(".") ? fixed.length - fixed.indexOf(".") - 1 : 0;
}

/** Every figure that tells this number from its neighbours: `114 428.57999999999`. */
export function exactDouble(value: number, isSingle = false): string {
  return unusual(value) ?? plain(isSingle ? shortestSingle(value) : value);
}

function shortestSingle(value: number): number {
  const shortest = [6, 7, 8]
    .map((figures) => Number(value.toPrecision(figures)))
    .find((known) => Math.fround(known) === value);
  return shortest ?? Number(value.toPrecision(9));
}

function unusual(value: number): string | null {
  if (Number.isFinite(value)) {
    return null;
  }
  return Number.isNaN(value) ? "NaN" : value < 0 ? `${MINUS}∞` : "∞";
}

/** Whole numbers that a double holds exactly stay as they are. */
function trusted(value: number, isSingle: boolean): number {
  const figures = isSingle ? FIGURES.single : FIGURES.double;
  const known = Number.isSafeInteger(value) ? value : Number(value.toPrecision(figures));
  return known === 0 ? 0 : known;
}

function hasPower(value: number): boolean {
  const size = Math.abs(value);
  return size !== 0 && (size >= LARGE || size < LITTLE);
}

function plain(value: number): string {
  if (hasPower(value)) {
    return power(value);
  }
  const text = String(value);
  return digits(text.includes("e") ? value.toFixed(20).replace(/0+$/, "") : text);
}

/** `1.5e−7` */
function power(value: number): string {
  const [figures = "", exponent = ""] = value.toExponential().split("e");
  return `${inLocale(figures)}e${exponent.replace("+", "").replace("-", MINUS)}`;
}
