// The same facts as the picture, as a table: for screen readers, and for whoever wants figures.

import type { DrawnAnnotation } from "../backend/generated/DrawnAnnotation";
import type { DrawnEvents } from "../backend/generated/DrawnEvents";
import type { Encoding } from "../backend/generated/Encoding";
import type { Rows } from "../backend/rows";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { placeWords } from "./annotations";
import { eventTime } from "./events/events";
import { exactText } from "./words";

type Props = {
  rows: Rows;
  encodings: Encoding[];
  annotations?: DrawnAnnotation[];
  events?: DrawnEvents[];
};

const NO_ANNOTATIONS: DrawnAnnotation[] = [];
const NO_EVENTS: DrawnEvents[] = [];

/** Most rows that are laid out at once; the caption says how many there are. */
const MOST_ROWS = 500;

export function ChartTable({
  rows,
  encodings,
  annotations = NO_ANNOTATIONS,
  events = NO_EVENTS,
}: Props) {
  const shown = Math.min(rows.count, MOST_ROWS);
  const titles = new Map(encodings.map(({ column, title }) => [column, title]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className="chart-table" tabIndex={0} aria-label={t("chart.table")}>
      <table className="table">
        <caption className="muted">
          {t("chart.tableRows", { shown: count(shown), total: count(rows.head.rows) })}
        </caption>
        <thead>
          <tr>
            {rows.columns.map(({ name }) => (
              <th key={name} scope="col">
                {titles.get(name) ?? name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place alone
            <tr key={row}>
              {rows.columns.map((column) => {
                const value = column.at(row);
                const isNumber = column.numberAt(row) !== null && typeof value !== "boolean";
                return (
                  <td key={column.name} className={isNumber ? "r" : undefined}>
                    {exactText(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {annotations.length > 0 ? <AnnotationTable annotations={annotations} /> : null}
      {events.map((table) =>
        table.events.length > 0 ? <EventsTable key={table.table} drawn={table} /> : null,
      )}
    </section>
  );
}

/** Every text in full, with its place. */
function AnnotationTable({ annotations }: { annotations: DrawnAnnotation[] }) {
  return (
    <table className="table">
      <caption className="muted">{t("annotation.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("annotation.place")}</th>
          <th scope="col">{t("annotation.column")}</th>
        </tr>
      </thead>
      <tbody>
        {annotations.map(({ annotation: { id, text, at }, why = null }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text may give two of them one id
          <tr key={`${id} ${index}`}>
            <td>
              {placeWords(at)}
              {why ? <p className="muted">{t("annotation.none", { why })}</p> : null}
            </td>
            <td className="annotation-text">
              <bdi>{text}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every event in full, in the order of time. */
function EventsTable({ drawn: { name, events, why = null } }: { drawn: DrawnEvents }) {
  const hasKinds = events.some(({ kind }) => kind);
  return (
    <table className="table">
      <caption className="muted">{[name, why].filter(Boolean).join(" · ")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("events.when")}</th>
          {hasKinds ? <th scope="col">{t("events.kind")}</th> : null}
          <th scope="col">{t("events.text")}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two events may say the same
          <tr key={index}>
            <td>{eventTime(event)}</td>
            {hasKinds ? (
              <td>
                <bdi>{event.kind}</bdi>
              </td>
            ) : null}
            <td className="annotation-text">
              <bdi>{event.text}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
