// How a pivot table looks: totals, groups, and whether its amounts stand out from each other.
import type { CellFormat } from "../../backend/generated/CellFormat";
import type { ChartView } from "../../backend/generated/ChartView";
import { t } from "../../i18n/t";
import { NativeSelect } from "../../parts/NativeSelect";
import { type ChartAt, setChart } from "../shelfActions";
import { withLook } from "./pivotSpec";

type Props = { chart: ChartAt; view: ChartView | undefined };

const FORMATS: CellFormat[] = ["plain", "heat", "bar"];

export function PivotPanel({ chart, view }: Props) {
  if (view?.mark !== "pivot") {
    return null;
  }
  const look = chart.spec.pivot ?? {};
  const change = (changed: typeof look) => void setChart(chart, withLook(chart.spec, changed));
  return (
    <section className="sec">
      <h3>{t("pivot.look")}</h3>
      <NativeSelect
        aria-label={t("pivot.format")}
        value={look.format ?? "plain"}
        onChange={(event) => {
          const format = FORMATS.find((known) => known === event.currentTarget.value);
          change({ format: format ?? "plain" });
        }}
      >
        {FORMATS.map((format) => (
          <option key={format} value={format}>
            {t(`pivot.formats.${format}`)}
          </option>
        ))}
      </NativeSelect>
      <label className="row">
        <input
          type="checkbox"
          checked={!look.without_totals}
          onChange={(event) => change({ without_totals: !event.currentTarget.checked })}
        />
        {t("pivot.totals")}
      </label>
      <label className="row">
        <input
          type="checkbox"
          checked={!look.without_subtotals}
          onChange={(event) => change({ without_subtotals: !event.currentTarget.checked })}
        />
        {t("pivot.subtotals")}
      </label>
      {(look.collapsed ?? []).length > 0 ? (
        <button type="button" className="link" onClick={() => change({ collapsed: [] })}>
          {t("pivot.openAll")}
        </button>
      ) : null}
    </section>
  );
}
