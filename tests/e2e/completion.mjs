// Completion while typing SQL: tables and columns are offered, taken and refused by keys alone.
import { join } from "node:path";
import { must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;

export async function completion(chrome, address, own, { check }) {
  const { page } = await at.blank(chrome, address);
  await at.addFile(page, join(own.data, "orders.csv"), "orders");
  const name = await at.insertSql(page, "select  from orders");
  const editor = at.cell(page, name).getByRole("textbox", { name: `SQL of ${name}` });
  const list = page.getByRole("listbox", { name: /completion/i });
  const text = async () => (await editor.innerText()).trim();

  await check("typing offers a column, and Enter writes it", async () => {
    await page.keyboard.press("Home");
    for (let step = 0; step < "select ".length; step++) {
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.type("net");
    await list.getByRole("option", { name: /net_amount/ }).waitFor(SLOW);
    await at.until("net_amount is chosen", () =>
      list.getByRole("option", { name: /net_amount/, selected: true }).isVisible());
    await page.waitForTimeout(120); // a list that has just opened takes no key, so that nobody accepts by accident
    await page.keyboard.press("Enter");
    await at.until("the column is written", async () => (await text()) === "select net_amount from orders", text);
  });

  await check("typing offers a table, and Tab or Enter writes it", async () => {
    await at.write(page, name, "select count(*) from ");
    await page.keyboard.type("ord");
    const table = list.getByRole("option", { name: /orders/ });
    await table.waitFor(SLOW);
    await page.waitForTimeout(120);
    await page.keyboard.press("Enter");
    await at.until("the table is written", async () => (await text()) === "select count(*) from orders", text);
  });

  await check("Escape closes the list and changes nothing", async () => {
    await page.keyboard.type(" where reg");
    await list.getByRole("option", { name: /region/ }).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden", ...SLOW });
    must((await text()) === "select count(*) from orders where reg", await text());
    await at.write(page, name, "select count(*) as n from orders");
    await page.keyboard.press("Escape");
    await at.run(page, name);
    await at.shows(page, name, [[400]]);
  });
  await at.leave(page);
  await page.close();
}
