// What a person agrees to give away of each table, and the wish that it stands for.
import type { Field } from "../backend/generated/Field";
import type { Filter } from "../backend/generated/Filter";
import type { PackageWish } from "../backend/generated/PackageWish";
import type { TableInfo } from "../backend/generated/TableInfo";
import type { TableWish } from "../backend/generated/TableWish";
import { type Read, readWhole } from "../parts/readWhole";

/** Which rows leave. */
export type ShareKind = "none" | "full" | "filtered" | "aggregated";
/** How a column leaves. */
export type ColumnHow = "keep" | "hash" | "drop" | "group" | "sum";

/** The choices about one table. */
export interface TableChoice {
  share: ShareKind;
  /** By column; those that are not named leave as their share says. */
  columns: Record<string, ColumnHow>;
  filters: Filter[];
  /** As it is typed. */
  floor: string;
}

/** All choices. Tables that are not named do not leave. */
export interface PackageChoices {
  tables: Record<string, TableChoice>;
  answers: boolean;
  values: boolean;
}

export const NO_TABLE: TableChoice = { share: "none", columns: {}, filters: [], floor: "5" };
export const NOTHING: PackageChoices = { tables: {}, answers: false, values: false };

/** A floor above it leaves nothing of any table. */
const HIGHEST_FLOOR = 1_000_000_000;
const NUMBERS = /^(u_)?int|^float|^decimal/;

/** What a column can leave as, the usual way first. */
export function waysOf(field: Field, share: ShareKind): ColumnHow[] {
  if (share !== "aggregated") {
    return ["keep", "hash", "drop"];
  }
  const isSum = NUMBERS.test(field.data_type.type) && field.kind !== "key";
  return isSum ? ["sum", "group", "hash", "drop"] : ["drop", "group", "hash"];
}

/** How a column leaves as the choices stand. */
export function howOf(field: Field, choice: TableChoice): ColumnHow {
  const ways = waysOf(field, choice.share);
  const chosen = choice.columns[field.name];
  return chosen !== undefined && ways.includes(chosen) ? chosen : (ways[0] ?? "drop");
}

/** The fewest rows of a group that leaves, or why what is typed is none. */
export function floorOf({ floor }: TableChoice): Read<number> {
  return readWhole(floor, 1, HIGHEST_FLOOR);
}

/** The wish that the choices stand for; none as long as one of them cannot be understood. */
export function wishOf(choices: PackageChoices, tables: TableInfo[]): PackageWish | null {
  const isFaulty = Object.values(choices.tables).some(
    (choice) => choice.share === "aggregated" && !floorOf(choice).ok,
  );
  return isFaulty ? null : understood(choices, tables);
}

function understood(choices: PackageChoices, tables: TableInfo[]): PackageWish {
  return {
    answers: choices.answers,
    values: choices.values,
    tables: tables.flatMap((table): TableWish[] => {
      const choice = choices.tables[table.name] ?? NO_TABLE;
      return choice.share === "none" ? [] : [tableWish(table, choice)];
    }),
  };
}

function tableWish({ name: table, fields }: TableInfo, choice: TableChoice): TableWish {
  const named = (...wanted: ColumnHow[]) =>
    fields.filter((field) => wanted.includes(howOf(field, choice))).map(({ name }) => name);
  const floor = floorOf(choice);
  return {
    table,
    share:
      choice.share === "aggregated" && floor.ok
        ? { kind: "aggregated", by: named("group", "hash"), floor: floor.value }
        : choice.share === "filtered" && choice.filters.length > 0
          ? { kind: "filtered", filters: choice.filters }
          : { kind: "full" },
    drop: named("drop"),
    hash: named("hash"),
  };
}
