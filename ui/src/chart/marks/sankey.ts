// Flows from the members of one dimension to those of the next, as wide as their amounts.
import { count, percent } from "../../i18n/format";
import { t } from "../../i18n/t";
import { MOST_COLOURS } from "../seriesColours";
import { leftOut, notNumbers } from "./heatmap";
import { type Build, base, drawable, ITEM, type Item, LABEL_SIZE } from "./item";
import { factsOf, membersOf } from "./reading";

const MOST_FLOWS = 400;

/** Builds flows from two dimensions and a measure; the items are the flows. */
export const sankey: Build = (from) => {
  const [start, end] = from.dimensions;
  const measure = from.measures[0];
  if (!start || !end || !measure) {
    return null;
  }
  const starts = membersOf(start, from.rows);
  const ends = membersOf(end, from.rows);
  let negative = 0;
  let undrawn = 0;
  const flows: { source: number; target: number; size: number; item: Item }[] = [];
  for (let row = 0; row < from.rows.count; row++) {
    const size = measure.data.numberAt(row);
    if (size !== null && !Number.isFinite(size)) {
      undrawn += 1;
    } else if (size !== null && size < 0) {
      negative += 1;
    } else if (size) {
      flows.push({
        source: starts.placeOf(row),
        target: ends.placeOf(row),
        size,
        item: { facts: factsOf(from, row), value: size, row },
      });
    }
  }
  if (flows.length === 0) {
    return { refusal: t("marks.noParts"), advice: t("marks.noPartsAdvice") };
  }
  const total = flows.reduce((sum, { size }) => sum + size, 0);
  flows.sort((left, right) => right.size - left.size);
  const shown = flows.slice(0, MOST_FLOWS);
  for (const { item, size } of shown) {
    item.facts.push([t("marks.share"), percent(size / total)]);
  }
  const notes = [...leftOut(flows.length - shown.length, shown.length), ...notNumbers(undrawn)];
  if (negative > 0) {
    notes.push(t("marks.negative", { count: negative, shown: count(negative) }));
  }
  const used = (side: "source" | "target") => [...new Set(shown.map((flow) => flow[side]))];
  return {
    items: shown.map(({ item }) => item),
    legend: [],
    ramp: null,
    notes,
    paint: (paints, frame) => ({
      ...base(paints, frame, shown.length),
      // Its way of arriving would uncover the flows from the left.
      animation: false,
      series: [
        {
          type: "sankey",
          silent: true,
          draggable: false,
          left: 4,
          right: Math.min(160, frame.width * 0.25),
          top: 8,
          bottom: 8,
          nodeWidth: 12,
          nodeGap: 8,
          // The sides have names of their own, so that a member may stand on both.
          data: [
            ...used("source").map((place) => ({
              name: `from ${place}`,
              depth: 0,
              itemStyle: { color: paints.data[colourOf(place)] },
            })),
            ...used("target").map((place) => ({
              name: `to ${place}`,
              depth: 1,
              itemStyle: { color: paints.data[0] },
            })),
          ],
          links: shown.map(({ source, target, size }, index) => ({
            source: `from ${source}`,
            target: `to ${target}`,
            value: size,
            [ITEM]: index,
          })),
          lineStyle: { color: "source", opacity: 0.3, curveness: 0.5 },
          label: {
            color: paints.text,
            fontSize: LABEL_SIZE,
            width: Math.min(140, frame.width * 0.22),
            overflow: "truncate",
            formatter: ({ name }: { name: string }) => {
              const [side, place] = name.split(" ");
              const names = side === "from" ? starts.names : ends.names;
              return drawable(names[Number(place)] ?? "");
            },
          },
        },
      ],
    }),
  };
};

function colourOf(place: number): number {
  return place < MOST_COLOURS ? place + 1 : 0;
}
