// The whole way with the keyboard alone, in the smallest window: open a sample, walk its cells, run,
// fill a shelf, save. After each step the focus is seen and nothing sticks out of the window.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "./harness.mjs";
import { freshPage, leave, SLOW } from "./page.mjs";

const SMALLEST = { width: 1120, height: 700 };

/** The focused element in words; fails when it is not there to be seen. */
async function focused(page) {
  const { words, isLost, isSeen, isRinged } = await page.evaluate(() => {
    const element = document.activeElement;
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return {
      words: `${element.getAttribute("role") ?? element.tagName.toLowerCase()} ${
        element.getAttribute("aria-label") ?? element.textContent ?? ""
      }`.slice(0, 80),
      isLost: element === document.body,
      isSeen: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
      isRinged: element.matches(":focus-visible"),
    };
  });
  must(!isLost, "the focus was lost");
  must(isSeen, `the focus is off the window: ${words}`);
  must(isRinged, `the focus is not drawn: ${words}`);
  return words;
}

/**
 * Presses a key until the focus is where it is wanted. Once, between the last stop and the first,
 * it may be with the browser itself.
 */
async function pressUntil(page, key, wanted, most = 40) {
  let rounds = 0;
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press(key);
    const isAway = await page.evaluate(() => document.activeElement === document.body);
    rounds += isAway ? 1 : 0;
    if (isAway && rounds === 1) {
      continue;
    }
    if (wanted.test(await focused(page))) {
      return;
    }
  }
  throw new Error(`${key} did not lead to ${wanted} in ${most} presses`);
}

async function nothingSticksOut(page) {
  const out = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const shown = Array.from(document.querySelectorAll("button, input, select, [role=tab], h1, h2"))
      .filter((element) => element.getClientRects().length > 0)
      .filter((element) => !element.classList.contains("sr-only"));
    const beyond = shown.filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < -1 || right > innerWidth + 1;
    });
    return [
      ...(scrollWidth > innerWidth || scrollHeight > innerHeight ? ["the page scrolls"] : []),
      ...beyond.map((element) => element.getAttribute("aria-label") ?? element.textContent),
    ];
  });
  must(out.length === 0, `out of the window: ${out.join(", ")}`);
}

/** The walk of someone without a mouse. */
export async function keyboard(chrome, address, { data }, { check }) {
  const { page } = await freshPage(chrome, address, SMALLEST);
  const folder = join(data, "by keyboard");
  const saved = join(folder, "overview.assay");
  mkdirSync(folder);

  await check("Tab and Enter open a sample, and the focus is on its first cell", async () => {
    await pressUntil(page, "Tab", /Retail overview/);
    await nothingSticksOut(page);
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "SQL cell revenue_by_month" }).waitFor(SLOW);
    await page.waitForFunction(() => document.activeElement?.hasAttribute("data-cell"), SLOW);
    await focused(page);
    await nothingSticksOut(page);
  });

  await check("arrows go from cell to cell, and Ctrl Enter runs the one with the focus", async () => {
    await pressUntil(page, "ArrowDown", /SQL cell revenue_by_month/, 8);
    await page.keyboard.press("Control+Enter");
    const cell = page.getByRole("region", { name: /^SQL cell revenue_by_month/ });
    await cell.getByText(/^Saved result from/).waitFor({ state: "hidden", ...SLOW });
    await cell.getByText("115 rows × 5").waitFor(SLOW);
    await focused(page);
  });

  await check("Tab goes through editor and grid, each one stop, and changes nothing", async () => {
    await pressUntil(page, "Tab", /textbox SQL of revenue_by_month/, 6);
    await pressUntil(page, "Tab", /gridcell/, 2);
    await pressUntil(page, "Tab", /Show more rows/, 1);
    await pressUntil(page, "Shift+Tab", /gridcell/, 1);
    await page.getByRole("button", { name: "Nothing to undo" }).waitFor(SLOW);
  });

  await check("a letter sends a field to a shelf", async () => {
    await page.keyboard.press("Control+2");
    await page.getByRole("heading", { level: 1 }).waitFor(SLOW);
    await pressUntil(page, "Tab", /revenue.*on Rows/);
    await pressUntil(page, "ArrowDown", /orders/, 1);
    await page.keyboard.press("y");
    await page.getByRole("button", { name: /SUM\(orders\), menu/ }).waitFor(SLOW);
    await focused(page);
    await nothingSticksOut(page);
  });

  await check("Ctrl S saves, and the focus is back where it was", async () => {
    const before = await focused(page);
    await page.keyboard.press("Control+S");
    await page.waitForFunction(() => document.activeElement?.id === "file-name", SLOW);
    await nothingSticksOut(page);
    await pressUntil(page, "Shift+Tab", /Folder/, 12);
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(folder);
    await page.keyboard.press("Enter");
    await page.getByText("No folders or readable files here").waitFor(SLOW);
    await pressUntil(page, "Tab", /^input [^F]*$/, 20);
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("overview.assay");
    await page.keyboard.press("Enter");
    await page.getByText(/^Saved \d\d:\d\d$/).waitFor(SLOW);
    must(existsSync(saved), `${saved} is not there`);
    must((await focused(page)) === before, "the focus is elsewhere than before");
  });
  await leave(page);
  await page.close();
}
