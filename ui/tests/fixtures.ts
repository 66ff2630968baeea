// A small made-up application for tests of the page: one workbook over five sources.
import type { CellView } from "../src/backend/generated/CellView";
import type { Field } from "../src/backend/generated/Field";
import type { SessionView } from "../src/backend/generated/SessionView";
import type { Sources } from "../src/backend/generated/Sources";
import type { Welcome } from "../src/backend/generated/Welcome";
import { field, ORDER_FIELDS, ROWS } from "./orders";

function table(name: string, source: string, rows: number | null, fields: Field[]) {
  return {
    name,
    source,
    fields,
    rows,
    bytes: 612_000_000,
    fingerprint: `print-${name}`,
    rejected: name === "targets_2026" ? 3 : 0,
    notes: name === "targets_2026" ? ["Dates may be day first or month first"] : [],
  };
}

/** Options of an import, all to be detected. */
export function options() {
  return {
    delimiter: null,
    quote: null,
    encoding: null,
    header_row: null,
    decimal_mark: null,
    date_order: null,
    parts: [],
    types: {},
    fill_ragged_rows: null,
  };
}

const few = [field("id", "key", "int64"), field("name", "text")];

export const SOURCES: Sources = {
  sources: [
    {
      spec: {
        id: "s1",
        name: "orders",
        path: "data/orders.parquet",
        kind: "parquet",
        options: options(),
      },
      state: { state: "ready" },
      tables: [table("orders", "s1", ROWS, ORDER_FIELDS)],
    },
    {
      spec: {
        id: "s2",
        name: "order_lines",
        path: "data/order_lines.parquet",
        kind: "parquet",
        options: options(),
      },
      state: { state: "ready" },
      tables: [table("order_lines", "s2", 4_071_220, few)],
    },
    {
      spec: {
        id: "s3",
        name: "targets_2026",
        path: "data/targets_2026.csv",
        kind: "csv",
        options: { ...options(), delimiter: ";", encoding: "utf-8", header_row: 1 },
      },
      state: { state: "stale" },
      tables: [table("targets_2026", "s3", 60, few)],
    },
    {
      spec: {
        id: "s4",
        name: "warehouse",
        path: "warehouse.db",
        kind: "sqlite",
        options: options(),
      },
      state: { state: "ready" },
      tables: [
        table("customers", "s4", 412_004, few),
        table("products", "s4", 8214, few),
        table("returns", "s4", 96_114, few),
        table("web_sessions", "s4", 48_203_117, few),
      ],
    },
    {
      spec: { id: "s5", name: "exports", path: "exports/", kind: null, options: options() },
      state: {
        state: "failed",
        code: "FILE_NOT_FOUND",
        message: "The folder exports is not there any more. Choose it again or remove the source.",
      },
      tables: [],
    },
  ],
};

function cellView(cell: string, known: Partial<CellView> = {}): CellView {
  return {
    cell,
    state: { state: "idle" },
    reads: [],
    feeds: [],
    diagnostics: [],
    result: null,
    answers: [],
    ...known,
  };
}

export const VIEW: SessionView = {
  session: "session-1",
  path: "/home/ada/Q4 retail review.assay",
  is_encrypted: false,
  notes: [],
  read_only: null,
  is_dirty: false,
  saved_at: "14:32",
  undo: "Rename cell",
  redo: null,
  revision: 7,
  trust: { trust: "trusted", changed_since: null, changes: null, signature: null },
  needs: { lost: [], gone: [] },
  workbook: {
    id: "w1",
    title: "Q4 retail review",
    about: "Revenue notebook",
    pages: [],
    sources: SOURCES.sources.map((source) => source.spec),
    cells: [
      {
        id: "c1",
        name: "intro",
        body: {
          type: "markdown",
          text: "# Is growth coming from the right place?\n\nRevenue is up **29.2 %** in 2026.",
        },
      },
      {
        id: "c2",
        name: "min_order",
        body: {
          type: "parameter",
          parameter: {
            label: "Minimum order",
            value: { kind: "number", value: "25", min: "0", max: "200", step: "1" },
          },
        },
      },
      {
        id: "c3",
        name: "revenue_by_month",
        body: {
          type: "sql",
          mode: "on_change",
          text: "SELECT date_trunc('month', o.order_date) AS month, o.region,\n  sum(o.net_amount) AS revenue\nFROM orders o\nWHERE o.net_amount >= :min_order\nGROUP BY ALL ORDER BY month DESC",
        },
      },
      {
        id: "c4",
        name: "discount_by_region",
        body: { type: "sql", mode: "manual", text: "SELECT sum(discount_amt) FROM orders" },
      },
    ],
  },
  cells: [
    cellView("c1"),
    cellView("c2", { feeds: ["revenue_by_month"] }),
    cellView("c3", {
      state: { state: "fresh" },
      reads: ["orders", "min_order"],
      result: {
        is_saved_copy: false,
        version: 3,
        warnings: [],
        bytes: 41_000_000,
        stamp: {
          computed_at: "2026-11-20T14:31:02Z",
          engine: "Local · Polars 0.55.2",
          content: "abc",
          inputs: [],
          fields: [
            field("month", "date", "date"),
            field("region", "place"),
            field("revenue", "number", "float64"),
          ],
          rows: 115,
          saved_rows: 115,
          took_ms: 84,
        },
      },
    }),
    cellView("c4", {
      state: { state: "stale", because: "orders changed" },
      diagnostics: [
        {
          code: "SQL_UNKNOWN_COLUMN",
          severity: "error",
          message: "orders has no column discount_amt",
          hint: "The closest column is discount.",
          span: { start: 11, end: 23, line: 1, column: 12 },
          fixes: [{ label: "Use discount", changes: [{ start: 11, end: 23, text: "discount" }] }],
        },
      ],
    }),
  ],
};

export const WELCOME: Welcome = {
  version: "0.1.0",
  engine: "Local · Polars 0.55.2",
  settings: {
    theme: "light",
    locale: "en-GB",
    side_panel_open: true,
    inspector_open: true,
    memory_cap_bytes: null,
    author: "",
    versions_kept: 30,
    versions_bytes: 8_388_608,
    snapshots_kept: 20,
    snapshots_bytes: 33_554_432,
    signers: [],
  },
  sessions: [],
  recent: [
    {
      path: "/home/ada/Q4 retail review.assay",
      title: "Q4 retail review",
      about: "Revenue notebook, Retail overview",
      opened_at: new Date().toISOString(),
      exists: true,
    },
    {
      path: "/home/ada/Returns deep dive.assay",
      title: "Returns deep dive",
      about: "",
      opened_at: "2026-11-17T09:00:00Z",
      exists: false,
    },
  ],
  samples: [
    {
      name: "retail",
      title: "Retail overview",
      about: "Orders, regions and a plan to check against",
      contents: "1.3 M rows, 6 cells",
    },
    {
      name: "flights",
      title: "Flights",
      about: "A year of departures from New York and what delayed them",
      contents: "337 k rows, 5 cells",
    },
  ],
  recoveries: [],
  notices: [],
  zone: "Europe/Berlin",
  offset: "UTC+1",
};
