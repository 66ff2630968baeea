// Where data comes from, and how it is computed: from a column of an answer through a cell to its table and back, by mouse
// and by keyboard.
import { join } from "node:path";
import { accessibilityFaults, must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;

export async function lineage(chrome, address, own, { check }) {
  const { page } = await at.blank(chrome, address);
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  const from = inspector.getByRole("region", { name: "Where it comes from" });
  const rows = inspector.getByRole("region", { name: "What chose its rows" });
  let first = "";
  let second = "";

  await check("the columns of a cell are listed with what was made of them", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    first = await at.insertSql(page, "select region, net_amount * 2 as twice from orders\nwhere net_amount > 100");
    await page.keyboard.press("Control+Enter");
    await at.fresh(page, first);
    second = await at.insertSql(page, `select region, sum(twice) as total, count(*) as n from ${first} group by region`);
    await page.keyboard.press("Control+Enter");
    await at.fresh(page, second);
    await page.getByRole("tab", { name: "Cell" }).click(SLOW);
    await from.getByRole("button", { name: /^region copied/ }).waitFor(SLOW);
    await from.getByRole("button", { name: /^n aggregated/ }).waitFor(SLOW);
  });

  await check("a column opens to its expression, what it reads and the table in the end", async () => {
    const total = from.getByRole("button", { name: /^total aggregated/ });
    await total.focus();
    await page.keyboard.press("Enter");
    await from.getByText("sum(twice)").waitFor(SLOW);
    await from.getByRole("button", { name: `${first}.twice aggregated` }).waitFor(SLOW);
    await from.getByRole("button", { name: "orders.net_amount aggregated" }).waitFor(SLOW);
    must((await total.getAttribute("aria-expanded")) === "true", "the row says that it is open");
  });

  await check("the conditions of the cell above are among what chose its rows", async () => {
    const filter = rows.getByRole("button", { name: /WHERE.*net_amount > 100/ });
    await filter.getByText(`in ${first}, line 2`).waitFor(SLOW);
    await filter.click();
    await at.until("the cell above is selected", async () =>
      (await from.getByRole("button", { name: /^twice computed/ }).count()) === 1);
  });

  for (const theme of ["light", "dark"]) {
    await check(`the sections have no serious accessibility fault, ${theme}`, async () => {
      await page.evaluate((value) => {
        document.documentElement.dataset.theme = value;
      }, theme);
      await page.waitForTimeout(200);
      const faults = await accessibilityFaults(page);
      must(faults.length === 0, faults.join("\n"));
    });
  }

  await check("a line leads to its table, whose page says who uses it", async () => {
    await from.getByRole("button", { name: /^twice computed/ }).click(SLOW);
    await from.getByRole("button", { name: "orders.net_amount computed" }).click(SLOW);
    const uses = page.getByRole("region", { name: "Used by" });
    await uses.getByRole("button", { name: `${first} 2 columns` }).waitFor(SLOW);
    await uses.getByRole("button", { name: `${second} through ${first}` }).waitFor(SLOW);
    const amount = page.getByRole("row", { name: /net_amount/ }).first();
    await amount.getByTitle(`net_amount is used by ${first}, ${second}`).waitFor(SLOW);
    await uses.getByRole("button", { name: `${second} through ${first}` }).click();
    await at.cell(page, second).waitFor(SLOW);
  });

  await check("the steps of a cell are told before it runs, and measured when asked for", async () => {
    await at.cell(page, second).getByRole("button", { name: `Menu of ${second}` }).click(SLOW);
    await page.getByRole("menuitem", { name: "Explain" }).click(SLOW);
    const dialog = page.getByRole("dialog", { name: `How ${second} is computed` });
    await dialog.getByRole("rowheader", { name: /^Group/ }).waitFor(SLOW);
    await dialog.getByText(/Nothing has run/).waitFor(SLOW);
    await dialog.getByRole("button", { name: "Run and measure" }).click(SLOW);
    await dialog.getByText(/^Ran in/).waitFor(SLOW);
    const group = dialog.getByRole("row", { name: /^Group/ });
    await group.getByRole("cell", { name: "4", exact: true }).waitFor(SLOW);
    for (const theme of ["light", "dark"]) {
      await page.evaluate((value) => {
        document.documentElement.dataset.theme = value;
      }, theme);
      await page.screenshot({ path: join(ROOT, `tests/e2e/out/explain-${theme}.png`) });
    }
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden", ...SLOW });
    await page.keyboard.press("Shift+Alt+E");
    await dialog.getByText(/Nothing has run/).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden", ...SLOW });
  });

  await at.leave(page);
  await page.close();
}
