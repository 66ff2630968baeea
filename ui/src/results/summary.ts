// What the status bar says about the selected cells.
import type { Field } from "../backend/generated/Field";
import type { RowValue } from "../backend/rows";
import { count, digits, number } from "../i18n/format";
import { t } from "../i18n/t";
import { totalOf } from "./exactSum";
import { isSummable } from "./gridValue";

/**
 * `revenue: sum 1 849 042 · 1 cell`. The mean appears from two values on; without `columns`,
 * because there are too many values, only their number is said.
 */
export function summaryOf(
  fields: readonly Field[],
  columns: readonly (readonly RowValue[])[] | null,
  cells: number,
): string {
  const counted = t("results.summary.cells", { count: cells, shown: count(cells) });
  const numbers = (columns ?? []).flatMap((values, index) => {
    const field = fields[index];
    return field && isSummable(field) ? values : [];
  });
  const total = totalOf(numbers);
  if (!total) {
    return counted;
  }
  const shown = (text: string) =>
    total.isExact ? digits(text) : number(Number(Number(text).toPrecision(15)), 15);
  const parts: string[] = [t("results.summary.sum", { sum: shown(total.sum) })];
  if (total.count > 1) {
    parts.push(t("results.summary.mean", { mean: shown(total.mean) }));
  }
  parts.push(counted);
  const text = parts.join(" · ");
  return fields.length === 1 ? `${fields[0]?.name}: ${text}` : text;
}
