// The chart as text, to be read, copied and changed; and its question as SQL.
import { useId, useState } from "react";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { ChartView } from "../backend/generated/ChartView";
import { showView } from "../backend/query";
import { t } from "../i18n/t";
import type { ChartAt } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined };

export function SpecText({ chart, view }: Props) {
  const text = JSON.stringify(chart.spec, null, 2);
  return (
    <>
      <section className="sec">
        <h3>{t("chart.sql")}</h3>
        <pre className="spec-text mono">{view?.sql || "–"}</pre>
      </section>
      <Editor key={text} chart={chart} text={text} />
    </>
  );
}

/** A text that is not the chart's own yet is applied as one step, or refused in words. */
function Editor({ chart: { session, cell }, text }: { chart: ChartAt; text: string }) {
  const id = useId();
  const [typed, setTyped] = useState(text);
  const [because, setBecause] = useState<string | null>(null);
  const isChanged = typed !== text;
  const apply = () => {
    call("set_chart_text", { session, cell, text: typed }).then(showView, (failure: unknown) => {
      setBecause(toBackendError(failure).message);
    });
  };
  return (
    <section className="sec">
      <h3>
        <label htmlFor={id}>{t("chart.json")}</label>
      </h3>
      <textarea
        id={id}
        className="spec-text spec-editor mono"
        spellCheck={false}
        rows={Math.min(40, typed.split("\n").length + 1)}
        value={typed}
        aria-describedby={because ? `${id}-bad` : undefined}
        onChange={(event) => {
          setBecause(null);
          setTyped(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.stopPropagation();
            apply();
          }
        }}
      />
      {because ? (
        <p id={`${id}-bad`} className="field-error" role="alert">
          {because}
        </p>
      ) : null}
      {isChanged ? (
        <div className="row filter-actions">
          <button type="button" className="btn s ghost" onClick={() => setTyped(text)}>
            {t("common.cancel")}
          </button>
          <span className="grow" />
          <button type="button" className="btn s primary" onClick={apply}>
            {t("pill.apply")}
          </button>
        </div>
      ) : null}
    </section>
  );
}
