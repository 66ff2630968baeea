// One axis for each member of a dimension around a middle, one outline for each series.
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { MOST_COLOURS } from "../seriesColours";
import { exactText } from "../words";
import { notNumbers } from "./heatmap";
import { type Build, base, drawable, type Item, LABEL_SIZE, type Spot } from "./item";
import { finite, membersOf } from "./reading";

const FEWEST_AXES = 3;
const MOST_AXES = 12;
const MOST_OUTLINES = 8;

/** Builds a radar: the first dimension makes the axes, the second or the measures the outlines. */
export const radar: Build = (from) => {
  const [spokes, split] = from.dimensions;
  const first = from.measures[0];
  if (!spokes || !first) {
    return null;
  }
  const axes = membersOf(spokes, from.rows);
  const outlines = split ? membersOf(split, from.rows).names : [];
  const names = split ? outlines : from.measures.map(({ encoding }) => encoding.title);
  const isFit = axes.names.length >= FEWEST_AXES && axes.names.length <= MOST_AXES;
  if (!isFit || names.length > MOST_OUTLINES) {
    return {
      refusal: isFit
        ? t("marks.tooManyOutlines", { most: MOST_OUTLINES, shown: count(names.length) })
        : t("marks.wrongAxes", {
            fewest: FEWEST_AXES,
            most: MOST_AXES,
            shown: count(axes.names.length),
          }),
      advice: t("marks.radarAdvice"),
    };
  }
  const values = names.map(() => axes.names.map((): number | null => null));
  const exact = names.map(() => axes.names.map(() => ""));
  const behind = names.map(() => axes.names.map((): number | null => null));
  const splitOf = split ? membersOf(split, from.rows).placeOf : () => 0;
  let undrawn = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const spoke = axes.placeOf(row);
    from.measures.forEach(({ data }, index) => {
      const outline = split ? splitOf(row) : index;
      const amount = data.numberAt(row);
      undrawn += amount !== null && !Number.isFinite(amount) ? 1 : 0;
      const line = values[outline];
      const told = exact[outline];
      const rows = behind[outline];
      if (line && told && rows && (!split || index === 0)) {
        line[spoke] = finite(amount);
        told[spoke] = exactText(data.at(row));
        rows[spoke] = row;
      }
    });
  }
  const all = values.flat().flatMap((value) => (value === null ? [] : [value]));
  if (all.length === 0 || Math.min(...all) < 0) {
    return { refusal: t("marks.radarNegative"), advice: t("marks.radarNegativeAdvice") };
  }
  const most = Math.max(...all, Number.MIN_VALUE);
  const items: Item[] = values.flatMap((line, outline) =>
    line.map((value, spoke) => ({
      facts: [
        [spokes.encoding.title, axes.names[spoke] ?? ""],
        [
          names.length > 1 ? (names[outline] ?? "") : first.encoding.title,
          exact[outline]?.[spoke] ?? "",
        ],
      ],
      value,
      row: behind[outline]?.[spoke] ?? null,
    })),
  );
  /** Middle and reach of the picture, as the painter is told. */
  const placed = (width: number, height: number) => ({
    middle: [width / 2, height / 2] as const,
    reach: Math.max(20, Math.min(width, height) / 2 - 30),
  });
  return {
    items,
    legend: names.length > 1 ? names.map((name, at) => ({ name, colour: colourOf(at) })) : [],
    ramp: null,
    notes: notNumbers(undrawn),
    locate: (chart) => {
      const { middle, reach } = placed(chart.getWidth(), chart.getHeight());
      return values.flatMap((line) =>
        line.map((value, spoke): Spot | undefined => {
          const angle = Math.PI / 2 + (2 * Math.PI * spoke) / axes.names.length;
          const far = ((value ?? 0) / most) * reach;
          return value === null
            ? undefined
            : { x: middle[0] + far * Math.cos(angle), y: middle[1] - far * Math.sin(angle) };
        }),
      );
    },
    paint: (paints, frame) => {
      const { middle, reach } = placed(frame.width, frame.height);
      return {
        ...base(paints, frame, items.length),
        radar: {
          center: [...middle],
          radius: reach,
          splitNumber: 4,
          indicator: axes.names.map((_, index) => ({ name: String(index), max: most, min: 0 })),
          axisName: {
            color: paints.label,
            fontSize: LABEL_SIZE,
            width: Math.max(60, frame.width / 5),
            overflow: "truncate",
            formatter: (key: string) => drawable(axes.names[Number(key)] ?? ""),
          },
          axisLine: { lineStyle: { color: paints.grid } },
          splitLine: { lineStyle: { color: paints.grid } },
          splitArea: { show: false },
        },
        series: [
          {
            type: "radar",
            silent: true,
            symbolSize: 5,
            data: values.map((line, outline) => ({
              value: line.map((value) => value ?? "-"),
              itemStyle: { color: paints.data[colourOf(outline)] },
              lineStyle: { width: 2 },
              areaStyle: { opacity: names.length > 1 ? 0.06 : 0.16 },
            })),
          },
        ],
      };
    },
  };
};

function colourOf(outline: number): number {
  return outline < MOST_COLOURS ? outline + 1 : 0;
}
