// Every mark is made in the browser from made orders, by choosing it in the picker; the figures
// that the arrow keys read out are those of an SQL cell over the same rows; both themes are
// photographed.
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");

const shelf = (page, name) => page.getByRole("group", { name, exact: true });
const pills = (page, on) => shelf(page, on).getByRole("button");
const field = (page, name) =>
  page.getByRole("complementary", { name: "Fields" }).getByRole("button", { name: new RegExp(`\\b${name}\\b`) }).first();
const markButton = (page, mark) =>
  page.getByRole("group", { name: "Mark", exact: true }).getByRole("button", { name: new RegExp(`^${mark}\\.`) });

/** Puts fields on shelves with the keys X, Y and C, after all shelves are empty. */
async function put(page, fields) {
  for (const on of ["Columns", "Rows", "Colour", "Detail"]) {
    while ((await pills(page, on).count()) > 0) {
      const before = await pills(page, on).count();
      await pills(page, on).first().focus();
      await page.keyboard.press("Delete");
      await at.until(`a pill less on ${on}`, async () => (await pills(page, on).count()) < before);
    }
  }
  for (const [key, on, name] of fields) {
    const before = await pills(page, on).count();
    await field(page, name).focus();
    await page.keyboard.press(key);
    await at.until(`${name} lies on ${on}`, async () => (await pills(page, on).count()) > before);
  }
}

async function choosePillMenu(page, on, nth, item) {
  await pills(page, on).nth(nth).click(SLOW);
  await page.getByRole("menuitem", { name: item }).or(page.getByRole("menuitemcheckbox", { name: item })).first().click(SLOW);
}

async function choose(page, mark) {
  await markButton(page, mark).click(SLOW);
  await at.until(`${mark} is pressed`, async () =>
    (await markButton(page, mark).getAttribute("aria-pressed")) === "true");
}

/** What the arrow keys read out, mark by mark, without thin spaces. */
async function told(page, most = 200) {
  const picture = page.getByRole("main").getByRole("application").first();
  await picture.waitFor(SLOW);
  await picture.focus();
  await page.keyboard.press("Home");
  const voice = picture.locator("[aria-live]");
  const all = [];
  for (let step = 0; step < most; step++) {
    const words = (await voice.textContent()).replace(/\u202f/g, "").replace(/−/g, "-");
    if (all.at(-1) === words) {
      break;
    }
    all.push(words);
    await page.keyboard.press("ArrowRight");
  }
  await page.keyboard.press("Escape");
  return all;
}

/** The rows of an answer in the notebook, as sets of words. */
function expectTold(all, wanted, what) {
  for (const words of wanted) {
    const isThere = all.some((one) => words.every((word) => one.includes(word)));
    must(isThere, `${what}: no mark says ${words.join(" and ")}; they say\n${all.slice(0, 8).join("\n")}`);
  }
}

async function photograph(page, name) {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((value) => {
      document.documentElement.dataset.theme = value;
    }, theme);
    await page.waitForTimeout(450);
    await page.screenshot({ path: join(OUT, `mark-${name.toLowerCase().replace(" ", "-")}-${theme}.png`) });
  }
}

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
      expectTold(await told(page), byRegion, mark);
      await photograph(page, mark);
    });
  }
  await check("a donut of more than four parts is refused in words, and Bar is offered", async () => {
    await choose(page, "Donut");
    const refused = page.getByText(/A donut shows up to 4 parts; here are/);
    if (byRegion.length > 4) {
      await refused.waitFor(SLOW);
    } else {
      expectTold(await told(page), byRegion, "Donut");
    }
    await photograph(page, "Donut many");
  });
  await check("a donut of two parts tells both", async () => {
    await put(page, [["x", "Columns", "size"], ["y", "Rows", "net_amount"]]);
    await choose(page, "Donut");
    const bySize = grouped(rows, sizeOf, net).map(([key, sum]) => [key, text(sum)]);
    expectTold(await told(page), bySize, "Donut");
    await photograph(page, "Donut");
  });
  await check("two categories and one sum: bars", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"], ["c", "Colour", "size"]]);
  });
  for (const mark of ["Heatmap", "Treemap", "Sunburst", "Sankey"]) {
    await check(`${mark} tells the sums of each pair`, async () => {
      await choose(page, mark);
      expectTold(await told(page), crossed, mark);
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
    expectTold(await told(page), byRegion, "Bullet");
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
