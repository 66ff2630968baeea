// Asks for one number, and says what fits when another is typed.
import { type FormEvent, useId, useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "./Dialog";

type Props<Answer> = {
  /** What is asked for: the title and the label of the field. */
  title: string;
  /** What the field holds at first. */
  first: string;
  /** What is said when the number does not fit. */
  range: string;
  apply: string;
  /** What a typed text means; null when it does not fit. */
  read: (text: string) => Answer | null;
  onAnswer: (answer: Answer) => void;
  onClose: () => void;
};

export function NumberDialog<Answer>(props: Props<Answer>) {
  const { title, first, range, apply, read, onAnswer, onClose } = props;
  const id = useId();
  const [text, setText] = useState(first);
  const [isBad, setIsBad] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const answer = read(text);
    if (!answer) {
      setIsBad(true);
      return;
    }
    onAnswer(answer);
    onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      width={320}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" form={`${id}-form`} className="btn primary">
            {apply}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{title}</label>
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
              {range}
            </p>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
