// Every mark is made in the browser from made orders, by choosing it in the picker; the figures
// that the arrow keys read out are those of an SQL cell over the same rows; both themes are
// photographed.
import { join } from "node:path";
import { choose, choosePillMenu, field, photograph, put, tells, told } from "./canvas.mjs";
import { must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;

const FIELDS = `select order_date, region, net_amount,
  case when net_amount > 25000 then 'large' else 'small' end as size from orders`;

/** The rows of the made orders as this walk groups them. */
function grouped(rows, keyOf, amountOf) {
  const sums = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    sums.set(key, (sums.get(key) ?? 0) + amountOf(row));
  }
  return [...sums];
}

export async function marks(chrome, address, own, { check }) {
  const { page, complaints } = await at.blank(chrome, address);
  const { orderRows } = await import("./parameters.mjs");
  const rows = orderRows();
  const net = (row) => Number(row.net_amount);
  const text = (amount) => String(Math.round(amount * 100) / 100);
  const byRegion = grouped(rows, (row) => row.region, net).map(([key, sum]) => [key, text(sum)]);
  const month = (row) => row.order_date.slice(0, 7);
  const crossed = grouped(rows, (row) => `${row.region}|${sizeOf(row)}`, net)
    .map(([key, sum]) => [...key.split("|"), text(sum)]);
  function sizeOf(row) {
    return net(row) > 25000 ? "large" : "small";
  }

  await check("the made orders stand on the canvas", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    const name = await at.insertSql(page, FIELDS);
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

  const ofOne = ["Treemap", "Waterfall", "Funnel", "Radar"];
  await check("one category and one sum: regions by amount", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"]]);
  });
  for (const mark of ofOne) {
    await check(`${mark} tells the sums of the regions`, async () => {
      await choose(page, mark);
      if (mark === "Radar" && byRegion.length < 3) {
        return;
      }
      await tells(page, byRegion, mark);
      await photograph(page, mark);
    });
  }
  await check("a donut of more than four parts is refused in words, and Bar is offered", async () => {
    await choose(page, "Donut");
    const refused = page.getByText(/A donut shows up to 4 parts; here are/);
    if (byRegion.length > 4) {
      await refused.waitFor(SLOW);
    } else {
      await tells(page, byRegion, "Donut");
    }
    await photograph(page, "Donut many");
  });
  await check("a donut of two parts tells both", async () => {
    await put(page, [["x", "Columns", "size"], ["y", "Rows", "net_amount"]]);
    await choose(page, "Donut");
    const bySize = grouped(rows, sizeOf, net).map(([key, sum]) => [key, text(sum)]);
    await tells(page, bySize, "Donut");
    await photograph(page, "Donut");
  });
  await check("two categories and one sum: bars", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"], ["c", "Colour", "size"]]);
  });
  for (const mark of ["Heatmap", "Treemap", "Sunburst", "Sankey"]) {
    await check(`${mark} tells the sums of each pair`, async () => {
      await choose(page, mark);
      await tells(page, crossed, mark);
      await photograph(page, `${mark} pairs`);
    });
  }
  await check("bars are stacked, grouped and shared by the control in the panel", async () => {
    await choose(page, "Bar");
    for (const [value, name] of [["grouped", "Bar grouped"], ["stacked", "Bar stacked"], ["normalized", "Bar normalized"]]) {
      await page.getByLabel("Stacking").selectOption(value);
      await at.until(`${value} is chosen`, async () =>
        (await page.getByLabel("Stacking").inputValue()) === value);
      await photograph(page, name);
    }
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await at.until("undo takes the stacking back", async () =>
      (await page.getByLabel("Stacking").inputValue()) === "stacked");
  });
  await check("the legend switches a series off and on again", async () => {
    const legend = page.getByRole("group", { name: "Legend" });
    const small = legend.getByRole("button", { name: "small" });
    const voices = async () => (await told(page, 8)).filter((words) => words.startsWith("small")).length;
    const picture = page.getByRole("main").getByRole("application").first();
    const saysSmall = async () => {
      await picture.focus();
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowDown");
      const words = await picture.locator("[aria-live]").textContent();
      await page.keyboard.press("Escape");
      return words.startsWith("small");
    };
    must(await saysSmall(), "small is the second series");
    await small.click(SLOW);
    must((await small.getAttribute("aria-pressed")) === "false", "small is off");
    must(!(await saysSmall()) && (await voices()) === 0, "small is not in the picture any more");
    await photograph(page, "Bar legend");
    await small.focus();
    await page.keyboard.press("Enter");
    must(await saysSmall(), "small is back");
  });
  await check("a tooltip compares with the year or period before", async () => {
    await put(page, [["x", "Columns", "order_date"], ["y", "Rows", "net_amount"], ["c", "Colour", "region"]]);
    await choose(page, "Line");
    const picture = page.getByRole("main").getByRole("application").first();
    await picture.focus();
    await page.keyboard.press("End");
    await page.getByText(/^vs /).first().waitFor(SLOW);
    await photograph(page, "Line compared");
  });
  await check("a number over time tells its last period", async () => {
    await put(page, [["x", "Columns", "order_date"], ["y", "Rows", "net_amount"]]);
    await choose(page, "Big number");
    const byMonth = grouped(rows, month, net).sort();
    const [, last] = byMonth.at(-1);
    await page.getByTitle(at.figure(Math.round(last * 100) / 100)).waitFor(SLOW);
    await photograph(page, "Big number");
  });
  await check("a calendar tells the sum of each day", async () => {
    await choosePillMenu(page, "Columns", 0, "Day");
    await choose(page, "Calendar");
    const byDay = grouped(rows, (row) => row.order_date.slice(0, 10), net);
    const all = await told(page, 20);
    const amounts = new Set(byDay.map(([, sum]) => text(sum)));
    must(all.every((one) => [...amounts].some((amount) => one.includes(amount))), all.slice(0, 4).join("\n"));
    await photograph(page, "Calendar");
  });
  await check("single rows lie on a strip beside their region", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"]]);
    await choosePillMenu(page, "Rows", 0, "Row values");
    await choose(page, "Strip");
    const all = await told(page, 12);
    const known = new Set(rows.map((row) => `${row.region} ${text(net(row))}`));
    must(all.length === 12, `${all.length} points`);
    for (const one of all) {
      const isKnown = [...known].some((pair) => pair.split(" ").every((word) => one.includes(word)));
      must(isKnown, `no order is ${one}`);
    }
    await photograph(page, "Strip");
  });
  await check("the table mark shows the rows", async () => {
    await choose(page, "Table");
    await page.getByRole("region", { name: "Rows behind the chart" }).waitFor(SLOW);
    await photograph(page, "Table");
  });
  await check("value and target as bullets, and four measures as candles", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"], ["y", "Rows", "net_amount"]]);
    await choosePillMenu(page, "Rows", 1, "Average");
    await choose(page, "Bullet");
    await tells(page, byRegion, "Bullet");
    await photograph(page, "Bullet");
    await put(page, [
      ["x", "Columns", "order_date"],
      ...[0, 1, 2, 3].map(() => ["y", "Rows", "net_amount"]),
    ]);
    for (const [nth, aggregate] of [[0, "Median"], [1, "Maximum"], [2, "Minimum"], [3, "Average"]]) {
      await choosePillMenu(page, "Rows", nth, aggregate);
    }
    await choose(page, "Candlestick");
    must((await told(page)).length > 2, "there are several candles");
    await photograph(page, "Candlestick");
  });
  await check("no script failed on the way", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
