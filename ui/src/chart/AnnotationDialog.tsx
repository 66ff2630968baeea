// Asks for the text of an annotation, new or changed.
import { type FormEvent, useId, useState } from "react";
import type { Annotation } from "../backend/generated/Annotation";
import type { AnnotationPlace } from "../backend/generated/AnnotationPlace";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { freshId, placeWords, withAnnotation } from "./annotations";
import { type ChartAt, setChart } from "./shelfActions";

/** What is asked about: a new annotation at a place, or one that is there. */
export type AskedText = { at: AnnotationPlace } | Annotation;

type Props = {
  chart: ChartAt;
  asked: AskedText;
  onClose: () => void;
};

export function AnnotationDialog({ chart, asked, onClose }: Props) {
  const id = useId();
  const known = "id" in asked ? asked : null;
  const [text, setText] = useState(known?.text ?? "");
  const [isBad, setBad] = useState(false);
  const label = t("annotation.text", { place: placeWords(asked.at) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") {
      setBad(true);
      return;
    }
    const annotation = { id: known?.id ?? freshId(), text: text.trim(), at: asked.at };
    void setChart(chart, withAnnotation(chart.spec, annotation));
    onClose();
  };
  return (
    <Dialog
      title={label}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" form={`${id}-form`} className="btn primary">
            {t(known ? "annotation.keep" : "annotation.add")}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} onSubmit={submit}>
        <div className="field">
          <label htmlFor={id} className="sr-only">
            {label}
          </label>
          <textarea
            id={id}
            data-autofocus
            className="spec-editor"
            rows={3}
            dir="auto"
            value={text}
            aria-invalid={isBad}
            aria-describedby={isBad ? `${id}-bad` : undefined}
            onChange={(event) => {
              setBad(false);
              setText(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
                submit(event);
              }
            }}
          />
          {isBad ? (
            <p id={`${id}-bad`} className="field-error" role="alert">
              {t("annotation.needsText")}
            </p>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
