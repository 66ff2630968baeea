// A dashboard page over a made-up application: tiles, what is selected, and edits by keys.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Active } from "../src/backend/generated/Active";
import type { CameFrom } from "../src/backend/generated/CameFrom";
import type { ChartView } from "../src/backend/generated/ChartView";
import type { Edit } from "../src/backend/generated/Edit";
import type { Page } from "../src/backend/generated/Page";
import type { PageView } from "../src/backend/generated/PageView";
import { queryClient } from "../src/backend/query";
import { useSession } from "../src/backend/session";
import { replaceTransport, type Transport } from "../src/backend/transport";
import { DashboardWorkspace } from "../src/dashboard/DashboardWorkspace";
import { usePages } from "../src/dashboard/pageState";
import { answer, rowReply } from "./answers";
import { VIEW } from "./fixtures";
import { field } from "./orders";

const SPEC = { version: 1, source: "orders", mark: "big_number" as const, title: "Orders" };
const COUNT = { field: "", aggregate: "count" as const };

const CHART: ChartView = {
  spec: SPEC,
  path: [],
  down: [],
  mark: "big_number",
  reason: "One figure",
  marks: [],
  source_fields: [field("region", "place")],
  encodings: [{ shelf: "y", index: 0, pill: COUNT, column: "rows", title: "COUNT(rows)" }],
  diagnostics: [],
  sql: "",
  notes: [],
  summary: "Number of row count",
  version: 1,
  is_saved_copy: false,
  computed_at: null,
} as unknown as ChartView;

const PAGE: Page = {
  id: "p1",
  title: "Overview",
  tiles: [
    {
      id: "t1",
      place: { column: 0, width: 3, top: 0, height: 30 },
      content: { type: "chart", cell: "c9" },
    },
    {
      id: "t2",
      place: { column: 3, width: 9, top: 0, height: 10 },
      title: "Figures",
      content: { type: "section" },
    },
    {
      id: "t3",
      place: { column: 0, width: 4, top: 30, height: 40 },
      title: "Gone",
      content: { type: "chart", cell: "nobody" },
    },
  ],
};

const OTHER: Page = {
  id: "p2",
  title: "Regions",
  tiles: [
    {
      id: "t9",
      place: { column: 0, width: 3, top: 0, height: 30 },
      title: "Countries",
      content: { type: "section" },
    },
  ],
};

const REGION: Active = {
  filters: [],
  problem: null,
  members: null,
  is_default: false,
  tile: "t1",
  source: "orders",
  field: "region",
  picked: {
    by: "marks",
    values: [{ type: "text", value: "UK & IE" }],
    unit: null,
    bin_width: null,
  },
};

let clauses: Active[] = [];
let came_from: CameFrom | null = null;
let edits: Edit[] = [];
let asked: string[] = [];

function view(): PageView {
  const tile = {
    chart: null,
    field: null,
    problem: null,
    waits_for: null,
    filters: [],
    picks: [],
    skipped: [],
    highlights: [],
    trend: null,
    version: 1,
  };
  const problem = {
    severity: "error" as const,
    code: "TILE_GONE",
    message: "The chart of this tile is no longer in the workbook.",
    hint: "Undo brings it back.",
    span: null,
    fixes: [],
  };
  return {
    page: "p1",
    tiles: [
      { ...tile, tile: "t1", chart: CHART },
      { ...tile, tile: "t2" },
      { ...tile, tile: "t3", problem } as PageView["tiles"][number],
    ],
    clauses,
    came_from,
    medium: [],
    narrow: [],
  };
}

const BOOK = {
  ...VIEW,
  workbook: {
    ...VIEW.workbook,
    pages: [PAGE, OTHER],
    cells: [
      ...VIEW.workbook.cells,
      { id: "c9", name: "order_count", body: { type: "chart" as const, spec: SPEC } },
    ],
  },
};

function reply(name: string, payload: Record<string, unknown>): unknown {
  asked.push(name);
  switch (name) {
    case "get_workbook":
      return BOOK;
    case "view_page":
      return view();
    case "drop_clause":
    case "leave_detail":
      return view();
    case "clear_selection":
      clauses = [];
      return view();
    case "count_page":
      return { source: "orders", rows: 87_880, total_rows: 695_873 };
    case "read_tile":
      return rowReply({ rows: [87_880] }, 1);
    case "plan_tiles":
      return { places: (payload.wish as { moved?: unknown[] }).moved ?? [] };
    case "apply_edit":
      edits.push(payload.edit as Edit);
      return BOOK;
    default:
      return answer(name, payload);
  }
}

beforeEach(() => {
  clauses = [];
  came_from = null;
  edits = [];
  asked = [];
  queryClient.clear();
  useSession.setState({ page: null });
  usePages.setState({ isEditing: false, tiles: [], tab: "library" });
  globalThis.ResizeObserver = class {
    private readonly told: ResizeObserverCallback;
    constructor(told: ResizeObserverCallback) {
      this.told = told;
    }
    observe() {
      const entry = { contentRect: { width: 1070, height: 700 } } as ResizeObserverEntry;
      this.told([entry], this as unknown as ResizeObserver);
    }
    unobserve() {}
    disconnect() {}
  };
  const transport: Partial<Transport> = {
    kind: "browser",
    call: async (name, payload) => {
      const value = reply(name, payload as Record<string, unknown>);
      return value instanceof Uint8Array
        ? { kind: "bytes", bytes: value }
        : { kind: "json", value };
    },
    listen: () => () => {},
  };
  replaceTransport(transport as Transport);
});

afterEach(cleanup);

function open() {
  render(
    <MantineProvider>
      <QueryClientProvider client={queryClient}>
        <DashboardWorkspace session="session-1" />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

describe("a dashboard page", () => {
  it("shows its tiles with their figures, and a tile without its chart in its place", async () => {
    open();
    const orders = await screen.findByRole("article", { name: "Orders" });
    await within(orders).findByText(/87\D?\.9/);
    expect(screen.getByRole("heading", { name: "Figures" })).toBeTruthy();
    const gone = screen.getByRole("article", { name: "Gone" });
    expect(within(gone).getByText(/no longer in the workbook/)).toBeTruthy();
    expect(orders.style.width).toBe("260px");
  });

  it("says what is selected and how much is left, and clears it with Escape", async () => {
    clauses = [REGION];
    open();
    const chips = await screen.findByRole("group", { name: "Active filters" });
    expect(within(chips).getByText("UK & IE")).toBeTruthy();
    await within(chips).findByText(/87.880 of 695.873 rows/);
    const tile = await screen.findByRole("article", { name: "Orders" });
    fireEvent.keyDown(tile, { key: "Escape" });
    await waitFor(() => expect(asked).toContain("clear_selection"));
    await waitFor(() => expect(screen.queryByRole("group", { name: "Active filters" })).toBeNull());
  });

  it("says what came along to a detail page and from where, and leads back", async () => {
    const from = { page: "p2", tile: "t9", cell: null };
    const picks = [
      {
        of: [{ pill: { field: "region" }, values: [{ type: "text", value: "DACH" } as const] }],
        excluded: false,
      },
    ];
    came_from = from;
    clauses = [{ ...REGION, tile: null, from, picked: { by: "picks", picks }, picks }, REGION];
    open();
    const chips = await screen.findByRole("group", { name: "Active filters" });
    const came = within(chips).getByText("region is DACH");
    expect(came.closest("[title]")?.getAttribute("title")).toBe("From Countries on Regions");
    expect(within(chips).getByText("UK & IE")).toBeTruthy();
    const remove = within(chips).getAllByRole("button", { name: "Remove the filter on region" });
    await act(async () => {
      fireEvent.click(remove[0] as HTMLElement);
    });
    expect(asked).toContain("drop_clause");
    await act(async () => {
      fireEvent.click(within(chips).getByRole("button", { name: "Back to Regions" }));
    });
    expect(asked).toContain("leave_detail");
    await waitFor(() => expect(useSession.getState().page).toBe("p2"));
  });

  it("moves, resizes and removes tiles by keys, each as one step", async () => {
    usePages.setState({ isEditing: true });
    open();
    const tile = await screen.findByRole("article", { name: "Orders" });
    const press = (key: string, shiftKey = false) =>
      act(async () => {
        fireEvent.keyDown(tile, { key, shiftKey });
      });
    await press(" ");
    await press("ArrowRight");
    await press("ArrowDown", true);
    expect(edits).toEqual([]);
    await press(" ");
    await waitFor(() => expect(edits).toHaveLength(1));
    expect(edits[0]).toEqual({
      edit: "place_tiles",
      page: "p1",
      places: [{ tile: "t1", place: { column: 1, width: 3, top: 0, height: 35 } }],
    });
    await press(" ");
    await press("ArrowDown");
    await press("Escape");
    await press("Delete");
    await waitFor(() => expect(edits).toHaveLength(2));
    expect(edits[1]).toEqual({ edit: "remove_tile", page: "p1", tile: "t1" });
  });

  it("offers the workbook's charts in the library and adds one with Enter", async () => {
    usePages.setState({ isEditing: true });
    open();
    const add = await screen.findByRole("button", { name: /^Add order_count/ });
    queryClient.setQueryData(["workbook", "session-1"], BOOK);
    await act(async () => {
      fireEvent.click(add);
    });
    await waitFor(() => expect(asked).toContain("plan_tiles"));
  });
});
