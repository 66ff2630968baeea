// A chart as Vega-Lite: copied, or made what a specification says.
import { type FormEvent, useId, useState } from "react";
import { call } from "../../backend/call";
import { toBackendError } from "../../backend/error";
import { showView } from "../../backend/query";
import { t } from "../../i18n/t";
import { Dialog } from "../../parts/Dialog";
import { FormFoot } from "../../parts/ExportForm";
import { toast, toastFailure } from "../../parts/toast";
import type { ChartAt } from "../shelfActions";

/** Puts the chart on the clipboard as Vega-Lite. */
export async function copyVega({ session, cell }: ChartAt): Promise<void> {
  const written = await call("write_vega", { session, cell }).catch(toastFailure);
  if (!written) {
    return;
  }
  try {
    await navigator.clipboard.writeText(written.text);
    toast("ok", t("picture.vegaCopied"));
  } catch {
    toast("warning", t("picture.vegaNotCopied"));
  }
}

type Props = { chart: ChartAt; name: string; onClose: () => void };

export function VegaDialog({ chart, name, onClose }: Props) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const ids = { text: useId(), hint: useId() };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { session, cell } = chart;
    try {
      showView(await call("read_vega", { session, cell, text }));
      onClose();
    } catch (thrown) {
      setProblem(toBackendError(thrown).message);
    }
  };
  return (
    <Dialog title={t("picture.readVegaTitle", { name })} onClose={onClose}>
      <form className="export-form" onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor={ids.text}>{t("picture.vegaText")}</label>
          <textarea
            id={ids.text}
            data-autofocus
            className="vega-text mono"
            rows={12}
            spellCheck={false}
            aria-describedby={ids.hint}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p id={ids.hint} className="muted export-about">
            {t("picture.vegaHint")}
          </p>
        </div>
        <FormFoot
          problem={problem}
          go={t("picture.read")}
          isOff={text.trim() === ""}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
