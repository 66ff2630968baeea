// Parts of a text that are run by themselves: a selection, the statement or named query under the
// cursor, the text up to it. Their answer is shown beside the cell's own and changes nothing.
import { create } from "zustand";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { JobId } from "../backend/generated/JobId";
import type { SessionId } from "../backend/generated/SessionId";
import type { Trial } from "../backend/generated/Trial";
import type { Wish } from "../backend/generated/Wish";
import { newJob } from "../backend/job";
import { toastFailure } from "../parts/toast";

/** What is tried in a cell: at work, or how it ended with the text that it was a part of. */
export type TrialState =
  | { state: "running"; job: JobId; part: Wish["part"] }
  | { state: "done"; part: Wish["part"]; text: string; trial: Trial };

/** The trial of each cell that has one. */
export const useTrials = create<{ of: ReadonlyMap<CellId, TrialState> }>(() => ({
  of: new Map(),
}));

function put(cell: CellId, state: TrialState | null): void {
  useTrials.setState(({ of }) => {
    const next = new Map(of);
    if (state) {
      next.set(cell, state);
    } else {
      next.delete(cell);
    }
    return { of: next };
  });
}

function isAtWork(cell: CellId, job: JobId): boolean {
  const state = useTrials.getState().of.get(cell);
  return state?.state === "running" && state.job === job;
}

/** Runs a part of a text in place of the trial that was there. */
export async function runPart(
  session: SessionId,
  cell: CellId,
  text: string,
  part: Wish,
): Promise<void> {
  cancelTrial(cell);
  const job = newJob();
  put(cell, { state: "running", job, part: part.part });
  try {
    const trial = await call("run_part", { session, cell, text, part, job });
    if (isAtWork(cell, job)) {
      put(cell, { state: "done", part: part.part, text, trial });
    }
  } catch (thrown) {
    if (isAtWork(cell, job)) {
      put(cell, null);
      toastFailure(toBackendError(thrown));
    }
  }
}

/** Stops a trial that is at work. */
export function cancelTrial(cell: CellId): void {
  const state = useTrials.getState().of.get(cell);
  if (state?.state === "running") {
    put(cell, null);
    call("cancel_job", { job: state.job }).catch(toastFailure);
  }
}

/** Takes a trial off the screen, and its answer out of the engine. */
export function closeTrial(session: SessionId, cell: CellId): void {
  cancelTrial(cell);
  if (useTrials.getState().of.has(cell)) {
    put(cell, null);
    call("close_trial", { session, cell }).catch(toastFailure);
  }
}
