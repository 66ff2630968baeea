// Keys, palette, problems, paths and settings of the shell.
import { describe, expect, it } from "vitest";
import { SOURCES, VIEW, WELCOME } from "../../tests/fixtures";
import { fileNameFor } from "./actions";
import { commandsFor } from "./commands";
import { namesFiles } from "./FileDialog";
import { commandFor, KEYMAP, keysOfEvent } from "./keymap";
import { entriesFor, findEntries, rankOf } from "./palette";
import { joinPath, splitPath } from "./paths";
import { countProblems, problemsOf } from "./problems";
import { capFrom } from "./SettingsDialog";
import { shortName } from "./StatusBar";

function press(key: string, held: Partial<KeyboardEventInit> = {}, target?: HTMLElement) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, ...held });
  if (target) {
    document.body.append(target);
    target.dispatchEvent(event);
  }
  return event;
}

describe("the keyboard", () => {
  it("names keys as the table does", () => {
    expect(keysOfEvent(press("z", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+Z");
    expect(keysOfEvent(press("?", { shiftKey: true }))).toBe("?");
    expect(keysOfEvent(press("F6", { shiftKey: true }))).toBe("Shift+F6");
    expect(keysOfEvent(press("k", { metaKey: true }))).toBe("Ctrl+K");
  });

  it("finds the command", () => {
    expect(commandFor(press("k", { ctrlKey: true }))).toBe("palette");
    expect(commandFor(press("Enter", { ctrlKey: true, shiftKey: true }))).toBe("runStale");
    expect(commandFor(press("4", { ctrlKey: true, code: "Digit4" }))).toBe("workspace4");
    expect(commandFor(press("Enter", { ctrlKey: true }))).toBeNull();
  });

  it("leaves letters and the field's own undo to whoever types", () => {
    const input = document.createElement("input");
    expect(commandFor(press("?", {}, input))).toBeNull();
    expect(commandFor(press("z", { ctrlKey: true }, input))).toBeNull();
    expect(commandFor(press("s", { ctrlKey: true }, input))).toBe("save");
    expect(commandFor(press("/", {}))).toBe("searchPanel");
  });

  it("gives no key to two commands", () => {
    const taken = KEYMAP.filter((known) => known.place === "everywhere").flatMap(
      ({ keys }) => keys,
    );
    expect(new Set(taken).size).toBe(taken.length);
  });

  it("reaches only commands that exist", () => {
    const ids = new Set(commandsFor(null).map(({ id }) => id));
    const missing = KEYMAP.filter(({ command }) => command && !ids.has(command));
    expect(missing).toEqual([]);
  });
});

describe("commands", () => {
  it("that need a workbook say so on the start page", () => {
    const save = commandsFor(null).find(({ id }) => id === "save");
    expect(save?.disabledBecause).toBe("Open a workbook first");
  });

  it("name the step that undo takes back", () => {
    const undo = commandsFor(VIEW).find(({ id }) => id === "undo");
    expect(undo?.title).toBe("Undo Rename cell");
    const redo = commandsFor(VIEW).find(({ id }) => id === "redo");
    expect(redo?.disabledBecause).toBe("Nothing to redo");
  });
});

describe("the palette", () => {
  const entries = entriesFor(VIEW, SOURCES, WELCOME);

  function titles(words: string): string[] {
    return findEntries(entries, words).map(({ title }) => title);
  }

  it("puts a table of that name first", () => {
    expect(titles("web_")[0]).toBe("web_sessions");
    expect(titles("revenue")[0]).toBe("revenue_by_month");
  });

  it("finds commands by words and by letters", () => {
    expect(titles("dark")).toContain("Dark theme");
    expect(titles("rnstl")).toContain("Run all stale cells");
    expect(titles("qqq")).toEqual([]);
  });

  it("leaves out workbooks that are gone", () => {
    expect(titles("returns deep")).toEqual([]);
  });

  it("ranks a start over a word over a part over letters", () => {
    expect(rankOf("orders", "ord")).toBe(1);
    expect(rankOf("paid orders", "ord")).toBe(2);
    expect(rankOf("reorders", "ord")).toBe(3);
    expect(rankOf("order lines", "oln")).toBe(4);
    expect(rankOf("orders", "x")).toBeNull();
  });
});

describe("problems", () => {
  it("come from cells and sources, most serious first", () => {
    const problems = problemsOf(VIEW, SOURCES);
    expect(problems.map(({ place }) => place)).toEqual(["discount_by_region", "exports"]);
    expect(problems[0]?.line).toBe(1);
    expect(countProblems(problems)).toEqual({ error: 2, warning: 0, note: 0 });
  });
});

describe("names", () => {
  it("of files are taken from titles and safe on every system", () => {
    expect(fileNameFor("Q4 retail review")).toBe("Q4 retail review.assay");
    expect(fileNameFor('a/b\\c:d*e?"f')).toBe("a b c d e f.assay");
    expect(fileNameFor(" ..\u0007 ")).toBe("workbook.assay");
  });

  it("and folders are told apart on every system", () => {
    expect(splitPath("/home/ada/x.assay")).toEqual({ folder: "/home/ada", name: "x.assay" });
    expect(splitPath("C:\\data\\x.assay")).toEqual({ folder: "C:\\data", name: "x.assay" });
    expect(splitPath("x.assay")).toEqual({ folder: null, name: "x.assay" });
    expect(joinPath("/", "x")).toBe("/x");
    expect(joinPath("C:\\data", "x")).toBe("C:\\data\\x");
  });

  it("typed into the folder field are told from folders", () => {
    expect(namesFiles("/data/orders.csv")).toBe(true);
    expect(namesFiles("/data/2026/*.parquet")).toBe(true);
    expect(namesFiles("/data/v1.2/orders")).toBe(false);
    expect(namesFiles("/home/ada")).toBe(false);
  });

  it("of engines lose their version in the status bar", () => {
    expect(shortName("Local · Polars 0.55.2")).toBe("Local · Polars");
    expect(shortName("Local · Polars")).toBe("Local · Polars");
  });
});

describe("the memory cap", () => {
  it("is bytes, nothing, or refused", () => {
    expect(capFrom("2")).toBe(2 * 1024 ** 3);
    expect(capFrom("0,5")).toBe(512 * 1024 ** 2);
    expect(capFrom("  ")).toBeNull();
    expect(capFrom("lots")).toBe("bad");
    expect(capFrom("0.1")).toBe("bad");
    expect(capFrom("9999")).toBe("bad");
  });
});
