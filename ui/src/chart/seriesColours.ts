// The order of series and their colours. Pure.
import type { Series } from "./chartData";

/** Series with a colour of their own; further ones are context grey. */
export const MOST_COLOURS = 8;

/** Largest series first, each with its colour; beyond the palette they are context. */
export function coloured(series: Omit<Series, "colour">[]): Series[] {
  const size = ({ values }: Omit<Series, "colour">) =>
    values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
  return series
    .map((one) => ({ one, size: size(one) }))
    .sort((left, right) => right.size - left.size)
    .map(({ one }, index) => ({ ...one, colour: index < MOST_COLOURS ? index + 1 : 0 }));
}
