// Columns that cells name and a table does not have any more: what each is called now, and what
// changes with that, before it does.
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { ColumnChoice } from "../backend/generated/ColumnChoice";
import type { GoneColumn } from "../backend/generated/GoneColumn";
import type { Proposal } from "../backend/generated/Proposal";
import type { RepairPlan } from "../backend/generated/RepairPlan";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { typeName } from "../i18n/typeName";
import { Asked } from "../parts/Asked";
import { Dialog } from "../parts/Dialog";
import { NativeSelect } from "../parts/NativeSelect";
import { closeDialog } from "./dialogs";
import { repairAll, repairQuery } from "./sourceNeeds";
import "./relink.css";

type Props = { view: SessionView };

export function RepairDialog({ view }: Props) {
  const [chosen, setChosen] = useState<ColumnChoice[]>([]);
  const { data, error } = useQuery(repairQuery(view, chosen));
  const choose = (column: GoneColumn, to: string | null) => {
    const others = chosen.filter(({ table, from }) => !isOf(column, table, from));
    setChosen([...others, { table: column.table, from: column.field.name, to }]);
  };
  const buttons = (
    <>
      <button type="button" className="btn" onClick={closeDialog}>
        {t("common.cancel")}
      </button>
      <button
        type="button"
        className="btn primary"
        data-autofocus
        disabled={!data?.edit}
        onClick={() => data && void repairAll(view, data)}
      >
        {t("relink.repairNow")}
      </button>
    </>
  );
  return (
    <Dialog title={t("relink.repairTitle")} onClose={closeDialog} footer={buttons} width={720}>
      <Asked data={data} error={error} waiting={t("relink.searching")}>
        {(data) =>
          data.columns.length === 0 ? (
            <p role="status">{t("relink.allFine")}</p>
          ) : (
            <div className="stack relink">
              <p className="muted small">{t("relink.repairHint")}</p>
              {data.columns.map((column) => (
                <Gone
                  key={`${column.table} ${column.field.name}`}
                  column={column}
                  choose={(to) => choose(column, to)}
                />
              ))}
              <Changes plan={data} />
            </div>
          )
        }
      </Asked>
    </Dialog>
  );
}

function isOf(column: GoneColumn, table: string, from: string): boolean {
  return column.table === table && column.field.name === from;
}

function Gone({ column, choose }: { column: GoneColumn; choose: (to: string | null) => void }) {
  const id = useId();
  const { table, field, uses, proposals, to } = column;
  const picked = proposals.find((one) => one.field.name === to);
  return (
    <section className="lost" aria-label={`${table}.${field.name}`}>
      <div className="row">
        <h3 className="mono grow">
          {table}.{field.name} <span className="muted small">{typeName(field.data_type)}</span>
        </h3>
        <label className="muted small" htmlFor={id}>
          {t("relink.now")}
        </label>
        <NativeSelect
          id={id}
          isMono
          aria-label={t("relink.nowOf", { column: field.name, table })}
          value={to ?? ""}
          onChange={({ target }) => choose(target.value === "" ? null : target.value)}
        >
          <option value="">
            {proposals.length === 0 ? t("relink.noneProposed") : t("relink.leave")}
          </option>
          {proposals.map((one) => (
            <option key={one.field.name} value={one.field.name}>
              {one.field.name}
            </option>
          ))}
        </NativeSelect>
      </div>
      <p className="muted small">
        {t("relink.usedBy", { names: uses.join(", ") })}
        {picked ? ` · ${reasons(picked)}` : null}
      </p>
    </section>
  );
}

function reasons({ is_named_alike: isAlike, is_same_type: isSame, shared }: Proposal): string {
  const words = [
    isAlike ? t("relink.why.alike") : null,
    isSame ? t("relink.why.type") : null,
    shared ? t("relink.why.shared", { some: shared[0], all: shared[1] }) : null,
  ].filter((one) => one !== null);
  return words.length === 0 ? t("relink.why.none") : words.join(", ");
}

function Changes({ plan }: { plan: RepairPlan }) {
  const { places, tiles, left } = plan;
  return (
    <>
      <section aria-label={t("relink.changes")} className="rename-places">
        <div className="muted" role="status">
          {t("relink.touched", { count: places.length })}
          {tiles > 0 ? `, ${t("relink.tiles", { count: tiles })}` : null}
        </div>
        <ul>
          {places.map((place) => (
            <li key={place.cell}>
              <span className="mono">{place.name}</span>
              {place.lines.map(({ line, text }) => (
                <div key={line} className="mono">
                  <span className="muted num">{line}</span> {text.trim()}
                </div>
              ))}
            </li>
          ))}
        </ul>
      </section>
      {left.length > 0 ? (
        <section aria-label={t("relink.left")}>
          <h3>{t("relink.left")}</h3>
          <ul className="small">
            {left.map(({ name, why }) => (
              <li key={name}>
                <span className="mono">{name}</span>: {why}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
