// The largest values in words, and which they are now.
import type { Active } from "../../backend/generated/Active";
import type { Picked } from "../../backend/generated/Picked";
import type { Value } from "../../backend/generated/Value";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";

type TopPicked = Extract<Picked, { by: "top" }>;

/** `5 largest by sum of net_amount`. */
export function topWords({ top, figure }: TopPicked): string {
  const words = { number: count(top.count), figure: figureWords(figure) };
  return t(top.smallest ? "controls.smallestOf" : "controls.largestOf", words);
}

/** `sum of net_amount`. */
export function figureWords({ field, aggregate }: TopPicked["figure"]): string {
  if (field === "" || !aggregate) {
    return t("controls.rows");
  }
  return t("controls.figureOf", {
    aggregate: t(`chart.aggregate.${aggregate}`).toLowerCase(),
    field,
  });
}

/** The values that are kept now. */
export function keptOf({ filters }: Active): Value[] {
  const value = filters[0]?.value;
  return value?.type === "list" ? value.value : [];
}
