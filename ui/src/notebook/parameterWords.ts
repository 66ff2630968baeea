// What a parameter is set to, in words.
import type { ParameterValue } from "../backend/generated/ParameterValue";
import { day, digits } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";

type Range = Pick<Extract<ParameterValue, { kind: "date_range" }>, "from" | "to">;

/** The value of a parameter as its control shows it. */
export function parameterWords(value: ParameterValue): string {
  switch (value.kind) {
    case "date_range":
      return rangeWords(value);
    case "choice":
      return value.chosen.length === 0
        ? t("notebook.parameter.all")
        : value.chosen.map(valueText).join(", ");
    case "date":
      return value.value === null ? t("notebook.parameter.notSet") : day(value.value);
    case "number":
      return value.value === null ? t("notebook.parameter.notSet") : digits(value.value);
    case "text":
      return value.value === "" ? "·" : value.value;
  }
}

/** `1 Jan 2025 – 20 Nov 2026`, with words for open ends. */
export function rangeWords({ from, to }: Range): string {
  if (from === null) {
    return to === null
      ? t("notebook.parameter.allDates")
      : t("notebook.parameter.until", { to: day(to) });
  }
  return to === null
    ? t("notebook.parameter.since", { from: day(from) })
    : `${day(from)} – ${day(to)}`;
}
