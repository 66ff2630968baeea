// What the application finds in the data behind a chart, and the rows that show it.
import { queryOptions } from "@tanstack/react-query";
import { call, callRows } from "../../backend/call";
import type { CellId } from "../../backend/generated/CellId";
import type { Query } from "../../backend/generated/Query";
import type { SessionId } from "../../backend/generated/SessionId";
import { newJob } from "../../backend/job";
import { keys } from "../../backend/query";

/** The notes of a chart; `version` is that of its answer. Given up when nobody waits for them. */
export function notesQuery(session: SessionId, cell: CellId, version: number) {
  return queryOptions({
    queryKey: [...keys.cell(session, cell), "notes", version],
    queryFn: ({ signal }) => {
      const job = cancelledWith(signal);
      return call("chart_notes", { session, cell, job }, signal);
    },
    placeholderData: (last) => last,
  });
}

/** The rows that show a note. */
export function evidenceQuery(session: SessionId, cell: CellId, version: number, query: Query) {
  return queryOptions({
    queryKey: [...keys.cell(session, cell), "evidence", version, query],
    queryFn: ({ signal }) => {
      const job = cancelledWith(signal);
      return callRows("read_evidence", { session, cell, query, job }, signal);
    },
  });
}

/** A job that the application stops when the page does not want it any more. */
function cancelledWith(signal: AbortSignal): string {
  const job = newJob();
  signal.addEventListener("abort", () => {
    // It may have ended in between, which is just as well.
    call("cancel_job", { job }).catch(() => undefined);
  });
  return job;
}
