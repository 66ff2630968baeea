// A control that filters a field for the whole page: a range, a list of values, or letters.
import { Suspense, useState } from "react";
import type { Clause } from "../backend/generated/Clause";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import type { TileContent } from "../backend/generated/TileContent";
import type { TileView } from "../backend/generated/TileView";
import { t } from "../i18n/t";
import { slot } from "../parts/slots";
import {
  type Condition,
  emptyForm,
  type FilterForm,
  filtersOf,
  formOf,
} from "../results/filterForm";
import { type PageAt, select } from "./pageActions";

type Props = {
  at: PageAt;
  book: SessionView;
  tile: Tile;
  content: Extract<TileContent, { type: "field" }>;
  view: TileView;
  clauses: readonly Clause[];
};

export function FieldTile({ at, tile, content, view, clauses }: Props) {
  const { field } = view;
  if (!field) {
    return null;
  }
  const own = clauses.find((clause) => clause.tile === tile.id);
  const filters = own?.picked.by === "filters" ? own.picked.filters : [];
  const set = (next: Filter[]) =>
    void select(
      at,
      tile.id,
      next.length === 0 ? [] : [{ field: field.name, picked: { by: "filters", filters: next } }],
    );
  switch (content.control) {
    case "range":
      return field.data_type.type === "date" || field.data_type.type === "date_time" ? (
        <Suspense fallback={null}>
          <Days field={field} filters={filters} set={set} />
        </Suspense>
      ) : (
        <Range key={JSON.stringify(filters)} field={field} filters={filters} set={set} />
      );
    case "search":
      return <Search key={JSON.stringify(filters)} field={field} filters={filters} set={set} />;
    case "list": {
      const List = slot("valueList");
      return (
        <Suspense fallback={null}>
          <List
            session={at.session}
            label={field.name}
            source={content.source}
            field={content.field}
            chosen={filters.flatMap(({ value }) => (value.type === "list" ? value.value : []))}
            set={(values) =>
              set(
                values.length === 0
                  ? []
                  : [
                      {
                        field: field.name,
                        compare: "in",
                        value: { type: "list", value: values },
                      },
                    ],
              )
            }
          />
        </Suspense>
      );
    }
  }
}

type ControlProps = { field: Field; filters: Filter[]; set: (filters: Filter[]) => void };

function useForm({ field, filters, set }: ControlProps, condition: Condition) {
  const [form, setForm] = useState<FilterForm>(() => ({
    ...formOf(filters, condition),
    condition,
  }));
  const [because, setBecause] = useState<string | null>(null);
  const keep = () => {
    const result = filtersOf(field, form);
    setBecause(result.ok ? null : result.because);
    if (result.ok && JSON.stringify(result.filters) !== JSON.stringify(filters)) {
      set(result.filters);
    }
  };
  return {
    form,
    because,
    keep,
    change: (part: Partial<FilterForm>) => setForm({ ...form, ...part }),
  };
}

/** A calendar range; a day as its end is taken to its last moment. */
function Days({ field, filters, set }: ControlProps) {
  const DayRange = slot("dayRange");
  const { from, to } = formOf(filters, "range");
  return (
    <DayRange
      label={field.name}
      from={from || null}
      to={to || null}
      set={(first, last) => {
        const form = { ...emptyForm("range"), from: first ?? "", to: last ?? "" };
        const result = filtersOf(field, form);
        if (result.ok) {
          set(result.filters);
        }
      }}
    />
  );
}

function Range(props: ControlProps) {
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

function Search(props: ControlProps) {
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
