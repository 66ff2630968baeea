// The icon of a source: what a person knows it as.
import type { SourceView } from "../backend/generated/SourceView";
import type { IconName } from "../parts/iconShapes";

/** Database, spreadsheet, folder or file. */
export function iconOfSource({ spec }: SourceView): IconName {
  if (spec.kind === "sqlite") {
    return "database";
  }
  const isFolder = /[\\/*]$/.test(spec.path) || !/\.[^\\/]+$/.test(spec.path);
  return isFolder || spec.path.includes("*") ? "folder" : "file";
}
