// The one table from a mark to what builds it. Bars, lines, areas, points and big numbers have
// shapes of their own, see chartData.
import type { ChartView } from "../../backend/generated/ChartView";
import type { Mark } from "../../backend/generated/Mark";
import type { Rows } from "../../backend/rows";
import { boxPlot } from "./boxPlot";
import { calendar } from "./calendar";
import { density } from "./density";
import { gauge } from "./gauge";
import { heatmap } from "./heatmap";
import { histogram } from "./histogram";
import type { Build, ItemData, Refusal } from "./item";
import { choropleth, symbolMap } from "./map";
import { donut, sunburst, treemap } from "./parts";
import { radar } from "./radar";
import { reading } from "./reading";
import { sankey } from "./sankey";
import { bullet, candlestick, funnel, waterfall } from "./steps";
import { strip } from "./strip";

const BUILDERS: Partial<Record<Mark, Build>> = {
  heatmap,
  calendar,
  donut,
  treemap,
  sunburst,
  waterfall,
  funnel,
  bullet,
  gauge,
  candlestick,
  radar,
  sankey,
  strip,
  histogram,
  density,
  choropleth,
  symbol_map: symbolMap,
  box_plot: boxPlot,
};

/** Whether a mark is built item by item. */
export function isOfItems(mark: Mark): boolean {
  return BUILDERS[mark] !== undefined;
}

/** The items of a chart, or why its mark cannot show these rows; none for other marks. */
export function itemData(view: ChartView, rows: Rows): ItemData | Refusal | null {
  return BUILDERS[view.mark]?.(reading(view, rows)) ?? null;
}
