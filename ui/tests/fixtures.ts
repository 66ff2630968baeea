// A small made-up application for tests of the page: one workbook over three sources, with
// answers to the commands that the shell asks first.
import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import type { CellView } from "../src/backend/generated/CellView";
import type { ColumnProfile } from "../src/backend/generated/ColumnProfile";
import type { DataType } from "../src/backend/generated/DataType";
import type { Field } from "../src/backend/generated/Field";
import type { Kind } from "../src/backend/generated/Kind";
import type { Profiles } from "../src/backend/generated/Profiles";
import type { SessionView } from "../src/backend/generated/SessionView";
import type { Sources } from "../src/backend/generated/Sources";
import type { Welcome } from "../src/backend/generated/Welcome";

/** A column. */
export function field(name: string, kind: Kind, type: DataType["type"] = "text"): Field {
  return { name, kind, data_type: { type } as DataType };
}

/** A profile with what is not given left empty. */
export function profile(of: Field, known: Partial<ColumnProfile> = {}): ColumnProfile {
  return {
    field: of,
    rows: 1000,
    nulls: 0,
    distinct: 5,
    distinct_is_estimate: false,
    min: null,
    max: null,
    mean: null,
    median: null,
    histogram: [],
    top: [],
    ...known,
  };
}

export const ORDER_FIELDS: Field[] = [
  field("order_id", "key"),
  field("order_date", "date", "date"),
  field("region", "place"),
  field("channel", "text"),
  field("net_amount", "number", "float64"),
  field("discount", "number", "float64"),
  field("is_returned", "bool", "boolean"),
  field("promo_code", "text"),
  field("customer_id", "key", "int64"),
  field("store_id", "key", "int64"),
  field("status", "text"),
  field("quantity", "number", "int64"),
  field("shipped_at", "date", "date_time"),
  field("city", "place"),
];

const ROWS = 1_321_806;

function shares(counts: Record<string, number>) {
  return Object.entries(counts).map(([value, part]) => ({
    value: { type: "text" as const, value },
    count: Math.round(part * ROWS),
  }));
}

function bins(counts: number[], low: number, high: number) {
  const width = (high - low) / counts.length;
  return counts.map((count, at) => ({
    low: low + at * width,
    high: low + (at + 1) * width,
    count,
  }));
}

export const ORDER_PROFILES: Profiles = {
  rows: ROWS,
  profiles: ORDER_FIELDS.map((of) => {
    const base = { rows: ROWS };
    switch (of.name) {
      case "order_id":
        return profile(of, { ...base, distinct: ROWS });
      case "order_date":
        return profile(of, {
          ...base,
          distinct: 689,
          histogram: bins([5, 5, 6, 6, 6, 5, 5, 6, 7, 9, 5, 5, 6, 6, 7, 6, 6, 7, 8, 5], 0, 20),
          min: { type: "date", value: "2025-01-01" },
          max: { type: "date", value: "2026-11-20" },
        });
      case "region":
        return profile(of, {
          ...base,
          top: shares({ DACH: 0.36, "UK & IE": 0.22, Nordics: 0.16, Benelux: 0.13, Iberia: 0.13 }),
        });
      case "channel":
        return profile(of, {
          ...base,
          distinct: 3,
          top: shares({ Web: 0.49, Stores: 0.31, Marketplace: 0.2 }),
        });
      case "net_amount":
        return profile(of, {
          ...base,
          distinct: 88_102,
          histogram: bins([54, 100, 84, 57, 34, 23, 16, 8, 4, 2, 1, 1], 0, 4910),
          min: { type: "float", value: 0 },
          max: { type: "float", value: 4910 },
          mean: 106.4,
          median: 68.5,
        });
      case "discount":
        return profile(of, {
          ...base,
          nulls: 40_976,
          distinct: 41,
          histogram: bins([100, 20, 35, 12, 22, 3, 1, 1], 0, 1),
        });
      case "is_returned":
        return profile(of, { ...base, distinct: 2, top: shares({ no: 0.92, yes: 0.08 }) });
      case "promo_code":
        return profile(of, {
          ...base,
          nulls: Math.round(0.61 * ROWS),
          distinct: 312,
          top: shares({ NOV10: 0.2, TEXTILE15: 0.12, SPRING: 0.07 }),
        });
      default:
        return profile(of, { ...base, histogram: bins([3, 6, 9, 6, 3], 0, 5) });
    }
  }),
};

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

function options() {
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
    ...known,
  };
}

export const VIEW: SessionView = {
  session: "session-1",
  path: "/home/ada/Q4 retail review.assay",
  is_dirty: false,
  saved_at: "14:32",
  undo: "Rename cell",
  redo: null,
  revision: 7,
  workbook: {
    id: "w1",
    title: "Q4 retail review",
    about: "Revenue notebook",
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

/** Rows as the application sends them: length, head, Arrow. */
export function rowReply(columns: Record<string, unknown[]>, total: number): Uint8Array {
  const [first = []] = Object.values(columns);
  const head = { rows: total, offset: 0, count: first.length, total_rows: total };
  const words = new TextEncoder().encode(JSON.stringify(head));
  const arrow = tableToIPC(tableFromArrays(columns), { format: "stream" });
  const bytes = new Uint8Array(4 + words.length + (arrow?.length ?? 0));
  new DataView(bytes.buffer).setUint32(0, words.length, true);
  bytes.set(words, 4);
  bytes.set(arrow ?? new Uint8Array(), 4 + words.length);
  return bytes;
}

/** The answer to a command, or none when this application does not know it. */
export function answer(name: string, payload: Record<string, unknown>): unknown {
  switch (name) {
    case "hello":
      return WELCOME;
    case "get_status":
      return {
        memory_bytes: 1_932_735_283,
        memory_cap_bytes: 8_589_934_592,
        kept_results: 3,
        kept_bytes: 41_000_000,
      };
    case "poll_events":
      return { events: [], missed: false, last: 0 };
    case "open_sample":
    case "open_workbook":
    case "new_workbook":
    case "get_workbook":
    case "apply_edit":
    case "undo":
    case "redo":
      return VIEW;
    case "list_sources":
      return SOURCES;
    case "profile_table":
      return ORDER_PROFILES;
    case "profile_cell":
      return {
        rows: 115,
        profiles: [{ ...ORDER_PROFILES.profiles[4], field: field("revenue", "number", "float64") }],
      };
    case "check_text":
      return { diagnostics: [], fields: [], reads: [] };
    case "complete_text":
      return { completions: [] };
    case "list_history":
      return { entries: [] };
    case "search_catalog":
      return {
        hits: [
          {
            source: "orders",
            table: "orders",
            column: "region",
            reason: `value '${payload.words}' in region`,
            is_open: true,
            path: "data/orders.parquet",
          },
        ],
      };
    case "read_window":
      return rowReply(
        {
          month: ["2026-11", "2026-11", "2026-10"],
          region: ["DACH", "UK & IE", "DACH"],
          revenue: [2_029_984, 1_849_042, 2_574_727],
        },
        115,
      );
    case "read_table":
      return rowReply(
        {
          order_id: ["A-2841190", "A-2841189", "A-2841188"],
          region: ["UK & IE", "DACH", "Nordics"],
          net_amount: [68.4, 214, 129.95],
          promo_code: [null, "NOV10", "TEXTILE15"],
        },
        ROWS,
      );
    case "list_folder":
      return {
        folder: "/home/ada",
        parent: "/home",
        entries: [
          { name: "data", path: "/home/ada/data", is_folder: true, bytes: 0 },
          {
            name: "orders.csv",
            path: "/home/ada/orders.csv",
            is_folder: false,
            bytes: 41_200_000,
          },
        ],
      };
    case "preview_file":
      return {
        kind: "csv",
        options: {
          ...options(),
          delimiter: ";",
          quote: '"',
          encoding: "utf-8",
          header_row: 1,
          decimal_mark: "comma",
          date_order: "day_month_year",
        },
        parts: [],
        fields: [field("id", "key"), field("amount", "number", "float64"), field("city", "place")],
        rows: [
          [
            { type: "text", value: "00017" },
            { type: "float", value: 12.5 },
            { type: "text", value: "Köln" },
          ],
        ],
        rejected: [{ line: 17, column: "amount", text: "n/a", reason: "not a number" }],
        notes: ["Dates may be day first or month first"],
        bytes: 41_200_000,
      };
    case "list_rejected":
      return {
        rows: [{ line: 17, column: "amount", text: "n/a", reason: "not a number" }],
        total: 1,
      };
    case "save_settings":
      return payload.settings;
    default:
      return null;
  }
}
