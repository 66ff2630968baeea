// Controls and the cells that read them: a change runs exactly what depends on it, and the figures
// are those that the made orders have.
import { join } from "node:path";
import { must } from "./harness.mjs";
import * as at from "./page.mjs";
import { orders } from "./walk.mjs";

const { SLOW } = at;

/** The orders as rows, read from the text that the walk writes. */
export function orderRows() {
  const [head, ...lines] = orders().csv.trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i], value])));
}

const sum = (rows) => rows.reduce((total, row) => total + Number(row.net_amount), 0);

/** How often each cell ran, by the history of the inspector. */
async function runsOf(page) {
  await page.getByRole("tab", { name: "History" }).click(SLOW);
  const entries = page.getByRole("complementary", { name: "Inspector" }).getByRole("listitem");
  await entries.first().waitFor(SLOW); // the list is asked for when its tab opens
  const names = await entries.locator("b").allTextContents();
  const counts = {};
  for (const name of names) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export async function parameters(chrome, address, own, { check }) {
  const all = orderRows();
  const { page } = await at.blank(chrome, address);
  const names = {};
  const box = (name) => at.cell(page, name).getByRole("textbox");

  await check("number, choice, date, date range and text controls are made", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    for (const [kind, name] of [["Number", "least"], ["Choice", "regions"], ["Date range", "months"], ["Date", "since"], ["Text", "words"]]) {
      const made = await at.insertParameter(page, kind);
      if (kind === "Choice") {
        const dialog = page.getByRole("dialog", { name: `Edit parameter ${made}` });
        await dialog.getByRole("button", { name: "From a column" }).click(SLOW);
        await dialog.getByLabel("Table or cell").selectOption("orders");
        await dialog.getByLabel("Column", { exact: true }).selectOption("region");
        await dialog.getByRole("button", { name: "Save" }).click(SLOW);
      }
      await at.rename(page, made, name);
    }
  });

  await check("a control without a value is named by the cell that reads it", async () => {
    names.first = await at.insertSql(
      page,
      `select region, net_amount from orders
       where net_amount >= :least and region in :regions and order_date in :months and order_date >= :since
         and region like '%' || :words || '%'`,
    );
    await page.keyboard.press("Control+Enter");
    await page.getByText("The parameter least has no value yet.").waitFor(SLOW);
    await page.getByRole("button", { name: "Set the parameter" }).first().click(SLOW);
    await at.until("the field of the parameter has the focus", () =>
      box("least").evaluate((field) => field === document.activeElement));
    await page.keyboard.type("0");
    await page.keyboard.press("Enter");
    await page.getByText("The parameter since has no value yet.").waitFor(SLOW);
    await box("since").fill("1 Jan 2020");
    await box("since").press("Enter");
    await at.fresh(page, names.first);
  });

  await check("a cell reads them by name and another reads the cell by name", async () => {
    names.second = await at.insertSql(
      page,
      `select count(*) as n, sum(net_amount) as total from ${names.first}`,
    );
    await at.run(page, names.second);
    await at.shows(page, names.second, [[all.length, sum(all)]]);
    names.other = await at.insertSql(page, "select max(net_amount) as most from orders");
    await at.run(page, names.other);
    await at.shows(page, names.other, [[Math.max(...all.map((row) => Number(row.net_amount)))]]);
  });

  let kept = all;
  async function changes(what, gesture, holds) {
    await check(`${what} runs exactly the two cells that depend on it`, async () => {
      const before = await runsOf(page);
      await gesture();
      kept = kept.filter(holds);
      const counts = async () => {
        const after = await runsOf(page);
        return [names.first, names.second, names.other].map((name) => (after[name] ?? 0) - (before[name] ?? 0)).join();
      };
      // The rows may be the same as before, so that they do not tell whether both have run.
      await at.until(`two of ${Object.values(names)} run once`, async () => (await counts()) === "1,1,0", counts);
      await at.shows(page, names.second, [[kept.length, sum(kept)]]);
      await at.fresh(page, names.second);
      must((await counts()) === "1,1,0", `runs of ${Object.values(names)}: ${await counts()}`);
    });
  }

  await changes("a number", async () => {
    await box("least").fill("20000");
    await box("least").press("Enter");
  }, (row) => Number(row.net_amount) >= 20_000);
  await changes("a choice", async () => {
    await at.cell(page, "regions").getByRole("button", { name: /^Choice:/ }).click(SLOW);
    await page.getByRole("option", { name: "DACH" }).click(SLOW);
    await page.keyboard.press("Escape");
  }, (row) => row.region === "DACH");
  await changes("a date range", async () => {
    await at.cell(page, "months").getByRole("button", { name: /^Date range:/ }).click(SLOW);
    await page.getByLabel("From", { exact: true }).fill("2026-02-01");
    await page.getByLabel("To", { exact: true }).fill("2026-09-30");
    await page.getByRole("button", { name: "Apply" }).click(SLOW);
  }, (row) => row.order_date >= "2026-02-01" && row.order_date <= "2026-09-30");
  await changes("a date", async () => {
    await box("since").fill("2026-03-15");
    await box("since").press("Enter");
  }, (row) => row.order_date >= "2026-03-15");
  await changes("a text", async () => {
    await box("words").fill("AC");
    await box("words").press("Enter");
  }, (row) => row.region.includes("AC"));
  await at.leave(page);
  await page.close();
}
