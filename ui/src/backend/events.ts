// What the application says on its own: stale tags go to the cache, progress and notices to
// stores that the screen watches.
import { create } from "zustand";
import { setConnected } from "./connection";
import type { CellId } from "./generated/CellId";
import type { Event } from "./generated/Event";
import type { JobId } from "./generated/JobId";
import type { JobProgress } from "./generated/JobProgress";
import type { Notice } from "./generated/Notice";
import { invalidate, invalidateAll } from "./query";
import { transport } from "./transport";

interface Jobs {
  /** The last word of each job, until a newer one. */
  progress: ReadonlyMap<JobId, JobProgress>;
}

/** How far running jobs are. A finished job is seen in its cell's state, not here. */
export const useJobs = create<Jobs>(() => ({ progress: new Map() }));

type NoticeListener = (notice: Notice) => void;
const noticeListeners = new Set<NoticeListener>();

/** Hears notices for a person; answers a way to stop. */
export function listenNotices(listener: NoticeListener): () => void {
  noticeListeners.add(listener);
  return () => noticeListeners.delete(listener);
}

/** Starts listening; answers a way to stop. Called once, by the shell. */
export function startEvents(): () => void {
  return transport().listen(hear, invalidateAll);
}

/** Acts on one event. */
export function hear(event: Event): void {
  setConnected("connected");
  event.tags.forEach(invalidate);
  if (event.progress) {
    const { job } = event.progress;
    const known = new Map(useJobs.getState().progress);
    known.set(job, event.progress);
    useJobs.setState({ progress: trimmed(known) });
  }
  if (event.notice) {
    for (const listener of noticeListeners) {
      listener(event.notice);
    }
  }
}

/** The progress of the job that works on a cell now, if any. */
export function useCellProgress(job: JobId | null, cell: CellId): JobProgress | null {
  return useJobs(({ progress }) => {
    const found = job ? progress.get(job) : undefined;
    return found && (found.cell === null || found.cell === cell) ? found : null;
  });
}

const KEPT_JOBS = 100;

function trimmed(jobs: Map<JobId, JobProgress>): Map<JobId, JobProgress> {
  for (const job of jobs.keys()) {
    if (jobs.size <= KEPT_JOBS) {
      break;
    }
    jobs.delete(job);
  }
  return jobs;
}
