// Going down and up on charts: a hierarchy is made on the canvas by keys, a tile goes down along it and
// along its dates by key and by menu, with figures that SQL gives, and comes back up.
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const tile = (page, name) => page.getByRole("article", { name, exact: true });
const steps = (box) => box.getByRole("navigation", { name: "Gone down to" });
const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, "");
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** What the first mark of a picture is, by key: its name and its amount. */
export async function firstMark(page, picture) {
  await picture.focus();
  await page.keyboard.press("Home");
  const words = plain((await picture.locator("[aria-live]").textContent()) ?? "");
  const [, name, amount] = /^(?:.*, )?(.+): (\S+)$/.exec(words) ?? [];
  return { name, amount: Number(amount) };
}

export async function drill(page, asked, shows) {
  await hierarchy(page);
  await at.workspace(page, "Dashboard");
  await byKeys(page, asked, shows);
  await byMouse(page, asked);
}

/** Region, then country: made in the panel of fields, without the mouse. */
async function hierarchy(page) {
  await at.workspace(page, "Chart");
  const chart = page.getByRole("combobox", { name: "Charts" });
  const before = await chart.inputValue();
  await chart.selectOption({ label: "orders_by_region" });
  await page.getByRole("button", { name: "New hierarchy" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New hierarchy" });
  await dialog.waitFor(SLOW);
  await page.keyboard.type("Place");
  const add = dialog.getByRole("combobox", { name: "Add the next column" });
  await add.selectOption("country");
  await add.selectOption("region");
  await dialog.getByRole("button", { name: "Move region up" }).focus();
  await page.keyboard.press("Enter");
  await page.screenshot({ path: join(OUT, "hierarchy.png") });
  await dialog.getByRole("button", { name: "Keep" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("group", { name: "Hierarchies" }).getByText("region › country").waitFor(SLOW);
  await chart.selectOption(before);
}

async function byKeys(page, asked, shows) {
  const box = tile(page, "Net revenue by region");
  const picture = box.getByRole("application");
  const all = asked("SELECT sum(net_amount) AS n FROM orders");
  const { name: region } = await firstMark(page, picture);
  await page.keyboard.press("Alt+ArrowDown");
  await steps(box).waitFor(SLOW);
  must((await steps(box).innerText()).replace(/\s+/g, " ") === `All ${region}`, await steps(box).innerText());
  const of = (country) => `SELECT sum(net_amount) AS n FROM orders WHERE region = ${quoted(region)} AND country = ${quoted(country)}`;
  await at.until(`countries of ${region} with the amounts of SQL`, async () => {
    const { name, amount } = await firstMark(page, picture);
    return name !== region && Math.abs(amount - asked(of(name))) < 1e-6 * Math.abs(amount);
  });
  await shows(page, "Net revenue", all);
  await at.photograph(page, "drill");

  // What is picked below narrows the other tiles, and Escape ends it without going up.
  const { name: country, amount } = await firstMark(page, picture);
  await page.keyboard.press("Enter");
  await shows(page, "Net revenue", amount);
  await page.keyboard.press("Escape");
  await box.focus();
  await page.keyboard.press("Escape");
  await shows(page, "Net revenue", all);
  must(country !== region && (await steps(box).isVisible()), "still below");
  await firstMark(page, picture);
  await page.keyboard.press("Alt+ArrowUp");
  await steps(box).waitFor({ state: "hidden", ...SLOW });
  await at.until("regions again", async () => (await firstMark(page, picture)).name === region);
}

async function byMouse(page, asked) {
  const box = tile(page, "Net revenue by region");
  const picture = box.getByRole("application");
  const menu = page.getByRole("menu");
  await at.until("the menu of a bar", async () => {
    const { x, y, width } = await picture.boundingBox();
    await page.mouse.move(x + width * 0.4, y + 24);
    await page.mouse.click(x + width * 0.4, y + 24, { button: "right" });
    return menu.first().isVisible();
  });
  await menu.getByRole("menuitem", { name: "Drill down" }).click(SLOW);
  await page.getByRole("menuitem", { name: /^country/ }).click(SLOW);
  await steps(box).getByRole("button", { name: "All" }).click(SLOW);
  await steps(box).waitFor({ state: "hidden", ...SLOW });

  const months = tile(page, "Net revenue by month");
  const area = months.getByRole("application");
  await area.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+F10");
  await menu.getByRole("menuitem", { name: "Zoom in time" }).click(SLOW);
  await page.getByRole("menuitem", { name: "Days", exact: true }).click(SLOW);
  await steps(months).waitFor(SLOW);
  const first = asked("SELECT sum(net_amount) AS n FROM orders WHERE CAST(order_date AS DATE) = (SELECT min(CAST(order_date AS DATE)) FROM orders)");
  await at.until("the first day has the amount of SQL", async () =>
    Math.abs((await firstMark(page, area)).amount - first) < 1e-6 * Math.abs(first));
  await page.screenshot({ path: join(OUT, "drill-days.png") });
  await steps(months).getByRole("button", { name: "All" }).click(SLOW);
  await steps(months).waitFor({ state: "hidden", ...SLOW });
}

