// A range of days: shown as words, set by typing either end or by a usual range.
import { Popover } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import type { ParameterValue } from "../backend/generated/ParameterValue";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { PRESETS, presetRange } from "./datePresets";
import { rangeProblem, readDay } from "./parameterValue";
import { rangeWords } from "./parameterWords";

type Value = Extract<ParameterValue, { kind: "date_range" }>;
type Props = { label: string; value: Value; set: (value: ParameterValue) => void };

export function DateRangeField({ label, value, set }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      width={300}
      offset={4}
      unstyled
      trapFocus
      returnFocus
      zIndex={40}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: "filter-form" }}
    >
      <Popover.Target>
        <button
          type="button"
          className="select"
          data-control
          aria-haspopup="dialog"
          aria-label={`${label}: ${rangeWords(value)}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="calendar" />
          <span className="num trunc">{rangeWords(value)}</span>
          <Icon name="down" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        {isOpen ? (
          <Ends
            value={value}
            onDone={(next) => {
              setOpen(false);
              if (next) {
                set(next);
              }
            }}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

type EndsProps = { value: Value; onDone: (next: Value | null) => void };

function Ends({ value, onDone }: EndsProps) {
  const [from, setFrom] = useState(value.from ?? "");
  const [to, setTo] = useState(value.to ?? "");
  const reads = { from: readDay(from), to: readDay(to) };
  const range =
    reads.from.ok && reads.to.ok ? rangeProblem(reads.from.value, reads.to.value) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reads.from.ok && reads.to.ok && range === null) {
      onDone({ kind: "date_range", from: reads.from.value, to: reads.to.value });
    }
  };
  return (
    <form onSubmit={submit} onKeyDown={(event) => event.stopPropagation()}>
      <div className="filter-range">
        <DayField
          label={t("notebook.parameter.from")}
          value={from}
          problem={reads.from.ok ? null : reads.from.because}
          onChange={setFrom}
          isFirst
        />
        <DayField
          label={t("notebook.parameter.to")}
          value={to}
          problem={reads.to.ok ? range : reads.to.because}
          onChange={setTo}
        />
      </div>
      <div className="presets">
        {PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            className="chip line"
            onClick={() => onDone({ kind: "date_range", ...presetRange(preset, new Date()) })}
          >
            {t(`notebook.parameter.presets.${preset}`)}
          </button>
        ))}
      </div>
      <div className="row filter-actions">
        <span className="grow" />
        <button type="button" className="btn s ghost" onClick={() => onDone(null)}>
          {t("common.cancel")}
        </button>
        <button type="submit" className="btn s primary">
          {t("notebook.parameter.apply")}
        </button>
      </div>
    </form>
  );
}

type DayProps = {
  label: string;
  value: string;
  problem: string | null;
  onChange: (text: string) => void;
  isFirst?: boolean;
};

function DayField({ label, value, problem, onChange, isFirst }: DayProps) {
  const ids = { field: useId(), problem: useId() };
  return (
    <div className="field">
      <label htmlFor={ids.field}>{label}</label>
      <div className="input" data-state={problem ? "error" : undefined}>
        <input
          id={ids.field}
          className="num"
          data-autofocus={isFirst || undefined}
          aria-invalid={problem !== null}
          aria-describedby={problem ? ids.problem : undefined}
          autoComplete="off"
          placeholder={t("notebook.parameter.open")}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      {problem ? (
        <p id={ids.problem} className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
