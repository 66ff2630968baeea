// One setting that is typed.
type Props = {
  id: string;
  label: string;
  hint: string;
  fault: string | null;
  value: string;
  onChange: (value: string) => void;
};

/** A line of text with what it means, or what is wrong with it. */
export function TextSetting({ id, label, hint, fault, value, onChange }: Props) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input" data-state={fault ? "error" : undefined}>
        <input
          id={id}
          value={value}
          aria-describedby={`${id}-hint`}
          aria-invalid={fault ? true : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <p id={`${id}-hint`} className={fault ? "danger-text small" : "muted small"}>
        {fault ?? hint}
      </p>
    </div>
  );
}
