// Snapshots of a page, by keys and by mouse: one is kept under a filter and shows it later, another is
// put beside the page as it is now, and each tile says whether its figures differ.
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const tile = (page, name) => page.getByRole("article", { name, exact: true });
const chips = (page) => page.getByRole("group", { name: "Active filters" });

async function figure(place) {
  const shown = place.getByRole("article", { name: "Orders", exact: true }).locator(".kpi");
  await shown.first().waitFor(SLOW);
  return shown.first().getAttribute("title");
}

/** The entry of a snapshot in the list. */
const entry = (list, page, name) =>
  list.getByRole("listitem").filter({ has: page.locator("b").getByText(name, { exact: true }) });

async function keep(page, name) {
  await page.getByRole("button", { name: "Snapshots" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Snapshots of / });
  await at.enter(dialog.getByLabel("Name of the snapshot"), name);
  await entry(dialog, page, name).waitFor(SLOW);
  return dialog;
}

export async function snapshots(page) {
  await page.getByRole("tab", { name: "Overview", exact: true }).click(SLOW);
  await tile(page, "Orders").waitFor(SLOW);
  const all = await figure(page);
  const bars = tile(page, "Net revenue by region").getByRole("application");
  await bars.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await chips(page).waitFor(SLOW);
  const chip = (await chips(page).locator(".chip b").first().textContent()) ?? "";
  await at.until("the figure follows", async () => (await figure(page)) !== all);
  const some = await figure(page);
  const dialog = await keep(page, "One region");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden", ...SLOW });
  await page.getByRole("button", { name: "Clear", exact: true }).click(SLOW);
  await at.until("all orders are back", async () => (await figure(page)) === all);

  const list = await keep(page, "All regions");
  const row = entry(list, page, "One region");
  await row.getByRole("button", { name: "Look at it" }).press("Enter");
  const still = page.getByRole("region", { name: "Snapshot One region" });
  await still.waitFor(SLOW);
  must((await figure(still)) === some, "the snapshot shows what the page showed");
  must(((await still.textContent()) ?? "").includes(chip), "with its filter");
  await still.getByText(/has not changed since/).waitFor(SLOW);
  await page.screenshot({ path: join(OUT, "dashboard-snapshot.png") });
  await page.getByRole("button", { name: "Back to the page" }).press("Enter");
  await tile(page, "Orders").waitFor(SLOW);

  await page.getByRole("button", { name: "Snapshots" }).click(SLOW);
  await row.getByLabel(/^Compare with/).selectOption({ label: "Now" });
  const now = page.getByRole("region", { name: "Now", exact: true });
  await now.waitFor(SLOW);
  must((await figure(still)) === some && (await figure(now)) === all, "both sides have their figures");
  for (const side of [still, now]) {
    const orders = side.getByRole("article", { name: "Orders", exact: true });
    await orders.getByText("differs", { exact: true }).waitFor(SLOW);
    const region = side.getByRole("article", { name: "Net revenue by region", exact: true });
    await region.getByText("same", { exact: true }).waitFor(SLOW);
  }
  for (const theme of ["light", "dark"]) {
    await page.evaluate((value) => {
      document.documentElement.dataset.theme = value;
    }, theme);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(OUT, `dashboard-compared-${theme}.png`) });
  }
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "light";
  });
  await page.getByRole("button", { name: "Back to the page" }).click(SLOW);
  await page.getByRole("button", { name: "Snapshots" }).click(SLOW);
  await list.getByRole("button", { name: "Remove All regions" }).click(SLOW);
  await entry(list, page, "All regions").waitFor({ state: "hidden", ...SLOW });
  await page.keyboard.press("Escape");
}
