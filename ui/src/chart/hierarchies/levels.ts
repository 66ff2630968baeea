// The columns of a hierarchy while it is being put together. Pure.
import type { Field } from "../../backend/generated/Field";
import type { Hierarchy } from "../../backend/generated/Hierarchy";

/** The columns with one of them a place up or down. */
export function movedLevel(levels: readonly string[], at: number, by: -1 | 1): string[] {
  const to = at + by;
  const [moved, other] = [levels[at], levels[to]];
  if (moved === undefined || other === undefined) {
    return [...levels];
  }
  return levels.map((name, index) => (index === at ? other : index === to ? moved : name));
}

/** Columns that can be a level: not amounts, and not those that are one already. */
export function levelChoices(fields: readonly Field[], levels: readonly string[]): Field[] {
  return fields.filter(({ name, kind }) => kind !== "number" && !levels.includes(name));
}

/** The hierarchies of a table or cell. */
export function hierarchiesOf(all: readonly Hierarchy[] | undefined, source: string): Hierarchy[] {
  const lower = source.toLowerCase();
  return (all ?? []).filter((one) => one.source.toLowerCase() === lower);
}
