// The folder form of a workbook: what `assay unpack` writes, opened like a file.
import { call } from "../backend/call";
import type { Folder } from "../backend/generated/Folder";
import { splitPath } from "./paths";

/** The part that every such folder has, whole or cut off in a save. */
const MANIFEST = "manifest.json";
const PARTS = [MANIFEST, "workbook.json"];

/** Whether a folder holds an unpacked workbook. */
export function holdsWorkbook(folder: Folder): boolean {
  return PARTS.every((part) =>
    folder.entries.some(({ name, is_folder }) => name === part && !is_folder),
  );
}

/** The unpacked workbook that was chosen: its folder, or the manifest in it; none otherwise. */
export async function workbookFolder(paths: string[]): Promise<string | undefined> {
  const [path] = paths;
  if (path === undefined || paths.length > 1) {
    return undefined;
  }
  const { folder, name } = splitPath(path);
  const asked = name === MANIFEST ? folder : path;
  try {
    const found = await call("list_folder", { folder: asked });
    return holdsWorkbook(found) ? found.folder : undefined;
  } catch {
    // A file, or a folder that cannot be read: the import says which.
    return undefined;
  }
}
