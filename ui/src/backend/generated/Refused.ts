// This file was generated from the table of action and trust. Do not edit it.
import type { Commands } from "./Commands";
import type { Trust } from "./Trust";

/** Commands that are refused for a workbook of each trust. */
export const REFUSED: Record<Trust, readonly (keyof Commands)[]> = {
  restricted: [
    "add_source",
    "chart_notes",
    "check_text",
    "complete_text",
    "count_page",
    "describe_name",
    "explain_cell",
    "explain_mark",
    "explain_row",
    "export_cell",
    "export_chart",
    "export_page",
    "find_sources",
    "format_text",
    "list_rejected",
    "package_workbook",
    "plan_package",
    "plan_rename",
    "plan_repair",
    "profile_cell",
    "profile_table",
    "read_behind",
    "read_evidence",
    "read_lineage",
    "read_records",
    "read_table",
    "read_values",
    "refresh_source",
    "reproduce",
    "run_all",
    "run_cell",
    "run_part",
    "run_stale",
    "sign_workbook",
    "take_row",
    "view_row_parts",
  ],
  once: [
    "sign_workbook",
  ],
  trusted: [],
};
