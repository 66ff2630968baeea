// A page that is written as HTML lets one script run, by its hash: another script would not run at all.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PAGE = join(import.meta.dirname, "../../../../crates/export/src/page");

test("the policy of an exported page names the script that is in it", () => {
  const style = readFileSync(join(PAGE, "html/style.rs"), "utf8");
  const parts = [...style.matchAll(/include_str!\("\.\.\/(\w+\.js)"\)/g)].map(([, name]) => name);
  expect(parts.length).toBeGreaterThan(1);
  const script = parts.map((name) => readFileSync(join(PAGE, String(name)), "utf8")).join("");
  const hash = createHash("sha256").update(script).digest("base64");
  expect(style).toContain(`script-src 'sha256-${hash}'`);
});
