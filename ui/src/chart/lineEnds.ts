// Where the names of lines stand: beside their ends, and never on each other. Pure.

/** Least distance between two names, in pixels: each can be met by a finger without its neighbour. */
export const NAME_STEP = 24;

/**
 * The places of names that want to stand at these heights, in the same order: as near as they can
 * be, a step apart, and within the picture as long as there is room. Names without a wish come last.
 */
export function placesOf(wishes: readonly (number | null)[], height: number): number[] {
  const step = Math.min(NAME_STEP, height / Math.max(1, wishes.length));
  const order = wishes
    .map((wish, index) => ({ wish: wish ?? Number.POSITIVE_INFINITY, index }))
    .sort((one, other) => one.wish - other.wish || one.index - other.index);
  const tops: number[] = [];
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { wish } of order) {
    const from = Number.isFinite(lowest) ? lowest + step : step / 2;
    const top = Math.max(from, Number.isFinite(wish) ? wish : from);
    tops.push(top);
    lowest = top;
  }
  // What was pushed out below moves up again, and the others with it.
  let highest = height - step / 2;
  for (let place = tops.length - 1; place >= 0; place--) {
    const top = Math.min(tops[place] ?? 0, highest);
    tops[place] = top;
    highest = top - step;
  }
  const places: number[] = [];
  order.forEach(({ index }, place) => {
    places[index] = tops[place] ?? 0;
  });
  return places;
}
