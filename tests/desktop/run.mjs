// Drives the real window: WebdriverIO speaks to tauri-driver, that to WebKitWebDriver, that to the
// window's own engine. Needs a display; scripts/test-window brings a virtual one.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { account, BIN, claims, must, ROOT } from "../e2e/harness.mjs";

const { remote } = createRequire(new URL("../../ui/package.json", import.meta.url))("webdriverio");

const PORT = 4544;
const OUT = join(ROOT, "tests/e2e/out");
const SLOW = 20_000;

const own = account();
// A copy of the starter with its data beside it, as a person would have received it.
const book = join(own.data, "retail-overview.assay");
copyFileSync(join(ROOT, "assets/samples/retail-overview.assay"), book);
cpSync(join(ROOT, "assets/samples/retail"), join(own.data, "retail"), { recursive: true });
mkdirSync(OUT, { recursive: true });

const driver = spawn(
  process.env.TAURI_DRIVER ?? "tauri-driver",
  ["--port", String(PORT), "--native-port", String(PORT + 1)],
  { env: own.env, stdio: ["ignore", "ignore", "pipe"] },
);
let driverWords = "";
driver.stderr.on("data", (text) => {
  driverWords += text;
});

function window(args) {
  return remote({
    hostname: "127.0.0.1",
    port: PORT,
    logLevel: "error",
    connectionRetryCount: 2,
    capabilities: {
      "wdio:enforceWebDriverClassic": true,
      "tauri:options": { application: join(BIN, "assay-desktop"), args },
    },
  });
}

async function shows(page, text) {
  await page.waitUntil(async () => (await page.$("body").getText()).includes(text), {
    timeout: SLOW,
    timeoutMsg: `the window never showed “${text}”`,
  });
}

const told = claims("window walk");
let page;
try {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await told.check("the window opens a workbook from the command line and shows its saved pictures", async () => {
    page = await window([book]);
    await shows(page, "Is growth coming from the right place?");
    await shows(page, "Saved result from");
    await page.$("[role=application]").waitForExist({ timeout: SLOW });
    await page.setWindowSize(1440, 900);
    await page.saveScreenshot(join(OUT, "window-notebook.png"));
  });

  await told.check("a cell runs in the window and shows the right number", async () => {
    const expected = execFileSync(
      join(BIN, "assay"),
      [
        "query",
        "--source",
        `orders=${join(own.data, "retail/orders.parquet")}`,
        "--format",
        "csv",
        "select count(*) as n from orders",
      ],
      { env: own.env, encoding: "utf8" },
    )
      .split("\n")[1]
      .trim();
    must(Number(expected) > 10_000, `the sample has ${expected} orders`);
    await page.$("aria/Insert cell here").waitForExist({ timeout: SLOW }).catch(() => undefined);
    await page.execute(() => {
      const buttons = [...document.querySelectorAll("button")];
      buttons.filter((button) => button.textContent?.trim() === "SQL").at(-1)?.click();
    });
    const editors = await page.$$(".cm-content");
    const editor = editors[(await editors.length) - 1];
    await editor.waitForExist({ timeout: SLOW });
    await editor.click();
    await page.keys("select count(*) as n from orders");
    await page.keys(["Control", "Enter"]);
    const shown = expected.replace(/\B(?=(\d{3})+$)/g, "\u202f");
    await shows(page, shown);
    await page.saveScreenshot(join(OUT, "window-run.png"));
  });

  await told.check("saving writes the file", async () => {
    const before = statSync(book).mtimeMs;
    await page.keys(["Escape"]);
    await page.keys(["Control", "s"]);
    await page.waitUntil(() => statSync(book).mtimeMs > before, { timeout: SLOW });
    await shows(page, "Saved ");
    must(readFileSync(book).subarray(0, 2).toString() === "PK", "the file is a container");
  });

  await told.check("unsaved work survives kill -9 and is offered at the next start", async () => {
    await page.execute(() => {
      const buttons = [...document.querySelectorAll("button")];
      buttons.filter((button) => button.textContent?.trim() === "SQL").at(-1)?.click();
    });
    const editors = await page.$$(".cm-content");
    const editor = editors[(await editors.length) - 1];
    await editor.click();
    await page.keys("select 4711 as kept");
    await page.pause(3000);
    execFileSync("pkill", ["-9", "-x", "assay-desktop"]);
    await page.deleteSession().catch(() => undefined);
    page = await window([]);
    await shows(page, "Unsaved work was kept");
    await page.saveScreenshot(join(OUT, "window-recovery.png"));
    await page.$("aria/Open it").click();
    await shows(page, "4711");
  });

  await told.check("the page may not reach anything but its own commands", async () => {
    const answer = await page.executeAsync((done) => {
      const invoke = globalThis.__TAURI_INTERNALS__?.invoke;
      if (!invoke) {
        done("no door");
        return;
      }
      invoke("plugin:opener|open_path", { path: "/etc/passwd" }).then(
        () => done("opened"),
        (error) => done(`refused: ${error}`),
      );
      setTimeout(() => done("no answer"), 3000);
    });
    must(answer !== "opened", `a foreign command was answered: ${answer}`);
  });
} catch (error) {
  console.error(String(error), driverWords.slice(-2000));
} finally {
  await page?.deleteSession().catch(() => undefined);
  driver.kill("SIGTERM");
  try {
    execFileSync("pkill", ["-9", "-x", "assay-desktop"]);
  } catch {
    // Nothing was left running.
  }
  own.remove();
}
process.exit(told.close() ? 0 : 1);
