// Axes for marks that are drawn shape by shape: categories or dates along one side, amounts along
// the other, in the manner of the house.
import type { EChartsCoreOption } from "echarts/core";
import type { Frame } from "../options";
import { amountText } from "../words";
import { drawable, LABEL_SIZE } from "./item";
import type { Paints } from "./paints";

/** An axis of members, each a step wide. */
export function memberAxis(
  names: string[],
  side: "x" | "y",
  paints: Paints,
  frame: Frame,
): EChartsCoreOption {
  const room =
    side === "x"
      ? Math.max(24, (frame.width - 70) / Math.max(1, names.length) - 4)
      : Math.min(160, frame.width * 0.3);
  return {
    type: "category",
    inverse: side === "y",
    data: names.map((_, index) => String(index)),
    axisLine: { show: side === "x", lineStyle: { color: paints.axis } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      color: paints.label,
      fontSize: LABEL_SIZE,
      hideOverlap: true,
      interval: side === "y" && names.length <= 40 ? 0 : "auto",
      width: room,
      overflow: "truncate",
      formatter: (key: string) => drawable(names[Number(key)] ?? ""),
    },
  };
}

/** An axis of amounts. `isFromZero` for everything whose length is its amount. */
export function amountAxis(title: string, paints: Paints, isFromZero: boolean): EChartsCoreOption {
  return {
    type: "value",
    scale: !isFromZero,
    splitNumber: 4,
    name: title,
    nameLocation: "end",
    nameGap: 12,
    nameTextStyle: {
      color: paints.label,
      fontSize: LABEL_SIZE,
      align: "left",
      padding: [0, 0, 0, -4],
    },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: paints.label,
      fontSize: LABEL_SIZE,
      hideOverlap: true,
      formatter: (value: number) => amountText(value),
    },
    splitLine: { show: true, lineStyle: { color: paints.grid, width: 1 } },
  };
}

/** Room around the axes: their labels stay inside. */
export function plot(top: number): EChartsCoreOption {
  return {
    left: 4,
    right: 14,
    top,
    bottom: 4,
    outerBoundsMode: "same",
    outerBoundsContain: "axisLabel",
  };
}
