// A result becomes a picture: fields are put on shelves by mouse and by keys alone, the mark is
// changed, and the figures behind the picture are those of the made orders.
import { join } from "node:path";
import { must } from "./harness.mjs";
import * as at from "./page.mjs";
import { orderRows } from "./parameters.mjs";

const { SLOW } = at;

const shelf = (page, name) => page.getByRole("group", { name, exact: true });
const field = (page, name) =>
  page.getByRole("complementary", { name: "Fields" }).getByRole("button", { name: new RegExp(`\\b${name}\\b`) }).first();
const pill = (page, on) => shelf(page, on).getByRole("button");

/** Sums by region and by month and region, as the table behind a chart should have them. */
function expected() {
  const regions = {};
  const months = {};
  for (const { region, order_date, net_amount } of orderRows()) {
    regions[region] = (regions[region] ?? 0) + Number(net_amount);
    const month = order_date.slice(0, 7);
    months[month] = (months[month] ?? 0) + Number(net_amount);
  }
  return { regions, months };
}

/** The rows behind the picture, as texts without thin spaces, in the order of a sort. */
async function figures(page) {
  const table = page.getByRole("region", { name: "Rows behind the chart" });
  await page.getByRole("button", { name: "Show as table" }).or(table).first().waitFor(SLOW);
  if (!(await table.isVisible())) {
    await page.getByRole("button", { name: "Show as table" }).click(SLOW);
  }
  await table.waitFor(SLOW);
  const rows = await table.getByRole("row").evaluateAll((found) =>
    found.slice(1).map((row) => [...row.cells].map((one) => one.textContent.replace(/\u202f/g, ""))));
  return rows.map((row) => row.join(" ")).sort();
}

async function behind(page, wanted) {
  const sorted = wanted.map((row) => row.join(" ")).sort().join("\n");
  let last = [];
  await at.until(`the rows behind the chart are\n${sorted}`, async () => {
    last = await figures(page);
    return last.join("\n") === sorted;
  }, () => `\n${last.slice(0, 6).join("\n")}`);
  await page.getByRole("button", { name: "Show as picture" }).click(SLOW);
}

async function drag(page, from, to) {
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  await page.mouse.move(start.x + 30, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 45, start.y + start.height / 2 + 6, { steps: 3 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 6 });
  // A person lets go where the shelf shows that it takes the field.
  await at.until("the shelf takes the field", async () =>
    /\bis-over\b/.test((await to.getAttribute("class")) ?? ""));
  await page.mouse.up();
}

const markButton = (page, mark) =>
  page.getByRole("group", { name: "Mark", exact: true }).getByRole("button", { name: new RegExp(`^${mark}\\b`) });

export async function chart(chrome, address, own, { check }) {
  const { regions, months } = expected();
  const byRegion = Object.entries(regions);
  const byMonth = Object.entries(months).map(([month, sum]) => [`${month}-01`, sum]);
  const { page } = await at.blank(chrome, address);

  await check("Chart this opens the canvas over the result", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    const name = await at.insertSql(page, "select order_date, region, net_amount, 2 * net_amount as twice from orders");
    await at.run(page, name);
    await at.cell(page, name).getByRole("button", { name: "Chart this" }).click(SLOW);
    const canvas = page.getByRole("button", { name: "Open chart canvas" }).first();
    await canvas.or(field(page, "region")).first().waitFor(SLOW);
    if (await canvas.isVisible()) {
      await canvas.click();
    } else if (!(await field(page, "region").isVisible())) {
      await at.workspace(page, "Chart");
    }
    await field(page, "net_amount").waitFor(SLOW);
  });

  await check("fields dropped by mouse make bars with the right figures", async () => {
    await drag(page, field(page, "region"), shelf(page, "Columns"));
    await pill(page, "Columns").waitFor(SLOW);
    await drag(page, field(page, "net_amount"), shelf(page, "Rows"));
    await pill(page, "Rows").waitFor(SLOW);
    await at.until("bars are chosen", async () =>
      (await markButton(page, "Bar").getAttribute("aria-pressed")) === "true");
    await behind(page, byRegion);
  });

  await check("undo takes the pill away and redo brings it back", async () => {
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await pill(page, "Rows").waitFor({ state: "hidden", ...SLOW });
    await page.getByRole("button", { name: /^Redo / }).click(SLOW);
    await pill(page, "Rows").waitFor(SLOW);
  });

  await check("a calculation is chosen in a menu of the pill by keys, and undone", async () => {
    await pill(page, "Rows").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Calculate" }).focus(SLOW);
    await page.keyboard.press("ArrowRight");
    await page.getByRole("menuitem", { name: "Share of total" }).focus(SLOW);
    await page.keyboard.press("Enter");
    await shelf(page, "Rows").getByRole("button", { name: /share of total/ }).waitFor(SLOW);
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await shelf(page, "Rows").getByRole("button", { name: /share of total/ }).waitFor({ state: "hidden", ...SLOW });
    await behind(page, byRegion);
  });

  await check("a mark shows its records, is excluded by keys, and comes back", async () => {
    const picture = page.getByRole("application");
    await picture.focus(SLOW);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "See rows" }).click(SLOW);
    const records = page.getByRole("dialog", { name: /^Rows behind / });
    await records.getByRole("row").nth(1).waitFor(SLOW);
    const name = (await records.getByRole("heading").first().textContent()).replace("Rows behind ", "");
    await page.keyboard.press("Escape");
    await records.waitFor({ state: "hidden", ...SLOW });
    await picture.focus(SLOW);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: `Exclude ${name}` }).click(SLOW);
    await behind(page, byRegion.filter(([region]) => region !== name));
    await shelf(page, "Filters").getByRole("button", { name: /^Not: region is/ }).focus(SLOW);
    await page.keyboard.press("Delete");
    await behind(page, byRegion);
  });

  await check("a pill is taken away and fields are put on shelves by keys alone", async () => {
    await pill(page, "Columns").focus();
    await page.keyboard.press("Delete");
    await pill(page, "Columns").waitFor({ state: "hidden", ...SLOW });
    await field(page, "order_date").focus();
    await page.keyboard.press("x");
    await pill(page, "Columns").waitFor(SLOW);
    await at.until("a line is chosen", async () =>
      (await markButton(page, "Line").getAttribute("aria-pressed")) === "true");
    await behind(page, byMonth);
  });

  await check("a field is picked up, carried and dropped by keys", async () => {
    await field(page, "region").focus();
    await page.keyboard.press("Space");
    const told = page.getByText(/over Colour|Colour/).and(page.locator("[aria-live]"));
    for (let step = 0; step < 10; step++) {
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(60); // the library announces where it is a frame later
      if (/over Colour$/.test(await told.first().textContent({ timeout: 100 }).catch(() => ""))) {
        break;
      }
    }
    await page.keyboard.press("Space");
    await pill(page, "Colour").waitFor(SLOW);
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await pill(page, "Colour").waitFor({ state: "hidden", ...SLOW });
  });

  for (const mark of ["Bar", "Line", "Area"]) {
    await check(`as ${mark.toLowerCase()} the same figures stand behind the picture`, async () => {
      await markButton(page, mark).click(SLOW);
      await at.until(`${mark} is pressed`, async () =>
        (await markButton(page, mark).getAttribute("aria-pressed")) === "true");
      await page.getByRole("application").or(page.getByRole("img", { name: /chart/i })).first().waitFor(SLOW);
      await behind(page, byMonth);
    });
  }

  await check("a part of the time is shown closer by keys and by drawing, and all comes back", async () => {
    await markButton(page, "Line").click(SLOW);
    const picture = page.getByRole("application");
    await picture.focus(SLOW);
    await page.keyboard.press("+");
    const half = Math.ceil(byMonth.length / 2);
    const shown = (count) => page.getByText(new RegExp(` to .*: ${count} of ${byMonth.length} positions`));
    await shown(half).waitFor(SLOW);
    await page.keyboard.press("0");
    await shown(half).waitFor({ state: "hidden", ...SLOW });
    const { x, y, width, height } = await picture.boundingBox();
    await page.mouse.move(x + width * 0.4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 6 });
    await page.mouse.up();
    await page.getByRole("menuitem", { name: /^Show .* closer/ }).click(SLOW);
    await page.getByText(new RegExp(` of ${byMonth.length} positions`)).waitFor(SLOW);
    await behind(page, byMonth);
    await page.getByRole("button", { name: "Show all" }).click(SLOW);
    await page.getByText(new RegExp(` of ${byMonth.length} positions`)).waitFor({ state: "hidden", ...SLOW });
  });

  await check("a range of the time taken by keys has its rows, is kept alone and is left out", async () => {
    const sorted = [...byMonth].sort(([one], [other]) => (one < other ? -1 : 1));
    const picture = page.getByRole("application");
    const menu = async (entry) => {
      await picture.focus(SLOW);
      await page.keyboard.press("Home");
      await page.keyboard.press("Shift+ArrowRight");
      await page.keyboard.press("Shift+ArrowRight");
      await page.keyboard.press("Enter");
      await page.getByRole("menuitem", { name: entry }).click(SLOW);
    };
    await menu("See rows");
    const inside = orderRows().filter(({ order_date }) =>
      sorted.slice(0, 3).some(([day]) => day.slice(0, 7) === order_date.slice(0, 7))).length;
    const records = page.getByRole("dialog");
    await at.until(`${inside} rows lie in the range`, async () =>
      ((await records.textContent()) ?? "").replace(/[\u202f\u00a0]/g, "").includes(String(inside)));
    await page.keyboard.press("Escape");
    await menu(/^Keep only/);
    await behind(page, sorted.slice(0, 3));
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await behind(page, byMonth);
    await menu(/^Exclude/);
    await behind(page, sorted.slice(3));
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await behind(page, byMonth);
  });

  await check("one measure alone is a big number", async () => {
    await pill(page, "Columns").focus();
    await page.keyboard.press("Delete");
    await pill(page, "Columns").waitFor({ state: "hidden", ...SLOW });
    await markButton(page, "Big number").click(SLOW);
    const total = byRegion.reduce((sum, [, value]) => sum + value, 0);
    await behind(page, [[total]]);
    await page.getByTitle(at.figure(total)).waitFor(SLOW);
  });

  await check("two measures are points, one for each row", async () => {
    await page.keyboard.press("Escape");
    const chosen = page.getByRole("button", { name: "Choose the best fit" });
    if (await chosen.isVisible()) {
      await chosen.click();
    }
    await field(page, "twice").focus();
    await page.keyboard.press("x");
    await pill(page, "Columns").waitFor(SLOW);
    await field(page, "region").focus();
    await page.keyboard.press("c");
    await pill(page, "Colour").waitFor(SLOW);
    for (const on of ["Columns", "Rows"]) {
      await pill(page, on).click(SLOW);
      await page.getByRole("menuitem", { name: "Row values" }).or(page.getByRole("menuitemcheckbox", { name: "Row values" })).first().click(SLOW);
    }
    await markButton(page, "Scatter").click(SLOW);
    await at.until("points are chosen", async () =>
      (await markButton(page, "Scatter").getAttribute("aria-pressed")) === "true");
    const rows = orderRows().map(({ net_amount, region }) => [net_amount, 2 * net_amount, region].join(" "));
    let seen = [];
    await at.until("every order is a point", async () => {
      seen = (await figures(page)).map((row) => row.split(" ").sort().join(" ")).sort();
      return seen.join() === rows.map((row) => row.split(" ").sort().join(" ")).sort().join();
    }, () => `${seen.length} rows, first ${seen.slice(0, 3)}`);
    must(rows.length === 400, "four hundred orders");
  });
  await at.leave(page);
  await page.close();
}
