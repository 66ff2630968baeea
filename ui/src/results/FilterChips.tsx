// The filters of a result, each to be seen and removed.
import type { CellId } from "../backend/generated/CellId";
import type { Filter } from "../backend/generated/Filter";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { Icon } from "../parts/Icon";
import { changeView } from "./gridView";

type Props = { cell: CellId; filters: Filter[] };

export function FilterChips({ cell, filters }: Props) {
  if (filters.length === 0) {
    return null;
  }
  const remove = (filter: Filter) =>
    changeView(cell, { filters: filters.filter((other) => other !== filter) });
  return (
    <div className="filter-chips">
      {filters.map((filter) => (
        <span key={JSON.stringify(filter)} className="chip accent">
          {t(`results.filter.chip.${filter.compare}`, { name: filter.field })}
          {valueWords(filter) ? <b className="trunc">{valueWords(filter)}</b> : null}
          <button
            type="button"
            aria-label={t("results.filter.remove", { name: filter.field })}
            onClick={() => remove(filter)}
          >
            <Icon name="close" size="xs" />
          </button>
        </span>
      ))}
      {filters.length > 1 ? (
        <button type="button" className="link" onClick={() => changeView(cell, { filters: [] })}>
          {t("results.filter.clear")}
        </button>
      ) : null}
    </div>
  );
}

/** A filter as a sentence: `region is DACH or Iberia`. */
export function filterWords(filter: Filter): string {
  const start = t(`results.filter.chip.${filter.compare}`, { name: filter.field });
  const value = valueWords(filter);
  return value ? `${start} ${value}` : start;
}

function valueWords({ value }: Filter): string {
  if (value.type === "null") {
    return "";
  }
  return value.type === "list"
    ? value.value.map(valueText).join(t("results.filter.or"))
    : valueText(value);
}
