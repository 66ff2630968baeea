// An events table being declared: what has the events, and which columns say when and what.
import { type FormEvent, useId, useState } from "react";
import type { EventTable } from "../../backend/generated/EventTable";
import type { Field } from "../../backend/generated/Field";
import type { SessionView } from "../../backend/generated/SessionView";
import { t } from "../../i18n/t";
import { Dialog } from "../../parts/Dialog";
import { NativeSelect } from "../../parts/NativeSelect";
import { useReadable } from "../NewChart";
import { withSource } from "./columns";
import { isMoment } from "./events";
import { useColumns } from "./useColumns";

type Props = {
  table: EventTable;
  /** The workbook does not have it yet. */
  isNew: boolean;
  book: SessionView;
  onKeep: (table: EventTable) => void;
  onClose: () => void;
};

export function EventDialog({ table: given, isNew, book, onKeep, onClose }: Props) {
  const id = useId();
  const [table, setTable] = useState(given);
  const [isBad, setBad] = useState(false);
  const names = useReadable(book);
  const fieldsOf = useColumns(book);
  const fields = fieldsOf(table.source);
  const moments = fields.filter(isMoment);
  const { source, start, text } = table;
  const isKnown = names.includes(source) || source === "";
  const set = (part: Partial<EventTable>) => {
    setBad(false);
    setTable({ ...table, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (source === "" || start === "" || text === "") {
      setBad(true);
      return;
    }
    onKeep({ ...table, name: table.name.trim() || source });
    onClose();
  };
  const empty =
    source === "" || moments.length > 0
      ? null
      : t(fields.length === 0 ? "events.noColumns" : "events.noMoment", { source });
  return (
    <Dialog
      title={t(isNew ? "events.add" : "events.change")}
      onClose={onClose}
      width={400}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" form={`${id}-form`} className="btn primary">
            {t("events.keep")}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} className="event-form" onSubmit={submit}>
        <div className="field">
          <label htmlFor={`${id}-source`}>{t("events.source")}</label>
          <NativeSelect
            id={`${id}-source`}
            data-autofocus
            isMono
            value={source}
            onChange={(event) => {
              const next = event.currentTarget.value;
              setBad(false);
              setTable(withSource(table, next, fieldsOf(next)));
            }}
          >
            {source === "" ? <option value="">{t("events.chooseSource")}</option> : null}
            {(isKnown ? names : [source, ...names]).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </NativeSelect>
        </div>
        <ColumnPick
          label={t("events.start")}
          fields={moments}
          value={start}
          onPick={(name) => set({ start: name })}
        />
        <ColumnPick
          isOptional
          label={t("events.end")}
          fields={moments}
          value={table.end ?? ""}
          onPick={(name) => {
            const { end: _, ...rest } = table;
            setTable(name === "" ? rest : { ...rest, end: name });
          }}
        />
        <ColumnPick
          label={t("events.text")}
          fields={fields}
          value={text}
          onPick={(name) => set({ text: name })}
        />
        <ColumnPick
          isOptional
          label={t("events.kind")}
          fields={fields}
          value={table.kind ?? ""}
          onPick={(name) => {
            const { kind: _, ...rest } = table;
            setTable(name === "" ? rest : { ...rest, kind: name });
          }}
        />
        <div className="field">
          <label htmlFor={`${id}-name`}>{t("events.name")}</label>
          <div className="input">
            <input
              id={`${id}-name`}
              autoComplete="off"
              maxLength={200}
              placeholder={source}
              value={table.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
          </div>
        </div>
        <label className="row">
          <input
            type="checkbox"
            checked={table.on_every_chart}
            onChange={(event) => set({ on_every_chart: event.currentTarget.checked })}
          />
          {t("events.everywhere")}
        </label>
        {empty ? <p className="muted">{empty}</p> : null}
        {isBad ? (
          <p className="field-error" role="alert">
            {t("events.needsColumns")}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

type PickProps = {
  label: string;
  fields: readonly Field[];
  value: string;
  onPick: (name: string) => void;
  isOptional?: boolean;
};

/** Chooses a column; one that is not there now stays until another is chosen. */
function ColumnPick({ label, fields, value, onPick, isOptional = false }: PickProps) {
  const id = useId();
  const names = fields.map(({ name }) => name);
  const shown = value === "" || names.includes(value) ? names : [value, ...names];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <NativeSelect
        id={id}
        isMono
        value={value}
        onChange={(event) => onPick(event.currentTarget.value)}
      >
        {isOptional || value === "" ? (
          <option value="">{t(isOptional ? "events.none" : "events.choose")}</option>
        ) : null}
        {shown.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
