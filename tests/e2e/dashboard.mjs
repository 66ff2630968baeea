// A dashboard page from the retail sample, by mouse and again by keys alone: tiles are added,
// moved, resized and taken back; a click on a mark narrows the other tiles to the figures that
// the command line counts in the same files; the page comes back from the file.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { BIN, must, ROOT } from "./harness.mjs";
import { lineNames, pageBrush } from "./brush.mjs";
import { pageControls } from "./controls.mjs";
import * as at from "./page.mjs";
import { detailPages } from "./detail.mjs";
import { drill } from "./drill.mjs";
import { exported } from "./pagefile.mjs";
import { snapshots } from "./snapshots.mjs";
import { tileMarks } from "./tilemarks.mjs";
import { byTouch } from "./touch.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const ORDERS = join(ROOT, "assets/samples/retail/orders.parquet");

const tile = (page, name) => page.getByRole("article", { name, exact: true });
const grid = (page) => page.getByRole("group", { name: /^Tiles of / });
const library = (page) => page.getByRole("complementary", { name: "Library and settings" });

/** One number of the sample's orders, asked on the command line. */
function asked(sql) {
  const args = ["query", "--source", `orders=${ORDERS}`, "--format", "csv", sql];
  const [, value] = execFileSync(join(BIN, "assay"), args, { encoding: "utf8" }).trim().split("\n");
  return Number(value);
}

/** Figures without thin spaces. */
const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, "");

async function sample(chrome, url, size) {
  const made = await at.freshPage(chrome, url, size);
  await made.page.getByText("Retail overview").first().click(SLOW);
  await made.page.getByRole("application", { name: /Lines of/ }).first().waitFor(SLOW);
  return made;
}

/** The exact figure of a metric tile, as the pointer shows it. */
async function figure(page, name) {
  const shown = tile(page, name).locator(".kpi");
  await shown.first().waitFor(SLOW);
  return Number(plain((await shown.first().getAttribute("title")) ?? ""));
}

async function shows(page, name, wanted) {
  let last = Number.NaN;
  await at.until(`${name} is ${wanted}`, async () => {
    last = await figure(page, name);
    return Math.abs(last - wanted) <= Math.abs(wanted) * 1e-9;
  }, () => `it is ${last}`);
}

async function place(page, name) {
  const { x, y, width, height } = await tile(page, name).boundingBox();
  return [x, y, width, height].map(Math.round).join(" ");
}

/** Where a tile comes to rest: it slides to its place. */
async function rest(page, name) {
  let last = "";
  let same = 0;
  await at.until(`${name} has come to rest`, async () => {
    const now = await place(page, name);
    same = now === last ? same + 1 : 0;
    last = now;
    return same >= 8;
  });
  return last;
}

export async function dashboard(chrome, url, own, { check }) {
  const { page, complaints } = await sample(chrome, url);
  await at.workspace(page, "Dashboard");
  await tile(page, "Net revenue").waitFor(SLOW);
  await check("a click on a bar narrows every other tile to the right figures", () => crossFilter(page));
  await check("the menu of a mark on a tile shows its rows and keeps it alone", () => tileMarks(page, asked));
  await check("filters of fields narrow the page", () => controls(page));
  await check("controls follow the clock and each other, and go back to their defaults", () => pageControls(page, asked));
  await check("a tile goes down along a hierarchy and its dates and comes back up", () => drill(page, asked, shows));
  await check("a bar leads to its detail page with every filter kept, and back", () => detailPages(page, asked, shows));
  await check("a range drawn over a tile narrows the others by whole months", () => pageBrush(page, asked, shows));
  await check("the names of lines switch them", () => lineNames(page));
  await check("a page is built by mouse and taken back step by step", () => byMouse(page));
  const parts = { newPage, tile, library, grid, place, rest };
  await check("a page is built by a finger", () => byTouch(page, parts));
  await check("a page is built by keys alone", () => byKeys(page));
  await check("a chart goes to a page from where it is made", () => fromChart(page));
  await check("presenting shows the page alone, and Escape ends it", () => presenting(page));
  await check("the page comes back from the file", () => reopened(page, own));
  await check("a snapshot is kept, looked at later and compared with now", () => snapshots(page));
  await check("a page goes to a file by keys, and the file answers the pointer", () => exported(page, chrome, own));
  await check("no script failed on the dashboard", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
  await photographs(chrome, url, check);
}

async function crossFilter(page) {
  await shows(page, "Orders", asked("SELECT count(*) AS n FROM orders"));
  const bars = tile(page, "Net revenue by region").getByRole("application");
  await bars.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  const chips = page.getByRole("group", { name: "Active filters" });
  await chips.waitFor(SLOW);
  const region = (await chips.locator(".chip b").first().textContent()) ?? "";
  const where = `region = '${region.replaceAll("'", "''")}'`;
  await shows(page, "Orders", asked(`SELECT count(*) AS n FROM orders WHERE ${where}`));
  await shows(page, "Net revenue", asked(`SELECT sum(net_amount) AS n FROM orders WHERE ${where}`));
  await tile(page, "Net revenue by region").getByText("source", { exact: true }).waitFor(SLOW);
  const counted = `${asked(`SELECT count(*) AS n FROM orders WHERE ${where}`)} of ${asked("SELECT count(*) AS n FROM orders")} rows`;
  await at.until(`the bar says ${counted}`, async () =>
    plain((await chips.textContent()) ?? "").includes(counted));

  // By mouse now: the first bar of another tile, added to what is selected.
  const country = tile(page, "Net revenue by country").getByRole("application");
  const box = await country.boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 24);
  await page.mouse.click(box.x + box.width * 0.4, box.y + 24);
  await at.until("two filters are active", async () => (await chips.locator(".chip").count()) === 2);
  const second = (await chips.locator(".chip b").nth(1).textContent()) ?? "";
  await shows(page, "Orders", asked(`SELECT count(*) AS n FROM orders WHERE ${where} AND country = '${second}'`));
  await page.screenshot({ path: join(OUT, "dashboard-filtered.png") });

  await tile(page, "Net revenue by country").focus();
  await page.keyboard.press("Escape");
  await chips.waitFor({ state: "hidden", ...SLOW });
  await shows(page, "Orders", asked("SELECT count(*) AS n FROM orders"));
}

async function controls(page) {
  await page.getByRole("button", { name: /^order_date:/ }).click(SLOW);
  const range = page.getByRole("dialog", { name: "order_date" });
  await range.getByLabel("From").fill("2026-03-01");
  await at.enter(range.getByLabel("To"), "2026-03-31");
  const march = "order_date >= TIMESTAMP '2026-03-01 00:00:00' AND order_date < TIMESTAMP '2026-04-01 00:00:00'";
  await shows(page, "Orders", asked(`SELECT count(*) AS n FROM orders WHERE ${march}`));
  await page.getByRole("button", { name: "Clear", exact: true }).click(SLOW);
  await shows(page, "Orders", asked("SELECT count(*) AS n FROM orders"));
}

async function newPage(page, title) {
  await page.getByRole("button", { name: "New page" }).click(SLOW);
  await page.getByText("Nothing on this page yet").waitFor(SLOW);
  await at.enter(page.getByLabel("Title of the page"), title);
}

async function byMouse(page) {
  await newPage(page, "By mouse");
  const item = library(page).getByRole("button", { name: /^Add orders_by_region/ });
  const from = await item.boundingBox();
  const over = await grid(page).boundingBox();
  await page.mouse.move(from.x + 60, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 20, { steps: 3 });
  await page.mouse.move(over.x + 300, over.y + 60, { steps: 6 });
  await page.getByText("Drop here").waitFor(SLOW);
  await page.screenshot({ path: join(OUT, "dashboard-drop.png") });
  await page.mouse.up();
  await tile(page, "Net revenue by region").getByRole("application").waitFor(SLOW);

  const before = await rest(page, "Net revenue by region");
  const head = await tile(page, "Net revenue by region").boundingBox();
  await page.mouse.move(head.x + 120, head.y + 18);
  await page.mouse.down();
  await page.mouse.move(head.x + 500, head.y + 58, { steps: 8 });
  await page.mouse.up();
  await at.until("the tile has moved", async () => (await place(page, "Net revenue by region")) !== before);
  const moved = await rest(page, "Net revenue by region");
  const now = await tile(page, "Net revenue by region").boundingBox();
  await page.mouse.move(now.x + now.width, now.y + now.height);
  await page.mouse.down();
  await page.mouse.move(now.x + now.width + 180, now.y + now.height + 60, { steps: 6 });
  await page.mouse.up();
  await at.until("the tile is larger", async () =>
    (await tile(page, "Net revenue by region").boundingBox()).width > now.width + 60);
  await rest(page, "Net revenue by region");
  await page.keyboard.press("Control+z");
  await at.until("the size is taken back", async () => (await place(page, "Net revenue by region")) === moved);
  await page.keyboard.press("Control+z");
  await at.until("the move is taken back", async () => (await place(page, "Net revenue by region")) === before);
}

async function byKeys(page) {
  await newPage(page, "By keys");
  for (const name of ["order_count", "orders_by_month"]) {
    const item = library(page).getByRole("button", { name: new RegExp(`^Add ${name}`) });
    await item.focus();
    await page.keyboard.press("Enter");
  }
  await tile(page, "Orders").waitFor(SLOW);
  const chart = tile(page, "Net revenue by month");
  await chart.waitFor(SLOW);
  const before = await chart.boundingBox();
  await chart.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Space");
  await at.until("the tile is further right, lower and wider", async () => {
    const now = await chart.boundingBox();
    return now.x > before.x + 40 && Math.round(now.y - before.y) === 20 && now.width > before.width + 40;
  });
  await chart.focus();
  await page.keyboard.press("Control+d");
  await at.until("there are two of them", async () => (await chart.count()) === 2);
  await page.keyboard.press("Control+z");
  await at.until("there is one again", async () => (await chart.count()) === 1);
  await tile(page, "Orders").focus();
  await page.keyboard.press("Delete");
  await tile(page, "Orders").waitFor({ state: "hidden", ...SLOW });
  await page.keyboard.press("Control+z");
  await tile(page, "Orders").waitFor(SLOW);
}

async function fromChart(page) {
  await at.workspace(page, "Chart");
  await page.getByRole("button", { name: "Add to dashboard" }).click(SLOW);
  await page.getByRole("menuitem", { name: "By mouse", exact: true }).click(SLOW);
  await page.getByRole("tab", { name: "By mouse", selected: true }).waitFor(SLOW);
  await at.until("the page has two tiles", async () => (await grid(page).getByRole("article").count()) === 2);
}

async function presenting(page) {
  await page.getByRole("button", { name: "Present" }).click(SLOW);
  await page.getByRole("navigation", { name: "Workspace" }).waitFor({ state: "hidden", ...SLOW });
  must(await library(page).isHidden(), "the library is hidden");
  await tile(page, "Net revenue by region").getByRole("application").waitFor(SLOW);
  await page.screenshot({ path: join(OUT, "dashboard-presenting.png") });
  await page.getByRole("button", { name: /Esc/ }).click(SLOW);
  await page.getByRole("navigation", { name: "Workspace" }).waitFor(SLOW);
}

async function reopened(page, own) {
  await at.saveAs(page, own.data, "dashboard");
  await at.leave(page);
  await page.keyboard.press("Control+O");
  await page.getByLabel("Folder").first().waitFor(SLOW);
  await at.enter(page.getByLabel("Folder").first(), join(own.data, "dashboard.assay"));
  await page.getByRole("toolbar", { name: "Insert cell here" }).first().waitFor(SLOW);
  await at.workspace(page, "Dashboard");
  for (const name of ["Overview", "By mouse", "By keys"]) {
    await page.getByRole("tab", { name, exact: true }).click(SLOW);
    await grid(page).getByRole("article").first().waitFor(SLOW);
  }
  must((await grid(page).getByRole("article").count()) === 2, "the page by keys has its two tiles");
}

async function photographs(chrome, url, check) {
  for (const size of [{ width: 1440, height: 900 }, { width: 1120, height: 700 }]) {
    const { page } = await sample(chrome, url, size);
    await at.workspace(page, "Dashboard");
    await tile(page, "Net revenue").waitFor(SLOW);
    for (const theme of ["light", "dark"]) {
      await check(`the dashboard is photographed, ${theme} at ${size.width}`, async () => {
        await page.evaluate((value) => {
          document.documentElement.dataset.theme = value;
        }, theme);
        for (const mode of ["View", "Edit"]) {
          await page.getByRole("group", { name: "Mode" }).getByRole("button", { name: mode }).click(SLOW);
          await at.until("nothing is loading", async () => (await page.locator("[aria-busy=true]").count()) === 0);
          await page.waitForTimeout(300);
          const file = `dashboard-${mode.toLowerCase()}-${theme}-${size.width}.png`;
          await page.screenshot({ path: join(OUT, file) });
        }
      });
    }
    await at.leave(page);
    await page.close();
  }
}
