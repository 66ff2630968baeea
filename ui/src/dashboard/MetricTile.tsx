// A metric: one figure, its change between the last two full months, and its line.
import { useQuery } from "@tanstack/react-query";
import type { ChartView } from "../backend/generated/ChartView";
import type { Tile } from "../backend/generated/Tile";
import type { TileView } from "../backend/generated/TileView";
import type { Rows } from "../backend/rows";
import { chartData } from "../chart/chartData";
import { amountText, exactText, periodText } from "../chart/words";
import { percent } from "../i18n/format";
import { useLocale } from "../i18n/locale";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import type { SavedWords } from "../results/saved";
import type { PageAt } from "./pageActions";
import { trendQuery } from "./pageQuery";
import { pathOf, type Trend, trendOf } from "./trend";

type Props = {
  at: PageAt;
  tile: Tile;
  view: TileView;
  chart: ChartView;
  rows: Rows;
  /** What a stored figure says of itself. */
  saved?: SavedWords | null;
};

const LINE = { width: 92, height: 40 };

export function MetricTile({ at, tile, view, chart, rows, saved = null }: Props) {
  const asked = useQuery({
    ...trendQuery(at.session, at.page.id, tile.id, view.version),
    enabled: view.trend !== null,
  });
  return (
    <MetricFace view={view} chart={chart} rows={rows} saved={saved} course={asked.data ?? null} />
  );
}

type FaceProps = Pick<Props, "view" | "chart" | "rows" | "saved"> & {
  /** The figure month by month. */
  course: Rows | null;
};

/** The figure with its change and its line. */
export function MetricFace({ view, chart, rows, saved, course }: FaceProps) {
  const data = chartData(chart, rows);
  const trend = course ? trendOf(course) : null;
  if (data?.shape !== "numbers") {
    return null;
  }
  return (
    <>
      <div className="metric">
        {data.numbers.map(({ title, value, exact }, index) => {
          const [, figure = "", unit = ""] =
            /^(.*?)([\s\u202f\u00a0]?\p{L}*)$/u.exec(amountText(value)) ?? [];
          return (
            <div key={title} className="kpi" title={exactText(exact)}>
              {data.numbers.length > 1 ? <span className="name">{title}</span> : null}
              <span className="val">
                {figure}
                {unit ? <small>{unit}</small> : null}
              </span>
              {index === 0 && trend?.change ? <Change change={trend.change} /> : null}
            </div>
          );
        })}
        {trend ? <Line trend={trend} field={view.trend ?? ""} /> : null}
      </div>
      {saved ? (
        <p className="metric-saved" title={saved.sentence}>
          <Icon name="history" size="xs" />
          <span className="trunc">{saved.short}</span>
        </p>
      ) : null}
    </>
  );
}

function Change({ change }: { change: NonNullable<Trend["change"]> }) {
  const { share, from, to } = change;
  const name = (day: string) => periodText({ type: "date", value: day }, "month");
  const words = t("dashboard.changeWhy", { to: name(to), from: name(from) });
  return (
    <span className="metric-change" title={words}>
      <span className="delta num">
        <span aria-hidden="true">{share < 0 ? "↓" : share > 0 ? "↑" : "="}</span>{" "}
        {percent(Math.abs(share))}
      </span>{" "}
      <span className="cmp">{t("dashboard.against", { from: shortMonth(from) })}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

function shortMonth(day: string): string {
  return new Intl.DateTimeFormat(useLocale.getState().tag, {
    month: "short",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}

function Line({ trend, field }: { trend: Trend; field: string }) {
  const { line, area, rest, end } = pathOf(trend.points, LINE.width, LINE.height);
  return (
    <svg
      className="metric-line"
      viewBox={`0 0 ${LINE.width} ${LINE.height}`}
      {...LINE}
      role="img"
      aria-label={t("dashboard.byMonth", { field, count: trend.points.length })}
    >
      <title>{t("dashboard.byMonth", { field, count: trend.points.length })}</title>
      <path d={area} className="metric-area" />
      <path d={line} className="metric-stroke" />
      {rest ? <path d={rest} className="metric-stroke is-open" /> : null}
      <circle cx={end.x} cy={end.y} r="2.5" className="metric-end" />
    </svg>
  );
}
