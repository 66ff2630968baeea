// The columns of every table and cell of a workbook, as far as they are known.
import { useQuery } from "@tanstack/react-query";
import type { Field } from "../../backend/generated/Field";
import type { SessionView } from "../../backend/generated/SessionView";
import { sourcesQuery } from "../../backend/query";
import { columnsOf } from "./columns";

export function useColumns(book: SessionView): (source: string) => Field[] {
  const sources = useQuery(sourcesQuery(book.session)).data?.sources ?? [];
  const tables = sources.flatMap((source) => source.tables);
  return (source) => columnsOf(book, tables, source);
}
