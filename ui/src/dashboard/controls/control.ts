// What every control of a field is given.
import type { Active } from "../../backend/generated/Active";
import type { Field } from "../../backend/generated/Field";
import type { Filter } from "../../backend/generated/Filter";
import type { Picked } from "../../backend/generated/Picked";

/** What a control shows and changes. */
export interface ControlProps {
  field: Field;
  /** What it chooses now; none when it chooses nothing. */
  active: Active | undefined;
  /** Chooses something else; nothing ends the filter. */
  set: (picked: Picked | null) => void;
}

/** The conditions that a person chose; those of moving ranges and the largest are not chosen. */
export function chosenFilters(active: Active | undefined): Filter[] {
  return active?.picked.by === "filters" ? active.picked.filters : [];
}

/** Conditions as what is chosen. */
export function pickedFilters(filters: Filter[]): Picked | null {
  return filters.length === 0 ? null : { by: "filters", filters };
}
