// What a key means in the notebook, by where the focus is. Pure, so that the whole keyboard can
// be tested without a screen.

/** Where the focus is: on a cell as a whole, or inside its editor or fields. */
export type FocusPlace = "cell" | "inside";

/** A key with what was held. */
export interface KeyPress {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
}

/** What the notebook is to do. */
export type NotebookAction =
  | { do: "run" }
  | { do: "runNext" }
  | { do: "runStale" }
  | { do: "cancel" }
  | { do: "leave" }
  | { do: "edit" }
  | { do: "select"; by: 1 | -1 | "first" | "last" }
  | { do: "move"; by: 1 | -1 }
  | { do: "insert"; where: "above" | "below" }
  | { do: "remove" }
  | { do: "duplicate" }
  | { do: "rename" }
  | { do: "fix" };

/** The action for a key, or none when the key is not the notebook's. */
export function actionFor(
  press: KeyPress,
  place: FocusPlace,
  isRunning: boolean,
): NotebookAction | null {
  const { key, ctrl, shift, alt } = press;
  if (key === "Enter" && ctrl && !alt) {
    return shift ? { do: "runStale" } : { do: "run" };
  }
  if (key === "Enter" && shift && !alt) {
    return { do: "runNext" };
  }
  if (key === "Enter" && alt && !ctrl && !shift) {
    return { do: "fix" };
  }
  if (key === "Escape" && !ctrl && !alt && !shift) {
    if (isRunning) {
      return { do: "cancel" };
    }
    return place === "inside" ? { do: "leave" } : null;
  }
  return place === "cell" ? onCell(press) : null;
}

function onCell({ key, ctrl, shift, alt }: KeyPress): NotebookAction | null {
  if (ctrl) {
    return key.toLowerCase() === "d" && !shift && !alt ? { do: "duplicate" } : null;
  }
  if (alt) {
    return key === "ArrowUp" || key === "ArrowDown"
      ? { do: "move", by: key === "ArrowUp" ? -1 : 1 }
      : null;
  }
  switch (key) {
    case "ArrowUp":
      return { do: "select", by: -1 };
    case "ArrowDown":
      return { do: "select", by: 1 };
    case "Home":
      return { do: "select", by: "first" };
    case "End":
      return { do: "select", by: "last" };
    case "Enter":
      return { do: "edit" };
    case "F2":
      return { do: "rename" };
    case "Delete":
    case "Backspace":
      return { do: "remove" };
    case "a":
    case "A":
      return { do: "insert", where: "above" };
    case "b":
    case "B":
      return { do: "insert", where: "below" };
    default:
      return null;
  }
}

/** The index that a step leads to; stays within the notebook. */
export function stepTo(index: number, by: 1 | -1 | "first" | "last", count: number): number {
  if (count === 0 || by === "first") {
    return 0;
  }
  if (by === "last") {
    return count - 1;
  }
  return Math.min(count - 1, Math.max(0, index + by));
}
