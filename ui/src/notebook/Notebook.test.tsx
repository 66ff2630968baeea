// The notebook on a made document: focus, keys and states as a person meets them.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { Cell } from "../backend/generated/Cell";
import type { CellState } from "../backend/generated/CellState";
import type { CellView } from "../backend/generated/CellView";
import type { Edit } from "../backend/generated/Edit";
import type { SessionView } from "../backend/generated/SessionView";
import { queryClient } from "../backend/query";
import { openSession } from "../backend/session";
import { replaceTransport } from "../backend/transport";
import { useToasts } from "../parts/toast";
import Notebook from "./Notebook";

const SESSION = "s";

/** Everything is on the screen: there is no layout here. */
class Near {
  readonly tell: IntersectionObserverCallback;
  constructor(tell: IntersectionObserverCallback) {
    this.tell = tell;
  }
  observe() {
    const seen = [{ isIntersecting: true }] as IntersectionObserverEntry[];
    this.tell(seen, this as unknown as IntersectionObserver);
  }
  disconnect() {}
}
vi.stubGlobal("IntersectionObserver", Near);

let book: SessionView;
let asked: [string, unknown][];

function cell(name: string, body: Cell["body"]): Cell {
  return { id: `id_${name}`, name, body };
}

function note(name: string, text: string): Cell {
  return cell(name, { type: "markdown", text });
}

function control(name: string, label: string): Cell {
  const value = { kind: "number" as const, value: "5", min: null, max: "9", step: null };
  return cell(name, { type: "parameter", parameter: { label, value } });
}

function open(cells: Cell[], states: Record<string, CellState> = {}): void {
  const views = cells.map(({ id, name }): CellView => {
    const state = states[name] ?? { state: "idle" as const };
    return { cell: id, state, reads: [], feeds: [], diagnostics: [], result: null, answers: [] };
  });
  book = {
    session: SESSION,
    workbook: { id: "w", title: "Test", about: "", sources: [], cells, pages: [] },
    path: null,
    is_dirty: false,
    saved_at: null,
    is_encrypted: false,
    notes: [],
    read_only: null,
    undo: "Delete",
    redo: null,
    cells: views,
    revision: 1,
    trust: { trust: "trusted", changed_since: null, changes: null, signature: null },
    needs: { lost: [], gone: [] },
  };
}

function apply(edit: Edit): void {
  let cells = [...book.workbook.cells];
  const at = "cell" in edit ? cells.findIndex(({ id }) => id === edit.cell) : -1;
  if (edit.edit === "remove_cell") {
    cells.splice(at, 1);
  } else if (edit.edit === "insert_cell") {
    cells.splice(edit.index, 0, edit.cell);
  } else if (edit.edit === "rename_cell") {
    cells = cells.map((one) => (one.id === edit.cell ? { ...one, name: edit.name } : one));
  }
  book = { ...book, workbook: { ...book.workbook, cells }, revision: book.revision + 1 };
}

beforeEach(() => {
  queryClient.clear();
  openSession(SESSION);
  useToasts.setState({ toasts: [] });
  asked = [];
  replaceTransport({
    kind: "browser",
    pick: null,
    listenDrops: null,
    named: null,
    openLink: () => {},
    setTitle: () => {},
    listenClose: null,
    listen: () => () => {},
    call: (name, payload) => {
      asked.push([name, payload]);
      if (name === "apply_edit") {
        apply((payload as { edit: Edit }).edit);
      }
      if (name === "plan_rename") {
        const { cell, to } = payload as { cell: string; to: string };
        const place = { cell, name: to, lines: [] };
        const edit = { edit: "rename_cell", cell, name: to };
        return Promise.resolve({ kind: "json", value: { from: to, edit, places: [place] } });
      }
      const value = name === "list_sources" ? { sources: [] } : book;
      return Promise.resolve({ kind: "json", value });
    },
  });
});

async function show() {
  const user = userEvent.setup();
  render(
    <MantineProvider>
      <QueryClientProvider client={queryClient}>
        <Notebook session={SESSION} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findAllByRole("region");
  return user;
}

const edits = () =>
  asked.flatMap(([name, payload]) =>
    name === "apply_edit" ? [(payload as { edit: Edit }).edit] : [],
  );

function focused(): string | null {
  return document.activeElement?.getAttribute("aria-label") ?? null;
}

it("walks from cell to cell with the arrow keys, parameters included", async () => {
  open([
    note("intro", "Hello"),
    control("least", "Least"),
    control("most", "Most"),
    note("end", "Bye"),
  ]);
  const user = await show();
  await act(async () => screen.getByRole("region", { name: "Text cell intro" }).focus());
  await user.keyboard("{ArrowDown}");
  expect(focused()).toBe("Parameter cell least");
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(focused()).toBe("Text cell end");
  await user.keyboard("{ArrowDown}");
  expect(focused()).toBe("Text cell end");
  await user.keyboard("{Home}");
  expect(focused()).toBe("Text cell intro");
});

it("deletes with a toast that takes it back", async () => {
  open([note("intro", "Hello"), note("end", "Bye")]);
  const user = await show();
  await act(async () => screen.getByRole("region", { name: "Text cell intro" }).focus());
  await user.keyboard("{Delete}");
  await waitFor(() => expect(screen.queryByText("Hello")).toBeNull());
  await waitFor(() => expect(focused()).toBe("Text cell end"));
  const [toast] = useToasts.getState().toasts;
  expect(toast?.text).toBe("Deleted intro");
  await act(async () => toast?.action?.run());
  await waitFor(() => expect(asked.at(-1)?.[0]).toBe("undo"));
});

it("explains a name that is taken and keeps the old one", async () => {
  open([note("intro", "Hello"), control("least", "Least")]);
  const user = await show();
  await act(async () => screen.getByRole("region", { name: "Parameter cell least" }).focus());
  await user.keyboard("{F2}");
  const field = await screen.findByRole("textbox", { name: "Name of the cell" });
  await user.clear(field);
  await user.type(field, "Intro");
  expect(screen.getByRole("alert").textContent).toBe("intro is the name of another cell");
  await user.keyboard("{Enter}");
  expect(edits()).toEqual([]);
  await user.clear(field);
  await user.type(field, "floor{Enter}");
  expect(edits()).toEqual([{ edit: "rename_cell", cell: "id_least", name: "floor" }]);
});

it("checks a number while it is typed and keeps it on Enter", async () => {
  open([control("least", "Least")]);
  const user = await show();
  const field = screen.getByRole("textbox", { name: "Least" });
  await user.clear(field);
  await user.type(field, "1,5{Enter}");
  expect(screen.getByRole("alert").textContent).toBe("Write the number with a point: 1.5");
  expect(edits()).toEqual([]);
  await user.clear(field);
  await user.type(field, " 7.5 {Enter}");
  expect(edits()).toMatchObject([
    { edit: "set_parameter", parameter: { value: { value: "7.5" } } },
  ]);
});

it("shows Markdown without HTML, and names pictures instead of loading them", async () => {
  open([
    note(
      "intro",
      "# Title\n<img src=x onerror=alert(1)> ![map](http://t.example/p.png) [go](javascript:x)",
    ),
  ]);
  await show();
  const box = await screen.findByRole("heading", { name: "Title" });
  const prose = within(box.parentElement as HTMLElement);
  expect(document.querySelector(".prose img")).toBeNull();
  expect(prose.getByText("http://t.example/p.png")).toBeTruthy();
  expect(prose.queryByRole("link")).toBeNull();
});

it("sends typed text before the cell is left", async () => {
  open([note("intro", "Hello")]);
  const user = await show();
  await act(async () => screen.getByRole("region", { name: "Text cell intro" }).focus());
  await user.keyboard("{Enter}");
  const field = await screen.findByRole("textbox", { name: "Text of intro" });
  await user.type(field, "!");
  await user.keyboard("{Escape}");
  await waitFor(() =>
    expect(edits()).toEqual([{ edit: "set_text", cell: "id_intro", text: "Hello!" }]),
  );
  await waitFor(() => expect(focused()).toBe("Text cell intro"));
});
