// How many values lie in each bin: bars as wide as their bins, on an axis of numbers, so that a bin
// without values is a gap.
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { MOST_COLOURS } from "../seriesColours";
import { exactText } from "../words";
import { amountAxis, plot } from "./axes";
import { type Build, base, type Item, type LegendEntry } from "./item";
import { factsOf, finite, membersOf, type Reading } from "./reading";
import { at, drawn, rectangle } from "./shapes";

/** One bar: from one edge to the other, standing on what its bin has of other colours. */
interface Bar {
  low: number;
  high: number;
  from: number;
  to: number;
  colour: number;
  item: Item;
}

/** Builds a histogram from bins and how many values each has. */
export const histogram: Build = (from) => {
  const bin = from.dimensions.find(({ encoding }) => encoding.end_column);
  const counted = from.measures[0];
  if (!bin || !counted) {
    return null;
  }
  const ends = from.rows.columns.find(({ name }) => name === bin.encoding.end_column);
  const split = from.dimensions.find((column) => column !== bin);
  const colours = split ? coloured(from, split, counted) : null;
  const bars: Bar[] = [];
  const tops = new Map<number, number>();
  let [missing, odd] = [0, 0];
  for (let row = 0; row < from.rows.count; row++) {
    const low = bin.data.numberAt(row);
    const high = ends?.numberAt(row) ?? null;
    const amount = finite(counted.data.numberAt(row)) ?? 0;
    if (finite(low) === null || finite(high) === null || low === null || high === null) {
      [missing, odd] = low === null ? [missing + amount, odd] : [missing, odd + amount];
      continue;
    }
    const base = tops.get(low) ?? 0;
    tops.set(low, base + amount);
    const reach = t("chart.binFromTo", {
      from: exactText(bin.data.at(row)),
      to: exactText(ends?.at(row) ?? null),
    });
    const facts = factsOf(from, row).map<[string, string]>(([title, text], index) =>
      from.all[index] === bin ? [title, reach] : [title, text],
    );
    bars.push({
      low,
      high,
      from: base,
      to: base + amount,
      colour: colours?.of(row) ?? 1,
      item: {
        facts: facts.filter((_, index) => from.all[index]?.data !== ends),
        value: amount,
        row,
      },
    });
  }
  const isUpright = bin.encoding.shelf === "x";
  const lowest = bars.reduce((least, { low }) => Math.min(least, low), Infinity);
  const highest = bars.reduce((most, { high }) => Math.max(most, high), -Infinity);
  return {
    items: bars.map(({ item }) => item),
    legend: colours?.legend ?? [],
    ramp: null,
    notes: [
      ...(missing > 0
        ? [t("marks.rowsWithoutNumber", { count: missing, shown: count(missing) })]
        : []),
      ...(odd > 0 ? [t("chart.valuesUndrawn", { count: odd, shown: count(odd) })] : []),
    ],
    paint: (paints, frame) => {
      const counts = amountAxis(isUpright ? counted.encoding.title : "", paints, true);
      const values = {
        ...amountAxis("", paints, false),
        min: lowest,
        max: highest,
        splitNumber: isUpright ? Math.max(3, Math.floor(frame.width / 90)) : 6,
        splitLine: { show: false },
        axisLine: { show: isUpright, lineStyle: { color: paints.axis }, onZero: false },
      };
      return {
        ...base(paints, frame, bars.length),
        grid: plot(isUpright ? 26 : 4),
        xAxis: isUpright ? values : counts,
        yAxis: isUpright ? counts : values,
        series: [
          drawn(
            bars.map(({ low, high, from, to }) => [low, high, from, to]),
            isUpright ? { x: [0, 1], y: [2, 3] } : { x: [2, 3], y: [0, 1] },
            (index, scales) => {
              const bar = bars[index];
              if (!bar) {
                return null;
              }
              const [one, other] = isUpright
                ? [at(scales, bar.low, bar.from), at(scales, bar.high, bar.to)]
                : [at(scales, bar.from, bar.low), at(scales, bar.to, bar.high)];
              // A hair between two bins, as long as they are wide enough to spare it.
              const along = isUpright ? 0 : 1;
              const gap = Math.abs(other[along] - one[along]) > 4 ? 0.5 : 0;
              const inner = one[along] < other[along] ? gap : -gap;
              one[along] += inner;
              other[along] -= inner;
              return rectangle(one, other, { fill: paints.data[bar.colour] }, 1);
            },
          ),
        ],
      };
    },
  };
};

/** The members of a colour, largest first; beyond the palette they are context. */
export function coloured(
  from: Reading,
  split: Reading["all"][number],
  amount: Reading["all"][number] | null,
): { of: (row: number) => number; legend: LegendEntry[]; places: number[] } {
  const members = membersOf(split, from.rows);
  const sizes = members.names.map(() => 0);
  for (let row = 0; row < from.rows.count; row++) {
    const place = members.placeOf(row);
    sizes[place] = (sizes[place] ?? 0) + Math.abs(finite(amount?.data.numberAt(row)) ?? 0);
  }
  const order = members.names
    .map((_, place) => place)
    .sort((left, right) => (amount ? (sizes[right] ?? 0) - (sizes[left] ?? 0) : left - right));
  const places = members.names.map((_, place) => order.indexOf(place));
  const colourAt = (place: number) => (place < MOST_COLOURS ? place + 1 : 0);
  return {
    of: (row) => colourAt(places[members.placeOf(row)] ?? 0),
    legend: order.map((place, rank) => ({
      name: members.names[place] ?? "",
      colour: colourAt(rank),
    })),
    places: Array.from({ length: from.rows.count }, (_, row) => places[members.placeOf(row)] ?? 0),
  };
}
