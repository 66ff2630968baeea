// The filter of one column as a form: by what its type can be asked, and by its known values.
import { type FormEvent, useId, useState } from "react";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { Value } from "../backend/generated/Value";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import {
  type Condition,
  conditionsFor,
  emptyForm,
  type FilterForm,
  filtersOf,
  formOf,
} from "./filterForm";

type Props = {
  field: Field;
  /** Known values to choose from; null when the column has not been looked at. */
  profile: ColumnProfile | null;
  /** The filters of this column that are there. */
  own: readonly Filter[];
  /** Takes the filters of this column; none removes them. */
  onApply: (own: Filter[]) => void;
};

export function FilterEditor({ field, profile, own, onApply }: Props) {
  const id = useId();
  const top = withChosen(topValues(field, profile), own);
  const conditions = conditionsFor(field, top.length > 0);
  const first = conditions[0] ?? "is_null";
  const [form, setForm] = useState<FilterForm>(() => {
    return own.length > 0 ? formOf(own, first) : emptyForm(first);
  });
  const [because, setBecause] = useState<string | null>(null);
  const change = (part: Partial<FilterForm>) => {
    setBecause(null);
    setForm((now) => ({ ...now, ...part }));
  };

  const apply = (filters: ReturnType<typeof filtersOf>) => {
    if (!filters.ok) {
      setBecause(filters.because);
      return;
    }
    onApply(filters.filters);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    apply(filtersOf(field, form));
  };

  return (
    <form
      onSubmit={submit}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.key !== "Tab" && event.stopPropagation()}
    >
      <label className="sr-only" htmlFor={`${id}-condition`}>
        {t("results.filter.condition")}
      </label>
      <select
        id={`${id}-condition`}
        className="select"
        value={form.condition}
        onChange={(event) => change({ condition: event.target.value as Condition })}
      >
        {conditions.map((condition) => (
          <option key={condition} value={condition}>
            {t(`results.filter.conditions.${condition}`)}
          </option>
        ))}
      </select>
      <Fields
        form={form}
        field={field}
        profile={profile}
        top={top}
        change={change}
        isBad={because !== null}
      />
      {because ? (
        <p className="field-error" role="alert">
          {because}
        </p>
      ) : null}
      <div className="row filter-actions">
        <button
          type="button"
          className="btn s ghost"
          onClick={() => apply({ ok: true, filters: [] })}
        >
          {t("common.clear")}
        </button>
        <span className="grow" />
        <button type="submit" className="btn s primary">
          {t("results.filter.apply")}
        </button>
      </div>
    </form>
  );
}

/** A value to choose, and in how many rows it is. */
interface KnownValue {
  value: Value;
  shown: string;
}

type FieldsProps = {
  form: FilterForm;
  field: Field;
  profile: ColumnProfile | null;
  top: KnownValue[];
  change: (part: Partial<FilterForm>) => void;
  isBad: boolean;
};

function Fields({ form, field, profile, top, change, isBad }: FieldsProps) {
  switch (form.condition) {
    case "contains":
    case "equals":
    case "not_equals":
      return (
        <Line
          label={t(`results.filter.conditions.${form.condition}`)}
          hint={hintFor(field)}
          value={form.text}
          isBad={isBad}
          isFirst
          onChange={(text) => change({ text })}
        />
      );
    case "range":
      return (
        <div className="filter-range">
          <Line
            label={t("results.filter.from")}
            hint={endHint(field, profile?.min)}
            value={form.from}
            isBad={isBad}
            isFirst
            onChange={(from) => change({ from })}
          />
          <Line
            label={t("results.filter.to")}
            hint={endHint(field, profile?.max)}
            value={form.to}
            isBad={isBad}
            onChange={(to) => change({ to })}
          />
        </div>
      );
    case "list":
    case "not_list":
      return <ValueList top={top} chosen={form.chosen} onChange={(chosen) => change({ chosen })} />;
    case "is_null":
    case "is_not_null":
      return null;
  }
}

type LineProps = {
  label: string;
  hint: string;
  value: string;
  isBad: boolean;
  isFirst?: boolean;
  onChange: (value: string) => void;
};

function Line({ label, hint, value, isBad, isFirst, onChange }: LineProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input" data-state={isBad ? "error" : undefined}>
        <input
          id={id}
          data-autofocus={isFirst || undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={hint}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
}

type ListProps = {
  top: KnownValue[];
  chosen: Value[];
  onChange: (chosen: Value[]) => void;
};

function ValueList({ top, chosen, onChange }: ListProps) {
  const keys = new Set(chosen.map((value) => JSON.stringify(value)));
  const toggle = (value: Value) => {
    const key = JSON.stringify(value);
    const without = chosen.filter((other) => JSON.stringify(other) !== key);
    onChange(keys.has(key) ? without : [...chosen, value]);
  };
  return (
    <ul className="filter-list">
      {top.map(({ value, shown }) => (
        <li key={JSON.stringify(value)}>
          <label className="menu-item">
            <input
              type="checkbox"
              checked={keys.has(JSON.stringify(value))}
              onChange={() => toggle(value)}
            />
            <span className={value.type === "null" ? "trunc null" : "trunc"}>
              {valueText(value)}
            </span>
            <span className="meta num">{shown}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function topValues(field: Field, profile: ColumnProfile | null): KnownValue[] {
  if (field.data_type.type === "boolean" && (!profile || profile.top.length === 0)) {
    return [true, false].map((value) => ({ value: { type: "boolean", value }, shown: "" }));
  }
  const found = (profile?.top ?? []).map((top) => ({
    value: top.value,
    shown: count(top.count),
  }));
  return profile && found.length > 0 && profile.nulls > 0
    ? [...found, { value: { type: "null" } as const, shown: count(profile.nulls) }]
    : found;
}

/** The known values, and those of the filters that are not among them. */
function withChosen(top: KnownValue[], own: readonly Filter[]): KnownValue[] {
  const known = new Set(top.map(({ value }) => JSON.stringify(value)));
  const chosen = own.flatMap(({ compare, value }) =>
    (compare === "in" || compare === "not_in") && value.type === "list" ? value.value : [],
  );
  const others = chosen.filter((value) => !known.has(JSON.stringify(value)));
  return [...top, ...others.map((value) => ({ value, shown: "" }))];
}

/** The end of what the column holds; nothing that looks like one where that is not known. */
function endHint(field: Field, end: Value | null | undefined): string {
  const isDay = field.data_type.type === "date" || field.data_type.type === "date_time";
  return end ? valueText(end) : isDay ? hintFor(field) : t("results.filter.anyEnd");
}

function hintFor({ data_type: { type } }: Field): string {
  switch (type) {
    case "date":
    case "date_time":
      return "2026-11-20";
    case "text":
      return "";
    default:
      return "0";
  }
}
