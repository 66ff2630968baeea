// The columns that events can be made of, and the likely ones first. Pure.
import type { EventTable } from "../../backend/generated/EventTable";
import type { Field } from "../../backend/generated/Field";
import type { SessionView } from "../../backend/generated/SessionView";
import type { TableInfo } from "../../backend/generated/TableInfo";
import { isMoment } from "./events";

/** The columns of a cell as it was last run, or of a table; none when they are not known. */
export function columnsOf(
  { workbook, cells }: Pick<SessionView, "workbook" | "cells">,
  tables: readonly TableInfo[],
  source: string,
): Field[] {
  const is = ({ name }: { name: string }) => name.toLowerCase() === source.toLowerCase();
  const cell = workbook.cells.find((one) => is(one) && one.body.type === "sql");
  if (cell) {
    return cells.find((one) => one.cell === cell.id)?.result?.stamp.fields ?? [];
  }
  return tables.find(is)?.fields ?? [];
}

/** The table with another source, and with columns that are likely there. */
export function withSource(
  table: EventTable,
  source: string,
  fields: readonly Field[],
): EventTable {
  const moments = fields.filter(isMoment);
  const words = fields.filter(({ data_type: { type } }) => type === "text");
  const named = (from: readonly Field[], pattern: RegExp) =>
    from.find(({ name }) => pattern.test(name));
  const start = named(moments, /^(start|begin|from|date|day|at|when)/i) ?? moments[0];
  const others = moments.filter((one) => one !== start);
  const end = named(others, /(end|until|to|finish|stop)/i);
  const text = named(words, /(text|title|name|event|what|descr|label|note)/i) ?? words[0];
  const rest = words.filter((one) => one !== text);
  const kind = named(rest, /(kind|type|category|class|colou?r|severity)/i);
  const { end: _, kind: __, ...kept } = table;
  return {
    ...kept,
    source,
    start: start?.name ?? "",
    text: text?.name ?? "",
    ...(end ? { end: end.name } : {}),
    ...(kind ? { kind: kind.name } : {}),
  };
}
