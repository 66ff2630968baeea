// A parameter of one day: typed the ways people write days, kept as ISO.
import type { ParameterValue } from "../backend/generated/ParameterValue";
import { t } from "../i18n/t";
import { TypedField } from "../parts/TypedField";
import { readDay } from "./parameterValue";

type Value = Extract<ParameterValue, { kind: "date" }>;
type Props = { label: string; value: Value; set: (value: ParameterValue) => void };

export function DateField({ label, value, set }: Props) {
  return (
    <TypedField
      label={label}
      shown={value.value ?? ""}
      hint={t("notebook.parameter.notSet")}
      read={readDay}
      keep={(day) => set({ kind: "date", value: day })}
      isNumber
      isControl
    />
  );
}
