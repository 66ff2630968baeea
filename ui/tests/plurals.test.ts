// A text with a form for one and a form for others is found by its `count`: without one the bare
// key would stand on the screen.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { en } from "../src/i18n/en";

const SRC = join(import.meta.dirname, "../src");

function stems(branch: object, path = ""): string[] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === "string"
      ? key.endsWith("_other")
        ? [`${path}${key.slice(0, -6)}`]
        : []
      : stems(value as object, `${path}${key}.`),
  );
}

it("texts that count are always given a count", () => {
  const counting = new Set(stems(en));
  let asked = 0;
  const wrong = readdirSync(SRC, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      const calls = text.matchAll(/\bt\(\s*"([^"]+)"(?:,\s*\{([^}]*))?/g);
      return Array.from(calls, ([, key = "", values = ""]) => ({ key, values }))
        .filter(({ key }) => counting.has(key))
        .map((call) => {
          asked += 1;
          return { ...call, file: entry.name };
        });
    })
    .filter(({ values }) => !/\bcount\b\s*(?:[:,}]|$)/.test(values))
    .map(({ file, key }) => `${file}: ${key}`);
  expect(asked).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});
