// The filters of a chart: one pill for each filtered field, edited in place; a field dropped here is
// filtered.
import { useQuery } from "@tanstack/react-query";
import type { ChartView } from "../backend/generated/ChartView";
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import { workbookQuery } from "../backend/query";
import { useDropPlace } from "../drag/DragArea";
import { t } from "../i18n/t";
import { MenuButton } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { KindIcon } from "../parts/KindIcon";
import { filterWords } from "../results/FilterChips";
import { FilterEditor } from "../results/FilterEditor";
import { FilterFrame } from "../results/FilterFrame";
import { withFilters } from "../results/filterForm";
import { sourceProfileQuery } from "./chartQuery";
import { pickWords } from "./markValues";
import { isNumeric } from "./pillMenu";
import { type ChartAt, setChart, setFilters } from "./shelfActions";

type Props = {
  chart: ChartAt;
  view: ChartView | undefined;
  /** The field whose filter is being edited. */
  open: string | null;
  setOpen: (field: string | null) => void;
};

export function FilterShelf({ chart, view, open, setOpen }: Props) {
  const name = t("chart.filters");
  const place = useDropPlace<"filters">("shelf-filters", { label: name, place: "filters" });
  const filters = chart.spec.filters ?? [];
  const picks = chart.spec.picks ?? [];
  const fields = view?.source_fields ?? [];
  const filtered = [...new Set(filters.map(({ field }) => field))];
  const shown = open && !filtered.includes(open) ? [...filtered, open] : filtered;
  const entries = fields.map((field) => ({ label: field.name, run: () => setOpen(field.name) }));
  return (
    <section className="sec">
      <h3>
        {name}
        <MenuButton entries={entries} label={t("chart.addFilter")} side="bottom-end">
          <button
            type="button"
            className="ib s"
            aria-label={t("chart.addFilter")}
            disabled={fields.length === 0}
          >
            <Icon name="plus" />
          </button>
        </MenuButton>
      </h3>
      <div
        ref={place.ref}
        className={place.isOver ? "well filter-well is-over" : "well filter-well"}
        role="group"
        aria-label={name}
      >
        {shown.map((field) => (
          <FilterPill
            key={field}
            chart={chart}
            name={field}
            field={fields.find((one) => one.name === field)}
            own={filters.filter((one) => one.field === field)}
            isOpen={open === field}
            setOpen={(isOpen) => setOpen(isOpen ? field : null)}
          />
        ))}
        {picks.map((pick, index) => {
          const words = pickWords(pick);
          const remove = () => {
            const rest = picks.filter((_, at) => at !== index);
            void setChart(chart, { ...chart.spec, picks: rest });
          };
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: picks are known by their place alone
              key={index}
              type="button"
              className="pill dimension"
              aria-label={t("chart.removePick", { words })}
              title={words}
              onClick={remove}
              onKeyDown={(event) => {
                if (event.key === "Delete" || event.key === "Backspace") {
                  event.preventDefault();
                  remove();
                }
              }}
            >
              <span className="trunc">{words}</span>
              <Icon name="close" size="xs" />
            </button>
          );
        })}
        {shown.length + picks.length === 0 ? (
          <span className="drop">{t("chart.filterHint")}</span>
        ) : null}
      </div>
    </section>
  );
}

type PillProps = {
  chart: ChartAt;
  name: string;
  field: Field | undefined;
  own: Filter[];
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
};

function FilterPill({ chart, name, field, own, isOpen, setOpen }: PillProps) {
  const { session } = chart;
  const { source } = chart.spec;
  const cells = useQuery(workbookQuery(session)).data?.workbook.cells ?? [];
  const cell = cells.find((one) => one.name.toLowerCase() === source.toLowerCase())?.id ?? null;
  const profiles = useQuery({
    ...sourceProfileQuery(session, source, cell),
    enabled: isOpen,
  });
  const keep = (filters: Filter[]) => {
    setOpen(false);
    void setFilters(chart, withFilters(chart.spec.filters ?? [], name, filters));
  };
  const role = field && field.kind === "number" && isNumeric(field.data_type.type);
  const look = ["pill", role ? "measure" : "dimension", field ? "" : "is-missing"];
  const words = own.length > 0 ? own.map(filterWords).join(t("chart.filterAnd")) : name;
  const profile = profiles.data?.profiles.find((one) => one.field.name === name) ?? null;
  return (
    <FilterFrame
      label={t("results.filter.open", { name })}
      isOpen={isOpen}
      setOpen={setOpen}
      opener={
        <button
          type="button"
          className={look.filter(Boolean).join(" ")}
          aria-haspopup="dialog"
          aria-label={t("chart.filterPill", { words })}
          title={words}
          onClick={() => setOpen(!isOpen)}
          onKeyDown={(event) => {
            if (event.key === "Delete" || event.key === "Backspace") {
              event.preventDefault();
              keep([]);
            }
          }}
        >
          {field ? <KindIcon kind={field.kind} /> : null}
          <span className="trunc">{words}</span>
          <Icon name="down" size="xs" />
        </button>
      }
    >
      {field && !profiles.isLoading ? (
        <FilterEditor field={field} profile={profile} own={own} onApply={keep} />
      ) : null}
      {field ? null : (
        <button type="button" className="btn s" onClick={() => keep([])}>
          {t("results.filter.remove", { name })}
        </button>
      )}
    </FilterFrame>
  );
}
