// How series share a position of bars or areas; only there, and only for amounts that add up.
import type { ChartView } from "../backend/generated/ChartView";
import type { Stack } from "../backend/generated/Stack";
import { t } from "../i18n/t";
import { NativeSelect } from "../parts/NativeSelect";
import { type ChartAt, setChart } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined };

const STACKS: Stack[] = ["grouped", "stacked", "normalized"];

export function StackPicker({ chart, view }: Props) {
  if (view?.mark !== "bar" && view?.mark !== "area") {
    return null;
  }
  const canStack = isStackable(view);
  return (
    <section className="sec">
      <h3>{t("marks.stack")}</h3>
      <NativeSelect
        aria-label={t("marks.stack")}
        disabled={!canStack}
        title={canStack ? undefined : t("marks.stackNeeds")}
        value={(canStack && chart.spec.stack) || "automatic"}
        onChange={(event) => {
          const chosen = STACKS.find((stack) => stack === event.currentTarget.value);
          const { stack: _, ...rest } = chart.spec;
          void setChart(chart, chosen ? { ...rest, stack: chosen } : rest);
        }}
      >
        <option value="automatic">{t("marks.stackAs.automatic")}</option>
        {STACKS.map((stack) => (
          <option key={stack} value={stack}>
            {t(`marks.stackAs.${stack}`)}
          </option>
        ))}
      </NativeSelect>
    </section>
  );
}

/** Several series of sums or counts. */
function isStackable({ encodings }: ChartView): boolean {
  const measures = encodings.filter(
    ({ shelf, pill }) => (shelf === "x" || shelf === "y") && pill.aggregate,
  );
  const hasSplit = encodings.some(
    ({ shelf, pill }) => (shelf === "color" || shelf === "detail") && !pill.aggregate,
  );
  const addsUp = measures.every(
    ({ pill }) => pill.aggregate === "sum" || pill.aggregate === "count",
  );
  return addsUp && (hasSplit || measures.length > 1);
}
