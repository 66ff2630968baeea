// How an amount of a pivot table stands out: by colour, or by a bar as long as it is. Pure.
import type { CSSProperties } from "react";
import type { CellFormat } from "../../backend/generated/CellFormat";
import type { Ramp } from "../marks/item";
import { type Paints, rampColour } from "../marks/paints";

/** The look of a cell; none where nothing is to stand out. */
export function cellLook(
  format: CellFormat,
  amount: number | null,
  { low, high }: { low: number; high: number },
  paints: Paints,
): CSSProperties | undefined {
  if (format === "plain" || amount === null || !Number.isFinite(amount)) {
    return undefined;
  }
  if (format === "heat") {
    const isDiverging = low < 0 && high > 0;
    const far = Math.max(-low, high);
    const ramp: Ramp = isDiverging
      ? { title: "", low: -far, high: far, isDiverging }
      : { title: "", low, high, isDiverging };
    const { fill, text } = rampColour(ramp, amount, paints);
    return { background: fill, color: text };
  }
  const [from, to] = bar(amount, Math.min(0, low), Math.max(0, high));
  const colour = amount < 0 ? "var(--div-2)" : "var(--seq-3)";
  return {
    backgroundImage: `linear-gradient(to right, transparent ${from}%, ${colour} ${from}%, ${colour} ${to}%, transparent ${to}%)`,
    backgroundSize: "100% 70%",
    backgroundPosition: "center",
    backgroundRepeat: "no-repeat",
  };
}

/** Where the bar of an amount begins and ends, in per cent of the cell. */
export function bar(amount: number, low: number, high: number): [number, number] {
  const whole = high / 2 - low / 2;
  if (whole === 0) {
    return [0, 0];
  }
  const at = (value: number) => ((value / 2 - low / 2) / whole) * 100;
  return [Math.min(at(0), at(amount)), Math.max(at(0), at(amount))];
}
