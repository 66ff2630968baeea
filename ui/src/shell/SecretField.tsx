// A field for a passphrase: hidden as it is typed, shown on wish, never remembered by a browser.
import { useId, useState } from "react";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";

type Props = {
  label: string;
  value: string;
  fault?: string | null;
  /** Has the cursor when its dialog opens. */
  isFirst?: boolean;
  onChange: (value: string) => void;
};

export function SecretField({ label, value, fault = null, isFirst = false, onChange }: Props) {
  const id = useId();
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input" data-state={fault ? "error" : undefined}>
        <input
          id={id}
          type={isShown ? "text" : "password"}
          autoComplete="new-password"
          spellCheck={false}
          data-autofocus={isFirst ? true : undefined}
          value={value}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        <button
          type="button"
          className="ib s"
          aria-label={t(isShown ? "protect.hide" : "protect.show", { label })}
          aria-pressed={isShown}
          onClick={() => setIsShown(!isShown)}
        >
          <Icon name="eye" size="xs" />
        </button>
      </div>
      {fault ? (
        <p id={`${id}-fault`} className="danger-text small" role="alert">
          {fault}
        </p>
      ) : null}
    </div>
  );
}
