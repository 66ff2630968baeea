// The order of series and their colours. Pure.
import type { Series } from "./chartData";

/** Series with a colour of their own; further ones are context grey. */
export const MOST_COLOURS = 8;

/** What lies over the others comes after them, whatever its size. */
function isOver({ mark }: Pick<Series, "mark">): number {
  return mark ? 1 : 0;
}

/** Largest series first, each with its colour; beyond the palette they are context. */
export function coloured(series: Omit<Series, "colour">[]): Series[] {
  const size = ({ values }: Omit<Series, "colour">) =>
    values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
  return series
    .map((one) => ({ one, size: size(one) }))
    .sort((left, right) => isOver(left.one) - isOver(right.one) || right.size - left.size)
    .map(({ one }, index) => ({ ...one, colour: index < MOST_COLOURS ? index + 1 : 0 }));
}
