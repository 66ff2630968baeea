// The filter of one column: by what its type can be asked, and by its most frequent values.
import type { CellId } from "../backend/generated/CellId";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { FilterEditor } from "./FilterEditor";
import { FilterFrame } from "./FilterFrame";
import { withFilters } from "./filterForm";
import { changeView, gridView } from "./gridView";

type Props = {
  cell: CellId;
  field: Field;
  profile: ColumnProfile | null;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  isActive: boolean;
};

export function FilterPopover({ cell, field, profile, isOpen, setOpen, isActive }: Props) {
  const label = t("results.filter.open", { name: field.name });
  return (
    <FilterFrame
      label={label}
      isOpen={isOpen}
      setOpen={setOpen}
      width={264}
      opener={
        <button
          type="button"
          tabIndex={-1}
          className={`th-filter${isActive ? " is-active" : ""}${isOpen ? " is-open" : ""}`}
          aria-label={label}
          aria-pressed={isActive}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!isOpen);
          }}
        >
          <Icon name="filter" size="xs" />
        </button>
      }
    >
      <FilterEditor
        field={field}
        profile={profile}
        own={gridView(cell).filters.filter((filter) => filter.field === field.name)}
        onApply={(own) => {
          changeView(cell, { filters: withFilters(gridView(cell).filters, field.name, own) });
          setOpen(false);
        }}
      />
    </FilterFrame>
  );
}
