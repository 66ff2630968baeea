// Which dialog is open. One at a time; those that ask a question carry where the answer goes.
import { create } from "zustand";

/** A dialog and what it is about. */
export type OpenDialog =
  | { dialog: "palette" }
  | { dialog: "settings" }
  | { dialog: "keyboard" }
  | { dialog: "trust" }
  | { dialog: "reproduce" }
  | { dialog: "conventions" }
  | { dialog: "versions" }
  | { dialog: "relink"; chosen: Record<string, string> }
  | { dialog: "repair" }
  | { dialog: "package" }
  | { dialog: "protect" }
  | { dialog: "passphrase"; path: string; answer: (isUnlocked: boolean) => void }
  | { dialog: "compareFile"; path: string }
  | { dialog: "compareTrusted" }
  | { dialog: "merge"; path: string }
  | { dialog: "import"; paths: string[] }
  | { dialog: "rejected"; table: string }
  | { dialog: "openFile"; answer: (path: string | null) => void }
  | { dialog: "saveFile"; suggested: string; answer: (path: string | null) => void }
  | { dialog: "leave"; title: string; answer: (choice: "save" | "discard" | "stay") => void }
  | { dialog: "notOpened"; refused: Refused }
  | { dialog: "changed"; path: string; answer: (choice: ChangeChoice) => void };

/** What is to become of a file that someone else wrote, and of the changes here. */
export type ChangeChoice = "overwrite" | "copy" | "reload" | "stay";

/** Something that was to be opened and was not. */
export interface Refused {
  /** What it is called: a file, a sample, unsaved work. */
  name: string;
  /** Where it is; none when it is no file of the person. */
  path: string | null;
  /** Why, and what can be done, in the words of the application. */
  message: string;
  again: () => void;
}

interface Dialogs {
  open: OpenDialog | null;
}

/** The dialog on the screen. */
export const useDialogs = create<Dialogs>(() => ({ open: null }));

/** Shows a dialog in place of the one that is open. */
export function showDialog(open: OpenDialog): void {
  const before = useDialogs.getState().open;
  useDialogs.setState({ open });
  giveUp(before);
}

/** Closes the open dialog; a question counts as not answered. */
export function closeDialog(): void {
  const before = useDialogs.getState().open;
  useDialogs.setState({ open: null });
  giveUp(before);
}

/** Shows a question and waits for its answer. */
export function ask<Answer>(
  make: (answer: (given: Answer) => void) => OpenDialog,
): Promise<Answer> {
  return new Promise((resolve) => {
    const open = make((given) => {
      if (useDialogs.getState().open === open) {
        useDialogs.setState({ open: null });
      }
      resolve(given);
    });
    showDialog(open);
  });
}

function giveUp(before: OpenDialog | null): void {
  switch (before?.dialog) {
    case "openFile":
    case "saveFile":
      before.answer(null);
      break;
    case "passphrase":
      before.answer(false);
      break;
    case "leave":
    case "changed":
      before.answer("stay");
      break;
    default:
  }
}
