// Tasks on dashboard pages of the retail sample, for both hands.
import * as at from "./page.mjs";

const { SLOW } = at;
const tile = (page, name) => page.getByRole("article", { name, exact: true }).first();
const library = (page) => page.getByRole("complementary", { name: "Library and settings" });
const chips = (page) => page.getByRole("group", { name: "Active filters" });
const grid = (page) => page.getByRole("group", { name: /^Tiles of / });
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** The page of the sample, nothing chosen on it. */
async function overview(page) {
  const tab = page.getByRole("tab", { name: "Overview", exact: true });
  await tab.or(tile(page, "Net revenue by country")).first().waitFor(SLOW);
  if (await tab.isVisible()) {
    await tab.click(SLOW);
  }
  await page.getByRole("group", { name: "Mode" }).getByRole("button", { name: "View" }).click(SLOW);
  if (await chips(page).isVisible()) {
    await button(page, "Clear").click(SLOW);
    await chips(page).waitFor({ state: "hidden", ...SLOW });
  }
  await tile(page, "Net revenue by region").getByRole("application").waitFor(SLOW);
}

/** A page of its own with one chart on it. */
async function ownPage(page) {
  await button(page, "New page").click(SLOW);
  await page.getByText("Nothing on this page yet").waitFor(SLOW);
  await library(page).getByRole("button", { name: /^Add orders_by_region/ }).click(SLOW);
  await tile(page, "Net revenue by region").getByRole("application").waitFor(SLOW);
  // It slides to its place.
  let last = "";
  await at.until("the tile stands still", async () => {
    const before = last;
    await page.waitForTimeout(250);
    last = JSON.stringify(await box(page));
    return last === before;
  });
}

const box = async (page) => tile(page, "Net revenue by region").boundingBox();

export const PAGE_TASKS = [
  ["Narrow the page to what one bar stands for", overview, async (hands) => {
    const bars = tile(hands.page, "Net revenue by region").getByRole("application");
    await hands.mark(bars, { at: { x: 0.4, y: 0.12 } });
  }, async (page) => {
    await chips(page).getByText(/ of .* rows/).waitFor(SLOW);
  }],
  ["Show all again", async (page) => {
    await overview(page);
    await tile(page, "Net revenue by region").getByRole("application").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await chips(page).waitFor(SLOW);
    await page.keyboard.press("Escape");
  }, async (hands) => {
    await (hands.isMouse ? hands.press(button(hands.page, "Clear")) : hands.key("Escape"));
  }, (page) => chips(page).waitFor({ state: "hidden", ...SLOW })],
  ["Look at one month", overview, async (hands) => {
    const { page } = hands;
    await hands.press(page.getByRole("button", { name: /^order_date:/ }));
    const range = page.getByRole("dialog", { name: "order_date" });
    for (const [end, day] of [["From", "2026-03-01"], ["To", "2026-03-31"]]) {
      const place = range.getByLabel(end);
      await (hands.isMouse ? hands.press(place) : hands.reach(place));
      await hands.key("Control+a");
      await hands.type(day);
    }
    await hands.key("Enter");
  }, (page) => chips(page).waitFor(SLOW)],
  ["Make a page with two charts", overview, async (hands) => {
    const { page } = hands;
    await hands.press(button(page, "New page"));
    for (const name of [/^Add order_count/, /^Add orders_by_month/]) {
      await hands.press(library(page).getByRole("button", { name }));
    }
  }, (page) => at.until("two tiles stand on it", async () => (await grid(page).getByRole("article").count()) === 2)],
  ["Move a tile", ownPage, async (hands) => {
    const { page } = hands;
    const { x, y, width } = await box(page);
    if (hands.isMouse) {
      const point = (right) => ({ x: x + width / 2 + right, y: y + 18, width: 1, height: 1 });
      await hands.drag(point(0), point(260));
    } else {
      await hands.reach(tile(page, "Net revenue by region"));
      await hands.key("Space");
      await hands.key("ArrowRight", 2);
      await hands.key("Space");
    }
    await at.until("it stands further right", async () => (await box(page)).x > x + 40);
  }, () => {}],
  ["Take a tile away, and take that back", ownPage, async (hands) => {
    const { page } = hands;
    if (hands.isMouse) {
      await hands.press(button(page, "Menu of Net revenue by region"));
      await hands.choose("Remove");
    } else {
      await hands.reach(tile(page, "Net revenue by region"));
      await hands.key("Delete");
    }
    await tile(page, "Net revenue by region").waitFor({ state: "hidden", ...SLOW });
    await (hands.isMouse ? hands.press(page.getByRole("button", { name: /^Undo / })) : hands.key("Control+z"));
  }, (page) => tile(page, "Net revenue by region").waitFor(SLOW)],
  ["Present the page, and come back", overview, async (hands) => {
    await hands.press(button(hands.page, "Present"));
    await hands.page.getByRole("navigation", { name: "Workspace" }).waitFor({ state: "hidden", ...SLOW });
    await (hands.isMouse ? hands.press(hands.page.getByRole("button", { name: /Esc/ })) : hands.key("Escape"));
  }, (page) => page.getByRole("navigation", { name: "Workspace" }).waitFor(SLOW)],
];
