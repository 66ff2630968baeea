// Controls that are typed into: a range of numbers, and letters to look for; and a switch.
import { useState } from "react";
import { t } from "../../i18n/t";
import { type Condition, type FilterForm, filtersOf, formOf } from "../../results/filterForm";
import { type ControlProps, chosenFilters, pickedFilters } from "./control";

function useForm({ field, active, set }: ControlProps, condition: Condition) {
  const filters = chosenFilters(active);
  const [form, setForm] = useState<FilterForm>(() => ({
    ...formOf(filters, condition),
    condition,
  }));
  const [because, setBecause] = useState<string | null>(null);
  const keep = () => {
    const result = filtersOf(field, form);
    setBecause(result.ok ? null : result.because);
    if (result.ok && JSON.stringify(result.filters) !== JSON.stringify(filters)) {
      set(pickedFilters(result.filters));
    }
  };
  return {
    form,
    because,
    keep,
    change: (part: Partial<FilterForm>) => setForm({ ...form, ...part }),
  };
}

/** From a number to another, both included. */
export function NumberControl(props: ControlProps) {
  const { form, because, keep, change } = useForm(props, "range");
  const end = (name: "from" | "to") => (
    <input
      type="text"
      inputMode="decimal"
      className="field-end num"
      aria-label={`${props.field.name}, ${t(`dashboard.${name}`)}`}
      placeholder={t(`dashboard.${name}`)}
      value={form[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      onBlur={keep}
      onKeyDown={(event) => event.key === "Enter" && keep()}
    />
  );
  return (
    <div className="field-range">
      {end("from")}
      <span className="muted" aria-hidden="true">
        –
      </span>
      {end("to")}
      {because ? (
        <span className="note" role="alert">
          {because}
        </span>
      ) : null}
    </div>
  );
}

/** Letters that the text contains. */
export function SearchControl(props: ControlProps) {
  const { form, keep, change } = useForm(props, "contains");
  const label = t("dashboard.searchFor", { field: props.field.name });
  return (
    <input
      type="search"
      className="field-end"
      aria-label={label}
      placeholder={label}
      value={form.text}
      onChange={(event) => change({ text: event.currentTarget.value })}
      onBlur={keep}
      onKeyDown={(event) => event.key === "Enter" && keep()}
    />
  );
}

/** Yes, no or both. */
export function ToggleControl({ field, active, set }: ControlProps) {
  const [filter] = chosenFilters(active);
  const now = filter?.value.type === "boolean" ? filter.value.value : null;
  const choices = [
    [null, t("controls.all")],
    [true, t("controls.yes")],
    [false, t("controls.no")],
  ] as const;
  return (
    <span className="seg" role="group" aria-label={field.name}>
      {choices.map(([value, words]) => (
        <button
          key={words}
          type="button"
          aria-pressed={now === value}
          onClick={() =>
            set(
              value === null
                ? null
                : pickedFilters([
                    { field: field.name, compare: "equal", value: { type: "boolean", value } },
                  ]),
            )
          }
        >
          {words}
        </button>
      ))}
    </span>
  );
}
