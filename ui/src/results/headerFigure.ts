// The one figure beside a column's little picture in the grid header.
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import { count, percent, short, THIN } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";

/** What is most worth knowing of a column in a few signs. */
export function headerFigure(profile: ColumnProfile): string {
  const { field, rows, nulls, distinct, max } = profile;
  if (nulls > 0 && rows > 0) {
    return t("results.header.nulls", { shown: nulls < 10_000 ? count(nulls) : short(nulls) });
  }
  const about = profile.distinct_is_estimate ? "≈" : "";
  switch (field.kind) {
    case "number":
      return max ? `≤${THIN}${shortValue(profile)}` : "";
    case "date":
      return about + (distinct < 10_000 ? count(distinct) : short(distinct));
    case "bool": {
      const yes = profile.top.find(({ value }) => value.type === "boolean" && value.value);
      return rows > 0
        ? t("results.header.yes", { share: percent((yes?.count ?? 0) / rows, 0) })
        : "";
    }
    case "key":
      return distinct === rows && rows > 0
        ? t("results.header.unique")
        : t("results.header.values", { count: distinct, shown: about + short(distinct) });
    case "nested":
      return "";
    default:
      return t("results.header.values", { count: distinct, shown: about + short(distinct) });
  }
}

function shortValue({ max }: ColumnProfile): string {
  if (!max) {
    return "";
  }
  if (max.type === "float") {
    return short(Number(max.value));
  }
  if (max.type === "integer" || max.type === "decimal") {
    const size = Number(max.value);
    return short(Math.abs(size) < 1000 ? Number(size.toPrecision(3)) : size);
  }
  return valueText(max);
}
