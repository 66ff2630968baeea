// What a pill can become, by what its field is about. Pure.
import type { Aggregate } from "../backend/generated/Aggregate";
import type { Field } from "../backend/generated/Field";
import type { Pill } from "../backend/generated/Pill";
import type { TimeUnit } from "../backend/generated/TimeUnit";
import { t } from "../i18n/t";

/** One choice of a pill's menu. */
export interface PillChoice {
  label: string;
  pill: Pill;
  isChosen: boolean;
}

const NUMBER_AGGREGATES: Aggregate[] = [
  "sum",
  "average",
  "median",
  "min",
  "max",
  "count",
  "count_distinct",
];
const OTHER_AGGREGATES: Aggregate[] = ["count", "count_distinct"];
const DATE_UNITS: TimeUnit[] = ["year", "quarter", "month", "week", "day"];
const CLOCK_UNITS: TimeUnit[] = ["hour", "minute"];

/** Groups of choices; the count of rows has none. */
export function pillChoices(pill: Pill, field: Field | undefined): PillChoice[][] {
  if (!field || pill.field === "") {
    return [];
  }
  const type = field.data_type.type;
  const isDate = type === "date" || type === "date_time";
  const isNumber = !isDate && field.kind !== "text" && isNumeric(type);
  const aggregates = isNumber ? NUMBER_AGGREGATES : OTHER_AGGREGATES;
  const plain: PillChoice = {
    label: isNumber
      ? t("chart.noAggregate")
      : isDate
        ? t("chart.exactDate")
        : t("chart.asDimension"),
    pill: { field: pill.field },
    isChosen: !pill.aggregate && !pill.unit,
  };
  const units = [...DATE_UNITS, ...(type === "date_time" ? CLOCK_UNITS : [])].map((unit) => ({
    label: t(`chart.units.${unit}`),
    pill: { field: pill.field, unit },
    isChosen: pill.unit === unit,
  }));
  const measures = aggregates.map((aggregate) => ({
    label: t(`chart.aggregate.${aggregate}`),
    pill: { field: pill.field, aggregate },
    isChosen: pill.aggregate === aggregate,
  }));
  return isDate ? [[...units, plain], measures] : [measures, [plain]];
}

const NUMERIC = /^(u?int\d+|float\d+|decimal)$/;

/** Whether values of a type can be summed. */
export function isNumeric(type: string): boolean {
  return NUMERIC.test(type);
}
