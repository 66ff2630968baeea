// Marks that stand out on a dashboard: they keep their colour and get an outline, the others are
// muted. Works on the options that are painted, whatever made them.
import type { EChartsCoreOption } from "echarts/core";
import type { Palette } from "./palette";

interface PaintedSeries {
  type?: string;
  data?: unknown[];
  itemStyle?: object;
  lineStyle?: { width?: number; opacity?: number };
  areaStyle?: object;
}

/** The options with the chosen positions outlined and the rest muted; as they are for none. */
export function withChosen(
  options: EChartsCoreOption,
  chosen: ReadonlySet<number> | null,
  palette: Palette,
): EChartsCoreOption {
  const series = options.series;
  if (!chosen || !Array.isArray(series)) {
    return options;
  }
  return { ...options, series: series.map((one) => lit(one as PaintedSeries, chosen, palette)) };
}

function lit(series: PaintedSeries, chosen: ReadonlySet<number>, palette: Palette): object {
  const { data = [] } = series;
  if (series.type === "bar") {
    return {
      ...series,
      data: data.map((item, index) => ({
        value: itemValue(item),
        itemStyle: chosen.has(index)
          ? { ...series.itemStyle, borderColor: palette.text, borderWidth: 1.5 }
          : { ...series.itemStyle, color: mutedColour() },
      })),
    };
  }
  if (series.type === "scatter") {
    return {
      ...series,
      large: false,
      data: data.map((item, index) =>
        chosen.has(index) || typeof item !== "object" || item === null
          ? item
          : { ...item, itemStyle: { color: mutedColour(), opacity: 0.3 } },
      ),
    };
  }
  if (series.type === "line") {
    // Points over other marks have no line to be seen by.
    const isPoints = series.lineStyle?.width === 0;
    return {
      ...series,
      showSymbol: true,
      lineStyle: { ...series.lineStyle, opacity: 0.45 },
      data: data.map((item, index) => ({
        value: itemValue(item),
        symbol: chosen.has(index) || isPoints ? "circle" : "none",
        symbolSize: 8,
        itemStyle: chosen.has(index)
          ? { borderColor: palette.text, borderWidth: 1.5 }
          : { color: mutedColour() },
      })),
    };
  }
  return series;
}

function itemValue(item: unknown): unknown {
  return typeof item === "object" && item !== null && "value" in item ? item.value : item;
}

function mutedColour(): string {
  return getComputedStyle(document.documentElement).getPropertyValue("--data-muted").trim();
}
