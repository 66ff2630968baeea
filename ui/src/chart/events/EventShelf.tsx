// The events tables of the workbook beside a chart: which of them it shows, and what keeps one from being
// shown. New ones are declared here, and are there for every chart.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../../backend/call";
import type { CellId } from "../../backend/generated/CellId";
import type { ChartView } from "../../backend/generated/ChartView";
import type { DrawnEvents } from "../../backend/generated/DrawnEvents";
import type { Edit } from "../../backend/generated/Edit";
import type { EventTable } from "../../backend/generated/EventTable";
import type { SessionView } from "../../backend/generated/SessionView";
import { newJob, randomId } from "../../backend/job";
import { applyEdit, workbookQuery } from "../../backend/query";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { MenuButton, type MenuEntry } from "../../parts/ContextMenu";
import { Icon } from "../../parts/Icon";
import { whyRefused } from "../../parts/refusal";
import { Tip } from "../../parts/Tip";
import { toastFailure } from "../../parts/toast";
import { chartRowsQuery } from "../chartQuery";
import { useReadable } from "../NewChart";
import { type ChartAt, setChart } from "../shelfActions";
import { withSource } from "./columns";
import { EventDialog } from "./EventDialog";
import { showsEvents, takesEvents, withEvents } from "./events";
import { useColumns } from "./useColumns";

type Props = { chart: ChartAt; view: ChartView | undefined };

export function EventShelf({ chart, view }: Props) {
  const { session, cell, spec } = chart;
  const book = useQuery(workbookQuery(session)).data;
  const [open, setOpen] = useState<EventTable | null>(null);
  const rows = useQuery({
    ...chartRowsQuery(session, cell, view?.version ?? 0),
    enabled: Boolean(view?.sql),
  });
  const all = book?.workbook.event_tables ?? [];
  const drawnOf = (table: EventTable) =>
    rows.data?.head.events?.find((one) => one.table === table.id) ?? null;
  const change = (edit: Edit) => void applyEdit(session, edit).catch(toastFailure);
  const isPlaced = view === undefined || takesEvents(view);
  return (
    <section className="sec">
      <h3>
        {t("events.title")}
        {book ? <NewEvents book={book} onNew={setOpen} /> : null}
      </h3>
      {all.length === 0 || !isPlaced ? (
        <p className="muted">{t(isPlaced ? "events.hint" : "events.needs")}</p>
      ) : null}
      <div role="group" aria-label={t("events.title")}>
        {all.map((table) => (
          <EventRow
            key={table.id}
            table={table}
            isOn={showsEvents(spec, table)}
            drawn={showsEvents(spec, table) ? drawnOf(table) : null}
            book={book}
            onSwitch={(isOn) => void setChart(chart, withEvents(spec, table, isOn))}
            onChange={() => setOpen(table)}
            onRemove={() => change({ edit: "remove_event_table", table: table.id })}
          />
        ))}
      </div>
      {open && book ? (
        <EventDialog
          table={open}
          isNew={!all.some(({ id }) => id === open.id)}
          book={book}
          onClose={() => setOpen(null)}
          onKeep={(table) =>
            change(
              all.some(({ id }) => id === table.id)
                ? { edit: "replace_event_table", table }
                : { edit: "insert_event_table", index: all.length, table },
            )
          }
        />
      ) : null}
    </section>
  );
}

/** Offers every table and cell that events can be made of. */
function NewEvents({ book, onNew }: { book: SessionView; onNew: (table: EventTable) => void }) {
  const names = useReadable(book);
  const fieldsOf = useColumns(book);
  const entries = names.map<MenuEntry>((source) => ({
    label: source,
    run: () => onNew(withSource(newTable(), source, fieldsOf(source))),
  }));
  return (
    <MenuButton entries={entries} label={t("events.add")} side="bottom-end">
      <button
        type="button"
        className="ib s"
        aria-label={t("events.add")}
        disabled={names.length === 0}
      >
        <Icon name="plus" />
      </button>
    </MenuButton>
  );
}

function newTable(): EventTable {
  return { id: randomId(), name: "", source: "", start: "", text: "", on_every_chart: true };
}

type RowProps = {
  table: EventTable;
  isOn: boolean;
  /** Its events in the picture; none while that is not known. */
  drawn: DrawnEvents | null;
  book: SessionView | undefined;
  onSwitch: (isOn: boolean) => void;
  onChange: () => void;
  onRemove: () => void;
};

/** One events table: its switch, its menu, and what is to be said of it. */
function EventRow({ table, isOn, drawn, book, onSwitch, onChange, onRemove }: RowProps) {
  const { name, source } = table;
  const events = drawn?.events.length ?? 0;
  return (
    <>
      <div className="event-switch">
        <label className="row">
          <input
            type="checkbox"
            aria-label={t("events.show", { name })}
            checked={isOn}
            onChange={(event) => onSwitch(event.currentTarget.checked)}
          />
          <bdi className="trunc">{name}</bdi>
        </label>
        {drawn && events > 0 ? (
          <span className="muted">
            {t("events.shown", { count: events, shown: count(events) })}
          </span>
        ) : null}
        <MenuButton
          label={t("events.menu", { name })}
          side="bottom-end"
          entries={[
            { label: t("events.edit"), run: onChange },
            "line",
            { label: t("common.remove"), run: onRemove },
          ]}
        >
          <button type="button" className="ib s" aria-label={t("events.menu", { name })}>
            <Icon name="more" size="xs" />
          </button>
        </MenuButton>
      </div>
      {drawn?.why ? <p className="muted event-why">{drawn.why}</p> : null}
      {drawn?.waits_for ? <RunButton cell={drawn.waits_for} name={source} book={book} /> : null}
    </>
  );
}

type RunProps = { cell: CellId; name: string; book: SessionView | undefined };

/** Runs the cell that has the events. */
function RunButton({ cell, name, book }: RunProps) {
  const refusal = whyRefused(book, "run_cell");
  const run = () => {
    if (book && refusal === null) {
      call("run_cell", { session: book.session, cell, job: newJob() }).catch(toastFailure);
    }
  };
  return (
    <Tip label={refusal}>
      <button
        type="button"
        className="btn s"
        aria-disabled={refusal !== null || undefined}
        onClick={run}
      >
        <Icon name="play" />
        {t("events.run", { name })}
      </button>
    </Tip>
  );
}
