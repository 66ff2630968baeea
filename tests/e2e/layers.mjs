// Measures with marks of their own in the browser: chosen from the pill by mouse and by keys, told and listed,
// with a menu on the marks of each, written to a file, taken back; what cannot lie over each other is refused.
import { join } from "node:path";
import { must } from "./harness.mjs";
import { choose, choosePillMenu, photograph, pills, put, stage, told } from "./canvas.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const SQL = `select order_date, region, net_amount, net_amount * 1.2 as target,
  net_amount > 25000 as is_large from orders`;

const picture = (page) => page.getByRole("main").getByRole("application").first();
const legend = (page) => page.getByRole("group", { name: "Legend" }).getByRole("button");
const says = (page, words) =>
  at.until(`the picture is named with ${words}`, async () =>
    ((await picture(page).getAttribute("aria-label")) ?? "").includes(words));

/** Goes to the first mark by keys, and with each step down to that of another measure; answers what is told. */
async function measures(page, count) {
  await picture(page).focus();
  await page.keyboard.press("Home");
  const voice = picture(page).locator("[aria-live]");
  const all = [];
  for (let step = 0; step < count; step++) {
    await at.until("another mark is told", async () => !all.includes(await voice.textContent()));
    all.push(await voice.textContent());
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Escape");
  return all;
}

export async function layers(chrome, address, own, { check }) {
  const { page, complaints } = await at.blank(chrome, address);

  await check("two measures by month stand on the canvas", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    await stage(page, SQL, "net_amount");
    await put(page, [["x", "Columns", "order_date"], ["y", "Rows", "net_amount"], ["y", "Rows", "target"]]);
    await says(page, "Lines of sum of net_amount and sum of target");
  });

  await check("one of them becomes bars from its menu by mouse, the other lies over it as a line", async () => {
    await choosePillMenu(page, "Rows", 0, "Draw as", "Bars");
    await says(page, "Bars of sum of net_amount, lines of sum of target by month of order_date");
    must((await choose.current(page)) === "Bar", "the axes are those of bars");
    await at.until("the legend names both", async () => (await legend(page).count()) === 2);
    const said = await measures(page, 2);
    must(said.some((one) => one.includes("SUM(net_amount)")), said.join(" | "));
    must(said.some((one) => one.includes("SUM(target)")), said.join(" | "));
    await photograph(page, "Bars with a line over them");
  });

  await check("the marks of both measures have a menu, by mouse and by keys", async () => {
    const { x, y, width, height } = await picture(page).boundingBox();
    await page.mouse.click(x + width * 0.5, y + height * 0.85, { button: "right" });
    await page.getByRole("menuitem", { name: "See rows" }).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await page.getByRole("menuitem", { name: "See rows" }).waitFor({ state: "hidden", ...SLOW });
    await picture(page).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "See rows" }).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await page.getByRole("menuitem", { name: "See rows" }).waitFor({ state: "hidden", ...SLOW });
  });

  await check("points are chosen by keys alone, and undo brings the line back", async () => {
    await pills(page, "Rows").nth(1).focus();
    await page.keyboard.press("Enter");
    const entry = page.getByRole("menuitem", { name: "Draw as" });
    await entry.focus(SLOW);
    await page.keyboard.press("ArrowRight");
    const points = page.getByRole("menuitem", { name: "Points" });
    await points.waitFor(SLOW);
    await points.focus();
    await page.keyboard.press("Enter");
    await says(page, "Bars of sum of net_amount, points of sum of target");
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await says(page, "lines of sum of target");
  });

  await check("the picture in a file has both measures", async () => {
    const file = join(own.data, "layers.svg");
    await at.exportsPicture(page, file, ["SUM(target)", "SUM(net_amount)"]);
  });

  await check("a line between categories is refused with the way out, which works", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"], ["y", "Rows", "target"]]);
    await choosePillMenu(page, "Rows", 1, "Draw as", "Line");
    await page.getByText("SUM(target) as a line needs a date or a number on Columns").first().waitFor(SLOW);
    await page.getByText("Draw it as points, or put a date on Columns.").first().waitFor(SLOW);
    await choosePillMenu(page, "Rows", 1, "Draw as", "Points");
    await says(page, "Bars of sum of net_amount, points of sum of target by region");
    await photograph(page, "Points over bars");
  });

  await check("a band from the minimum to the maximum lies under a line of averages", async () => {
    await put(page, [
      ["x", "Columns", "order_date"],
      ["y", "Rows", "net_amount"],
      ["y", "Rows", "net_amount"],
      ["y", "Rows", "net_amount"],
    ]);
    await choosePillMenu(page, "Rows", 0, "Average");
    await choosePillMenu(page, "Rows", 1, "Minimum");
    await choosePillMenu(page, "Rows", 2, "Maximum");
    await says(page, "Lines of average of net_amount and minimum of net_amount and maximum of net_amount");
    await choosePillMenu(page, "Rows", 1, "Draw as", "Band to MAX(net_amount)");
    await says(page, "a band of minimum of net_amount and maximum of net_amount");
    must((await told(page, 2)).length > 1, "the marks are told");
    await photograph(page, "A band under a line");
    await page.setViewportSize({ width: 1120, height: 700 });
    await page.waitForTimeout(400);
    await photograph(page, "A band under a line, narrow");
  });

  await check("the share of true values has Wilson's interval, which is told with its bar", async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "is_large"]]);
    await choosePillMenu(page, "Rows", 0, "Share of true values");
    await says(page, "Bars of share of true values of is_large by region");
    await choosePillMenu(page, "Rows", 0, "Error bars of 95 %");
    await at.until("the ends are told", async () => /95 %.* n = /.test((await told(page, 1))[0] ?? ""));
    await photograph(page, "Shares with error bars");
  });

  await check("no script failed on the way of layers", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
