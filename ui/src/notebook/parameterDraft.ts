// The definition of a parameter while it is being typed, and what it becomes.
import type { ChoiceOptions } from "../backend/generated/ChoiceOptions";
import type { Parameter } from "../backend/generated/Parameter";
import type { ParameterValue } from "../backend/generated/ParameterValue";
import type { Value } from "../backend/generated/Value";
import { t } from "../i18n/t";
import type { Read } from "../parts/readWhole";
import { compareDecimals, isSameValue, readChoices, readNumber, readText } from "./parameterValue";

/** Everything as text. Only what suits the kind is used. */
export interface Draft {
  kind: ParameterValue["kind"];
  label: string;
  from: ChoiceOptions["from"];
  values: string;
  source: string;
  field: string;
  several: boolean;
  min: string;
  max: string;
  step: string;
}

/** A draft that stands for a parameter. */
export function draftOf({ label, value }: Parameter, words: (value: Value) => string): Draft {
  const draft: Draft = {
    kind: value.kind,
    label,
    from: "values",
    values: "",
    source: "",
    field: "",
    several: true,
    min: "",
    max: "",
    step: "",
  };
  if (value.kind === "number") {
    return { ...draft, min: value.min ?? "", max: value.max ?? "", step: value.step ?? "" };
  }
  if (value.kind !== "choice") {
    return draft;
  }
  const { options, several } = value;
  return options.from === "values"
    ? { ...draft, several, values: options.values.map((one) => exact(one, words)).join("\n") }
    : { ...draft, several, from: "column", source: options.source, field: options.field };
}

function exact(value: Value, words: (value: Value) => string): string {
  return value.type === "text" || value.type === "integer" || value.type === "decimal"
    ? value.value
    : words(value);
}

/** The parameter of a draft; its current value stays as far as it still fits. */
export function parameterOf(draft: Draft, before: Parameter): Read<Parameter> {
  const label = readText(draft.label.trim());
  if (!label.ok) {
    return label;
  }
  const value = definitionOf(draft, before.value);
  return value.ok ? { ok: true, value: { label: label.value, value: value.value } } : value;
}

function definitionOf(draft: Draft, before: ParameterValue): Read<ParameterValue> {
  switch (before.kind) {
    case "date_range":
    case "date":
    case "text":
      return { ok: true, value: before };
    case "number":
      return numberOf(draft, before);
    case "choice":
      return choiceOf(draft, before);
  }
}

type NumberValue = Extract<ParameterValue, { kind: "number" }>;
type ChoiceValue = Extract<ParameterValue, { kind: "choice" }>;

const FREE = { min: null, max: null, step: null };

function numberOf(draft: Draft, before: NumberValue): Read<NumberValue> {
  const min = readNumber(draft.min, FREE);
  const max = readNumber(draft.max, FREE);
  const step = readNumber(draft.step, FREE);
  for (const read of [min, max, step]) {
    if (!read.ok) {
      return read;
    }
  }
  if (!min.ok || !max.ok || !step.ok) {
    return { ok: false, because: t("notebook.parameter.bad.number") };
  }
  if (step.value !== null && compareDecimals(step.value, "0") <= 0) {
    return { ok: false, because: t("notebook.parameter.bad.step") };
  }
  if (min.value !== null && max.value !== null && compareDecimals(min.value, max.value) > 0) {
    return { ok: false, because: t("notebook.parameter.bad.limits") };
  }
  const limits = { min: min.value, max: max.value, step: step.value };
  return {
    ok: true,
    value: { kind: "number", ...limits, value: within(before.value, limits) },
  };
}

function within(value: string | null, { min, max }: { min: string | null; max: string | null }) {
  if (value !== null && min !== null && compareDecimals(value, min) < 0) {
    return min;
  }
  return value !== null && max !== null && compareDecimals(value, max) > 0 ? max : value;
}

function choiceOf(draft: Draft, before: ChoiceValue): Read<ChoiceValue> {
  const several = draft.several;
  const chosen = several ? before.chosen : before.chosen.slice(0, 1);
  if (draft.from === "column") {
    if (draft.source === "" || draft.field === "") {
      return { ok: false, because: t("notebook.parameter.bad.column") };
    }
    const options = { from: "column", source: draft.source, field: draft.field } as const;
    return { ok: true, value: { kind: "choice", options, several, chosen } };
  }
  const values = readChoices(draft.values);
  if (!values.ok) {
    return values;
  }
  const kept = chosen.filter((one) => values.value.some((other) => isSameValue(one, other)));
  return {
    ok: true,
    value: {
      kind: "choice",
      options: { from: "values", values: values.value },
      several,
      chosen: kept,
    },
  };
}
