// Distributions in the browser: a number dropped as it is becomes a histogram whose bars are counted
// here again, its bins are changed in the pill's menu, and beside a category it becomes boxes with
// the quartiles of the made orders.
import { join } from "node:path";
import { must } from "./harness.mjs";
import { choose, choosePillMenu, photograph, pills, put, stage, tells, told } from "./canvas.mjs";
import * as at from "./page.mjs";
import { orderRows } from "./parameters.mjs";

/** The value at a share of sorted values, between two of them. */
function quantile(sorted, share) {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

export async function spread(chrome, address, own, { check }) {
  const { page, complaints } = await at.blank(chrome, address);
  const rows = orderRows();
  const amounts = rows.map(({ net_amount }) => Number(net_amount));

  await check("the made orders stand on the canvas for distributions", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    await stage(page, "select order_date, region, net_amount from orders", "net_amount");
  });

  await check("a number alone is a histogram, and its bars count every order once", async () => {
    await put(page, [["x", "Columns", "net_amount"]]);
    await at.until("a histogram is chosen", async () => (await choose.current(page)) === "Histogram");
    const all = await told(page);
    const counted = all.map((words) => Number(/COUNT\(rows\) (\d+)/.exec(words)[1]));
    must(counted.reduce((sum, one) => sum + one, 0) === rows.length, `${counted} are not ${rows.length}`);
    for (const words of all) {
      const [, low, high, found] = /(-?[\d.]+) to (-?[\d.]+), COUNT\(rows\) (\d+)/.exec(words);
      const wanted = amounts.filter((amount) => amount >= Number(low) && amount < Number(high)).length;
      must(Number(found) === wanted, `${words}: ${wanted} by hand`);
    }
    await photograph(page, "Histogram");
  });

  await check("its bins are changed in the menu of the pill, and undone", async () => {
    const before = (await told(page)).length;
    await choosePillMenu(page, "Columns", 0, "Bin", "About 50 bins");
    await at.until("there are more bars", async () => (await told(page)).length > before);
    await page.getByRole("button", { name: /^Undo / }).click(at.SLOW);
    await at.until("there are as many as before", async () => (await told(page)).length === before);
  });

  await check("a bar shows the rows behind it", async () => {
    const picture = page.getByRole("main").getByRole("application").first();
    const [first] = await told(page);
    const wanted = /COUNT\(rows\) (\d+)/.exec(first)[1];
    await picture.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "See rows" }).click(at.SLOW);
    const records = page.getByRole("dialog", { name: /^Rows behind / });
    await records.getByText(new RegExp(`of ${wanted} rows`)).waitFor(at.SLOW);
    await page.keyboard.press("Escape");
    await records.waitFor({ state: "hidden", ...at.SLOW });
  });

  await check("a colour splits the bars", async () => {
    await put(page, [["x", "Columns", "net_amount"], ["c", "Colour", "region"]]);
    let all = [];
    const counted = () => all.reduce((sum, words) => sum + Number(/COUNT\(rows\) (\d+)/.exec(words)[1]), 0);
    await at.until("the colours count every order once", async () => {
      all = await told(page, 300);
      return all[0]?.includes("region") && counted() === rows.length;
    }, () => `: ${counted()} of ${rows.length} in ${all.length} bars`);
    await photograph(page, "Histogram colour");
  });

  await check("boxes tell the quartiles of each region", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"]]);
    await choosePillMenu(page, "Rows", 0, "Row values");
    await choose(page, "Box plot");
    const regions = [...new Set(rows.map(({ region }) => region))];
    const wanted = regions.map((region) => {
      const own = rows.filter((row) => row.region === region).map(({ net_amount }) => Number(net_amount));
      own.sort((left, right) => left - right);
      const text = (share) => String(Math.round(quantile(own, share) * 1e6) / 1e6);
      return [region, `Median ${text(0.5)}`, `Lower quartile ${text(0.25)}`, `Upper quartile ${text(0.75)}`, `Values ${own.length}`];
    });
    await tells(page, wanted, "Box plot");
    must((await pills(page, "Rows").count()) === 1, "the shelf holds the number alone");
    await photograph(page, "Box plot");
  });

  await check("no script failed on the way of distributions", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
