// The real window under a driver: WebdriverIO speaks to tauri-driver, that to WebKitWebDriver, that
// to the window's own web engine. What is looked for is found by role and label.
import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { BIN, must } from "../e2e/harness.mjs";

const { remote } = createRequire(new URL("../../ui/package.json", import.meta.url))("webdriverio");

// The bench and the tests may run side by side.
const PORT = Number(process.env.TAURI_DRIVER_PORT ?? 4544);
export const SLOW = 30_000;

/** Starts the driver for an account; the windows that it opens belong to that account. */
export async function driver({ env }) {
  const program = process.env.TAURI_DRIVER ?? "tauri-driver";
  const child = spawn(program, ["--port", String(PORT), "--native-port", String(PORT + 1)], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.on("data", (text) => {
    words += text;
  });
  await untilListening();
  return { stop: () => child.kill("SIGTERM"), words: () => words.slice(-2000) };
}

async function untilListening() {
  for (let left = 50; left > 0; left--) {
    const up = await fetch(`http://127.0.0.1:${PORT}/status`).catch(() => null);
    if (up) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the driver did not listen within 5 s");
}

/** Opens the window with arguments. */
export async function open(args = []) {
  const page = await remote({
    hostname: "127.0.0.1",
    port: PORT,
    logLevel: "error",
    connectionRetryCount: 2,
    capabilities: {
      "wdio:enforceWebDriverClassic": true,
      "tauri:options": { application: join(BIN, "assay-desktop"), args },
    },
  });
  await page.setWindowSize(1440, 900);
  return page;
}

/** Waits until the window shows a text. */
export async function shows(page, text) {
  await until(page, `the window never showed “${text}”`, () =>
    page.execute((wanted) => document.body.innerText.includes(wanted), text),
  );
}

/** Waits until something holds. */
export function until(page, timeoutMsg, holds) {
  return page.waitUntil(holds, { timeout: SLOW, interval: 100, timeoutMsg });
}

/** Presses a button by its words. */
export async function press(page, words) {
  const button = page.$(`//button[normalize-space(.)="${words}"]`);
  await button.waitForClickable({ timeout: SLOW, timeoutMsg: `no button “${words}” to press` });
  await button.click();
}

/** The section of a cell; a comma and the cell's state may follow its name in the label. */
export function sectionOf(name) {
  return `section[aria-label$="cell ${name}"], section[aria-label*="cell ${name},"]`;
}

/** The cell under a name: what it says of its state, and every text and number in its grid. */
export function cell(page, name) {
  return page.execute((wanted) => {
    const found = document.querySelector(wanted);
    return found
      ? {
          label: found.getAttribute("aria-label"),
          text: found.innerText,
          code: found.querySelector(".cm-content, .code-plain")?.textContent ?? "",
          values: [...found.querySelectorAll('[role="gridcell"]')].map((each) =>
            (each.textContent ?? "").trim(),
          ),
        }
      : null;
  }, sectionOf(name));
}

/** Brings a cell on the screen, where it is drawn in full. */
export function bring(page, name) {
  return page.execute((wanted) => {
    document.querySelector(wanted)?.scrollIntoView({ block: "center" });
  }, sectionOf(name));
}

/** Adds a SQL cell at the end, puts the cursor into its editor and answers its name. */
export async function addCell(page) {
  const before = await names(page);
  await page.execute(() => {
    const bars = [...document.querySelectorAll('[role="toolbar"]')];
    const button = [...(bars.at(-1)?.querySelectorAll("button") ?? [])].find(
      (each) => each.textContent?.trim() === "SQL",
    );
    button?.scrollIntoView({ block: "center" });
    button?.click();
  });
  let name = "";
  await until(page, "no new cell came", async () => {
    name = (await names(page)).find((each) => !before.includes(each)) ?? "";
    return name !== "";
  });
  const editor = page.$(`[aria-label="SQL of ${name}"]`);
  await editor.waitForExist({ timeout: SLOW, timeoutMsg: `cell ${name} has no editor` });
  // Pictures above that are painted meanwhile move the editor away from under the pointer.
  await until(page, `the editor of ${name} never had the focus`, async () => {
    const isIn = await page.execute(
      (wanted) => document.querySelector(wanted)?.contains(document.activeElement) ?? false,
      `[aria-label="SQL of ${name}"]`,
    );
    if (!isIn) {
      await editor.click();
    }
    return isIn;
  });
  return name;
}

/** Presses one key after the other: the driver drops a key that it is told to press twice before letting go. */
export async function type(page, text) {
  for (const key of text) {
    await page.keys(key);
  }
}

/** Adds a SQL cell at the end, writes a text into it with the keyboard and answers its name. */
export async function writeCell(page, text) {
  const name = await addCell(page);
  await type(page, text);
  await page.keys(["Escape"]);
  await until(page, `the editor of ${name} does not hold what was typed`, async () =>
    (await cell(page, name)).code.includes(text),
  );
  return name;
}

function names(page) {
  return page.execute(() =>
    [...document.querySelectorAll("section[data-cell]")].map(
      (section) => /cell ([^,]+)/.exec(section.getAttribute("aria-label") ?? "")?.[1] ?? "",
    ),
  );
}

/** Waits until the chart of a cell is really painted. */
export async function painted(page, name) {
  // Cells above that are drawn meanwhile push it away again.
  await until(page, `the chart ${name} stayed blank`, async () => {
    await bring(page, name);
    return isPainted(page, sectionOf(name));
  });
}

/** Whether a share of the first canvas inside differs from paper. */
export function isPainted(page, within) {
  return page.execute((wanted) => {
    const found = document.querySelector(wanted);
    const canvas = found?.querySelector("canvas");
    const paper = canvas?.getContext("2d");
    if (!canvas || !paper || canvas.width === 0) {
      return false;
    }
    const { data } = paper.getImageData(0, 0, canvas.width, canvas.height);
    let inked = 0;
    for (let at = 3; at < data.length; at += 4) {
      inked += data[at] > 0 ? 1 : 0;
    }
    return inked > data.length / 4 / 200;
  }, within);
}

/** A photograph of the window as the display shows it, frame and all. */
export function shoot(file) {
  const title = ["search", "--onlyvisible", "--class", "assay-desktop"];
  const id = execFileSync("xdotool", title, { encoding: "utf8" }).trim().split("\n")[0];
  execFileSync("import", ["-window", id, file]);
}

/** Waits until tiles and pictures have come to rest; no tile may stick out of its page. */
async function rest(page) {
  let last = "";
  let same = 0;
  await until(page, "the window never came to rest", async () => {
    const now = await page.execute(() =>
      [...document.querySelectorAll("[data-tile], canvas")]
        .map((one) => one.getBoundingClientRect())
        .map(({ left, right, top, bottom }) => [left, right, top, bottom].map(Math.round).join(" "))
        .join(","),
    );
    same = now === last ? same + 1 : 0;
    last = now;
    return same >= 8;
  });
  const out = await page.execute(() => {
    const edge = document.querySelector("[data-grid]")?.getBoundingClientRect().right ?? 0;
    return [...document.querySelectorAll("[data-tile]")]
      .filter((one) => one.getBoundingClientRect().right > edge + 1)
      .map((one) => one.getAttribute("aria-label"));
  });
  must(out.length === 0, `these tiles stick out of the page: ${out}`);
}

/** Photographs the window in both themes at both sizes; nothing may stick out. */
export async function photograph(page, folder, name) {
  for (const theme of ["light", "dark"]) {
    await page.execute((value) => {
      document.documentElement.dataset.theme = value;
      document.documentElement.dataset.mantineColorScheme = value;
    }, theme);
    for (const [width, height] of [
      [1120, 700],
      [1440, 900],
    ]) {
      await page.setWindowSize(width, height);
      await page.pause(600);
      await rest(page);
      const overflows = await page.execute(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      must(!overflows, `${name} is wider than the window at ${width}x${height}`);
      shoot(join(folder, `window-${name}-${theme}-${width}.png`));
    }
  }
}
