// The colours of amounts: ramps from low to high, read from the tokens of the theme in use.
import { useMemo } from "react";
import { type Palette, usePalette } from "../palette";
import type { Ramp } from "./item";

/** The palette with its ramps: eight steps from low to high, nine around a middle. */
export interface Paints extends Palette {
  sequence: string[];
  diverging: string[];
}

/** The colours, read again when the theme changes. */
export function usePaints(): Paints {
  const palette = usePalette();
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const steps = (name: string, count: number) =>
      Array.from({ length: count }, (_, at) =>
        style.getPropertyValue(`--${name}-${at + 1}`).trim(),
      );
    return { ...palette, sequence: steps("seq", 8), diverging: steps("div", 9) };
  }, [palette]);
}

/** The ramp that fits these amounts: around 0 when there are amounts on both sides of it. */
export function rampOf(title: string, amounts: (number | null)[]): Ramp | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const amount of amounts) {
    if (amount !== null) {
      low = Math.min(low, amount);
      high = Math.max(high, amount);
    }
  }
  if (low > high) {
    return null;
  }
  const isDiverging = low < 0 && high > 0;
  const reach = Math.max(-low, high);
  return isDiverging
    ? { title, low: -reach, high: reach, isDiverging }
    : { title, low, high, isDiverging };
}

/** Colour of an amount, and the colour of words upon it. */
export function rampColour(
  ramp: Ramp,
  amount: number,
  paints: Paints,
): { fill: string; text: string } {
  const colours = ramp.isDiverging ? paints.diverging : paints.sequence;
  const last = colours.length - 1;
  // The halves keep the difference of very large amounts finite.
  const share =
    ramp.high === ramp.low ? 1 : (amount / 2 - ramp.low / 2) / (ramp.high / 2 - ramp.low / 2);
  const step = Math.min(last, Math.floor(share * colours.length));
  const isStrong = ramp.isDiverging ? Math.abs(step - last / 2) > 2 : step > 3;
  return {
    fill: colours[step] ?? paints.grid,
    text: isStrong ? paints.surface : paints.text,
  };
}
