// A labelled list of choices, drawn by the system so that it works everywhere the same.
import { useId } from "react";
import { NativeSelect } from "./NativeSelect";

type Props = {
  label: string;
  value: string;
  choices: (readonly [value: string, words: string])[];
  onChange: (value: string) => void;
  /** Only for screen readers when the column above says it already. */
  isLabelHidden?: boolean;
};

export function SelectField({ label, value, choices, onChange, isLabelHidden }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : undefined}>
        {label}
      </label>
      <NativeSelect id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
