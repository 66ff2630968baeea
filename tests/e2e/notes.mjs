// Literacy notes in the real product: the effects that the retail sample really has are found under
// the charts that show them, with their evidence, by mouse and by keys; a chart without any says so.
import { join } from "node:path";
import { accessibilityFaults, must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const PATIENT = { timeout: 30_000 };

const notes = (page) => page.getByRole("region", { name: "Literacy notes" });
const card = (page, title) => notes(page).getByRole("article").filter({ hasText: title });
const showMe = (page, title) => notes(page).getByRole("button", { name: `Show me: ${title}` });
const field = (page, name) =>
  page.getByRole("complementary", { name: "Fields" }).getByRole("button", { name: new RegExp(`\\b${name}\\b`) }).first();
const shelf = (page, name) => page.getByRole("group", { name, exact: true });

/** A new chart over a table or cell, fields put on shelves by keys. */
export async function chartOf(page, source, fields) {
  const charts = page.getByLabel("Charts of this workbook");
  const before = await charts.inputValue();
  await page.getByRole("button", { name: "New chart" }).first().click(SLOW);
  await page.getByRole("menuitem", { name: source, exact: true }).click(SLOW);
  await at.until("another chart is shown", async () => (await charts.inputValue()) !== before);
  await at.until(`the chart reads ${source}`, async () =>
    (await page.getByLabel("Data of this chart").inputValue()) === source);
  for (const [name, key, on] of fields) {
    await field(page, name).focus();
    await page.keyboard.press(key);
    await shelf(page, on).getByRole("button").first().waitFor(PATIENT);
  }
}

async function chooseChart(page, name) {
  await page.getByLabel("Charts of this workbook").selectOption({ label: name });
}

export async function notesPart(chrome, address, own, { check }) {
  const { page, complaints } = await at.freshPage(chrome, address);
  await page.getByText("Retail overview").first().click(SLOW);
  await page.getByRole("region", { name: /^SQL cell / }).first().waitFor(PATIENT);
  await at.workspace(page, "Chart");
  await page.getByRole("button", { name: "New chart" }).first().waitFor(PATIENT);

  await check("three bulk orders carry March 2026 in DACH, and the last month is unfinished", async () => {
    await chartOf(page, "orders", [["order_date", "x", "Columns"], ["net_amount", "y", "Rows"], ["region", "c", "Colour"]]);
    // Until the pill of the colour is there, the notes are those of all regions together.
    let words = "";
    await at.until("three rows are said to make March 2026 in DACH", async () => {
      words = await card(page, "Outliers").innerText(PATIENT);
      return /3 rows make 4\d([.,]\d)?\s*% of March 2026, DACH/.test(words);
    }, () => words);
    const unfinished = await card(page, "Incomplete").innerText();
    must(/November 2026 runs to (20 Nov|Nov 20)/.test(unfinished), unfinished);
  });

  await check("Show me dims the rest, lists the three orders, and Escape undoes it", async () => {
    await showMe(page, "Outliers").focus();
    await page.keyboard.press("Enter");
    const evidence = page.getByRole("region", { name: "Evidence: Outliers" });
    await evidence.getByText(/41\s*800/).first().waitFor(PATIENT);
    must((await evidence.getByRole("row").count()) === 4, "a head and three orders");
    await page.waitForTimeout(400); // the picture's last frame
    for (const theme of ["light", "dark"]) {
      await page.evaluate((value) => {
        document.documentElement.dataset.theme = value;
      }, theme);
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(OUT, `notes-${theme}-1440.png`) });
    }
    must((await accessibilityFaults(page)).length === 0, (await accessibilityFaults(page)).join("\n"));
    await page.keyboard.press("Escape");
    await evidence.waitFor({ state: "hidden", ...SLOW });
  });

  await check("a note is dismissed, listed under Problems, and undo brings it back", async () => {
    await notes(page).getByRole("button", { name: "Dismiss note: Outliers" }).click(SLOW);
    await card(page, "Outliers").waitFor({ state: "hidden", ...SLOW });
    await page.getByRole("button", { name: "Undo Dismiss note: Outliers" }).waitFor(SLOW);
    await at.workspace(page, "Notebook");
    const problems = page.getByRole("tab", { name: /Problems/ });
    await problems.click(SLOW);
    await page.getByText("Dismissed note: Outliers").first().waitFor(SLOW);
    await at.workspace(page, "Chart");
    await page.getByRole("button", { name: "Undo Dismiss note: Outliers" }).click(SLOW);
    await card(page, "Outliers").waitFor(PATIENT);
  });

  await check("conversion falls overall and rises inside all five regions", async () => {
    await at.workspace(page, "Chart");
    await chooseChart(page, "conversion_by_region");
    await card(page, "Reversal").waitFor(PATIENT);
    const words = await card(page, "Reversal").innerText();
    must(/conversion falls overall, yet rises inside all 5 of region/.test(words), words);
    await showMe(page, "Reversal").click(SLOW);
    const evidence = page.getByRole("region", { name: "Evidence: Reversal" });
    await evidence.getByText("Nordics").first().waitFor(PATIENT);
    await page.screenshot({ path: join(OUT, "notes-reversal.png") });
    await page.keyboard.press("Escape");
  });

  await check("exact decimals are looked at as doubles are", async () => {
    await at.workspace(page, "Notebook");
    const exact = "select order_date, region, cast(net_amount as decimal(12, 2)) as exact from orders";
    const name = await at.insertSql(page, exact);
    await at.run(page, name);
    await at.workspace(page, "Chart");
    await chartOf(page, name, [["order_date", "x", "Columns"], ["exact", "y", "Rows"], ["region", "c", "Colour"]]);
    let words = "";
    await at.until("three rows are said to make March 2026 in DACH", async () => {
      words = await card(page, "Outliers").innerText(PATIENT);
      return /3 rows make 4\d([.,]\d)?\s*% of March 2026, DACH/.test(words);
    }, () => words);
  });

  await check("nothing significant is an answer", async () => {
    await chartOf(page, "orders", [["channel", "x", "Columns"], ["net_amount", "y", "Rows"]]);
    await notes(page).getByText(/Nothing significant in/).waitFor(PATIENT);
  });

  await check("no script failed beside the notes", async () => {
    must(complaints.length === 0, complaints.join("\n"));
  });
  await at.leave(page);
  await page.close();
}
