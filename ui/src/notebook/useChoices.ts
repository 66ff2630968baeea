// The values that a choice offers: written down, or the most frequent ones of a column.
import { useQuery } from "@tanstack/react-query";
import type { ChoiceOptions } from "../backend/generated/ChoiceOptions";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { SessionId } from "../backend/generated/SessionId";
import type { Value } from "../backend/generated/Value";
import { cellProfileQuery, sourcesQuery, tableProfileQuery, workbookQuery } from "../backend/query";

/** Values to choose from. */
export interface Choices {
  values: Value[];
  /** Different values of the column; more than `values` when only the most frequent are known. */
  all: number;
  isLoading: boolean;
  failure: string | null;
}

/** The values of a choice. */
export function useChoices(session: SessionId, options: ChoiceOptions): Choices {
  const column = options.from === "column" ? options : null;
  const wanted = column?.source.toLowerCase() ?? "";
  const sources = useQuery({ ...sourcesQuery(session), enabled: column !== null });
  const book = useQuery(workbookQuery(session));
  const table = sources.data?.sources
    .flatMap(({ tables }) => tables)
    .find(({ name }) => name.toLowerCase() === wanted);
  const cell = book.data?.workbook.cells.find(({ name }) => name.toLowerCase() === wanted);
  const result = book.data?.cells.find((view) => view.cell === cell?.id)?.result;

  const ofTable = useQuery({
    ...tableProfileQuery(session, table?.name ?? "", table?.fingerprint ?? ""),
    enabled: column !== null && table !== undefined,
  });
  const ofCell = useQuery({
    ...cellProfileQuery(session, cell?.id ?? "", result?.version ?? 0),
    enabled: column !== null && table === undefined && result !== undefined && result !== null,
  });

  if (options.from === "values") {
    return { values: options.values, all: options.values.length, isLoading: false, failure: null };
  }
  const asked = table ? ofTable : ofCell;
  const profile = asked.data?.profiles.find(
    ({ field }) => field.name.toLowerCase() === options.field.toLowerCase(),
  );
  return {
    values: profile ? valuesOf(profile) : [],
    all: profile?.distinct ?? 0,
    isLoading: sources.isLoading || asked.isLoading,
    failure: asked.error?.message ?? sources.error?.message ?? null,
  };
}

/** The known values of a column in the order of the alphabet or of numbers. */
function valuesOf(profile: ColumnProfile): Value[] {
  const values = profile.top.map(({ value }) => value);
  const isText = values.every((value) => value.type === "text");
  return isText
    ? values.toSorted((one, other) => textOf(one).localeCompare(textOf(other)))
    : values.toSorted((one, other) => Number(textOf(one)) - Number(textOf(other)));
}

function textOf(value: Value): string {
  return value.type === "null" || value.type === "list" ? "" : String(value.value);
}
