// The filter of one column: by what its type can be asked, and by its most frequent values.
import { Popover } from "@mantine/core";
import type { CellId } from "../backend/generated/CellId";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { FilterEditor } from "./FilterEditor";
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
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={264}
      offset={4}
      unstyled
      withinPortal
      trapFocus
      returnFocus
      zIndex={40}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: "filter-form" }}
    >
      <Popover.Target>
        <button
          type="button"
          tabIndex={-1}
          className={`th-filter${isActive ? " is-active" : ""}${isOpen ? " is-open" : ""}`}
          aria-label={t("results.filter.open", { name: field.name })}
          aria-pressed={isActive}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!isOpen);
          }}
        >
          <Icon name="filter" size="xs" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("results.filter.open", { name: field.name })}>
        {isOpen ? (
          <FilterEditor
            field={field}
            profile={profile}
            own={gridView(cell).filters.filter((filter) => filter.field === field.name)}
            onApply={(own) => {
              changeView(cell, { filters: withFilters(gridView(cell).filters, field.name, own) });
              setOpen(false);
            }}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
