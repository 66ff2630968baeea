// The lines and amounts of a pivot table in words.
import { percent } from "../../i18n/format";
import { t } from "../../i18n/t";
import { exactText, valueName } from "../words";
import type { Leaf } from "./headers";
import type { PivotData, PivotLine } from "./pivotData";

/** A line by its last member. */
export function lineWords({ values }: PivotLine, { rowKeys }: PivotData): string {
  const at = values.length - 1;
  const key = rowKeys[at];
  return key ? valueName(values[at] ?? null, key.encoding.pill) : t("pivot.total");
}

/** An amount; shares and growth in per cent. */
export function cellText({ measure }: Leaf, row: number): string {
  const kind = measure.encoding.pill.calculation?.kind;
  const amount = measure.data.numberAt(row);
  return (kind === "share" || kind === "growth") && amount !== null
    ? percent(amount)
    : exactText(measure.data.at(row));
}
