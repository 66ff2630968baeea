// Asks for the number of a reference line: its amount, or a percentile.
import { type FormEvent, useId, useState } from "react";
import type { Reference } from "../backend/generated/Reference";
import type { ReferenceKind } from "../backend/generated/ReferenceKind";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";

/** What is asked for. */
export type Asked = "constant" | "percentile";

type Props = {
  what: Asked;
  /** The line that is changed; none is a new one. */
  now: Reference | null;
  onAnswer: (line: ReferenceKind) => void;
  onClose: () => void;
};

/** The line with a number that was typed; null when it is none that fits. */
export function answered(what: Asked, text: string): ReferenceKind | null {
  const digits = text.trim().replace("−", "-");
  if (!/^-?\d{1,15}(\.\d{1,12})?$/.test(digits)) {
    return null;
  }
  if (what === "constant") {
    return { kind: "constant", value: digits };
  }
  const value = Number(digits);
  return value >= 0 && value <= 100 ? { kind: "percentile", percentile: digits } : null;
}

function first(what: Asked, line: ReferenceKind | undefined): string {
  if (what === "constant") {
    return line?.kind === "constant" ? line.value : "0";
  }
  return line?.kind === "percentile" ? line.percentile : "95";
}

export function ReferenceNumber({ what, now, onAnswer, onClose }: Props) {
  const id = useId();
  const [text, setText] = useState(() => first(what, now?.line));
  const [isBad, setIsBad] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const line = answered(what, text);
    if (!line) {
      setIsBad(true);
      return;
    }
    onAnswer(line);
    onClose();
  };
  return (
    <Dialog
      title={t(`reference.ask.${what}`)}
      onClose={onClose}
      width={320}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" form={`${id}-form`} className="btn primary">
            {t("reference.apply")}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{t(`reference.ask.${what}`)}</label>
          <div className="input" data-state={isBad ? "error" : undefined}>
            <input
              id={id}
              data-autofocus
              inputMode="decimal"
              autoComplete="off"
              value={text}
              aria-describedby={isBad ? `${id}-bad` : undefined}
              onChange={(event) => {
                setIsBad(false);
                setText(event.currentTarget.value);
              }}
            />
          </div>
          {isBad ? (
            <p id={`${id}-bad`} className="field-error" role="alert">
              {t(`reference.askRange.${what}`)}
            </p>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
