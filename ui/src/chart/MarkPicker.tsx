// The marks to choose from: best fit first, then possible, then those that do not fit, with reason.
import type { ChartView } from "../backend/generated/ChartView";
import type { Mark } from "../backend/generated/Mark";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import type { IconName } from "../parts/iconShapes";
import { Tip } from "../parts/Tip";
import { drawnAlike } from "./layers";
import { type ChartAt, setChart } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined };

const MARK_ICONS: Record<Mark, IconName> = {
  bar: "mbar",
  line: "mline",
  area: "marea",
  scatter: "mscat",
  big_number: "metric",
  heatmap: "mheat",
  donut: "mdonut",
  treemap: "mtree",
  sunburst: "msunburst",
  waterfall: "mwaterfall",
  funnel: "mfunnel",
  bullet: "mbullet",
  gauge: "mgauge",
  symbol_map: "msymbols",
  choropleth: "mmap",
  radar: "mradar",
  calendar: "mcalendar",
  sankey: "msankey",
  candlestick: "mcandle",
  strip: "mdot",
  histogram: "mhist",
  box_plot: "mbox",
  density: "mdensity",
  pivot: "mpivot",
  table: "mtable",
};

export function MarkPicker({ chart, view }: Props) {
  const choose = (mark: Mark | null) => {
    // A mark for the chart is one for all of its measures.
    const { mark: _, ...rest } = drawnAlike(chart.spec);
    void setChart(chart, mark ? { ...rest, mark } : rest);
  };
  return (
    <section className="sec">
      <h3>
        {t("chart.mark")}
        <span className="row muted best-first">
          <Icon name="spark" size="xs" />
          {t("chart.bestFirst")}
        </span>
      </h3>
      <div className="marks" role="group" aria-label={t("chart.mark")}>
        {view?.marks.map(({ mark, applies, reason }) => (
          <Tip key={mark} label={reason}>
            <button
              type="button"
              className={applies ? "mark" : "mark is-off"}
              aria-label={`${t(`chart.marks.${mark}`)}. ${reason}`}
              aria-pressed={applies && view.mark === mark}
              aria-disabled={!applies}
              onClick={() => applies && choose(mark)}
            >
              <Icon name={MARK_ICONS[mark]} size="l" />
            </button>
          </Tip>
        ))}
      </div>
      <p className="muted mark-reason">{view?.reason}</p>
      {chart.spec.mark ? (
        <button type="button" className="link" onClick={() => choose(null)}>
          {t("chart.automatic")}
        </button>
      ) : null}
    </section>
  );
}
