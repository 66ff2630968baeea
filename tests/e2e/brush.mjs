// A range drawn over a tile, by mouse and by keys, narrows the others to what the command line counts;
// names at the ends of lines switch them.
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const tile = (page, name) => page.getByRole("article", { name, exact: true });
const chips = (page) => page.getByRole("group", { name: "Active filters" });
const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, "");
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** The first moment of a month, some months later, as the command line compares it. */
function begin(words, later = 0) {
  const [month, year] = words.trim().split(" ");
  const at = new Date(Date.UTC(Number(year), MONTHS.indexOf(month) + later, 1));
  return `TIMESTAMP '${at.toISOString().slice(0, 10)} 00:00:00'`;
}

/** The months that the chip of a range says, as a condition. */
async function months(page) {
  const words = ((await chips(page).locator(".chip b").first().textContent()) ?? "").trim();
  const [from, to = from] = words.split(" to ");
  return { words, where: `order_date >= ${begin(from)} AND order_date < ${begin(to, 1)}` };
}

/** A range that is not one month, counted by the page as on the command line. */
async function narrowed(page, asked) {
  await chips(page).waitFor(SLOW);
  let said = "";
  let range = { words: "", where: "" };
  await at.until("the page counts the months of the chip", async () => {
    range = await months(page);
    const wanted = asked(`SELECT count(*) AS n FROM orders WHERE ${range.where}`);
    said = plain((await chips(page).textContent()) ?? "");
    return said.includes(`${wanted} of `);
  }, () => `${range.words}: ${said}`);
  return range;
}

export async function pageBrush(page, asked, exact) {
  const lines = tile(page, "Net revenue by month").getByRole("application");
  const box = await lines.boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.45, y, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.screenshot({ path: join(OUT, "dashboard-brush.png") });
  await page.mouse.up();
  const { words, where } = await narrowed(page, asked);
  must(words.includes(" to "), `several months were taken: ${words}`);
  await exact(page, "Orders", asked(`SELECT count(*) AS n FROM orders WHERE ${where}`));
  await exact(page, "Net revenue", asked(`SELECT sum(net_amount) AS n FROM orders WHERE ${where}`));
  // The tile itself still shows every month.
  await lines.focus();
  await page.keyboard.press("Home");
  const said = lines.locator("[aria-live]");
  const first = await said.textContent();
  must(!first.includes(words.split(" to ")[0]), `the first month is still there: ${first}`);
  await page.screenshot({ path: join(OUT, "dashboard-brushed.png") });
  await page.keyboard.press("Escape");
  await tile(page, "Net revenue by month").focus();
  await page.keyboard.press("Escape");
  await chips(page).waitFor({ state: "hidden", ...SLOW });

  // By keys: from the first month on, two more.
  await lines.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await at.until("three months are taken", async () => {
    const [from, to = from] = ((await chips(page).locator(".chip b").first().textContent()) ?? "").split(" to ");
    const place = (text) => Number(text.trim().split(" ")[1]) * 12 + MONTHS.indexOf(text.trim().split(" ")[0]);
    return place(to) - place(from) === 2;
  });
  await narrowed(page, asked);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await chips(page).waitFor({ state: "hidden", ...SLOW });
}

export async function lineNames(page) {
  const names = tile(page, "Orders by month and channel").getByRole("group", { name: "Lines" }).getByRole("button");
  await names.first().waitFor(SLOW);
  must((await names.count()) > 1, "every line has its name at its end");
  await names.first().click(SLOW);
  await at.until("its line is off", async () => (await names.first().getAttribute("aria-pressed")) === "false");
  await page.screenshot({ path: join(OUT, "dashboard-lines.png") });
  await names.first().focus();
  await page.keyboard.press("Enter");
  await at.until("its line is back", async () => (await names.first().getAttribute("aria-pressed")) === "true");
}
