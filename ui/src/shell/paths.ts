// Paths as text, of this machine's kind: told apart by the separator that they carry.

/** The folder and the name of a path; a bare name has no folder. */
export function splitPath(path: string): { folder: string | null; name: string } {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return at < 0
    ? { folder: null, name: path }
    : { folder: path.slice(0, Math.max(1, at)), name: path.slice(at + 1) };
}

/** A name within a folder. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}
