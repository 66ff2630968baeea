// A range of days: fixed, or one that moves with the clock.
import { type FormEvent, useId, useState } from "react";
import type { Picked } from "../../backend/generated/Picked";
import type { RelativeRange } from "../../backend/generated/RelativeRange";
import type { TimeUnit } from "../../backend/generated/TimeUnit";
import { t } from "../../i18n/t";
import { NativeSelect } from "../../parts/NativeSelect";
import { emptyForm, filtersOf } from "../../results/filterForm";
import { ControlPopover } from "./ControlPopover";
import type { ControlProps } from "./control";
import { daysOf, daysWords, MOST_UNITS, rangeWords, USUAL, unitName, unitsOf } from "./relative";

export function DayControl({ field, active, set }: ControlProps) {
  const [isOpen, setOpen] = useState(false);
  const picked = active?.picked;
  const days = daysWords(daysOf(active?.filters ?? []));
  const range = picked?.by === "relative" ? picked.range : null;
  const choose = (next: Picked | null) => {
    setOpen(false);
    set(next);
  };
  return (
    <ControlPopover
      label={field.name}
      words={range ? rangeWords(range) : days}
      meta={range && !active?.problem ? days : ""}
      icon="calendar"
      opens="dialog"
      isOpen={isOpen}
      setOpen={setOpen}
    >
      <Fixed
        field={field}
        days={range ? { from: null, to: null } : daysOf(active?.filters ?? [])}
        choose={choose}
      />
      <Moving
        range={range}
        hasHours={field.data_type.type === "date_time"}
        choose={(next) => choose({ by: "relative", range: next })}
      />
    </ControlPopover>
  );
}

type FixedProps = Pick<ControlProps, "field"> & {
  days: { from: string | null; to: string | null };
  choose: (picked: Picked | null) => void;
};

function Fixed({ field, days, choose }: FixedProps) {
  const [form, setForm] = useState({
    ...emptyForm("range"),
    from: days.from ?? "",
    to: days.to ?? "",
  });
  const [because, setBecause] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const result = filtersOf(field, form);
    const isTurned = form.from !== "" && form.to !== "" && form.from > form.to;
    if (!result.ok || isTurned) {
      setBecause(t(isTurned ? "controls.wantOrder" : "controls.wantDay"));
    } else {
      choose(result.filters.length === 0 ? null : { by: "filters", filters: result.filters });
    }
  };
  return (
    <form onSubmit={submit}>
      <b className="label">{t("controls.fixed")}</b>
      <div className="filter-range">
        {(["from", "to"] as const).map((end) => (
          <DayField
            key={end}
            label={t(`controls.${end}`)}
            value={form[end]}
            isBad={because !== null}
            isFirst={end === "from"}
            onChange={(text) => setForm({ ...form, [end]: text })}
          />
        ))}
      </div>
      {because ? (
        <p className="field-error" role="alert">
          {because}
        </p>
      ) : null}
      <div className="row filter-actions">
        <button type="button" className="chip line" onClick={() => choose(null)}>
          {t("controls.allDates")}
        </button>
        <span className="grow" />
        <button type="submit" className="btn s primary">
          {t("controls.apply")}
        </button>
      </div>
    </form>
  );
}

type DayProps = {
  label: string;
  value: string;
  isBad: boolean;
  isFirst: boolean;
  onChange: (text: string) => void;
};

function DayField({ label, value, isBad, isFirst, onChange }: DayProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input" data-state={isBad ? "error" : undefined}>
        <input
          id={id}
          className="num"
          data-autofocus={isFirst || undefined}
          aria-invalid={isBad}
          autoComplete="off"
          placeholder={t("controls.open")}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

type MovingProps = {
  range: RelativeRange | null;
  hasHours: boolean;
  choose: (range: RelativeRange) => void;
};

function Moving({ range, hasHours, choose }: MovingProps) {
  const key = JSON.stringify(range);
  const [text, setText] = useState(String(range?.count ?? 28));
  const [unit, setUnit] = useState<TimeUnit>(range?.unit ?? "day");
  const [toDate, setToDate] = useState(range?.to_date ?? false);
  const [isBad, setBad] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = Number(text);
    const fits = /^\d+$/.test(text.trim()) && number >= 1 && number <= MOST_UNITS;
    setBad(!fits);
    if (fits) {
      choose({ count: number, unit, to_date: toDate });
    }
  };
  return (
    <form onSubmit={submit}>
      <b className="label">{t("controls.moving")}</b>
      <div className="control-chips">
        {USUAL.map((one) => (
          <button
            key={rangeWords(one)}
            type="button"
            className={JSON.stringify(one) === key ? "chip accent" : "chip line"}
            aria-pressed={JSON.stringify(one) === key}
            onClick={() => choose(one)}
          >
            {rangeWords(one)}
          </button>
        ))}
      </div>
      <div className="control-count">
        <div className="input" data-state={isBad ? "error" : undefined}>
          <input
            className="num"
            inputMode="numeric"
            aria-label={t("controls.countBack")}
            aria-invalid={isBad}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <NativeSelect
          aria-label={t("controls.unit")}
          value={unit}
          onChange={(event) => setUnit(event.currentTarget.value as TimeUnit)}
        >
          {unitsOf(hasHours).map((one) => (
            <option key={one} value={one}>
              {unitName(one, 2)}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          aria-label={t("controls.ends")}
          value={String(toDate)}
          onChange={(event) => setToDate(event.currentTarget.value === "true")}
        >
          <option value="false">{t("controls.full")}</option>
          <option value="true">{t("controls.upToNow")}</option>
        </NativeSelect>
        <button type="submit" className="btn s">
          {t("controls.apply")}
        </button>
      </div>
      {isBad ? (
        <p className="field-error" role="alert">
          {t("controls.wantCount")}
        </p>
      ) : null}
    </form>
  );
}
