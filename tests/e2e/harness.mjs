// Starting `assay serve` on a private account and a browser on it, and counting what holds.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const fromUi = createRequire(new URL("../../ui/package.json", import.meta.url));
const { chromium } = fromUi("playwright-core");

export const ROOT = new URL("../..", import.meta.url).pathname;
export const AXE = fromUi.resolve("axe-core/axe.min.js");
const TARGET = process.env.CARGO_TARGET_DIR ?? join(process.env.HOME, ".cache/assay/target");
export const BIN = join(TARGET, "debug");

/** A private account: its own home, with the given files in `home/data`. */
export function account(files = {}) {
  const home = mkdtempSync(join(tmpdir(), "assay-e2e-"));
  const data = join(home, "data");
  mkdirSync(data);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(data, name), text);
  }
  return {
    home,
    data,
    env: {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: join(home, "share"),
      XDG_CACHE_HOME: join(home, "cache"),
      XDG_CONFIG_HOME: join(home, "config"),
      LANG: "en_US.UTF-8",
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Starts the server and waits for its address. */
export function serve({ env }, args = []) {
  const server = spawn(join(BIN, "assay"), ["serve", "--port", "0", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  server.stderr.on("data", (text) => {
    errors += text;
  });
  const address = new Promise((resolve, reject) => {
    let words = "";
    server.stdout.on("data", (text) => {
      words += text;
      const found = /http:\/\/\S+#token=\S+/.exec(words);
      if (found) {
        resolve(found[0]);
      }
    });
    server.on("exit", (code) => reject(new Error(`serve ended with ${code}: ${errors}`)));
    setTimeout(() => reject(new Error(`serve said no address in 60 s: ${words}${errors}`)), 60_000);
  });
  return { server, address, stop: () => server.kill("SIGTERM") };
}

/** A browser with nothing of its own to say to the network. */
export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--force-color-profile=srgb",
    ],
  });
}

/** Counts named claims and prints one line for each; `photograph` is called when one fails. */
export function claims(title, photograph = async (_name) => {}) {
  let passed = 0;
  let failed = 0;
  return {
    async check(name, prove) {
      const start = Date.now();
      try {
        await prove();
        passed += 1;
        console.log(`  ok      ${name} (${Date.now() - start} ms)`);
      } catch (error) {
        failed += 1;
        console.log(`  FAILED  ${name} (${Date.now() - start} ms)\n${indent(String(error))}`);
        await photograph(name);
        if (process.env.STOP) {
          throw error;
        }
      }
    },
    close() {
      console.log(`${title}: ${passed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
}

function indent(text) {
  return text
    .split("\n")
    .slice(0, 14)
    .map((line) => `          ${line}`)
    .join("\n");
}

/** Fails with words when something is not so. */
export function must(holds, words) {
  if (!holds) {
    throw new Error(words);
  }
}

/** Serious and critical findings of the accessibility rules on the page as it stands. */
export async function accessibilityFaults(page) {
  // Evaluated by the driver: the page itself allows no such script.
  await page.evaluate(readFileSync(AXE, "utf8"));
  // The rules of WCAG 2.2 A and AA; the library's experimental rules are not among them.
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      rules: { "label-content-name-mismatch": { enabled: true } },
    }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`);
}
