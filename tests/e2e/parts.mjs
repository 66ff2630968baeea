// Several questions in one cell, parts of a text run by themselves, snippets and history, all by
// keyboard; photographed in both themes and two sizes.
import { join } from "node:path";
import { accessibilityFaults, must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";
import { orders } from "./walk.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const SEVERAL = [
  "select count(*) as n from orders;",
  "create view north as select * from orders where region = 'Nordics';",
  "select region, sum(net_amount) as total from north group by region;",
  "select count(*) as left_over from orders where region <> 'Nordics'",
].join("\n");
const NAMED = [
  "with low as (",
  "  select order_id, net_amount from orders where net_amount < 5000",
  "),",
  "counted as (select count(*) as n from low)",
  "select n + 1000000 as shifted from counted",
].join("\n");

export async function parts(chrome, address, own, { check }) {
  const { page } = await at.blank(chrome, address);
  await at.addFile(page, join(own.data, "orders.csv"), "orders");
  const name = await at.insertSql(page, SEVERAL);
  const box = at.cell(page, name);
  const tabs = box.getByRole("tab");
  const grid = () => box.getByRole("grid");
  const trial = box.getByRole("region", { name: `Trial in ${name}` });
  const text = async () =>
    (await box.getByRole("textbox", { name: `SQL of ${name}` }).innerText()).trim();
  const { sums } = orders();

  await check("a cell with three questions shows three answers, the last one first", async () => {
    await at.run(page, name);
    must((await tabs.count()) === 3, `${await tabs.count()} tabs`);
    must((await tabs.nth(2).getAttribute("aria-selected")) === "true", "the last one is chosen");
    await grid().getByText("left_over").waitFor(SLOW);
  });

  await check("the other answers are a key away, with their own rows", async () => {
    await tabs.nth(2).focus();
    await page.keyboard.press("Home");
    await at.shows(page, name, [[400]]);
    await page.keyboard.press("ArrowRight");
    await at.shows(page, name, [["Nordics", sums.Nordics]]);
    await pictures(page, "answers");
  });

  await check("another cell reads the last answer under the name of the cell", async () => {
    const reader = await at.insertSql(page, `select left_over + 0 as l from ${name}`);
    await at.run(page, reader);
    await at.shows(page, reader, [[300]]);
  });

  await check("a mistake in the second question is underlined there", async () => {
    await at.write(page, name, SEVERAL.replace("sum(net_amount)", "sum(net_amuont)"));
    const mark = page.locator(".cm-lintRange-error");
    await mark.first().waitFor(SLOW);
    must((await mark.first().innerText()) === "net_amuont", await mark.first().innerText());
    await page.keyboard.press("Alt+Enter");
    await mark.first().waitFor({ state: "hidden", ...SLOW });
  });

  await check("Shift Alt Enter runs the statement under the cursor beside the answer", async () => {
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Shift+Alt+Enter");
    await trial.getByText("Statement at line 1").waitFor(SLOW);
    await trial.getByRole("gridcell", { name: "400" }).waitFor(SLOW);
    must((await box.getByRole("grid").count()) === 2, "the answer of the cell is still there");
    await trial.getByRole("button", { name: "Close the trial" }).focus();
    await page.keyboard.press("Escape");
    await trial.waitFor({ state: "hidden", ...SLOW });
  });

  await check("Shift Alt P looks at the named query under the cursor and says of how many rows", async () => {
    await at.write(page, name, NAMED);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+Alt+P");
    await trial.getByText("Preview of low").waitFor(SLOW);
    await trial.getByText("From all rows").waitFor(SLOW);
    await trial.getByText("net_amount").first().waitFor(SLOW);
    await pictures(page, "trial");
  });

  await check("the selection and the text up to the cursor run with the names before them", async () => {
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Shift+Home");
    await page.keyboard.press("Shift+Alt+Enter");
    await trial.getByText("Selection from line 5").waitFor(SLOW);
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Shift+Alt+U");
    await trial.getByText("Up to the cursor, from line 1").waitFor(SLOW);
  });

  await check("what is wrong in a part is said with its place", async () => {
    await page.keyboard.type(" where");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+Alt+Enter");
    await trial.getByRole("alert").getByText(/ends too early/).waitFor(SLOW);
    await trial.getByRole("button", { name: "Close the trial" }).click(SLOW);
    await trial.waitFor({ state: "hidden", ...SLOW });
  });

  const list = page.getByRole("listbox", { name: /completion/i });
  await check("values of a column are offered in quotes, and Enter writes one", async () => {
    await at.write(page, name, "select count(*) as n from orders where region = ");
    await page.keyboard.type("'Nor");
    await list.getByRole("option", { name: /Nordics.*rows/ }).waitFor(SLOW);
    await page.waitForTimeout(120); // a list that has just opened takes no key
    await pictures(page, "values");
    await page.keyboard.press("Enter");
    await at.until("the value is written", async () => /region = 'Nordics'$/.test(await text()), text);
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" or region in ('DACH', '");
    await list.getByRole("option", { name: /Nordics.*rows/ }).waitFor(SLOW);
    await page.keyboard.press("Escape");
  });

  await check("conditions of a join are offered behind ON", async () => {
    await at.write(page, name, "select count(*) as n from orders o join orders p ");
    await page.keyboard.type("on ");
    await list.getByRole("option", { name: /o\.order_id = p\.order_id/ }).waitFor(SLOW);
    await page.keyboard.press("Escape");
  });

  await check("a column is offered with its type, and its figures stand beside the list", async () => {
    await at.write(page, name, "select  from orders");
    await page.keyboard.press("Home");
    for (let step = 0; step < "select ".length; step++) {
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.type("regi");
    await list.getByRole("option", { name: /region/ }).waitFor(SLOW);
    await page.locator(".cm-completionInfo").getByText(/different values/).waitFor(SLOW);
    await page.keyboard.press("Escape");
  });

  await check("a snippet is chosen by words and filled in by Tab", async () => {
    await at.write(page, name, "");
    await page.keyboard.press("Shift+Alt+S");
    await page.getByRole("combobox", { name: "Find a snippet" }).waitFor(SLOW);
    await pictures(page, "snippets");
    await page.keyboard.type("totals cat");
    await page.keyboard.press("Enter");
    await at.until("the snippet is written", async () => /^SELECT category/.test(await text()), text);
    await page.keyboard.type("region");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await page.keyboard.type("net_amount");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await page.keyboard.type("orders");
    await page.keyboard.press("Escape");
    await at.until("its places are filled", async () =>
      /sum\(net_amount\) AS total\s+FROM orders\s+GROUP BY region/.test(await text()), text);
    await at.run(page, name);
  });

  await check("a past statement is found and put back as one step", async () => {
    await page.keyboard.press("Shift+Alt+H");
    const search = page.getByRole("searchbox", { name: "Find in history" });
    await search.waitFor(SLOW);
    await page.keyboard.type("left_over <> nordics");
    const past = page.getByRole("tabpanel").getByRole("listitem");
    await at.until("only statements with these words are listed", async () => {
      const texts = await past.allInnerTexts();
      return texts.length > 0 && texts.every((one) => /left_over from orders/.test(one));
    }, async () => (await past.allInnerTexts()).join("\n"));
    await page.getByRole("button", { name: `Put into ${name}` }).first().click(SLOW);
    await at.until("the text is back", async () => (await text()).startsWith("select count(*)"), text);
    await page.keyboard.press("Control+Z");
    await at.until("one step takes it away", async () => (await text()).startsWith("SELECT region"), text);
    await pictures(page, "history");
  });

  await check("a key right after the one that opens the palette goes into the palette", async () => {
    const field = await page.evaluate(async () => {
      const key = { key: "k", code: "KeyK", ctrlKey: true, bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
      // Only what is queued at once may pass: no timer, no frame.
      for (let turn = 0; turn < 20; turn++) {
        await Promise.resolve();
      }
      return document.activeElement.getAttribute("role");
    });
    must(field === "combobox", `the focus was on ${field}`);
    await page.keyboard.press("Escape");
  });

  await check("the palette has the commands of the editor with their keys", async () => {
    await page.keyboard.press("Control+K");
    await page.keyboard.type("preview the named");
    await page.getByRole("option", { name: /Preview the named query.*Shift Alt P/ }).waitFor(SLOW);
    await page.keyboard.press("Escape");
  });

  await check("answers, trials and history have no accessibility faults", async () => {
    await at.write(page, name, SEVERAL);
    await at.run(page, name);
    await page.keyboard.press("Shift+Alt+Enter");
    await trial.getByRole("grid").waitFor(SLOW);
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
  });
  await at.leave(page);
  await page.close();
}

async function pictures(page, name) {
  for (const [width, height] of [[1440, 900], [1120, 700]]) {
    await page.setViewportSize({ width, height });
    for (const theme of ["light", "dark"]) {
      await page.evaluate((value) => {
        document.documentElement.dataset.theme = value;
      }, theme);
      await page.waitForTimeout(250); // fonts and the painter's last frame
      await page.screenshot({ path: join(OUT, `${name}-${theme}-${width}.png`) });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "light";
  });
}
