// What is done about the passphrase and the signature of a workbook.
import { queryOptions } from "@tanstack/react-query";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { KnownSigner } from "../backend/generated/KnownSigner";
import type { SessionView } from "../backend/generated/SessionView";
import type { SignatureView } from "../backend/generated/SignatureView";
import { flushEdits } from "../backend/pendingEdits";
import { keys, queryClient, showView } from "../backend/query";
import { moment } from "../i18n/format";
import { t } from "../i18n/t";
import { toast, toastFailure } from "../parts/toast";
import { currentView, saveWorkbook } from "./actions";

const SIGNING = ["signing"];

/** The own key and those that are known here. */
export function signingQuery() {
  return queryOptions({
    queryKey: SIGNING,
    queryFn: ({ signal }) => call("get_signing", {}, signal),
    staleTime: 0,
  });
}

/** Encrypts the file with a passphrase, or no more, and saves it; answers whether it is so now. */
export async function setPassphrase(
  view: SessionView,
  passphrase: string | null,
): Promise<boolean> {
  try {
    await flushEdits();
    const after = await call("set_passphrase", { session: view.session, passphrase });
    showView(after);
    if (after.path !== null && (await saveWorkbook(after))) {
      toast("ok", t(passphrase === null ? "protect.wasDecrypted" : "protect.wasEncrypted"));
    }
    return true;
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
    return false;
  }
}

/** Saves what is not saved, then signs the file. */
export async function sign(view: SessionView): Promise<void> {
  try {
    await flushEdits();
    const now = currentView() ?? view;
    if ((now.is_dirty || now.path === null) && !(await saveWorkbook(now))) {
      return;
    }
    showView(await call("sign_workbook", { session: view.session }));
    await queryClient.invalidateQueries({ queryKey: SIGNING });
    toast("ok", t("protect.wasSigned"));
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
  }
}

/** Knows a key under a name, or forgets it; answers whether it is so now. */
export async function knowSigner(signer: KnownSigner): Promise<boolean> {
  try {
    queryClient.setQueryData(SIGNING, await call("know_signer", signer));
    await queryClient.invalidateQueries({ queryKey: keys.welcome });
    const view = currentView();
    if (view) {
      showView(await call("get_workbook", { session: view.session }));
    }
    return true;
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
    return false;
  }
}

/** Puts a public key where it can be pasted. */
export async function copyKey(key: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(key);
    toast("ok", t("protect.copied"));
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
  }
}

/** A signature in one sentence. */
export function signatureWords({ state, name, at }: SignatureView): string {
  const when = at === null ? "" : moment(at, new Date(), t("common.yesterday"));
  switch (state) {
    case "own":
      return t("protect.signedHere", { when });
    case "known":
      return t("protect.signedBy", { name, when });
    case "unknown":
      return name === ""
        ? t("protect.signedUnknown", { when })
        : t("protect.signedUnknownAs", { name, when });
    case "broken":
      return t("protect.broken");
  }
}
