// The definition of a parameter: its label, the values of a choice, the limits of a number.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { Parameter } from "../backend/generated/Parameter";
import type { SessionId } from "../backend/generated/SessionId";
import { sourcesQuery, workbookQuery } from "../backend/query";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { Dialog } from "../parts/Dialog";
import { edit } from "./cellActions";
import { type Draft, draftOf, parameterOf } from "./parameterDraft";

type Props = { session: SessionId; cell: Cell; parameter: Parameter; onClose: () => void };

export function ParameterDialog({ session, cell, parameter, onClose }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(parameter, valueText));
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<Draft>) => {
    setProblem(null);
    setDraft((now) => ({ ...now, ...part }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const made = parameterOf(draft, parameter);
    if (!made.ok) {
      setProblem(made.because);
      return;
    }
    void edit(session, { edit: "set_parameter", cell: cell.id, parameter: made.value });
    onClose();
  };
  return (
    <Dialog title={t("notebook.parameter.edit", { name: cell.name })} onClose={onClose}>
      <form
        className="export-form"
        onSubmit={submit}
        onKeyDown={(event) => event.stopPropagation()}
      >
        <Line
          label={t("notebook.parameter.label")}
          value={draft.label}
          onChange={(label) => change({ label })}
          isFirst
        />
        {draft.kind === "choice" ? (
          <ChoicePart session={session} cell={cell} draft={draft} change={change} />
        ) : null}
        {draft.kind === "number" ? (
          <div className="filter-range">
            <Line
              label={t("notebook.parameter.min")}
              value={draft.min}
              onChange={(min) => change({ min })}
            />
            <Line
              label={t("notebook.parameter.max")}
              value={draft.max}
              onChange={(max) => change({ max })}
            />
            <Line
              label={t("notebook.parameter.step")}
              value={draft.step}
              onChange={(step) => change({ step })}
            />
          </div>
        ) : null}
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
        <div className="row export-actions">
          <span className="grow" />
          <button type="button" className="btn ghost" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="btn primary">
            {t("notebook.parameter.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

type PartProps = {
  session: SessionId;
  cell: Cell;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
};

function ChoicePart({ session, cell, draft, change }: PartProps) {
  const ids = { values: useId(), table: useId(), field: useId(), several: useId() };
  const relations = useRelations(session, cell);
  const fields = relations.find(({ name }) => name === draft.source)?.fields ?? [];
  return (
    <>
      <fieldset className="seg">
        <legend className="sr-only">{t("notebook.parameter.options")}</legend>
        {(["values", "column"] as const).map((from) => (
          <button
            key={from}
            type="button"
            aria-pressed={draft.from === from}
            onClick={() => change({ from })}
          >
            {from === "values" ? t("notebook.parameter.written") : t("notebook.parameter.column")}
          </button>
        ))}
      </fieldset>
      {draft.from === "values" ? (
        <div className="field">
          <label htmlFor={ids.values}>{t("notebook.parameter.valuesLabel")}</label>
          <textarea
            id={ids.values}
            className="markdown-field"
            rows={6}
            spellCheck={false}
            value={draft.values}
            onChange={(event) => change({ values: event.target.value })}
          />
        </div>
      ) : (
        <div className="filter-range">
          <div className="field">
            <label htmlFor={ids.table}>{t("notebook.parameter.table")}</label>
            <select
              id={ids.table}
              className="select"
              value={draft.source}
              onChange={(event) => change({ source: event.target.value, field: "" })}
            >
              <option value="" />
              {relations.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={ids.field}>{t("notebook.parameter.field")}</label>
            <select
              id={ids.field}
              className="select"
              value={draft.field}
              onChange={(event) => change({ field: event.target.value })}
            >
              <option value="" />
              {fields.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </div>
        </div>
      )}
      <label className="row" htmlFor={ids.several}>
        <input
          id={ids.several}
          type="checkbox"
          checked={draft.several}
          onChange={(event) => change({ several: event.target.checked })}
        />
        {t("notebook.parameter.several")}
      </label>
    </>
  );
}

/** Tables and cells with their columns. */
function useRelations(session: SessionId, cell: Cell): { name: string; fields: string[] }[] {
  const sources = useQuery(sourcesQuery(session));
  const book = useQuery(workbookQuery(session));
  const tables = (sources.data?.sources ?? []).flatMap((source) => source.tables);
  const cells = (book.data?.cells ?? []).flatMap(({ cell: id, result }) => {
    const known = book.data?.workbook.cells.find((other) => other.id === id);
    return known && known.id !== cell.id && result
      ? [{ name: known.name, fields: result.stamp.fields }]
      : [];
  });
  return [...tables, ...cells].map(({ name, fields }) => ({
    name,
    fields: fields.map((field) => field.name),
  }));
}

type LineProps = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  isFirst?: boolean;
};

function Line({ label, value, onChange, isFirst }: LineProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          data-autofocus={isFirst || undefined}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
}
