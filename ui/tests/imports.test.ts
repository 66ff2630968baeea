// Who may import whom in the front end.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../src");

/** What each folder may import besides itself. */
const ALLOWED: Record<string, string[]> = {
  backend: [],
  i18n: ["backend"],
  theme: ["backend"],
  parts: ["backend", "i18n"],
  drag: ["backend", "i18n", "parts"],
  results: ["backend", "drag", "i18n", "parts", "theme"],
  start: ["backend", "drag", "i18n", "parts", "results", "theme"],
  catalog: ["backend", "drag", "i18n", "parts", "results", "theme"],
  sql: ["backend", "i18n", "parts"],
  notebook: ["backend", "drag", "i18n", "parts", "results", "sql", "theme"],
  chart: ["backend", "drag", "i18n", "parts", "results", "theme"],
  dashboard: ["backend", "chart", "drag", "i18n", "parts", "results", "theme"],
  shell: ["*"],
};

interface Import {
  file: string;
  from: string;
  target: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/generated/"));
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return Array.from(found, (match) => match[1] ?? "");
}

function folderOf(path: string): string {
  const [first = "", ...rest] = relative(SRC, path).split("/");
  return rest.length === 0 ? "." : first;
}

const imports: Import[] = sourceFiles(SRC).flatMap((path) =>
  importsOf(path).map((target) => ({
    file: relative(SRC, path),
    from: folderOf(path),
    target: target.startsWith(".") ? folderOf(normalize(join(dirname(path), target))) : target,
  })),
);

describe("imports", () => {
  it("are seen by this test", () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(new Set(imports.map(({ from }) => from))).toContain("shell");
  });

  it("of a feature are backend, drag, parts, results and itself, and charts on dashboards", () => {
    const folders = new Set(imports.map(({ from }) => from));
    const wrong = imports
      .filter(({ from, target }) => from !== "." && folders.has(target) && target !== from)
      .filter(
        ({ from, target }) => !(ALLOWED[from] ?? []).some((ok) => ok === "*" || ok === target),
      )
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it("of the window's library are in backend only", () => {
    const wrong = imports
      .filter(({ from, target }) => target.startsWith("@tauri-apps/") && from !== "backend")
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });

  it("of the drag library are in drag only", () => {
    const wrong = imports
      .filter(({ from, target }) => target === "@dnd-kit/core" && from !== "drag")
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });

  it("name only folders that have a rule", () => {
    const known = new Set([...Object.keys(ALLOWED), "."]);
    const unknown = [...new Set(imports.map(({ from }) => from))].filter((at) => !known.has(at));
    expect(unknown).toEqual([]);
  });
});

describe("files", () => {
  it("stay under 400 lines", () => {
    const long = sourceFiles(SRC)
      .map((path) => [relative(SRC, path), readFileSync(path, "utf8").split("\n").length] as const)
      .filter(([, lines]) => lines > 400)
      .map(([path, lines]) => `${path}: ${lines}`);
    expect(long).toEqual([]);
  });

  it("open with a comment that says what they are for", () => {
    const silent = sourceFiles(SRC)
      .filter((path) => !path.includes(".test."))
      .filter((path) => !/^(\/\/|\/\*)/.test(readFileSync(path, "utf8")))
      .map((path) => relative(SRC, path));
    expect(silent).toEqual([]);
  });

  it("never take the browser's language unchecked", () => {
    const wrong = sourceFiles(SRC)
      .filter((path) => !path.endsWith("i18n/locale.ts") && !path.includes(".test."))
      .filter((path) => /navigator\.languages?/.test(readFileSync(path, "utf8")))
      .map((path) => relative(SRC, path));
    expect(wrong).toEqual([]);
  });
});
