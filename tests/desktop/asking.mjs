// Writing with completion, then sorting and filtering the answer by hand, in the real window.
import { must } from "../e2e/harness.mjs";
import { SALES } from "../e2e/made.mjs";
import * as window from "./window.mjs";

/** Steps on a workbook that has the made sales as table `semi`. */
export async function asking(page, check) {
  let name = "";
  await check("names are completed while one types, and the completed text runs", async () => {
    name = await window.addCell(page);
    await window.type(page, "select city, am");
    await takes(page, "amount");
    await window.type(page, " from sem");
    await takes(page, "semi");
    await page.keys(["Escape"]);
    await page.keys(["Control", "Enter"]);
    await window.until(page, "the completed text never answered", async () =>
      (await window.cell(page, name)).text.includes(`${SALES.length} rows`),
    );
    const { code } = await window.cell(page, name);
    // SEMI is a word of the language, so the table of that name comes quoted.
    must(code.includes(`select city, amount from "semi"`), `the editor holds ${code}`);
  });

  await check("a click on a column sorts its rows up, another one down, nulls where they belong", async () => {
    await window.bring(page, name);
    const known = SALES.map(({ amount }) => amount).filter((amount) => amount !== null);
    const up = known.toSorted((one, two) => one - two);
    const nulls = Array.from({ length: SALES.length - known.length }, () => null);
    const header = page.$(window.sectionOf(name)).$('.//*[@role="columnheader"][contains(., "amount")]');
    for (const wanted of [
      [...up, ...nulls],
      [...nulls, ...up.toReversed()],
    ]) {
      await clickOn(page, await header.getElement());
      await window.until(page, `the amounts never stood as ${wanted}`, async () => {
        const seen = await amounts(page, name);
        return seen.length > 3 && seen.every((amount, at) => amount === wanted[at]);
      });
    }
  });

  await check("a filter leaves n of N rows, and the ones it should", async () => {
    const wanted = SALES.filter(({ amount }) => amount !== null && amount >= 20);
    must(wanted.length > 0 && wanted.length < SALES.length, "the filter of this test tells nothing");
    const section = page.$(window.sectionOf(name));
    await page.execute(
      (place) =>
        document.querySelector(place).querySelector('button[aria-label="Filter amount"]').click(),
      window.sectionOf(name),
    );
    const form = page.$('[role="dialog"][aria-label="Filter amount"]');
    await form.waitForExist({ timeout: window.SLOW });
    await form.$("select").selectByVisibleText("Between");
    await form.$('.//label[normalize-space(.)="From"]/following::input[1]').click();
    await window.type(page, "20");
    await form.$('.//button[normalize-space(.)="Apply"]').click();
    await window.until(page, "the count of the filter never came", async () =>
      (await section.getText()).includes(`${wanted.length} of ${SALES.length} rows`),
    );
    const kept = await amounts(page, name);
    must(kept.length > 0 && kept.every((amount) => amount !== null && amount >= 20), `the filter leaves ${kept}`);
  });
}

/** Waits for the list of completions to offer a name first, and takes it by Enter. */
async function takes(page, name) {
  const first = page.$('.cm-tooltip-autocomplete li[aria-selected="true"] .cm-completionLabel');
  await window.until(page, `${name} was never offered first`, async () =>
    (await first.isExisting()) && (await first.getText()) === name,
  );
  await page.pause(100);
  await page.keys(["Enter"]);
}

async function clickOn(page, element) {
  await page.execute((one) => one.scrollIntoView({ block: "center" }), element);
  await element.click();
}

/** The shown amounts of a cell's grid, top to bottom; null where none is written. */
function amounts(page, name) {
  return page.execute((place) => {
    const grid = document.querySelector(place)?.querySelector('[role="grid"], [role="treegrid"]');
    const header = [...(grid?.querySelectorAll('[role="columnheader"]') ?? [])].find((one) =>
      one.textContent.includes("amount"),
    );
    const id = header?.getAttribute("col-id");
    const cells = [...(grid?.querySelectorAll(`[role="gridcell"][col-id="${id}"]`) ?? [])];
    return cells
      .map((cell) => [
        Number(cell.closest('[role="row"]').getAttribute("aria-rowindex")),
        cell.textContent.replaceAll("\u202f", "").trim(),
      ])
      .sort(([one], [two]) => one - two)
      .map(([, text]) => (/^-?[0-9.]+$/.test(text) ? Number(text) : null));
  }, window.sectionOf(name));
}
