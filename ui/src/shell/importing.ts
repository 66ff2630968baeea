// Adding files to the open workbook, or to a new one when none is open.
import { call } from "../backend/call";
import type { ImportOptions } from "../backend/generated/ImportOptions";
import type { JobId } from "../backend/generated/JobId";
import { keys, queryClient, showView } from "../backend/query";
import { openSession, useSession } from "../backend/session";

/** One file as a person wants it read. */
export interface FileToAdd {
  path: string;
  options: ImportOptions;
  /** None: taken from the file's name. */
  name: string | null;
}

/** Adds one file as a job that can be cancelled; fails with the application's words. */
export async function addFile(file: FileToAdd, job: JobId): Promise<void> {
  const open = useSession.getState().session;
  const session = open ?? (await call("new_workbook", {})).session;
  const view = await call("add_source", { session, ...file, job });
  showView(view);
  if (open === null) {
    openSession(session);
  }
  await queryClient.invalidateQueries({ queryKey: keys.sources(session) });
}
