// Another may write the file while the window is out of sight: it is looked at when the window gets
// the focus again, so that nobody works on for long on what is not there any more.
import { useEffect } from "react";
import { call } from "../backend/call";
import type { SessionView } from "../backend/generated/SessionView";
import { currentView, settleChange } from "./actions";
import { useDialogs } from "./dialogs";
import { useSaving } from "./saving";

/** Asks what to do when the file is another one than it was; once until it is saved or reloaded. */
export function useFileWatch(view: SessionView | null): void {
  const session = view?.session ?? null;
  const savedAt = view?.saved_at ?? null;
  const hasFile = (view?.path ?? null) !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a save it is asked again
  useEffect(() => {
    if (session === null || !hasFile) {
      return;
    }
    let isSaid = false;
    const look = async () => {
      const isBusy = () => useDialogs.getState().open !== null || isSaving();
      if (isSaid || isBusy()) {
        return;
      }
      const now = await call("check_file", { session }).catch(() => "same");
      const shown = currentView();
      if (now === "changed" && !isSaid && !isBusy() && shown?.session === session) {
        isSaid = true;
        await settleChange(shown, null);
      }
    };
    const onFocus = () => void look();
    addEventListener("focus", onFocus);
    return () => removeEventListener("focus", onFocus);
  }, [session, hasFile, savedAt]);
}

function isSaving(): boolean {
  return useSaving.getState().state === "saving";
}
