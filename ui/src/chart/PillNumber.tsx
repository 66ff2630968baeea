// Asks for the number that a pill's menu needs: a percentile, a count of bins, of members, of periods.
import { type FormEvent, useId, useState } from "react";
import type { Pill } from "../backend/generated/Pill";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { type Ask, answered, asked } from "./pillMenu";

type Props = {
  pill: Pill;
  ask: Ask;
  onAnswer: (pill: Pill) => void;
  onClose: () => void;
};

export function PillNumber({ pill, ask, onAnswer, onClose }: Props) {
  const id = useId();
  const [text, setText] = useState(() => asked(pill, ask));
  const [isBad, setIsBad] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = answered(pill, ask, text);
    if (!next) {
      setIsBad(true);
      return;
    }
    onAnswer(next);
    onClose();
  };
  return (
    <Dialog
      title={t(`pill.ask.${ask}`)}
      onClose={onClose}
      width={320}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" form={`${id}-form`} className="btn primary">
            {t("pill.apply")}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{t(`pill.ask.${ask}`)}</label>
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
              {t(`pill.askRange.${ask}`)}
            </p>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
