// What the made-up application answers to the commands that the shell asks first.
import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { options, SOURCES, VIEW, WELCOME } from "./fixtures";
import { field, ORDER_PROFILES, ROWS } from "./orders";

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
    case "describe_name":
      return { found: null };
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
