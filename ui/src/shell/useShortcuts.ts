// Listens to the keyboard for the shell's commands.
import { useEffect } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { toast } from "../parts/toast";
import { commandsFor } from "./commands";
import { useDialogs } from "./dialogs";
import { commandFor } from "./keymap";
import { setPresenting, usePresenting } from "./presenting";

/** Runs the command of a shortcut, unless a dialog is open or somebody else took the key. */
export function useShortcuts(view: SessionView | null): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || useDialogs.getState().open !== null) {
        return;
      }
      if (event.key === "Escape" && usePresenting.getState().isPresenting) {
        setPresenting(false);
        return;
      }
      const id = commandFor(event);
      const command = id ? commandsFor(view).find((known) => known.id === id) : undefined;
      if (!command) {
        return;
      }
      event.preventDefault();
      if (command.disabledBecause) {
        toast("info", command.disabledBecause);
      } else {
        void command.run();
      }
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [view]);
}
