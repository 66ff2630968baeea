// A dashboard page as a file: exported from the window by keys alone, opened without a network, where its
// pictures answer the pointer and the arrow keys with exact numbers.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");

export async function exported(page, chrome, own) {
  await at.workspace(page, "Dashboard");
  await page.getByRole("tab", { name: "Overview" }).or(page.getByRole("heading", { name: "Overview" })).first().waitFor(SLOW);
  const tab = page.getByRole("tab", { name: "Overview" });
  if (await tab.count()) {
    await tab.click(SLOW);
  }
  for (const format of ["HTML", "PDF", "XLSX"]) {
    const target = join(own.data, `page.${format.toLowerCase()}`);
    await write(page, format, target);
    must(existsSync(target), `${target} is there`);
  }
  must(readFileSync(join(own.data, "page.pdf")).subarray(0, 5).toString() === "%PDF-", "a PDF");
  must(readFileSync(join(own.data, "page.xlsx")).subarray(0, 2).toString() === "PK", "a spreadsheet");
  await alive(chrome, join(own.data, "page.html"));
}

async function write(page, format, target) {
  await page.getByRole("button", { name: "Export page" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Export / });
  const choice = dialog.getByRole("button", { name: format, exact: true });
  await choice.waitFor(SLOW);
  await choice.focus();
  await page.keyboard.press("Enter");
  await dialog.getByLabel("File").fill(target);
  if (format === "HTML") {
    await page.screenshot({ path: join(OUT, "page-export.png") });
  }
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden", ...SLOW });
}

async function alive(chrome, file) {
  const context = await chrome.newContext({ offline: true, viewport: { width: 1300, height: 1000 } });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) {
      said.push(request.url());
    }
  });
  await page.goto(pathToFileURL(file).href);
  const marks = page.locator("section", { hasText: "Net revenue by region" }).locator("[data-say]");
  await marks.first().hover();
  const tip = page.locator("#tip");
  await tip.waitFor(SLOW);
  const first = await tip.innerText();
  must(/\d/.test(first) && first === (await marks.first().getAttribute("data-say")), `the pointer: ${first}`);
  await marks.first().focus();
  await page.keyboard.press("ArrowRight");
  await at.until("the next mark is said", async () =>
    (await tip.innerText()) === (await marks.nth(1).getAttribute("data-say")));
  // Labels have their size: Chromium caps letters that are drawn large and scaled down.
  const label = await page.locator("section svg text").first().boundingBox();
  const words = await page.locator("section svg text").first().evaluate((one) => one.outerHTML);
  must(label && label.height > 7, `a label is ${label?.height} pixels high: ${words}`);
  await page.screenshot({ path: join(OUT, "page-file.png") });
  await filters(page);
  must(said.length === 0, said.join("\n"));
  await context.close();
}

const tileOf = (page, title) => page.locator("section", { has: page.getByRole("heading", { name: title }) });
const plain = (text) => Number(text.replace(/[\u202f\u2009\u00a0 ]/g, "").split(":").at(-1));

/** A click and a list narrow the other tiles; what cannot follow says so; Esc brings all back. */
async function filters(page) {
  const regions = tileOf(page, "Net revenue by region").locator(".spots [role=button]");
  const orders = tileOf(page, "Orders").first().locator(".marks text");
  const before = await orders.textContent();
  const wanted = plain(await regions.nth(1).getAttribute("data-say"));
  await regions.nth(1).click();
  await page.getByRole("button", { name: /^Remove filter: region is / }).waitFor(SLOW);
  const countries = tileOf(page, "Net revenue by country").locator(".spots [data-say]");
  const parts = await countries.evaluateAll((all) => all.map((one) => one.dataset.say));
  const sum = parts.map(plain).reduce((total, one) => total + one, 0);
  must(parts.length < 10 && Math.abs(sum - wanted) < 0.01, `countries of the region: ${sum} and ${wanted}`);
  must((await orders.textContent()) !== before, "the number of orders follows");
  await tileOf(page, "Customers").getByText("Not filtered").waitFor(SLOW);
  // By keys, and one more filter.
  await regions.nth(0).focus();
  await page.keyboard.press("Control+Enter");
  const list = page.getByRole("group", { name: "channel" }).getByRole("checkbox").first();
  await list.focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: /^Remove filter: channel is / }).waitFor(SLOW);
  await page.screenshot({ path: join(OUT, "page-file-filtered.png") });
  await page.keyboard.press("Escape");
  await at.until("all is back", async () => (await orders.textContent()) === before);
  must(!(await list.isChecked()), "the list is empty");
}
