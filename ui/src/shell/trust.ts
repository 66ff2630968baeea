// What a person decides about a workbook that was not made on this computer.
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { ChangesSinceTrust } from "../backend/generated/ChangesSinceTrust";
import type { SessionView } from "../backend/generated/SessionView";
import type { Trust } from "../backend/generated/Trust";
import { invalidateAll, showView } from "../backend/query";
import { t } from "../i18n/t";
import { parameterWords } from "../notebook/parameterWords";
import { toast, toastFailure } from "../parts/toast";
import { closeDialog } from "./dialogs";

/** What a workbook would do on this computer if it were trusted. */
export interface Consequences {
  /** Names of cells that compute something. */
  runs: string[];
  /** Paths of files that are opened. */
  opens: string[];
  /** Parameters with what they are set to: what its questions leave out and take in. */
  sets: string[];
}

/** What trusting a workbook allows, from what stands in it. */
export function consequencesOf(view: SessionView): Consequences {
  const { cells, sources } = view.workbook;
  const runs = cells.filter(({ body }) => body.type === "sql" || body.type === "chart");
  const sets = cells.flatMap(({ name, body }) =>
    body.type === "parameter" ? [`:${name} = ${parameterWords(body.parameter.value)}`] : [],
  );
  return { runs: runs.map(({ name }) => name), opens: sources.map(({ path }) => path), sets };
}

/** Most differences that stand in the bar; the dialog shows all. */
const MOST_WORDS = 3;

/** What a workbook says otherwise than when it was trusted, as a sentence. */
export function changeWords({ words, count }: ChangesSinceTrust): string {
  if (words.length === 0) {
    return t("trust.changedNothing");
  }
  const named = words.slice(0, MOST_WORDS).join("; ");
  const more = count - Math.min(words.length, MOST_WORDS);
  return more > 0
    ? t("trust.changedMore", { named, count: more })
    : t("trust.changedParts", { named });
}

/** Whether nothing in a workbook may run. */
export function isRestricted(view: SessionView | null): boolean {
  return view?.trust.trust === "restricted";
}

/** Says how far a workbook is trusted from now on. Everything is asked for again. */
export async function setTrust(view: SessionView, trust: Trust): Promise<void> {
  try {
    showView(await call("set_trust", { session: view.session, trust }));
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
    return;
  }
  closeDialog();
  invalidateAll();
  if (trust === "restricted") {
    toast("info", t("trust.revoked"));
  }
}
