// The six workspaces of the rail, and why one cannot be entered.
import type { Workspace } from "../backend/session";
import { t } from "../i18n/t";
import type { IconName } from "../parts/iconShapes";

/** From top to bottom. */
export const WORKSPACES: Workspace[] = [
  "notebook",
  "chart",
  "dashboard",
  "catalog",
  "prep",
  "decide",
];

/** Icons of the rail. */
export const WORKSPACE_ICONS: Record<Workspace, IconName> = {
  notebook: "note",
  chart: "chart",
  dashboard: "board",
  catalog: "book",
  prep: "prep",
  decide: "bell",
};

const BUILT: ReadonlySet<Workspace> = new Set(["notebook", "chart", "dashboard", "catalog"]);

/** Why a workspace cannot be entered now; none when it can. */
export function whyClosed(workspace: Workspace, hasWorkbook: boolean): string | null {
  if (!BUILT.has(workspace)) {
    return t("shell.notBuilt", { name: t(`shell.workspaces.${workspace}`) });
  }
  if (!hasWorkbook && workspace !== "catalog") {
    return t("shell.needsWorkbook");
  }
  return null;
}
