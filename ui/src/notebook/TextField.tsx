// A text parameter.
import type { ParameterValue } from "../backend/generated/ParameterValue";
import { TypedField } from "../parts/TypedField";
import { readText } from "./parameterValue";

type Value = Extract<ParameterValue, { kind: "text" }>;
type Props = { label: string; value: Value; set: (value: ParameterValue) => void };

export function TextField({ label, value, set }: Props) {
  return (
    <TypedField
      label={label}
      shown={value.value}
      read={readText}
      keep={(text) => set({ ...value, value: text })}
      isControl
    />
  );
}
