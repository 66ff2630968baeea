// Every shortcut of the product in one table. The shell acts on those with a command; the others
// belong to the part of the screen that is named, and stand here so that the keyboard map can
// show them. `Ctrl` is the command key on macOS.
import type { CommandId } from "./commands";

/** Where a shortcut works. */
export type Place = "everywhere" | "notebook" | "catalog" | "chart" | "dashboard";

/** One shortcut. */
export interface Shortcut {
  /** Keys as written on them, joined by `+`: `Ctrl+Shift+Z`. */
  keys: string[];
  place: Place;
  does: keyof typeof import("../i18n/en/shell").shell.commands;
  /** The command that the shell runs; none when the part acts on it itself. */
  command: CommandId | null;
}

function everywhere(keys: string | string[], command: CommandId, does = command): Shortcut {
  return { keys: [keys].flat(), place: "everywhere", does: does as Shortcut["does"], command };
}

function within(place: Place, keys: string[], does: Shortcut["does"]): Shortcut {
  return { keys, place, does, command: null };
}

/** The table. */
export const KEYMAP: Shortcut[] = [
  everywhere("Ctrl+K", "palette"),
  everywhere("Ctrl+O", "open"),
  everywhere("Ctrl+S", "save"),
  everywhere("Ctrl+Shift+S", "saveAs"),
  everywhere("Ctrl+Z", "undo"),
  everywhere("Ctrl+Shift+Z", "redo"),
  everywhere("Ctrl+Shift+Enter", "runStale"),
  everywhere("Ctrl+B", "toggleSide"),
  everywhere("Ctrl+I", "toggleInspector"),
  everywhere("F6", "nextRegion"),
  everywhere("Shift+F6", "previousRegion"),
  everywhere("F8", "nextProblem"),
  everywhere("Alt+Shift+H", "history"),
  everywhere("Alt+Shift+V", "versions"),
  everywhere("Alt+Shift+E", "explain"),
  everywhere("/", "searchPanel"),
  everywhere("?", "keyboard"),
  within("everywhere", ["Esc"], "escape"),
  within("notebook", ["Ctrl+Enter"], "runCell"),
  within("notebook", ["Shift+Enter"], "runNext"),
  within("notebook", ["Shift+Alt+Enter"], "runHere"),
  within("notebook", ["Shift+Alt+U"], "runUpTo"),
  within("notebook", ["Shift+Alt+P"], "runNamed"),
  within("notebook", ["Shift+Alt+S"], "snippet"),
  within("notebook", ["Ctrl+Space"], "complete"),
  within("notebook", ["↑", "↓"], "betweenCells"),
  within("notebook", ["Enter"], "editCell"),
  within("notebook", ["Alt+↑", "Alt+↓"], "moveCell"),
  within("notebook", ["A", "B"], "insert"),
  within("notebook", ["Alt+Enter"], "firstFix"),
  within("notebook", ["Shift+Alt+F"], "format"),
  within("notebook", ["Ctrl+."], "fixes"),
  within("notebook", ["Ctrl+Alt+I"], "describeName"),
  within("notebook", ["F12"], "definition"),
  within("notebook", ["F2"], "rename"),
  within("notebook", ["Del"], "removeCell"),
  within("notebook", ["Ctrl+Home", "Ctrl+End"], "resultEnds"),
  within("catalog", ["↑", "↓", "←", "→"], "treeMove"),
  within("catalog", ["Shift+F10"], "treeMenu"),
  within("chart", ["Space"], "pick"),
  within("chart", ["X", "Y", "C"], "shelves"),
  within("chart", ["Alt+F10"], "tableView"),
  within("dashboard", ["Space"], "pickTile"),
  within("dashboard", ["↑", "↓", "←", "→"], "moveTile"),
  within("dashboard", ["←", "→"], "walkMarks"),
  within("dashboard", ["Enter"], "selectMark"),
  within("dashboard", ["Esc"], "clearPage"),
  within("dashboard", ["Ctrl+D"], "copyTile"),
  within("dashboard", ["Del"], "removeTile"),
];

/** The keys of an event as the table writes them. */
export function keysOfEvent(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) {
    parts.push("Ctrl");
  }
  if (event.altKey) {
    parts.push("Alt");
  }
  // A sign such as `?` already says that shift was held.
  const isSign = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  if (event.shiftKey && !isSign) {
    parts.push("Shift");
  }
  parts.push(event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return parts.join("+");
}

/** The command for an event, when the shell is to act on it. */
export function commandFor(event: KeyboardEvent): CommandId | null {
  const digit = /^Digit([1-6])$/.exec(event.code)?.[1];
  if (digit && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    return `workspace${Number(digit) as 1 | 2 | 3 | 4 | 5 | 6}`;
  }
  const keys = keysOfEvent(event);
  const shortcut = KEYMAP.find((known) => known.command && known.keys.includes(keys));
  if (!shortcut?.command || (isTyping(event) && yieldsToTyping(keys))) {
    return null;
  }
  return shortcut.command;
}

/** Whether the keys are text or the field's own undo while somebody types. */
function yieldsToTyping(keys: string): boolean {
  return keys.length === 1 || keys === "Ctrl+Z" || keys === "Ctrl+Shift+Z" || keys === "Ctrl+I";
}

function isTyping(event: KeyboardEvent): boolean {
  const at = event.target;
  return (
    at instanceof HTMLElement &&
    (at.isContentEditable || at.matches("input, textarea, select, [role='textbox']"))
  );
}
