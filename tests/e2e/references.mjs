// Lines across a chart in the browser: added from the panel by keys and by mouse, at the figures that
// the made orders give by hand, changed, taken away, and undone.
import { join } from "node:path";
import { must } from "./harness.mjs";
import { choose, choosePillMenu, photograph, put, stage } from "./canvas.mjs";
import * as at from "./page.mjs";
import { orderRows } from "./parameters.mjs";

const { SLOW } = at;

const shelf = (page) => page.getByRole("group", { name: "Reference lines" });
const add = (page) => page.getByRole("button", { name: "Add reference line" });

/** The words of all lines, without thin spaces. */
async function lines(page) {
  // All at once: a line may go between two looks.
  const words = await shelf(page).getByRole("button").evaluateAll((pills) => pills.map((pill) => pill.title));
  return words.map((one) => one.replace(/\u202f/g, "").replace(/−/g, "-"));
}

/** Waits until one of the lines says these words with this number, to nine digits. */
async function says(page, words, wanted) {
  let seen = [];
  await at.until(`a line says ${words} ${wanted}`, async () => {
    seen = await lines(page);
    return seen.some((one) => {
      const found = Number(one.replace(words, "").trim().split(" ")[0]);
      return one.startsWith(words) && Math.abs(found - wanted) <= 1e-9 * Math.abs(wanted);
    });
  }, () => seen.join(" | "));
}

export async function references(chrome, address, own, { check }) {
  const { page, complaints } = await at.blank(chrome, address);
  const rows = orderRows();
  const sums = new Map();
  for (const { region, net_amount } of rows) {
    sums.set(region, (sums.get(region) ?? 0) + Number(net_amount));
  }
  const amounts = [...sums.values()].sort((left, right) => left - right);
  const mean = amounts.reduce((sum, one) => sum + one, 0) / amounts.length;

  await check("the made orders stand on the canvas for lines", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    await stage(page, "select order_date, region, net_amount, net_amount * net_amount / 1000.0 as score from orders", "net_amount");
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"]]);
  });

  await check("an average is added by keys alone and stands at the mean of the bars", async () => {
    await add(page).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Average" }).or(page.getByRole("menuitemcheckbox", { name: "Average" })).first().focus(SLOW);
    await page.keyboard.press("Enter");
    await says(page, "Average", mean);
    const picture = page.getByRole("main").getByRole("application").first();
    const name = await picture.getAttribute("aria-label");
    must(name.includes("Average"), name);
    await photograph(page, "Reference average");
  });

  await check("a constant is typed, a band is chosen, and both are said", async () => {
    await add(page).click(SLOW);
    await page.getByRole("menuitem", { name: /^Constant/ }).click(SLOW);
    await at.enter(page.getByLabel("Amount of the line").last(), "3000000");
    await says(page, "", 3000000);
    await add(page).click(SLOW);
    await page.getByRole("menuitem", { name: "Minimum to maximum" }).or(page.getByRole("menuitemcheckbox", { name: "Minimum to maximum" })).first().click(SLOW);
    await says(page, "Minimum to maximum", amounts[0]);
    await photograph(page, "Reference band");
  });

  await check("a line is changed in its menu, taken away by Delete, and comes back by undo", async () => {
    await shelf(page).getByRole("button").nth(0).click(SLOW);
    await page.getByRole("menuitem", { name: "Median" }).or(page.getByRole("menuitemcheckbox", { name: "Median" })).first().click(SLOW);
    const middle = (amounts[Math.floor((amounts.length - 1) / 2)] + amounts[Math.ceil((amounts.length - 1) / 2)]) / 2;
    await says(page, "Median", middle);
    await shelf(page).getByRole("button").nth(0).focus();
    await page.keyboard.press("Delete");
    await at.until("two lines are left", async () => (await lines(page)).length === 2);
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await says(page, "Median", middle);
  });

  await check("points have a trend with its equation", async () => {
    await put(page, [["y", "Rows", "score"], ["x", "Columns", "net_amount"]]);
    for (const on of ["Columns", "Rows"]) {
      await choosePillMenu(page, on, 0, "Row values");
    }
    await choose(page, "Scatter");
    await add(page).click(SLOW);
    await page.getByRole("menuitem", { name: "On Rows" }).hover(SLOW);
    await page.getByRole("menuitem", { name: "Trend" }).or(page.getByRole("menuitemcheckbox", { name: "Trend" })).first().click(SLOW);
    await at.until("the trend has an equation", async () =>
      (await lines(page)).some((words) => /^y = .* x [+-] .*, R² = [\d.]+$/.test(words)));
    await photograph(page, "Reference trend");
  });

  await check("no script failed on the way of lines", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
