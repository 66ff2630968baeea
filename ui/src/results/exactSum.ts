// Sum and mean of selected values without losing a digit: whole numbers and decimals are added as
// scaled whole numbers; only doubles are added as doubles.
import type { RowValue } from "../backend/rows";

/** An exact decimal: `digits` divided by ten to the power of `scale`. */
interface Scaled {
  digits: bigint;
  scale: number;
}

/** What selected numbers add up to. */
export interface Total {
  /** Values that are not missing. */
  count: number;
  /** Decimal text, or the text of a double. */
  sum: string;
  mean: string;
  /** False when a double took part. */
  isExact: boolean;
}

const MEAN_DIGITS = 6;

/** Sum and mean; none when there is no number. */
export function totalOf(values: Iterable<RowValue | undefined>): Total | null {
  let exact: Scaled = { digits: 0n, scale: 0 };
  let double = 0;
  let count = 0;
  let isExact = true;
  for (const value of values) {
    const scaled = scaledOf(value);
    if (scaled) {
      exact = add(exact, scaled);
    } else if (typeof value === "number") {
      double += value;
      isExact = false;
    } else {
      continue;
    }
    count += 1;
  }
  if (count === 0) {
    return null;
  }
  if (isExact) {
    return { count, sum: textOf(exact), mean: meanOf(exact, count), isExact };
  }
  const sum = double + Number(textOf(exact));
  return { count, sum: String(sum), mean: String(sum / count), isExact };
}

function scaledOf(value: RowValue | undefined): Scaled | null {
  if (typeof value === "bigint") {
    return { digits: value, scale: 0 };
  }
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? { digits: BigInt(value), scale: 0 } : null;
  }
  const match = typeof value === "string" ? /^(-?\d+)(?:\.(\d+))?$/.exec(value) : null;
  if (!match) {
    return null;
  }
  const fraction = match[2] ?? "";
  return { digits: BigInt(`${match[1]}${fraction}`), scale: fraction.length };
}

function add(one: Scaled, other: Scaled): Scaled {
  const scale = Math.max(one.scale, other.scale);
  return { digits: lift(one, scale) + lift(other, scale), scale };
}

function lift({ digits, scale }: Scaled, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

/** The mean to six more digits than the values have, halves away from zero. */
function meanOf(sum: Scaled, count: number): string {
  const scale = sum.scale + MEAN_DIGITS;
  const lifted = lift(sum, scale);
  const divisor = BigInt(count);
  const half = divisor / 2n;
  const rounded = (lifted < 0n ? lifted - half : lifted + half) / divisor;
  return textOf({ digits: rounded, scale })
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

function textOf({ digits, scale }: Scaled): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
