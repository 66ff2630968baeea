// The controls of a page, by mouse and by keys: ranges that move with the clock, lists that depend
// on each other, all but, a switch, the largest, and the way back to what the workbook chooses. The
// figures are those that the command line counts in the same files.
import { must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const tile = (page, name) => page.getByRole("article", { name, exact: true });
const library = (page) => page.getByRole("complementary", { name: "Library and settings" });
const chips = (page) => page.getByRole("group", { name: "Active filters" });
const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, "");
const control = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}:`) });

/** The number of orders that are left, as the bar above the page says it. */
async function left(page, wanted) {
  let said = "";
  await at.until(`${wanted} orders are left`, async () => {
    said = plain((await chips(page).textContent()) ?? "");
    return said.includes(`${wanted} of `);
  }, () => `it says ${said}`);
}

async function clear(page) {
  await page.getByRole("button", { name: "Clear", exact: true }).click(SLOW);
  await chips(page).getByText(/ rows/).waitFor({ state: "hidden", ...SLOW });
}

const count = (asked, where) => asked(`SELECT count(*) AS n FROM orders WHERE ${where}`);

/** A day of the reader's calendar as the command line compares it. */
const midnight = (year, month, day) =>
  `TIMESTAMP '${new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)} 00:00:00'`;

export async function pageControls(page, asked) {
  await movingRange(page, asked);
  await lists(page, asked);
  await fromLibrary(page, asked);
}

async function movingRange(page, asked) {
  const now = new Date();
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  await control(page, "order_date").click(SLOW);
  const form = page.getByRole("dialog", { name: "order_date" });
  await form.getByRole("button", { name: "Previous year" }).click(SLOW);
  const before = `order_date >= ${midnight(year - 1, 0, 1)} AND order_date < ${midnight(year, 0, 1)}`;
  await left(page, count(asked, before));
  must(/Previous year/.test((await chips(page).textContent()) ?? ""), "the chip says which range it is");

  // By keys: the last two years, up to today.
  await control(page, "order_date").focus();
  await page.keyboard.press("Enter");
  await form.getByLabel("How many").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2");
  await page.keyboard.press("Tab");
  await page.keyboard.type("year");
  await page.keyboard.press("Tab");
  await page.keyboard.type("to date");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const two = `order_date >= ${midnight(year - 1, 0, 1)} AND order_date < ${midnight(year, month, day + 1)}`;
  await left(page, count(asked, two));
  await control(page, "order_date: Last 2 years to date").waitFor(SLOW).catch(() => {});
  must(/Last 2 years to date/.test((await chips(page).textContent()) ?? ""), "the chip counts the years");
  await clear(page);
}

async function lists(page, asked) {
  await control(page, "channel").click(SLOW);
  const form = page.getByRole("dialog", { name: "channel" });
  const first = form.getByRole("option").first();
  await first.waitFor(SLOW);
  const channel = ((await first.textContent()) ?? "").trim();
  await first.click(SLOW);
  await left(page, count(asked, `channel = '${channel}'`));
  await form.getByRole("button", { name: "All but these" }).click(SLOW);
  await left(page, count(asked, `channel <> '${channel}' OR channel IS NULL`));
  await page.keyboard.press("Escape");
  must(/All but/.test((await control(page, "channel").textContent()) ?? ""), "the control says all but");
  await clear(page);

  // The list of statuses follows the days: on the day with the fewest of them, the others are away.
  const day = asked(
    "SELECT min(y) AS n FROM (SELECT y, c FROM (SELECT date_part('year', order_date) * 10000 + date_part('month', order_date) * 100 + date_part('day', order_date) AS y, count(DISTINCT status) AS c FROM orders GROUP BY 1) t ORDER BY c, y LIMIT 1) u",
  );
  const text = `${String(day).slice(0, 4)}-${String(day).slice(4, 6)}-${String(day).slice(6, 8)}`;
  const on = `order_date >= TIMESTAMP '${text} 00:00:00' AND order_date <= TIMESTAMP '${text} 23:59:59'`;
  const there = asked(`SELECT count(DISTINCT status) AS n FROM orders WHERE ${on}`);
  const all = asked("SELECT count(DISTINCT status) AS n FROM orders");
  await control(page, "order_date").click(SLOW);
  const days = page.getByRole("dialog", { name: "order_date" });
  await days.getByLabel("From").fill(text);
  await at.enter(days.getByLabel("To"), text);
  await left(page, count(asked, on));
  await control(page, "status").focus();
  await page.keyboard.press("Enter");
  const statuses = page.getByRole("dialog", { name: "status" });
  await at.until(`${there} statuses are offered`, async () =>
    (await statuses.getByRole("option").count()) === there);
  if (there < all) {
    await statuses.getByText(`${there} of ${all} remain`).waitFor(SLOW);
    await statuses.getByRole("button", { name: `Show all ${all}` }).click(SLOW);
    await at.until("all statuses are offered", async () =>
      (await statuses.getByRole("option").count()) === all);
  }
  await statuses.getByLabel("Find a value").fill("zzz");
  await statuses.getByText("No value has these letters").waitFor(SLOW);
  await page.keyboard.press("Escape");
  await clear(page);
}

async function fromLibrary(page, asked) {
  await page.getByRole("group", { name: "Mode" }).getByRole("button", { name: "Edit" }).click(SLOW);
  await library(page).getByRole("tab", { name: "Library" }).click(SLOW);
  await library(page).getByRole("button", { name: "Add Toggle" }).click(SLOW);
  const returned = tile(page, "is_returned");
  await returned.getByRole("button", { name: "Yes" }).click(SLOW);
  await left(page, count(asked, "is_returned"));
  await returned.getByRole("button", { name: "No" }).focus();
  await page.keyboard.press("Enter");
  await left(page, count(asked, "NOT is_returned"));
  await returned.getByRole("button", { name: "All" }).click(SLOW);
  await chips(page).waitFor({ state: "hidden", ...SLOW });

  await library(page).getByRole("button", { name: "Add Largest" }).click(SLOW);
  await library(page).getByRole("tab", { name: "Tile" }).click(SLOW);
  await library(page).getByLabel("Field").selectOption({ label: "orders.country" });
  const among = (number, order) =>
    `country IN (SELECT country FROM (SELECT country, ${order} AS f FROM orders WHERE country IS NOT NULL GROUP BY country) t ORDER BY f DESC, country LIMIT ${number})`;
  await left(page, count(asked, among(5, "count(*)")));
  await library(page).getByText("5 largest by number of rows").waitFor(SLOW);

  // Another choice of the session, kept as the default and taken back.
  const country = tile(page, "country").getByRole("button", { name: /^country:/ });
  await country.focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "country" });
  await form.getByLabel("How many").fill("2");
  await form.getByLabel("By").selectOption({ label: "sum of net_amount" });
  await page.keyboard.press("Tab");
  await form.getByRole("button", { name: "Apply" }).press("Enter");
  await left(page, count(asked, among(2, "sum(net_amount)")));
  must(/others? left out/.test((await chips(page).textContent()) ?? ""), "the chip says how many are left out");
  await tile(page, "country").getByRole("button", { name: "Reset to default" }).click(SLOW);
  await left(page, count(asked, among(5, "count(*)")));
  await page.getByRole("button", { name: "Clear", exact: true }).click(SLOW);
  await chips(page).getByRole("button", { name: "Reset to defaults" }).click(SLOW);
  await left(page, count(asked, among(5, "count(*)")));

  for (const name of ["country", "is_returned"]) {
    await tile(page, name).focus();
    await page.keyboard.press("Delete");
    await tile(page, name).waitFor({ state: "hidden", ...SLOW });
  }
  await chips(page).waitFor({ state: "hidden", ...SLOW });
  await library(page).getByRole("tab", { name: "Library" }).click(SLOW);
  await page.getByRole("group", { name: "Mode" }).getByRole("button", { name: "View" }).click(SLOW);
}
