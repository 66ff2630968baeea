// Which cells and charts of the workbook use a table.
import { useQuery } from "@tanstack/react-query";
import type { SessionView } from "../backend/generated/SessionView";
import { lineageQuery, type Use, usesOf } from "../backend/lineage";
import { revealCell } from "../backend/session";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";

type Props = { view: SessionView; table: string };

/** The uses of a table; none while they are not known. */
export function useUses(view: SessionView, table: string): Use[] | null {
  const { data } = useQuery({
    ...lineageQuery(view),
    enabled: whyRefused(view, "read_lineage") === null,
  });
  return data ? usesOf(data, table) : null;
}

export function UsedBy({ view, table }: Props) {
  const uses = useUses(view, table);
  return (
    <section className="card about-table" aria-labelledby="table-uses" aria-busy={uses === null}>
      <div className="card-head">
        <h2 id="table-uses">{t("lineage.usedBy")}</h2>
      </div>
      {uses?.length === 0 ? <p className="card-note muted">{t("lineage.unused")}</p> : null}
      <ul className="uses">
        {uses?.map((use) => (
          <li key={use.cell.cell}>
            <button
              type="button"
              className="use-row"
              title={[metaOf(use), ...use.columns].join(", ")}
              onClick={() => revealCell(use.cell.cell)}
            >
              <Icon name={use.cell.kind === "chart" ? "chart" : "note"} />
              <span className="mono trunc">{use.cell.name}</span>
              <span className="meta num trunc">{metaOf(use)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function metaOf({ columns, through }: Use): string {
  if (through.length > 0) {
    return t("lineage.through", { names: through.join(", ") });
  }
  return columns.length === 0
    ? t("lineage.readsRows")
    : t("lineage.reads", { count: columns.length });
}
