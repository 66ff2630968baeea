// Marks along one axis of members: waterfall, funnel, bullets and candles. Each is drawn from the
// numbers of its row alone.
import { count, percent } from "../../i18n/format";
import { t } from "../../i18n/t";
import { amountText } from "../words";
import { amountAxis, memberAxis, plot } from "./axes";
import { leftOut, notNumbers } from "./heatmap";
import { type Build, base, type Item } from "./item";
import { factsOf, finite, labelText, type Reading } from "./reading";
import { at, drawn, group, rectangle, stepOf, stroke, words } from "./shapes";

/** Most positions that are drawn side by side. */
const MOST_STEPS = 60;

/** The first rows, with the name of each and its numbers. */
function stepsOf(from: Reading, most = MOST_STEPS) {
  const member = from.dimensions[0];
  const shown = Math.min(from.rows.count, most);
  const rows = Array.from({ length: shown }, (_, row) => row);
  let undrawn = 0;
  const numbers = rows.map((row) =>
    from.measures.map(({ data }) => {
      const amount = data.numberAt(row);
      undrawn += amount !== null && !Number.isFinite(amount) ? 1 : 0;
      return finite(amount);
    }),
  );
  return {
    names: rows.map((row) =>
      member ? labelText(member, member.data.at(row), member.data.numberAt(row)) : "",
    ),
    numbers,
    facts: rows.map((row) => factsOf(from, row)),
    notes: [...leftOut(from.rows.count - shown, shown), ...notNumbers(undrawn)],
  };
}

/** Builds a waterfall: each position begins where the one before it ended; the total stands last. */
export const waterfall: Build = (from) => {
  const measure = from.measures[0];
  if (!measure || from.dimensions.length === 0) {
    return null;
  }
  const { names, numbers, facts, notes } = stepsOf(from);
  if (from.rows.count > MOST_STEPS) {
    return {
      refusal: t("marks.tooManySteps", { most: MOST_STEPS, shown: count(from.rows.count) }),
      advice: t("marks.tooManyStepsAdvice"),
    };
  }
  let level = 0;
  const spans: [number, number][] = numbers.map(([amount]) => {
    const before = level;
    level += amount ?? 0;
    return [before, level];
  });
  spans.push([0, level]);
  const items: Item[] = facts.map((fact, index) => ({
    facts: [...fact, [t("marks.runningTotal"), amountText(spans[index]?.[1] ?? null)]],
    value: numbers[index]?.[0] ?? null,
    row: index,
  }));
  items.push({ facts: [[t("marks.total"), amountText(level)]], value: level, row: null });
  const all = [...names, t("marks.total")];
  return {
    items,
    legend: [
      { name: t("marks.rise"), colour: 1 },
      { name: t("marks.fall"), colour: 2 },
      { name: t("marks.total"), colour: 0 },
    ],
    ramp: null,
    notes,
    paint: (paints, frame) => ({
      ...base(paints, frame, items.length),
      grid: plot(26),
      xAxis: memberAxis(all, "x", paints, frame),
      yAxis: amountAxis(measure.encoding.title, paints, true),
      series: [
        drawn(
          spans.map(([low, high], index) => [index, low, high]),
          { x: [0], y: [1, 2] },
          (index, scales) => {
            const [from, to] = spans[index] ?? [0, 0];
            const half = Math.min(28, stepOf(scales)[0] * 0.33);
            const [x, start] = at(scales, index, from);
            const [, end] = at(scales, index, to);
            const isTotal = index === spans.length - 1;
            const colour = isTotal ? 0 : to >= from ? 1 : 2;
            const next = at(scales, index + 1, to)[0];
            return group([
              rectangle([x - half, start], [x + half, end], { fill: paints.data[colour] }, 2),
              isTotal ? null : stroke([x + half, end], [next - half, end], paints.axis),
              all.length <= 24
                ? words(amountText(items[index]?.value ?? null), [x, Math.min(start, end) - 4], {
                    font: paints.font,
                    fill: paints.label,
                    align: "center",
                    baseline: "bottom",
                  })
                : null,
            ]);
          },
        ),
      ],
    }),
  };
};

/** Builds a funnel: stages as they come, each with its share of the first and of the one before. */
export const funnel: Build = (from) => {
  const measure = from.measures[0];
  if (!measure || from.dimensions.length === 0) {
    return null;
  }
  const { names, numbers, facts, notes } = stepsOf(from, 24);
  const sizes = numbers.map(([amount]) => amount ?? null);
  const first = sizes[0] ?? null;
  if (first === null || first <= 0 || sizes.some((size) => size !== null && size < 0)) {
    return { refusal: t("marks.noStages"), advice: t("marks.noStagesAdvice") };
  }
  const most = Math.max(...sizes.map((size) => size ?? 0));
  const items: Item[] = facts.map((fact, index) => {
    const size = sizes[index] ?? null;
    const before = sizes[index - 1] ?? null;
    const shares: [string, string][] = [];
    if (size !== null) {
      shares.push([t("marks.ofFirst"), percent(size / first)]);
    }
    if (size !== null && before !== null && before > 0) {
      shares.push([t("marks.ofPrevious"), percent(size / before)]);
    }
    return { facts: [...fact, ...shares], value: size, row: index };
  });
  return {
    items,
    legend: [],
    ramp: null,
    notes,
    paint: (paints, frame) => ({
      ...base(paints, frame, items.length),
      grid: plot(4),
      xAxis: { type: "value", show: false, min: -0.5, max: 0.5 },
      yAxis: memberAxis(names, "y", paints, frame),
      series: [
        drawn(
          sizes.map((_, index) => [0, index]),
          { x: [0], y: [1] },
          (index, scales) => {
            const size = sizes[index] ?? null;
            const [middle, y] = at(scales, 0, index);
            const [width, height] = stepOf(scales);
            const half = ((size ?? 0) / most) * (width / 2) * 0.72;
            const high = Math.min(26, height * 0.36);
            const share = size === null ? "" : percent(size / first);
            return group([
              rectangle(
                [middle - half, y - high],
                [middle + half, y + high],
                { fill: paints.data[1] },
                2,
              ),
              words(`${amountText(size)}  ${share}`, [middle + half + 8, y], {
                font: paints.font,
                fill: paints.text,
              }),
            ]);
          },
        ),
      ],
    }),
  };
};

/** Builds bullets: the first measure as a bar, the second as a line across it. */
export const bullet: Build = (from) => {
  const [value, target] = from.measures;
  if (!value || !target) {
    return null;
  }
  const { names, numbers, facts, notes } = stepsOf(from, 40);
  const items: Item[] = numbers.map(([amount, wanted], index) => {
    const share: [string, string][] =
      amount !== null && amount !== undefined && wanted
        ? [[t("marks.ofTarget"), percent(amount / wanted)]]
        : [];
    return { facts: [...(facts[index] ?? []), ...share], value: amount ?? null, row: index };
  });
  return {
    items,
    legend: [
      { name: value.encoding.title, colour: 1 },
      { name: target.encoding.title, colour: 0 },
    ],
    ramp: null,
    notes,
    paint: (paints, frame) => ({
      ...base(paints, frame, items.length),
      grid: plot(4),
      xAxis: amountAxis("", paints, true),
      yAxis: memberAxis(names, "y", paints, frame),
      series: [
        drawn(
          numbers.map(([amount, wanted], index) => [index, 0, amount ?? null, wanted ?? null]),
          { x: [1, 2, 3], y: [0] },
          (index, scales) => {
            const [amount, wanted] = numbers[index] ?? [];
            const high = Math.min(14, stepOf(scales)[1] * 0.3);
            const [zero, y] = at(scales, 0, index);
            const [end] = at(scales, amount ?? 0, index);
            const [goal] = at(scales, wanted ?? 0, index);
            const isThere = wanted !== null && wanted !== undefined;
            return group([
              isThere
                ? rectangle([zero, y - high * 1.5], [goal, y + high * 1.5], { fill: paints.grid })
                : null,
              rectangle([zero, y - high * 0.7], [end, y + high * 0.7], { fill: paints.data[1] }, 2),
              isThere
                ? stroke([goal, y - high * 1.7], [goal, y + high * 1.7], paints.text, 2.5)
                : null,
            ]);
          },
        ),
      ],
    }),
  };
};

const MOST_CANDLES = 500;

/** Builds candles from open, high, low and close. */
export const candlestick: Build = (from) => {
  if (from.measures.length < 4 || from.dimensions.length === 0) {
    return null;
  }
  const { names, numbers, facts, notes } = stepsOf(from, MOST_CANDLES);
  const items: Item[] = facts.map((fact, index) => ({
    facts: fact,
    value: numbers[index]?.[3] ?? null,
    row: index,
  }));
  return {
    items,
    legend: [
      { name: t("marks.rise"), colour: 1 },
      { name: t("marks.fall"), colour: 2 },
    ],
    ramp: null,
    notes,
    paint: (paints, frame) => ({
      ...base(paints, frame, items.length),
      grid: plot(12 + (frame.lane ?? 0)),
      xAxis: memberAxis(names, "x", paints, frame),
      yAxis: amountAxis("", paints, false),
      series: [
        drawn(
          numbers.map((four, index) => [index, ...four.slice(0, 4)]),
          { x: [0], y: [1, 2, 3, 4] },
          (index, scales) => {
            const [open, high, low, close] = numbers[index] ?? [];
            if (typeof open !== "number" || typeof close !== "number") {
              return null;
            }
            const half = Math.max(1, Math.min(8, stepOf(scales)[0] * 0.33));
            const [x, top] = at(scales, index, high ?? Math.max(open, close));
            const [, bottom] = at(scales, index, low ?? Math.min(open, close));
            const [, start] = at(scales, index, open);
            const [, end] = at(scales, index, close);
            const colour = paints.data[close >= open ? 1 : 2] ?? paints.text;
            return group([
              stroke([x, top], [x, bottom], colour, 1),
              rectangle([x - half, start], [x + half, end], { fill: colour }),
            ]);
          },
        ),
      ],
    }),
  };
};
