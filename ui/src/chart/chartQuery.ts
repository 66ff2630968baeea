// What a chart needs from the application: its resolved view, and its rows.
import { queryOptions } from "@tanstack/react-query";
import { call, callRows } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { SessionId } from "../backend/generated/SessionId";
import { keys } from "../backend/query";

/** The chart resolved: mark, encodings, notes. `revision` is that of the document. */
export function chartViewQuery(session: SessionId, cell: CellId, revision: number) {
  return queryOptions({
    queryKey: [...keys.cell(session, cell), "chart", revision],
    queryFn: ({ signal }) => call("view_chart", { session, cell }, signal),
    placeholderData: (last) => last,
  });
}

/** The rows behind the marks; `version` is that of the chart's answer. */
export function chartRowsQuery(session: SessionId, cell: CellId, version: number) {
  return queryOptions({
    queryKey: [...keys.cell(session, cell), "chart-rows", version],
    queryFn: ({ signal }) => callRows("read_chart", { session, cell }, signal),
    placeholderData: (last) => last,
  });
}

/** The known values of the columns of a chart's source: of a cell's answer, or of a table. */
export function sourceProfileQuery(session: SessionId, source: string, cell: CellId | null) {
  const owner = cell ? keys.cell(session, cell) : keys.sources(session);
  return queryOptions({
    queryKey: [...owner, "chart-profile", source],
    queryFn: ({ signal }) =>
      cell
        ? call("profile_cell", { session, cell }, signal)
        : call("profile_table", { session, table: source }, signal),
    retry: false,
  });
}
