// One amount on its way along half a ring, with its target and the bands that it may lie in.
import { percent } from "../../i18n/format";
import { t } from "../../i18n/t";
import { amountText } from "../words";
import { type Build, base, type Item } from "./item";
import { factsOf, finite } from "./reading";
import { group, placed, type Shape, stroke, words } from "./shapes";
import { roundEnds } from "./ticks";

const HOLE = 0.74;
/** Bands stand outside of the ring. */
const BAND = { from: 1.03, to: 1.1 };
const NUMBER_SIZE = 28;

/** Builds a gauge: the first measure, then its target, then the ends of bands. */
export const gauge: Build = (from) => {
  const [first, second, ...bands] = from.measures;
  if (!first) {
    return null;
  }
  const value = finite(first.data.numberAt(0));
  if (value === null) {
    return { refusal: t("marks.noGauge"), advice: t("marks.noGaugeAdvice") };
  }
  const target = finite(second?.data.numberAt(0));
  const ends = bands.flatMap(({ data }) => finite(data.numberAt(0)) ?? []);
  ends.sort((left, right) => left - right);
  const [low, high] = roundEnds([0, value, target ?? 0, ...ends]);
  const facts = factsOf(from, 0);
  if (target) {
    facts.push([t("marks.ofTarget"), percent(value / target)]);
  }
  const item: Item = { facts, value, row: 0 };
  return {
    items: [item],
    legend: second
      ? [
          { name: first.encoding.title, colour: 1 },
          { name: second.encoding.title, colour: 0 },
        ]
      : [],
    ramp: null,
    notes: [],
    paint: (paints, frame) => {
      const reach = Math.max(20, Math.min(frame.width / 2 - 44, frame.height - 52) / BAND.to);
      const [cx, cy] = [frame.width / 2, (frame.height + reach) / 2 - 6];
      const angle = (amount: number) => Math.PI * (1 + (amount - low) / (high - low));
      const ring = (
        [start, end]: [number, number],
        { from, to }: { from: number; to: number },
        style: Shape,
      ): Shape => ({
        type: "sector",
        shape: {
          cx,
          cy,
          r0: reach * from,
          r: reach * to,
          startAngle: angle(Math.min(start, end)),
          endAngle: angle(Math.max(start, end)),
        },
        style,
      });
      const point = (amount: number, far: number): [number, number] => [
        cx + Math.cos(angle(amount)) * reach * far,
        cy + Math.sin(angle(amount)) * reach * far,
      ];
      const whole = { from: HOLE, to: 1 };
      const starts = [low, ...ends];
      const shown = [...ends, high].slice(0, ends.length === 0 ? 0 : undefined);
      const banded = shown.map((end, at) =>
        ring([starts[at] ?? low, end], BAND, {
          fill: paints.label,
          opacity: 0.15 + (0.5 * at) / shown.length,
        }),
      );
      return {
        ...base(paints, frame, 1),
        series: [
          placed([
            group([
              ring([low, high], whole, { fill: paints.grid }),
              ...banded,
              ring([Math.max(low, Math.min(0, high)), value], whole, { fill: paints.data[1] }),
              target === null
                ? null
                : stroke(point(target, 0.7), point(target, 1.04), paints.text, 2.5),
              words(amountText(value), [cx, cy - 14], {
                font: paints.font,
                fill: paints.text,
                align: "center",
                bold: true,
                size: NUMBER_SIZE,
              }),
              words(first.encoding.title, [cx, cy + 12], {
                font: paints.font,
                fill: paints.label,
                align: "center",
                width: reach * 1.4,
              }),
              ...[low, high].map((end) =>
                words(amountText(end), [point(end, (HOLE + 1) / 2)[0], cy + 12], {
                  font: paints.font,
                  fill: paints.label,
                  align: "center",
                }),
              ),
            ]),
          ]),
        ],
      };
    },
  };
};
