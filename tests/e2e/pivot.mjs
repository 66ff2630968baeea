// Pivot tables in the browser: every total is compared with the made orders, level by level; groups are
// closed, lines ordered and menus opened by mouse and by keys; what is written to a file is what is shown.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { choose, choosePillMenu, photograph, pills, put, stage, told } from "./canvas.mjs";
import { must } from "./harness.mjs";
import * as at from "./page.mjs";
import { orderRows } from "./parameters.mjs";

const { SLOW } = at;
const SQL = `select order_date, region, net_amount,
  case when net_amount > 25000 then 'large' else 'small' end as size,
  case when net_amount > 12000 then 'top' else 'rest' end as tier from orders`;
const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, "").replace(/−/g, "-").trim();
const grid = (page) => page.getByRole("main").getByRole("treegrid").first();

/** The lines of the table, each with its cells. */
async function shown(page) {
  const lines = await grid(page).locator("tr").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  return lines.map((cells) => cells.map(plain)).filter((cells) => cells.length > 0);
}

/** The amounts of a line by its name. */
async function line(page, name) {
  const found = (await shown(page)).find(([head]) => head === name);
  return found?.slice(1) ?? null;
}

const mean = (rows) => rows.reduce((sum, row) => sum + Number(row.net_amount), 0) / rows.length;
const size = (row) => (Number(row.net_amount) > 25000 ? "large" : "small");
const tier = (row) => (Number(row.net_amount) > 12000 ? "top" : "rest");
/** As close as a table writes it. */
const near = (text, value) => Math.abs(Number(text) - value) < 0.00006 * Math.max(1, Math.abs(value));

export async function pivot(chrome, address, own, { check }) {
  const { page, complaints } = await at.blank(chrome, address);
  const rows = orderRows();
  const regions = [...new Set(rows.map(({ region }) => region))].sort();

  await check("the made orders stand on the canvas for pivot tables", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    await stage(page, SQL, "net_amount");
  });

  await check("averages of every level are those of its orders", async () => {
    await put(page, [["y", "Rows", "region"], ["y", "Rows", "tier"], ["x", "Columns", "size"], ["y", "Rows", "net_amount"]]);
    await choosePillMenu(page, "Rows", 2, "Average");
    await choose(page, "Pivot table");
    await grid(page).waitFor(SLOW);
    const wanted = (of) => [
      ...["large", "small"].map((one) => of.filter((row) => size(row) === one)),
      of,
    ].map((some) => (some.length > 0 ? mean(some) : null));
    const holds = async (name, of) => {
      const found = await line(page, name);
      const figures = wanted(of);
      return found?.length === 3 && figures.every((value, nth) => (value === null ? found[nth] === "" : near(found[nth], value)));
    };
    await at.until("the total is the average of all orders", () => holds("Total", rows));
    for (const region of regions) {
      const of = rows.filter((row) => row.region === region);
      must(await holds(region, of), `${region}: ${await line(page, region)} for ${wanted(of)}`);
    }
    const all = await shown(page);
    const [first] = regions;
    const top = all[all.findIndex(([head]) => head === first) + 2];
    const of = rows.filter((row) => row.region === first && tier(row) === "top");
    must(top[0] === "top" && near(top[3], mean(of)), `${top} for ${mean(of)}`);
    await photograph(page, "Pivot");
  });

  await check("a column header orders the lines by its amounts: down, up, as before", async () => {
    const heads = async () => (await shown(page)).map(([head]) => head).filter((head) => regions.includes(head));
    const by = regions
      .map((region) => [region, mean(rows.filter((row) => row.region === region))])
      .sort((left, right) => right[1] - left[1])
      .map(([region]) => region);
    const total = grid(page).getByRole("columnheader", { name: "Total" });
    await total.click(SLOW);
    await at.until("largest first", async () => String(await heads()) === String(by), heads);
    await grid(page).focus();
    for (const key of ["Control+Home", "ArrowUp", "End", "Enter"]) {
      await page.keyboard.press(key);
    }
    await at.until("smallest first, by keys", async () => String(await heads()) === String([...by].reverse()), heads);
    await total.click(SLOW);
    await at.until("by name again", async () => String(await heads()) === String(regions), heads);
  });

  await check("groups are closed by mouse and opened by keys, and that is undone like any step", async () => {
    const lines = async () => (await shown(page)).length;
    const before = await lines();
    await grid(page).getByRole("rowheader", { name: regions[0] }).click(SLOW);
    await at.until("a group is closed", async () => (await lines()) === before - 2, lines);
    await grid(page).focus();
    for (const key of ["Control+Home", "ArrowLeft", "Enter"]) {
      await page.keyboard.press(key);
    }
    await at.until("it is open again", async () => (await lines()) === before, lines);
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await at.until("undo closes it", async () => (await lines()) === before - 2, lines);
    await page.getByRole("button", { name: "Open all groups" }).click(SLOW);
    await at.until("all are open", async () => (await lines()) === before, lines);
  });

  await check("the menu of a total shows the rows behind it, by keys and by mouse", async () => {
    const of = rows.filter((row) => row.region === regions[0]);
    const records = page.getByRole("dialog", { name: /^Rows behind / });
    await grid(page).focus();
    for (const key of ["Control+Home", "End", "Enter"]) {
      await page.keyboard.press(key);
    }
    await page.getByRole("menuitem", { name: "See rows" }).press("Enter");
    await records.getByText(new RegExp(`of ${of.length} rows`)).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await records.waitFor({ state: "hidden", ...SLOW });
    await grid(page).getByRole("gridcell").nth(2).click({ button: "right", ...SLOW });
    await page.getByRole("menuitem", { name: /^Keep only/ }).click(SLOW);
    await at.until("one region is left", async () => {
      const heads = (await shown(page)).map(([head]) => head);
      return regions.filter((region) => heads.includes(region)).length === 1;
    });
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await at.until("all are back", async () => (await line(page, regions.at(-1))) !== null);
  });

  await check("a total says what makes it: its segments add up to the difference from the rest", async () => {
    await grid(page).focus();
    for (const key of ["Control+Home", "End", "Enter"]) {
      await page.keyboard.press(key);
    }
    await page.getByRole("menuitem", { name: "Why is this?" }).press("Enter");
    const story = page.getByRole("dialog", { name: `What makes ${regions[0]}` });
    await story.getByRole("row").nth(5).waitFor(SLOW);
    const of = rows.filter((row) => row.region === regions[0]);
    const others = rows.filter((row) => row.region !== regions[0]);
    const cells = async (nth) => (await story.getByRole("row").nth(nth).locator("th, td").allTextContents()).map(plain);
    const [[, here, count], [, there], [, between]] = [await cells(1), await cells(2), await cells(3)];
    must(near(here, mean(of)) && Number(count) === of.length, `${here} of ${count}`);
    must(near(there, mean(others)) && near(between, mean(of) - mean(others)), `${there}, ${between}`);
    const segments = await story.getByRole("row").filter({ hasText: / is / }).allTextContents();
    must(segments.length >= 2, segments.join("\n"));
    await photograph(page, "Why");
    await page.keyboard.press("Escape");
    await story.waitFor({ state: "hidden", ...SLOW });
  });

  await check("amounts stand out by colour and by bars", async () => {
    for (const [format, name] of [["heat", "Pivot heat"], ["bar", "Pivot bars"]]) {
      await page.getByLabel("How amounts stand out").selectOption(format);
      await at.until(`${format} is seen`, async () =>
        (await grid(page).locator("td[style*=background]").count()) > 0);
      await photograph(page, name);
    }
    await page.getByLabel("How amounts stand out").selectOption("plain");
    await page.getByLabel("Totals of groups").click(SLOW);
    await at.until("groups have no amounts", async () => (await line(page, regions[0])).every((cell) => cell === ""));
    await page.getByLabel("Totals of groups").click(SLOW);
  });

  await check("what is written as CSV is the table that is shown", async () => {
    const path = join(own.data, "pivot.csv");
    await page.getByRole("button", { name: "Export and copy" }).click(SLOW);
    await page.getByRole("menuitem", { name: /^Export picture/ }).click(SLOW);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^CSV/ }).click(SLOW);
    await dialog.getByRole("textbox").last().fill(path);
    await dialog.getByRole("button", { name: "Export", exact: true }).click(SLOW);
    await at.until("the file is there", () => existsSync(path));
    const [head, ...written] = readFileSync(path, "utf8").trim().split("\r\n").map((text) => text.split(","));
    must(String(head.slice(1)) === "large,small,Total", String(head));
    const total = written.at(-1);
    must(total[0] === "Total" && near(total[3], mean(rows)), String(total));
    must(written.length === (await shown(page)).length - 1, `${written.length} lines`);
  });

  await check("two measures stand beside each other under each column", async () => {
    await put(page, [["y", "Rows", "region"], ["x", "Columns", "size"], ["y", "Rows", "net_amount"], ["y", "Rows", "order_date"]]);
    await choose(page, "Pivot table");
    await at.until("the grid is there", async () => (await shown(page)).length > regions.length);
    await photograph(page, "Pivot measures");
  });

  await check("a mark is taken apart by another field, in a chart with every filter kept", async () => {
    await grid(page).getByRole("gridcell").first().click({ button: "right", ...SLOW });
    await page.getByRole("menuitem", { name: "Break down by" }).click(SLOW);
    await page.getByRole("menuitem", { name: "tier", exact: true }).click(SLOW);
    await at.until("a new chart shows tiers", async () => (await pills(page, "Columns").allTextContents()).join().includes("tier"));
    const of = rows.filter((row) => row.region === regions[0] && size(row) === "large");
    const tiers = [...new Set(of.map(tier))];
    await at.until("it has the tiers of the mark", async () => (await told(page, 9)).length === tiers.length);
  });

  await check("a period is looked at more closely, and the rest is left", async () => {
    await put(page, [["x", "Columns", "order_date"], ["y", "Rows", "net_amount"]]);
    await choose(page, "Bar");
    const picture = page.getByRole("main").getByRole("application").first();
    const before = (await told(page)).length;
    await picture.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Zoom in time" }).press("ArrowRight");
    await page.getByRole("menuitem", { name: "Days", exact: true }).press("Enter");
    await at.until("days of one month", async () => (await pills(page, "Columns").allTextContents()).join().includes("DAY"));
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await at.until("months again", async () => (await told(page)).length === before);
  });

  await check("no script failed on the way of pivot tables", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
