// The window over a made-up application: start, open, select, ask, save, lose the connection.
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setConnected } from "../src/backend/connection";
import { BackendError } from "../src/backend/error";
import { queryClient } from "../src/backend/query";
import { openSession, selectCell } from "../src/backend/session";
import { replaceTransport, type Transport } from "../src/backend/transport";
import { App } from "../src/shell/App";
import { closeDialog } from "../src/shell/dialogs";
import { answer } from "./answers";
import { VIEW, WELCOME } from "./fixtures";

interface Called {
  name: string;
  payload: Record<string, unknown>;
}

let called: Called[] = [];
let override: (name: string, payload: Record<string, unknown>) => unknown = () => undefined;

function fakeTransport(): Transport {
  return {
    kind: "browser",
    call: async (name, payload) => {
      const asked = payload as Record<string, unknown>;
      called.push({ name, payload: asked });
      const value = override(name, asked) ?? answer(name, asked);
      return value instanceof Uint8Array
        ? { kind: "bytes", bytes: value }
        : { kind: "json", value };
    },
    listen: () => () => {},
    pick: null,
    listenDrops: null,
    named: null,
    openLink: () => {},
    setTitle: () => {},
    listenClose: null,
  };
}

function calls(name: string): Called[] {
  return called.filter((one) => one.name === name);
}

function failure(code: string, message: string): never {
  throw new BackendError({ code, message });
}

beforeEach(() => {
  window.innerWidth = 1440;
  called = [];
  override = () => undefined;
  replaceTransport(fakeTransport());
});

afterEach(() => {
  cleanup();
  act(() => {
    closeDialog();
    openSession(null);
    setConnected("connected");
  });
  queryClient.clear();
});

async function openBook(): Promise<void> {
  render(<App />);
  fireEvent.click(await screen.findByRole("button", { name: /^Retail overview/ }));
  await screen.findByText("Q4 retail review");
}

describe("a file that was named at the start", () => {
  it("is opened as if it had been chosen: encrypted it asks, a notebook is imported", async () => {
    const named = ["/home/ada/secret.assay"];
    let isLocked = true;
    override = (name) => {
      if (name === "open_workbook" && isLocked) {
        failure("WB_PASSPHRASE", "The workbook is encrypted.");
      }
      if (name === "unlock_file") {
        isLocked = false;
        return null;
      }
      return name === "import_notebook" ? VIEW : undefined;
    };
    let tell = () => {};
    replaceTransport({
      ...fakeTransport(),
      named: {
        take: async () => named.splice(0),
        listen: (onNamed) => {
          tell = onNamed;
          return () => {};
        },
      },
    });
    render(<App />);
    const dialog = await screen.findByRole("dialog");
    const field = within(dialog).getByLabelText("Passphrase");
    fireEvent.change(field, { target: { value: "correct horse" } });
    fireEvent.submit(field);
    await screen.findByText("Q4 retail review");
    named.push("/home/ada/steps.ipynb");
    act(() => tell());
    await waitFor(() =>
      expect(calls("import_notebook")[0]?.payload).toEqual({ path: "/home/ada/steps.ipynb" }),
    );
  });
});

describe("a file that someone else wrote", () => {
  it("is said when the window gets the focus again, and can be reloaded", async () => {
    override = (name) => (name === "check_file" ? "changed" : undefined);
    await openBook();
    fireEvent.focus(window);
    const dialog = await screen.findByRole("dialog", { name: "The file changed on disk" });
    override = (name) =>
      name === "reload_workbook" ? { ...VIEW, session: "reloaded" } : undefined;
    fireEvent.click(within(dialog).getByRole("button", { name: "Reload" }));
    await waitFor(() => expect(calls("reload_workbook")).toHaveLength(1));
    await screen.findByText("What lies on the disk is shown now");
  });
});

describe("notes on a file", () => {
  it("stand above the workbook with why it cannot be written over, until they are closed", async () => {
    const why = "A newer version wrote it.";
    const notes = ["The page Sales was left out.", why];
    override = (name) =>
      name === "open_sample" || name === "get_workbook"
        ? { ...VIEW, notes, read_only: why }
        : undefined;
    await openBook();
    const bar = await screen.findByRole("region", { name: "Notes on this file" });
    expect(bar.textContent).toContain("The page Sales was left out.");
    expect(within(bar).getAllByText(why, { exact: false })).toHaveLength(1);
    expect(within(bar).getByRole("button", { name: "Save a copy" })).toBeTruthy();
    fireEvent.click(within(bar).getByRole("button", { name: "Close these notes" }));
    expect(screen.queryByRole("region", { name: "Notes on this file" })).toBeNull();
  });
});

describe("the start page", () => {
  it("offers samples, recent workbooks and a blank one", async () => {
    render(<App />);
    expect(await screen.findByRole("heading", { level: 1 })).toBeTruthy();
    expect(screen.getByRole("button", { name: /Flights/ })).toBeTruthy();
    const gone = screen.getByRole("button", { name: /Returns deep dive The file is not there/ });
    expect(gone.getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: "Blank workbook" }));
    await waitFor(() => expect(calls("new_workbook")).toHaveLength(1));
  });

  it("disables workspaces with the reason until a workbook is open", async () => {
    render(<App />);
    const rail = await screen.findByRole("navigation", { name: "Workspace" });
    const notebook = within(rail).getByRole("button", { name: "Notebook" });
    expect(notebook.getAttribute("aria-disabled")).toBe("true");
    const prep = within(rail).getByRole("button", { name: "Prep" });
    expect(prep.getAttribute("aria-disabled")).toBe("true");
  });

  it("says in words when the application cannot start, and tries again", async () => {
    let isUp = false;
    override = (name) =>
      name === "hello" && !isUp ? failure("DATA_FOLDER", "The data folder is full.") : undefined;
    render(<App />);
    expect(await screen.findByText("The data folder is full.")).toBeTruthy();
    isUp = true;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { level: 1 })).toBeTruthy();
  });
});

describe("what cannot be opened", () => {
  it("is named with its place, the reason and a way on", async () => {
    let isMended = false;
    override = (name) =>
      name === "open_workbook" && !isMended
        ? failure(
            "WB_CHECKSUM",
            "Q4 retail review.assay: the part cells.json is damaged. Look for another copy.",
          )
        : undefined;
    render(<App />);
    fireEvent.click(await screen.findByRole("button", { name: /^Q4 retail review/ }));
    const dialog = await screen.findByRole("dialog", {
      name: "Q4 retail review.assay was not opened",
    });
    expect(within(dialog).getByRole("alert").textContent).toBe(
      "The part cells.json is damaged. Look for another copy.",
    );
    expect(within(dialog).getByText("/home/ada")).toBeTruthy();
    expect(within(dialog).getByRole("button", { name: "Choose another file" })).toBeTruthy();
    isMended = true;
    fireEvent.click(within(dialog).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(calls("open_workbook")).toHaveLength(2));
  });

  it("at the start stays on the start page until it is dismissed", async () => {
    const notice = "plan.assay: The file is empty (0 bytes). Look for another copy.";
    override = (name) => (name === "hello" ? { ...WELCOME, notices: [notice] } : undefined);
    render(<App />);
    expect(await screen.findByText(notice)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByText(notice)).toBeNull();
  });
});

describe("a workbook that is open already", () => {
  it("is shown without the start page flashing up first", async () => {
    let arrive: () => void = () => {};
    const late = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const transport = fakeTransport();
    override = (name) => (name === "hello" ? { ...WELCOME, sessions: [VIEW.session] } : undefined);
    replaceTransport({
      ...transport,
      call: async (name, payload, signal) => {
        if (name === "get_workbook") {
          await late;
        }
        return transport.call(name, payload, signal);
      },
    });
    render(<App />);
    await screen.findByRole("navigation", { name: "Workspace" });
    expect(screen.queryByRole("heading", { name: "What do you want to find out?" })).toBeNull();
    arrive();
    expect(await screen.findByText("Q4 retail review")).toBeTruthy();
  });
});

describe("an open workbook", () => {
  it("shows its title, saved state and sources", async () => {
    await openBook();
    expect(calls("open_sample")[0]?.payload).toEqual({ name: "retail" });
    expect(screen.getByText("Saved 14:32")).toBeTruthy();
    const tree = await screen.findByRole("tree", { name: "Sources" });
    expect(await within(tree).findByRole("treeitem", { name: /^key\s*order_id\s*0/ })).toBeTruthy();
    expect(within(tree).getByRole("treeitem", { name: /targets_2026/ }).textContent).toContain(
      "changed",
    );
  });

  it("has one tab stop in the tree and moves with the arrows", async () => {
    await openBook();
    const tree = await screen.findByRole("tree");
    const stops = () => tree.querySelectorAll("[tabindex='0']");
    expect(stops()).toHaveLength(1);
    fireEvent.keyDown(tree, { key: "ArrowDown" });
    expect(stops()).toHaveLength(1);
    expect(document.activeElement?.textContent).toContain("orders");
    fireEvent.keyDown(tree, { key: "ArrowLeft" });
    expect(within(tree).queryByRole("treeitem", { name: /order_id/ })).toBeNull();
  });

  it("renames with Enter and not with Escape", async () => {
    await openBook();
    const rename = (text: string, key: string) => {
      fireEvent.click(screen.getByRole("button", { name: "Q4 retail review" }));
      const field = screen.getByRole("textbox", { name: "Title of the workbook" });
      fireEvent.change(field, { target: { value: text } });
      fireEvent.keyDown(field, { key });
    };
    rename("Dropped", "Escape");
    expect(calls("apply_edit")).toHaveLength(0);
    rename("Kept", "Enter");
    await waitFor(() => expect(calls("apply_edit")).toHaveLength(1));
    expect(calls("apply_edit")[0]?.payload.edit).toEqual({ edit: "set_title", title: "Kept" });
  });

  it("lists problems of cells and sources", async () => {
    await openBook();
    fireEvent.click(await screen.findByRole("button", { name: /2 errors/ }));
    expect(screen.getByText("orders has no column discount_amt")).toBeTruthy();
    expect(screen.getByText("discount_by_region, line 1")).toBeTruthy();
  });

  it("shows how the selected cell runs and what it reads", async () => {
    await openBook();
    act(() => selectCell("c3"));
    fireEvent.click(screen.getByRole("tab", { name: "Cell" }));
    const panel = screen.getByRole("tabpanel");
    expect(within(panel).getByRole("button", { name: /orders/ }).textContent).toContain("1");
    expect(within(panel).getByText("parameter")).toBeTruthy();
    fireEvent.click(within(panel).getByRole("button", { name: "Manual" }));
    await waitFor(() => expect(calls("apply_edit")).toHaveLength(1));
  });

  it("asks before it replaces a file that somebody else wrote", async () => {
    override = (name, payload) => {
      if (name !== "save_workbook") {
        return undefined;
      }
      return payload.overwrite_changed
        ? { path: "/home/ada/x.assay", saved_at: "15:00", bytes: 9 }
        : failure("WB_CHANGED_ON_DISK", "x.assay changed on disk.");
    };
    await openBook();
    fireEvent.keyDown(window, { key: "s", ctrlKey: true });
    fireEvent.click(await screen.findByRole("button", { name: "Replace it" }));
    await waitFor(() => expect(calls("save_workbook")).toHaveLength(2));
    expect(calls("save_workbook")[1]?.payload.overwrite_changed).toBe(true);
  });

  it("asks before unsaved changes are left, and stays when told so", async () => {
    const dirty = { ...VIEW, is_dirty: true };
    override = (name) => (name === "open_sample" || name === "get_workbook" ? dirty : undefined);
    await openBook();
    fireEvent.click(screen.getByRole("button", { name: "Start page" }));
    fireEvent.click(await screen.findByRole("button", { name: "Keep editing" }));
    expect(calls("close_workbook")).toHaveLength(0);
    expect(screen.getByText("Unsaved changes")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Start page" }));
    fireEvent.click(await screen.findByRole("button", { name: "Discard changes" }));
    await waitFor(() => expect(calls("close_workbook")[0]?.payload.discard).toBe(true));
    expect(await screen.findByText("What do you want to find out?")).toBeTruthy();
  });

  it("says that the application does not answer, and goes on when it does", async () => {
    await openBook();
    act(() => setConnected("lost"));
    expect(screen.getByRole("alert").textContent).toContain("Assay does not answer");
    act(() => setConnected("connected"));
    expect(screen.queryByText(/does not answer/)).toBeNull();
  });
});

describe("the palette", () => {
  it("opens with Ctrl K and runs what is chosen", async () => {
    await openBook();
    fireEvent.keyDown(window, { key: "k", ctrlKey: true });
    const field = await screen.findByRole("combobox");
    fireEvent.change(field, { target: { value: "dark theme" } });
    expect(screen.getAllByRole("option")[0]?.getAttribute("aria-selected")).toBe("true");
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
    expect(calls("save_settings")).toHaveLength(1);
    fireEvent.keyDown(window, { key: "k", ctrlKey: true });
    expect((await screen.findByRole("combobox")).getAttribute("aria-expanded")).toBe("true");
  });
});

describe("an import", () => {
  async function openImport(): Promise<void> {
    await openBook();
    fireEvent.keyDown(window, { key: "o", ctrlKey: true });
    fireEvent.click(await screen.findByRole("button", { name: /orders\.csv/ }));
    await screen.findByText("00017");
  }

  it("shows what was detected and asks again with each choice", async () => {
    await openImport();
    expect(screen.getByText("Dates may be day first or month first")).toBeTruthy();
    fireEvent.change(screen.getByRole("combobox", { name: "Delimiter" }), {
      target: { value: "|" },
    });
    await waitFor(() => expect(calls("preview_file")).toHaveLength(2));
    expect(calls("preview_file")[1]?.payload.options).toMatchObject({
      delimiter: "|",
      encoding: null,
    });
  });

  it("records what was accepted and adds the file", async () => {
    await openImport();
    fireEvent.change(screen.getByRole("combobox", { name: "Type of id" }), {
      target: { value: "int64" },
    });
    fireEvent.click(screen.getByRole("button", { name: "Add" }));
    await waitFor(() => expect(calls("add_source")).toHaveLength(1));
    expect(calls("add_source")[0]?.payload).toMatchObject({
      path: "/home/ada/orders.csv",
      name: null,
      options: { delimiter: ";", types: { id: { type: "int64" } } },
    });
  });

  it("keeps the choices and tells the reason when adding fails", async () => {
    override = (name) =>
      name === "add_source"
        ? failure("NAME_TAKEN", "orders is taken. Give another name.")
        : undefined;
    await openImport();
    fireEvent.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByText("orders is taken. Give another name.")).toBeTruthy();
    expect(screen.getByText("00017")).toBeTruthy();
  });
});
