// One point for each row beside its category, spread a little so that points do not hide others.
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { amountAxis, memberAxis, plot } from "./axes";
import { leftOut } from "./heatmap";
import { type Build, base, type Item } from "./item";
import { factsOf, finite, membersOf } from "./reading";
import { at, drawn, stepOf } from "./shapes";

const MOST_CATEGORIES = 40;

/** Builds a strip from a dimension and a number row by row. */
export const strip: Build = (from) => {
  const member = from.dimensions[0];
  const number = from.raws[0];
  if (!member || !number) {
    return null;
  }
  const members = membersOf(member, from.rows);
  const points: { place: number; value: number; item: Item }[] = [];
  let hidden = 0;
  let missing = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const place = members.placeOf(row);
    const value = finite(number.data.numberAt(row));
    if (value === null) {
      missing += 1;
    } else if (place >= MOST_CATEGORIES) {
      hidden += 1;
    } else {
      points.push({ place, value, item: { facts: factsOf(from, row), value, row } });
    }
  }
  const names = members.names.slice(0, MOST_CATEGORIES);
  const isAcross = number.encoding.shelf === "x";
  return {
    items: points.map(({ item }) => item),
    legend: [],
    ramp: null,
    notes: [
      ...leftOut(hidden, points.length),
      ...(missing > 0
        ? [t("marks.rowsWithoutNumber", { count: missing, shown: count(missing) })]
        : []),
    ],
    paint: (paints, frame) => {
      const amounts = amountAxis(isAcross ? "" : number.encoding.title, paints, false);
      const categories = memberAxis(names, isAcross ? "y" : "x", paints, frame);
      return {
        ...base(paints, frame, points.length),
        grid: plot(isAcross ? 4 : 26),
        xAxis: isAcross ? amounts : categories,
        yAxis: isAcross ? categories : amounts,
        series: [
          drawn(
            points.map(({ place, value }) => (isAcross ? [value, place] : [place, value])),
            { x: [0], y: [1] },
            (index, scales) => {
              const point = points[index];
              if (!point) {
                return null;
              }
              const [x, y] = isAcross
                ? at(scales, point.value, point.place)
                : at(scales, point.place, point.value);
              const [width, height] = stepOf(scales);
              const aside = spread(index) * Math.min(60, isAcross ? height : width) * 0.6;
              return {
                type: "circle",
                shape: { cx: isAcross ? x : x + aside, cy: isAcross ? y + aside : y, r: 3 },
                style: { fill: paints.data[1], opacity: points.length > 500 ? 0.35 : 0.6 },
              };
            },
          ),
        ],
      };
    },
  };
};

/** A number between -0.5 and 0.5 that is the same for the same point each time. */
function spread(index: number): number {
  // Scattered by a product that loses its high digits: no pattern follows the order of the rows.
  const mixed = Math.sin(index * 12.9898) * 43_758.5453;
  return mixed - Math.floor(mixed) - 0.5;
}
