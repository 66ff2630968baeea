// Names of files that a page is written to.
import type { PageFormat } from "../backend/generated/PageFormat";

export const FORMATS: readonly PageFormat[] = ["html", "pdf", "png", "xlsx"];

const ENDING = /\.(html|pdf|png|xlsx)$/i;

/** The file of a page: its title without what file systems refuse. */
export function fileName(title: string, format: PageFormat): string {
  const clean = title
    .replace(/[\\/:*?"<>|\p{C}]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+/, "")
    .trim();
  return `${clean.slice(0, 80) || "page"}.${format}`;
}

/** The path with the ending of the format, unless it was given another one by hand. */
export function withEnding(path: string, format: PageFormat): string {
  return path.replace(ENDING, `.${format}`);
}
