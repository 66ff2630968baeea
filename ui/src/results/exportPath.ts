// Paths of exported files: whether one is whole, and its ending for a format.
import type { DataFormat } from "../backend/generated/DataFormat";

const ENDINGS = /\.(csv|json|ndjson|jsonl|parquet|arrow)$/i;

/** The path with the ending of a format in place of another format's; other endings stay. */
export function withFormat(path: string, format: DataFormat): string {
  if (path === "" || /[\\/]$/.test(path)) {
    return path;
  }
  return ENDINGS.test(path) ? path.replace(ENDINGS, `.${format}`) : `${path}.${format}`;
}

/** Whether a path starts at the root of a disk and names a file. */
export function isFullPath(path: string): boolean {
  return /^(\/|[a-z]:[\\/]|\\\\)/i.test(path) && !/[\\/]$/.test(path);
}
