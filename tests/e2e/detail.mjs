// Detail pages: a page is declared one by keys, a bar leads there with every filter kept and says where
// each came from, and the way back leaves everything as it was.
import { must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const tile = (page, name) => page.getByRole("article", { name, exact: true });
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const TITLE = "Region detail";

export async function detailPages(page, asked, shows) {
  await declared(page);
  await page.getByRole("tab", { name: "Overview" }).click(SLOW);
  await page.getByRole("button", { name: "View", exact: true }).click(SLOW);
  const chips = page.getByRole("group", { name: "Active filters" });

  // One country is selected, so the bars by region are of that country.
  const countries = tile(page, "Net revenue by country").getByRole("application");
  await countries.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await chips.waitFor(SLOW);
  const country = (await chips.locator(".chip b").first().textContent()) ?? "";
  const left = asked(`SELECT count(*) AS n FROM orders WHERE country = ${quoted(country)}`);
  await shows(page, "Orders", left);

  const bars = tile(page, "Net revenue by region").getByRole("application");
  await bars.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu");
  const keep = (await menu.getByRole("menuitem", { name: /^Keep only/ }).textContent()) ?? "";
  const region = keep.replace(/^Keep only\s*/, "").trim();
  await menu.getByRole("menuitem", { name: `Go to detail page “${TITLE}”` }).press("Enter");
  await page.getByRole("tab", { name: TITLE, selected: true }).waitFor(SLOW);
  const where = `country = ${quoted(country)} AND region = ${quoted(region)}`;
  await shows(page, "Net revenue", asked(`SELECT sum(net_amount) AS n FROM orders WHERE ${where}`));
  const titles = await chips.locator(".chip").evaluateAll((all) => all.map((one) => one.title));
  must(titles.includes("From Net revenue by country on Overview"), titles.join(", "));
  must(titles.includes("From Net revenue by region on Overview"), titles.join(", "));
  await at.photograph(page, "detail");

  // Escape ends what came along; going back leaves the first page as it was.
  await tile(page, "Net revenue").focus();
  await page.keyboard.press("Escape");
  await shows(page, "Net revenue", asked("SELECT sum(net_amount) AS n FROM orders"));
  await page.getByRole("button", { name: "Back to Overview" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Overview", selected: true }).waitFor(SLOW);
  await shows(page, "Orders", left);

  // By mouse, and one filter less there.
  const box = await bars.boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 24);
  await page.mouse.click(box.x + box.width * 0.4, box.y + 24, { button: "right" });
  await menu.getByRole("menuitem", { name: `Go to detail page “${TITLE}”` }).click(SLOW);
  await page.getByRole("tab", { name: TITLE, selected: true }).waitFor(SLOW);
  await page.getByRole("button", { name: "Remove the filter on country" }).click(SLOW);
  await shows(page, "Net revenue", asked(`SELECT sum(net_amount) AS n FROM orders WHERE region = ${quoted(region)}`));
  await page.getByRole("button", { name: "Back to Overview" }).click(SLOW);
  await page.getByRole("tab", { name: "Overview", selected: true }).waitFor(SLOW);
  await tile(page, "Net revenue by country").focus();
  await page.keyboard.press("Escape");
  await chips.waitFor({ state: "hidden", ...SLOW });
}

/** A page with one figure that is the detail page of regions, without the mouse but for its tab. */
async function declared(page) {
  await page.getByRole("button", { name: "New page" }).click(SLOW);
  await page.getByText("Nothing on this page yet").waitFor(SLOW);
  await at.enter(page.getByLabel("Title of the page"), TITLE);
  const panel = page.getByRole("complementary", { name: "Library and settings" });
  for (const name of ["net_revenue", "orders_by_channel"]) {
    await panel.getByRole("button", { name: new RegExp(`^Add ${name}`) }).focus();
    await page.keyboard.press("Enter");
  }
  await tile(page, "Net revenue").waitFor(SLOW);
  await panel.getByRole("tab", { name: "Page", exact: true }).focus();
  await page.keyboard.press("Enter");
  await panel.getByRole("combobox", { name: "Add a column" }).selectOption("region");
  await panel.getByRole("group", { name: "Detail page of" }).getByText("region").waitFor(SLOW);
}
