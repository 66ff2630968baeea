// The walk of a new user, in a browser on the real application: file, SQL, grid, parameter, chart,
// undo, save, reopen. Elements are found by role and label.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { accessibilityFaults, must } from "./harness.mjs";
import { enter, SLOW } from "./page.mjs";

const REGIONS = ["DACH", "UK & IE", "Nordics", "Iberia"];

/** 400 orders whose sums are known here without asking anyone. */
export function orders() {
  const lines = ["order_id,order_date,region,net_amount,zip"];
  const sums = {};
  for (let number = 1; number <= 400; number++) {
    const region = REGIONS[number % REGIONS.length];
    const amount = (number * 7919) % 50_000;
    sums[region] = (sums[region] ?? 0) + amount;
    const month = String((number % 12) + 1).padStart(2, "0");
    lines.push(`A-${number},2026-${month}-03,${region},${amount},00${100 + number}`);
  }
  return { csv: `${lines.join("\n")}\n`, sums };
}

function cell(page, name) {
  return page.getByRole("region", { name: new RegExp(`cell ${name}(,|$)`, "i") });
}

async function writeSql(page, name, text) {
  const editor = cell(page, name).getByRole("textbox", { name: `SQL of ${name}` });
  await editor.click(SLOW);
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

/** All checks of the walk, in order; each builds on the one before. */
export async function walk(page, { data }, { check }) {
  const { sums } = orders();
  const file = join(data, "orders.csv");
  const saved = join(data, "review.assay");

  await check("the start page offers samples and a blank workbook", async () => {
    await page.getByRole("heading", { name: "What do you want to find out?" }).waitFor(SLOW);
    await page.getByText("Retail overview").first().waitFor(SLOW);
    await page.getByRole("button", { name: "Blank workbook" }).click();
    await page.getByRole("navigation", { name: "Workspace" }).waitFor(SLOW);
  });

  await check("a CSV file is previewed and added; leading zeros stay text", async () => {
    await page.getByRole("button", { name: "Add data" }).first().click(SLOW);
    await enter(page.getByLabel("Folder"), file);
    const dialog = page.getByRole("dialog", { name: "Add data" });
    await dialog.waitFor(SLOW);
    await dialog.getByText("00101").first().waitFor(SLOW);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await dialog.waitFor({ state: "hidden", ...SLOW });
    await page.getByRole("treeitem", { name: /orders/ }).first().waitFor(SLOW);
  });

  await check("SQL typed in a cell gives the right sums", async () => {
    await page.getByRole("button", { name: "SQL", exact: true }).first().click(SLOW);
    const name = await page
      .getByRole("textbox", { name: /^SQL of / })
      .first()
      .getAttribute("aria-label");
    must(name, "the editor has a name");
    const own = name.replace("SQL of ", "");
    page.walkCell = own;
    await writeSql(
      page,
      own,
      "select region, sum(net_amount) as revenue from orders group by region order by region",
    );
    await page.keyboard.press("Control+Enter");
    const grid = cell(page, own).getByRole("grid").or(cell(page, own).getByRole("treegrid"));
    await grid.first().waitFor(SLOW);
    for (const [region, sum] of Object.entries(sums)) {
      const shown = String(sum).replace(/\B(?=(\d{3})+$)/g, "\u202f");
      const row = grid.first().getByRole("row").filter({ hasText: region }).first();
      await row.getByText(shown).waitFor(SLOW);
    }
  });

  await check("the foot says how many rows, how long and which engine", async () => {
    const foot = cell(page, page.walkCell);
    await foot.getByText("4 rows × 2").waitFor(SLOW);
    await foot.getByText(/Polars/).first().waitFor(SLOW);
  });

  await check("a mistake is named with its place and mended by its fix", async () => {
    await writeSql(page, page.walkCell, "select reigon, sum(net_amount) as revenue from orders group by 1");
    // Escape closes the completion list; running shows what is wrong.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: /^Use region/ }).click(SLOW);
    await page.getByText(/no column/).first().waitFor({ state: "hidden", ...SLOW });
    await page.getByRole("textbox", { name: /^SQL of / }).first().click();
    await page.keyboard.press("Control+Enter");
    await page.getByText("4 rows × 2").first().waitFor(SLOW);
    await page.getByText(/^Stale/).first().waitFor({ state: "hidden", ...SLOW });
  });

  await check("undo takes the last step back and redo does it again", async () => {
    await page.keyboard.press("Escape");
    const undo = page.getByRole("button", { name: /^Undo / });
    await undo.click(SLOW);
    const redo = page.getByRole("button", { name: /^Redo / });
    await redo.click(SLOW);
    await page.getByRole("button", { name: /^Undo / }).waitFor(SLOW);
    // The step runs its cell again; what is saved next is its answer.
    const cell = page.getByRole("region", { name: /^SQL cell / }).first();
    await cell.getByText("4 rows × 2").waitFor(SLOW);
    await cell.getByText(/^Stale/).waitFor({ state: "hidden", ...SLOW });
  });

  await check("the workbook is saved where it is asked to be", async () => {
    await page.keyboard.press("Control+S");
    await page.getByLabel("Folder").first().waitFor(SLOW);
    await enter(page.getByLabel("Folder").first(), data);
    await page.locator("#file-name").fill("review.assay");
    await page.getByRole("button", { name: /Save/ }).last().click();
    await page.getByText(/^Saved \d\d:\d\d$/).waitFor(SLOW);
    must(existsSync(saved), `${saved} is not there`);
  });
}

/** Screens in both themes have no serious accessibility fault. */
export async function screens(page, { check }) {
  for (const theme of ["light", "dark"]) {
    for (const name of ["Notebook", "Chart", "Catalog"]) {
      await check(`${name} in the ${theme} theme has no serious accessibility fault`, async () => {
        await page
          .getByRole("navigation", { name: "Workspace" })
          .getByText(name, { exact: true })
          .click(SLOW);
        await page.evaluate((value) => {
          document.documentElement.dataset.theme = value;
        }, theme);
        await page.waitForTimeout(300);
        const faults = await accessibilityFaults(page);
        must(faults.length === 0, faults.join("\n"));
      });
    }
  }
}
