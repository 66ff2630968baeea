// What stands at a place of a text, from the application.
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { ColumnName } from "../backend/generated/ColumnName";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { NameInText } from "../backend/generated/NameInText";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Sources } from "../backend/generated/Sources";
import { cellProfileQuery, keys, queryClient, tableProfileQuery } from "../backend/query";
import { openTable, revealCell } from "../backend/session";
import { count, percent } from "../i18n/format";
import { t } from "../i18n/t";
import { fullText } from "../i18n/value";

/** Whose text it is. */
export interface Owner {
  session: SessionId;
  cell: CellId;
}

/** The name at a byte of a text; none where no known name stands, or nobody answers. */
export async function nameAt(
  { session, cell }: Owner,
  text: string,
  offset: number,
): Promise<NameInText | null> {
  try {
    return (await call("describe_name", { session, cell, text, offset })).found;
  } catch {
    // Help that does not come is not worth an interruption.
    return null;
  }
}

/** What follows a name when it is followed: a place of the same text, a cell or a table. */
export type Lead =
  | { to: "text"; span: NonNullable<NameInText["defined"]> }
  | { to: "cell"; name: string }
  | { to: "table"; name: string };

/** Where a name comes from; none when it has no place of its own, like a function. */
export function leadOf(found: NameInText): Lead | null {
  switch (found.kind) {
    case "named_query":
    case "alias":
    case "output":
      return found.defined ? { to: "text", span: found.defined } : null;
    case "table":
    case "cell":
    case "parameter":
    case "column":
      return found.relation === null
        ? null
        : { to: found.relation_is_cell ? "cell" : "table", name: found.relation };
    case "function":
      return null;
  }
}

/** Goes to a cell by name, or to the page of a table. */
export function follow({ session }: Owner, lead: Exclude<Lead, { to: "text" }>): void {
  if (lead.to === "table") {
    openTable(lead.name);
    return;
  }
  const cell = cellNamed(session, lead.name);
  if (cell) {
    revealCell(cell);
  }
}

function viewOf(session: SessionId): SessionView | undefined {
  return queryClient.getQueryData<SessionView>(keys.workbook(session));
}

function cellNamed(session: SessionId, name: string): CellId | undefined {
  const cells = viewOf(session)?.workbook.cells ?? [];
  return cells.find((cell) => cell.name.toLowerCase() === name.toLowerCase())?.id;
}

/** A few figures about the values of a column, in words; none when nothing is known of them. */
export async function figuresOf({ session }: Owner, found: NameInText): Promise<string[]> {
  if (found.kind !== "column" || found.relation === null) {
    return [];
  }
  const { relation, relation_is_cell: is_cell, name: column } = found;
  return figuresOfColumn(session, { relation, is_cell, column });
}

/** The same for a column by the name of its table or cell. */
export async function figuresOfColumn(
  session: SessionId,
  { relation, is_cell, column }: ColumnName,
): Promise<string[]> {
  const profiles = is_cell
    ? await profilesOfCell(session, relation)
    : await profilesOfTable(session, relation);
  const profile = profiles.find(({ field }) => field.name === column);
  return profile ? profileWords(profile) : [];
}

async function profilesOfTable(session: SessionId, name: string): Promise<ColumnProfile[]> {
  const sources = queryClient.getQueryData<Sources>(keys.sources(session))?.sources ?? [];
  const table = sources.flatMap(({ tables }) => tables).find((one) => one.name === name);
  return table
    ? (await queryClient.fetchQuery(tableProfileQuery(session, name, table.fingerprint))).profiles
    : [];
}

async function profilesOfCell(session: SessionId, name: string): Promise<ColumnProfile[]> {
  const cell = cellNamed(session, name);
  const result = viewOf(session)?.cells.find((known) => known.cell === cell)?.result;
  return cell && result
    ? (await queryClient.fetchQuery(cellProfileQuery(session, cell, result.version))).profiles
    : [];
}

const MOST_VALUES = 3;

/** Missing and different values, the range, the most frequent values. */
export function profileWords(profile: ColumnProfile): string[] {
  const { rows, nulls, distinct, distinct_is_estimate, min, max, top } = profile;
  const shown = distinct_is_estimate
    ? t("notebook.card.about", { shown: count(distinct) })
    : count(distinct);
  const words = [
    t("notebook.card.null", { share: percent(rows === 0 ? 0 : nulls / rows) }),
    t("notebook.card.distinct", { count: distinct, shown }),
  ].join(" · ");
  const range =
    min !== null && max !== null
      ? [t("notebook.card.range", { min: fullText(min), max: fullText(max) })]
      : [];
  const values = top.slice(0, MOST_VALUES).map(({ value }) => fullText(value));
  const often = values.length > 0 ? [t("notebook.card.top", { values: values.join(", ") })] : [];
  return [words, ...(often.length > 0 ? often : range)];
}
