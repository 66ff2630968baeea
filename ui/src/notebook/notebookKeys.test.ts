import { describe, expect, it } from "vitest";
import { actionFor, type FocusPlace, type KeyPress, stepTo } from "./notebookKeys";

function press(keys: string): KeyPress {
  const parts = keys.split("+");
  return {
    key: parts.at(-1) ?? "",
    ctrl: parts.includes("Ctrl"),
    shift: parts.includes("Shift"),
    alt: parts.includes("Alt"),
  };
}

function check(keys: string, place: FocusPlace, expected: unknown, isRunning = false) {
  expect(actionFor(press(keys), place, isRunning), `${keys} in ${place}`).toEqual(expected);
}

describe("keys of the notebook", () => {
  it.each(["cell", "inside"] as const)("run from anywhere (%s)", (place) => {
    check("Ctrl+Enter", place, { do: "run" });
    check("Shift+Enter", place, { do: "runNext" });
    check("Ctrl+Shift+Enter", place, { do: "runStale" });
    check("Alt+Enter", place, { do: "fix" });
  });

  it("walk and change cells only while the cell as a whole has the focus", () => {
    const table: [string, unknown][] = [
      ["ArrowUp", { do: "select", by: -1 }],
      ["ArrowDown", { do: "select", by: 1 }],
      ["Home", { do: "select", by: "first" }],
      ["End", { do: "select", by: "last" }],
      ["Enter", { do: "edit" }],
      ["F2", { do: "rename" }],
      ["Delete", { do: "remove" }],
      ["a", { do: "insert", where: "above" }],
      ["b", { do: "insert", where: "below" }],
      ["Alt+ArrowUp", { do: "move", by: -1 }],
      ["Alt+ArrowDown", { do: "move", by: 1 }],
      ["Ctrl+d", { do: "duplicate" }],
    ];
    for (const [keys, expected] of table) {
      check(keys, "cell", expected);
      check(keys, "inside", null);
    }
  });

  it("leave the editor with Esc, but cancel a run first", () => {
    check("Escape", "inside", { do: "leave" });
    check("Escape", "inside", { do: "cancel" }, true);
    check("Escape", "cell", { do: "cancel" }, true);
    check("Escape", "cell", null);
  });

  it("leave keys of the window alone", () => {
    for (const keys of [
      "Ctrl+k",
      "Ctrl+z",
      "Ctrl+Shift+Z",
      "Ctrl+a",
      "Ctrl+b",
      "F6",
      "F8",
      "/",
      "Tab",
    ]) {
      check(keys, "cell", null);
      check(keys, "inside", null);
    }
  });
});

describe("walking", () => {
  it("stops at both ends", () => {
    expect(stepTo(0, -1, 3)).toBe(0);
    expect(stepTo(2, 1, 3)).toBe(2);
    expect(stepTo(0, "last", 3)).toBe(2);
    expect(stepTo(2, "first", 3)).toBe(0);
    expect(stepTo(-1, 1, 0)).toBe(0);
  });
});
