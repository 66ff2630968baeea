// Where the columns of a cell come from, each to be opened, and what chose its rows.
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { CellId } from "../backend/generated/CellId";
import type { ColumnLineage } from "../backend/generated/ColumnLineage";
import type { Lineage } from "../backend/generated/Lineage";
import type { Origin } from "../backend/generated/Origin";
import type { RowFilter } from "../backend/generated/RowFilter";
import type { SessionView } from "../backend/generated/SessionView";
import { answersOf, filtersOf, lineageQuery, nameOf, rootsBehind } from "../backend/lineage";
import { openTable, revealCell } from "../backend/session";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { LinkRow } from "./LinkRow";
import "./lineage.css";

type Props = {
  view: SessionView;
  cell: CellId;
  /** One column of the answer; none for all of them. */
  column: string | null;
};

/** Columns shown before the rest is asked for. */
const FIRST = 8;

export function LineageSections({ view, cell, column }: Props) {
  const { data } = useQuery({
    ...lineageQuery(view),
    enabled: whyRefused(view, "read_lineage") === null,
  });
  const found = data?.cells.find((known) => known.cell === cell);
  if (!found || found.kind === "parameter") {
    return null;
  }
  const { problem } = found;
  const answers = answersOf(found);
  if (answers.length === 0) {
    return problem ? (
      <section className="sec">
        <h3>{t("lineage.title")}</h3>
        <p className="muted small">{t("lineage.problem", { problem })}</p>
      </section>
    ) : null;
  }
  return answers.map((lineage, index) => (
    <Answer
      // biome-ignore lint/suspicious/noArrayIndexKey: answers have no other identity than their place
      key={index}
      view={view}
      cell={cell}
      column={column}
      lineage={lineage}
      place={answers.length > 1 ? t("lineage.answer", { at: index + 1, of: answers.length }) : ""}
    />
  ));
}

type AnswerProps = Props & {
  lineage: Lineage;
  /** Which of several answers; empty when there is one. */
  place: string;
};

function Answer({ view, cell, column, lineage, place }: AnswerProps) {
  const one = lineage.columns.find(({ name }) => name === column) ?? null;
  if (column !== null && !one) {
    return null;
  }
  return (
    <>
      <section
        className="sec"
        aria-label={place ? `${t("lineage.title")}, ${place}` : t("lineage.title")}
      >
        <h3>{t("lineage.title")}</h3>
        {place ? <p className="muted small">{place}</p> : null}
        {one ? <Origins view={view} column={one} /> : <Columns view={view} lineage={lineage} />}
      </section>
      <Filters view={view} cell={cell} filters={filtersOf(lineage, one)} />
    </>
  );
}

function Columns({ view, lineage }: { view: SessionView; lineage: Lineage }) {
  const [isAll, setAll] = useState(false);
  const { columns } = lineage;
  const shown = isAll ? columns : columns.slice(0, FIRST);
  const more = columns.length - FIRST;
  return (
    <>
      <ul className="links">
        {shown.map((column) => (
          <Column key={column.name} view={view} column={column} />
        ))}
      </ul>
      {more > 0 ? (
        <button type="button" className="link small" onClick={() => setAll(!isAll)}>
          {isAll ? t("lineage.fewer") : t("lineage.more", { count: more })}
        </button>
      ) : null}
    </>
  );
}

type ColumnProps = { view: SessionView; column: ColumnLineage };

function Column({ view, column }: ColumnProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <button
        type="button"
        className="link-row"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="chevron" size="xs" className={isOpen ? "twist is-open" : "twist"} />
        <span className="mono trunc grow" title={column.name}>
          {column.name}
        </span>
        <span className="meta">{madeWord(column)}</span>
      </button>
      <div id={id} hidden={!isOpen} className="way">
        {isOpen ? <Origins view={view} column={column} /> : null}
      </div>
    </li>
  );
}

function madeWord(column: ColumnLineage): string {
  const isConstant = column.origins.length === 0 && column.rows_of.length === 0;
  return isConstant ? t("lineage.constant") : t(`lineage.made.${column.made}`);
}

function Origins({ view, column }: ColumnProps) {
  const roots = rootsBehind(column);
  return (
    <>
      {column.expression ? <code className="expression mono">{column.expression}</code> : null}
      <ul className="links" aria-label={t("lineage.column", { name: column.name })}>
        {column.origins.map((origin) => (
          <OriginRow key={nameOf(origin)} view={view} origin={origin} />
        ))}
        {column.rows_of.map((relation) => (
          <LinkRow
            key={relation}
            icon={cellNamed(view, relation) ? "note" : "table"}
            name={relation}
            meta={t("lineage.rowsOf")}
            run={wayTo(view, relation, cellNamed(view, relation) !== null)}
          />
        ))}
      </ul>
      {roots.length > 0 ? (
        <>
          <h4 className="way-head">{t("lineage.roots")}</h4>
          <ul className="links">
            {roots.map((origin) => (
              <OriginRow key={nameOf(origin)} view={view} origin={origin} />
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function OriginRow({ view, origin }: { view: SessionView; origin: Origin }) {
  return (
    <LinkRow
      icon={origin.is_cell ? "note" : "table"}
      name={nameOf(origin)}
      meta={t(`lineage.made.${origin.made}`)}
      run={wayTo(view, origin.relation, origin.is_cell)}
    />
  );
}

function cellNamed(view: SessionView, name: string): CellId | null {
  const lower = name.toLowerCase();
  return view.workbook.cells.find((cell) => cell.name.toLowerCase() === lower)?.id ?? null;
}

function wayTo(view: SessionView, name: string, isCell: boolean): (() => void) | null {
  if (!isCell) {
    return () => openTable(name);
  }
  const cell = cellNamed(view, name);
  return cell ? () => revealCell(cell) : null;
}

type FiltersProps = { view: SessionView; cell: CellId; filters: RowFilter[] };

function Filters({ view, cell, filters }: FiltersProps) {
  return (
    <section className="sec" aria-label={t("lineage.rows")}>
      <h3>{t("lineage.rows")}</h3>
      {filters.length === 0 ? (
        <p className="muted small">{t("lineage.noRows")}</p>
      ) : (
        <ul className="links">
          {filters.map((filter, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two conditions may read the same
            <li key={index}>
              <button
                type="button"
                className="link-row row-filter"
                onClick={() => revealCell((filter.cell && cellNamed(view, filter.cell)) || cell)}
              >
                <span className="row">
                  <span className="chip line">{t(`lineage.kinds.${filter.kind}`)}</span>
                  <span className="meta num">{placeOf(filter)}</span>
                </span>
                <code className="expression mono">{filter.text}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function placeOf({ cell, within, span }: RowFilter): string {
  const parts = [
    cell ? t("lineage.within", { name: cell }) : null,
    within ? t("lineage.within", { name: within }) : null,
    span ? t("lineage.line", { line: span.line }) : null,
  ];
  return parts.filter((part) => part !== null).join(", ");
}
