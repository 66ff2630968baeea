// The order of a chart as a pill: by position, or by a measure, which need not be on the chart.
import type { ChartView } from "../backend/generated/ChartView";
import type { Pill } from "../backend/generated/Pill";
import type { SortBy } from "../backend/generated/SortBy";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { isNumeric } from "./pillMenu";
import { type ChartAt, setChart } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined };

export function SortShelf({ chart, view }: Props) {
  const now = chart.spec.sort ?? null;
  const choose = (sort: SortBy | null) => {
    const { sort: _, ...rest } = chart.spec;
    void setChart(chart, sort ? { ...rest, sort } : rest);
  };
  const entry = (label: string, sort: SortBy | null): MenuEntry => ({
    label,
    isChecked: same(now, sort),
    run: () => choose(sort),
  });
  const sums = (view?.source_fields ?? []).filter(
    (field) => field.kind === "number" && isNumeric(field.data_type.type),
  );
  const entries: MenuEntry[] = [
    entry(t("chart.sortBy.automatic"), null),
    "line",
    entry(t("chart.sortBy.positionUp"), { key: "position", descending: false }),
    entry(t("chart.sortBy.positionDown"), { key: "position", descending: true }),
    "line",
    entry(t("chart.sortBy.valueDown"), { key: "value", descending: true }),
    entry(t("chart.sortBy.valueUp"), { key: "value", descending: false }),
    ...(sums.length > 0
      ? [
          {
            label: t("chart.sortBy.sumDown"),
            isChecked: now?.by != null && now.descending,
            sub: sums.map(({ name }) =>
              entry(name, { key: "value", descending: true, by: sumOf(name) }),
            ),
          },
          {
            label: t("chart.sortBy.sumUp"),
            isChecked: now?.by != null && !now.descending,
            sub: sums.map(({ name }) =>
              entry(name, { key: "value", descending: false, by: sumOf(name) }),
            ),
          },
        ]
      : []),
  ];
  const words = sortWords(now, view);
  return (
    <section className="sec">
      <h3>{t("chart.sort")}</h3>
      <MenuButton entries={entries} label={t("chart.sort")}>
        <button
          type="button"
          className={now?.key === "value" ? "pill measure" : "pill dimension"}
          aria-label={`${t("chart.sort")}: ${words}`}
          aria-haspopup="menu"
          onKeyDown={(event) => {
            if ((event.key === "Delete" || event.key === "Backspace") && now) {
              event.preventDefault();
              choose(null);
            }
          }}
        >
          <span className="trunc">{words}</span>
          {now ? (
            <span className={now.descending ? "sort-arrow is-down" : "sort-arrow"}>
              <Icon name="arrow-up" size="xs" />
            </span>
          ) : null}
          <Icon name="down" size="xs" />
        </button>
      </MenuButton>
    </section>
  );
}

function sumOf(field: string): Pill {
  return { field, aggregate: "sum" };
}

function same(one: SortBy | null, other: SortBy | null): boolean {
  const text = (sort: SortBy | null) =>
    sort ? `${sort.key} ${sort.descending} ${JSON.stringify(sort.by ?? null)}` : "";
  return text(one) === text(other);
}

/** `region by SUM(net_amount)`. */
function sortWords(sort: SortBy | null, view: ChartView | undefined): string {
  if (!sort) {
    return t("chart.sortBy.automatic");
  }
  const axes = (view?.encodings ?? []).filter(({ shelf }) => shelf === "x" || shelf === "y");
  const position = axes.find(({ pill }) => !pill.aggregate)?.title ?? "";
  if (sort.key === "position") {
    return position || t("chart.sortBy.position");
  }
  const value = sort.by
    ? `SUM(${sort.by.field})`
    : (axes.find(({ pill }) => pill.aggregate)?.title ?? t("chart.sortBy.value"));
  return position ? t("chart.sortBy.by", { position, value }) : value;
}
