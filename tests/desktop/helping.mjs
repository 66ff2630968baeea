// What the editor of the real window helps with, by keyboard alone: a name changed everywhere, the steps of a
// computation, a part of a text by itself, the regular form, and where a column comes from.
import { must } from "../e2e/harness.mjs";
import { SALES, SUM } from "../e2e/made.mjs";
import * as window from "./window.mjs";

const KNOWN = SALES.filter(({ amount }) => amount !== null).length;

/** Steps on a workbook that has the made sales as table `semi`. */
export async function helping(page, check) {
  let name = "";
  const code = async () => (await window.cell(page, name)).code;
  const edit = () =>
    page.execute((label) => document.querySelector(`[aria-label="${label}"]`).focus(), `SQL of ${name}`);
  const dialog = (title) => page.$(`[role="dialog"][aria-label="${title}"], dialog[aria-label="${title}"]`);

  await check("F2 gives a column another name where it is given and where it is read", async () => {
    name = await window.writeCell(
      page,
      `with known as (select amount as paid from "semi" where amount is not null) select sum(paid) as total from known where paid > -1`,
    );
    await page.keys(["Control", "Enter"]);
    await window.until(page, "the text never answered", async () =>
      (await window.cell(page, name)).text.includes("1 row"),
    );
    await page.keys(["Control", "Home"]);
    for (let left = "with known as (select amount as pa".length; left > 0; left--) {
      await page.keys("ArrowRight");
    }
    await page.keys("F2");
    await window.shows(page, "Rename paid");
    await page.pause(200);
    await window.type(page, "received");
    await window.shows(page, "sum(received)");
    await page.keys("Enter");
    await window.until(page, "the name never changed", async () => {
      const text = await code();
      return text.split("received").length === 4 && !text.includes("paid");
    });
    await page.keys(["Control", "z"]);
    await window.until(page, "one step never took it back", async () => (await code()).includes("sum(paid)"));
  });

  await check("the steps of a cell are told, then measured", async () => {
    await page.keys(["Shift", "Alt", "e"]);
    await window.shows(page, `How ${name} is computed`);
    await window.shows(page, "Nothing has run");
    await window.press(page, "Run and measure");
    await window.shows(page, "Ran in");
    await page.keys("Escape");
    await window.until(page, "the steps never closed", async () =>
      !(await dialog(`How ${name} is computed`).isExisting()),
    );
  });

  await check("a named query is looked at by itself, beside the answer of the cell", async () => {
    await edit();
    await page.keys(["Control", "Home"]);
    for (let left = "with known as (select am".length; left > 0; left--) {
      await page.keys("ArrowRight");
    }
    await page.keys(["Shift", "Alt", "p"]);
    await window.shows(page, "Preview of known");
    await window.until(page, `the preview never had ${KNOWN} rows`, async () =>
      (await page.$(window.sectionOf(name)).getText()).includes(`${KNOWN} rows`),
    );
    await page.keys(["Escape"]);
    const close = page.$('button[aria-label="Close the trial"]');
    if (await close.isExisting()) {
      await close.click();
    }
  });

  await check("the text is laid out, and its answer stays", async () => {
    await edit();
    await page.keys(["Shift", "Alt", "f"]);
    await window.until(page, "the text was never laid out", async () => (await code()).includes("SELECT"));
    await page.keys(["Control", "Enter"]);
    await window.until(page, "the sum is not right", async () => {
      const { values } = await window.cell(page, name);
      const shown = values.map((each) => each.replaceAll("\u202f", ""));
      return shown.some((each) => Number(each) === SUM);
    });
  });

  await check("the inspector says where a column comes from and what chose its rows", async () => {
    await page.keys(["Escape"]);
    await page.$('//*[@role="tab"][normalize-space(.)="Cell"]').click();
    await window.shows(page, "Where it comes from");
    await window.shows(page, "What chose its rows");
    const told = await page.execute(
      () => document.querySelector('[aria-label="Inspector"]')?.innerText ?? "",
    );
    must(/total/.test(told) && /aggregated/.test(told), `the inspector says: ${told}`);
    must(/amount IS NOT NULL/i.test(told), `the condition is not among what chose rows: ${told}`);
  });
}
