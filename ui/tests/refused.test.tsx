// P21, R32: what a workbook may do as it is trusted is read from the application's own table. The window
// offers nothing that the table refuses, says why, and asks for nothing of it by itself.
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Commands } from "../src/backend/generated/Commands";
import { REFUSED } from "../src/backend/generated/Refused";
import type { SessionView } from "../src/backend/generated/SessionView";
import type { Trust } from "../src/backend/generated/Trust";
import { queryClient } from "../src/backend/query";
import { goTo, openSession, selectCell, type Workspace } from "../src/backend/session";
import { replaceTransport } from "../src/backend/transport";
import { sourceMenu } from "../src/catalog/tableActions";
import { cellMenu } from "../src/notebook/cellMenu";
import type { MenuEntry } from "../src/parts/ContextMenu";
import { whyRefused } from "../src/parts/refusal";
import { App } from "../src/shell/App";
import { type Command, type CommandId, commandsFor } from "../src/shell/commands";
import { closeDialog } from "../src/shell/dialogs";
import { answer } from "./answers";
import { SOURCES, VIEW } from "./fixtures";

const TRUSTS: Trust[] = ["restricted", "once", "trusted"];
const NEEDS = /^Until you trust this workbook nothing of it runs/;

function trusted(trust: Trust): SessionView {
  return { ...VIEW, trust: { ...VIEW.trust, trust } };
}

let called: string[] = [];

beforeEach(() => {
  window.innerWidth = 1440;
  called = [];
});

afterEach(() => {
  cleanup();
  act(() => {
    closeDialog();
    openSession(null);
  });
  queryClient.clear();
});

/** Opens the window over a workbook of this trust. */
async function opened(trust: Trust): Promise<void> {
  const view = trusted(trust);
  replaceTransport({
    kind: "browser",
    call: async (name, payload) => {
      called.push(name);
      const value = answer(name, payload as Record<string, unknown>);
      const shown = value === VIEW ? view : value;
      return shown instanceof Uint8Array
        ? { kind: "bytes", bytes: shown }
        : { kind: "json", value: shown };
    },
    listen: () => () => {},
    pick: null,
    listenDrops: null,
    named: null,
    openLink: () => {},
    setTitle: () => {},
    listenClose: null,
  });
  render(<App />);
  fireEvent.click(await screen.findByRole("button", { name: /^Retail overview/ }));
  await screen.findByText("Q4 retail review");
}

function refusedAmong(names: string[]): string[] {
  const refused: readonly string[] = REFUSED.restricted;
  return [...new Set(names.filter((name) => refused.includes(name)))];
}

describe("the table of action and trust", () => {
  it("refuses running, reading and exporting until a workbook is trusted", () => {
    const names: (keyof Commands)[] = ["run_cell", "add_source", "export_cell", "package_workbook"];
    for (const name of names) {
      expect(whyRefused(trusted("restricted"), name)).toMatch(NEEDS);
      expect(whyRefused(trusted("once"), name)).toBeNull();
    }
    expect(whyRefused(trusted("once"), "sign_workbook")).toMatch(/cannot be signed/);
    expect(whyRefused(null, "run_cell")).toBeNull();
    for (const name of ["save_workbook", "get_workbook", "export_paper"] as const) {
      expect(TRUSTS.map((trust) => whyRefused(trusted(trust), name))).toEqual([null, null, null]);
    }
  });
});

describe("a workbook that is not trusted", () => {
  it("is looked at in every workspace without a question that would be refused", async () => {
    await opened("restricted");
    const cells = VIEW.workbook.cells.map(({ id }) => id);
    for (const workspace of ["notebook", "chart", "dashboard", "catalog"] as Workspace[]) {
      act(() => goTo(workspace));
      for (const cell of cells) {
        act(() => selectCell(cell));
      }
      await waitFor(() => expect(called.length).toBeGreaterThan(0));
      await act(() => new Promise((done) => setTimeout(done, 50)));
    }
    expect(refusedAmong(called)).toEqual([]);
  });

  it("offers no command of the palette that asks for what is refused", async () => {
    await opened("restricted");
    act(() => goTo("notebook"));
    const sql = VIEW.workbook.cells.find(({ body }) => body.type === "sql");
    act(() => selectCell(sql?.id ?? null));
    called = [];
    const leaves: CommandId[] = ["close", "newWorkbook", "open", "openFolder", "trust"];
    const offered = commandsFor(trusted("restricted")).filter(
      ({ id, disabledBecause }) => disabledBecause === null && !leaves.includes(id),
    );
    expect(offered.length).toBeGreaterThan(20);
    for (const command of offered) {
      // What asks for a file first is left with the question.
      await act(async () => {
        void command.run();
        await new Promise((done) => setTimeout(done, 10));
      });
      act(() => closeDialog());
    }
    expect(refusedAmong(called)).toEqual([]);
  });

  it("says why beside each command that is closed by it", async () => {
    await opened("restricted");
    const sql = VIEW.workbook.cells.find(({ body }) => body.type === "sql");
    act(() => selectCell(sql?.id ?? null));
    const why = (trust: Trust) =>
      new Map(
        commandsFor(trusted(trust)).map(({ id, disabledBecause }: Command) => [
          id,
          disabledBecause,
        ]),
      );
    const closed: CommandId[] = [
      "runStale",
      "reproduce",
      "package",
      "runCell",
      "runHere",
      "runUpTo",
      "runNamed",
      "format",
      "explain",
      "rename",
      "definition",
      "describeName",
      "firstFix",
      "fixes",
      "complete",
    ];
    for (const id of closed) {
      expect(why("restricted").get(id), id).toMatch(NEEDS);
      expect(why("once").get(id) ?? "", id).not.toMatch(NEEDS);
    }
  });

  it("closes what reads and runs in the menus of cells and sources, and leaves the rest open", async () => {
    await opened("restricted");
    const view = trusted("restricted");
    const cell = view.workbook.cells.find(({ body }) => body.type === "sql");
    const source = SOURCES.sources[0];
    if (!cell || !source) {
      throw new Error("the workbook has a SQL cell and a source");
    }
    const entries = cellMenu({ session: view.session, cell, index: 1, count: 3 });
    expect(closedOf(entries)).toEqual(["Format SQL", "Explain", "Rename"]);
    expect(closedOf(sourceMenu(view, source))).toEqual(["Read again"]);
  });
});

/** The labels of entries that the table closes. */
function closedOf(entries: MenuEntry[]): string[] {
  return entries.flatMap((entry) =>
    entry !== "line" && "disabledBecause" in entry && NEEDS.test(entry.disabledBecause ?? "")
      ? [entry.label]
      : [],
  );
}
