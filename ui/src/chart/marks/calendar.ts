// A cell for each day: weeks run across, weekdays down, one block for each year.
import { t } from "../../i18n/t";
import { monthText } from "../words";
import { leftOut, notNumbers } from "./heatmap";
import { type Build, base, type Item } from "./item";
import { rampColour, rampOf } from "./paints";
import { factsOf, finite } from "./reading";
import { placed, rectangle, type Shape, words } from "./shapes";

const DAY = 86_400_000;
const MOST_YEARS = 6;
const YEAR_ROOM = 38;
const HEAD = 16;

/** Where a day stands: weeks since the Monday before its year began, and its weekday. */
export function dayPlace(ms: number): { year: number; week: number; weekday: number } {
  const then = new Date(ms);
  const year = then.getUTCFullYear();
  const first = Date.UTC(year, 0, 1);
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const day = Math.floor((ms - first) / DAY);
  return { year, week: Math.floor((day + lead) / 7), weekday: (day + lead) % 7 };
}

/** Builds a calendar from a date by day and a measure. */
export const calendar: Build = (from) => {
  const day = from.dimensions.find(({ isTime }) => isTime);
  const measure = from.measures[0];
  if (!day || !measure) {
    return null;
  }
  const days: { year: number; week: number; weekday: number; item: Item }[] = [];
  const years: number[] = [];
  let hidden = 0;
  let undrawn = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const ms = day.data.numberAt(row);
    const amount = measure.data.numberAt(row);
    undrawn += amount !== null && !Number.isFinite(amount) ? 1 : 0;
    const place = ms === null ? null : dayPlace(ms);
    if (place && !years.includes(place.year) && years.length < MOST_YEARS) {
      years.push(place.year);
    }
    if (place && years.includes(place.year)) {
      days.push({ ...place, item: { facts: factsOf(from, row), value: finite(amount), row } });
    } else {
      hidden += 1;
    }
  }
  if (days.length === 0) {
    return { refusal: t("marks.noDays"), advice: t("marks.noDaysAdvice") };
  }
  years.sort((left, right) => left - right);
  const ramp = rampOf(
    measure.encoding.title,
    days.map(({ item }) => item.value),
  );
  return {
    items: days.map(({ item }) => item),
    legend: [],
    ramp,
    notes: [...leftOut(hidden, days.length), ...notNumbers(undrawn)],
    paint: (paints, frame) => {
      const side = Math.max(
        2,
        Math.min(
          (frame.width - YEAR_ROOM) / 54,
          (frame.height - years.length * HEAD) / (years.length * 7.4),
          26,
        ),
      );
      const block = HEAD + side * 7.4;
      const left = (week: number) => YEAR_ROOM + week * side;
      const top = (year: number) => years.indexOf(year) * block + HEAD;
      const gap = side > 6 ? 0.75 : 0;
      const boxes = days.map(({ year, week, weekday, item }) => {
        const fill =
          ramp && item.value !== null ? rampColour(ramp, item.value, paints).fill : paints.grid;
        const [x, y] = [left(week), top(year) + weekday * side];
        return rectangle([x + gap, y + gap], [x + side - gap, y + side - gap], { fill }, 1);
      });
      const empty = years.flatMap((year) => {
        const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY;
        return Array.from({ length: days }, (_, day) => {
          const { week, weekday } = dayPlace(Date.UTC(year, 0, 1) + day * DAY);
          const [x, y] = [left(week), top(year) + weekday * side];
          const style = { fill: paints.grid, opacity: 0.5 };
          return rectangle([x + gap, y + gap], [x + side - gap, y + side - gap], style, 1);
        });
      });
      const names: Shape[] = years.flatMap((year) => [
        words(String(year), [0, top(year) + side * 3.5], {
          font: paints.font,
          fill: paints.text,
          bold: true,
        }),
        ...Array.from({ length: 12 }, (_, month) => {
          const ms = Date.UTC(year, month, 1);
          return words(monthText(ms), [left(dayPlace(ms).week), top(year) - HEAD / 2], {
            font: paints.font,
            fill: paints.label,
          });
        }),
      ]);
      return {
        ...base(paints, frame, days.length),
        series: [placed(boxes), placed(names), placed(empty, 1)],
      };
    },
  };
};
