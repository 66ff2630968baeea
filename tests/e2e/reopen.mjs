// Closing and opening again: the same document, the same figures, and nothing has run.
import { join } from "node:path";
import { must } from "./harness.mjs";
import { enter, SLOW } from "./page.mjs";

async function openFile(page, path) {
  await page.keyboard.press("Control+O");
  await page.getByLabel("Folder").first().waitFor(SLOW);
  await enter(page.getByLabel("Folder").first(), path);
}

/** The saved workbook shows its saved answer without running. */
export async function reopen(page, { data }, { check }) {
  await check("a saved workbook shows its answer again without running", async () => {
    await page.getByRole("link", { name: "Start page" }).or(page.getByRole("button", { name: "Start page" })).first().click(SLOW);
    await openFile(page, join(data, "review.assay"));
    await page.getByText(/Saved result from/).first().waitFor(SLOW);
    await page.getByText("4 rows × 2").first().waitFor(SLOW);
  });
}

/** The sample workbook shows its pictures at once. */
export async function samples(page, { check }) {
  await check("the sample shows its saved pictures at once", async () => {
    await page.getByRole("link", { name: "Start page" }).or(page.getByRole("button", { name: "Start page" })).first().click(SLOW);
    const start = Date.now();
    await page.getByText("Retail overview").first().click(SLOW);
    await page.getByRole("application", { name: /Lines of/ }).first().waitFor(SLOW);
    must(Date.now() - start < 10_000, "the first picture took over 10 s");
  });
}
