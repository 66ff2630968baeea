// The values with the largest figures: how many, by which figure, and how many are left out.
import { type FormEvent, useState } from "react";
import type { Aggregate } from "../../backend/generated/Aggregate";
import type { Field } from "../../backend/generated/Field";
import type { Picked } from "../../backend/generated/Picked";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { NativeSelect } from "../../parts/NativeSelect";
import { ControlPopover } from "./ControlPopover";
import type { ControlProps } from "./control";
import { figureWords, keptOf, topWords } from "./topWords";

type Props = ControlProps & {
  /** The columns that figures can be made of. */
  fields: readonly Field[];
};

type TopPicked = Extract<Picked, { by: "top" }>;

const FIRST: TopPicked = {
  by: "top",
  top: { count: 5, others: false, smallest: false },
  figure: { field: "", aggregate: "count" },
};
/** Most members that are kept. */
const MOST = 1000;
const AGGREGATES: Aggregate[] = ["sum", "average", "median", "max"];

export function TopControl({ field, active, set, fields }: Props) {
  const [isOpen, setOpen] = useState(false);
  const picked = active?.picked.by === "top" ? active.picked : null;
  return (
    <ControlPopover
      label={field.name}
      words={picked ? topWords(picked) : t("controls.all")}
      meta={active?.members != null && picked ? keptWords(active) : ""}
      opens="dialog"
      isOpen={isOpen}
      setOpen={setOpen}
    >
      <TopForm
        picked={picked ?? FIRST}
        hasFilter={picked !== null}
        fields={fields}
        set={(next) => {
          setOpen(false);
          set(next);
        }}
      />
    </ControlPopover>
  );
}

function keptWords(active: NonNullable<ControlProps["active"]>): string {
  const kept = keptOf(active).length;
  return t("controls.keptOf", { kept: count(kept), members: count(active.members ?? kept) });
}

type FormProps = {
  picked: TopPicked;
  hasFilter: boolean;
  fields: readonly Field[];
  set: (picked: Picked | null) => void;
};

function TopForm({ picked, hasFilter, fields, set }: FormProps) {
  const [number, setNumber] = useState(String(picked.top.count));
  const [isSmallest, setSmallest] = useState(picked.top.smallest);
  const [figure, setFigure] = useState(JSON.stringify(picked.figure));
  const [isBad, setBad] = useState(false);
  const numbers = fields.filter(({ kind }) => kind === "number");
  const offered = [
    FIRST.figure,
    ...numbers.flatMap(({ name }) => AGGREGATES.map((aggregate) => ({ field: name, aggregate }))),
  ].map((one) => JSON.stringify(one));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = Number(number);
    const fits = /^\d+$/.test(number.trim()) && wanted >= 1 && wanted <= MOST;
    setBad(!fits);
    if (fits) {
      const top = { count: wanted, others: false, smallest: isSmallest };
      set({ by: "top", top, figure: JSON.parse(figure) as TopPicked["figure"] });
    }
  };
  return (
    <form onSubmit={submit}>
      <div className="control-count">
        <div className="input" data-state={isBad ? "error" : undefined}>
          <input
            className="num"
            inputMode="numeric"
            data-autofocus
            aria-label={t("controls.countBack")}
            aria-invalid={isBad}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
        </div>
        <NativeSelect
          aria-label={t("controls.which")}
          value={String(isSmallest)}
          onChange={(event) => setSmallest(event.currentTarget.value === "true")}
        >
          <option value="false">{t("controls.largest")}</option>
          <option value="true">{t("controls.smallest")}</option>
        </NativeSelect>
      </div>
      {isBad ? (
        <p className="field-error" role="alert">
          {t("controls.wantTop", { most: count(MOST) })}
        </p>
      ) : null}
      <div className="dash-line">
        <span aria-hidden="true">{t("controls.figure")}</span>
        <NativeSelect
          aria-label={t("controls.figure")}
          value={figure}
          onChange={(event) => setFigure(event.currentTarget.value)}
        >
          {(offered.includes(figure) ? offered : [figure, ...offered]).map((one) => (
            <option key={one} value={one}>
              {figureWords(JSON.parse(one) as TopPicked["figure"])}
            </option>
          ))}
        </NativeSelect>
      </div>
      <div className="row filter-actions">
        {hasFilter ? (
          <button type="button" className="btn s ghost" onClick={() => set(null)}>
            {t("controls.all")}
          </button>
        ) : null}
        <span className="grow" />
        <button type="submit" className="btn s primary">
          {t("controls.apply")}
        </button>
      </div>
    </form>
  );
}
