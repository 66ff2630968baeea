// The hands of a person on the chart canvas: fields on shelves by keys, marks, menus of pills, and
// what the arrow keys read out.
import { join } from "node:path";
import { ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");

export const shelf = (page, name) => page.getByRole("group", { name, exact: true });
export const pills = (page, on) => shelf(page, on).getByRole("button");
export const field = (page, name) =>
  page.getByRole("complementary", { name: "Fields" }).getByRole("button", { name: new RegExp(`\\b${name}\\b`) }).first();
const markButton = (page, mark) =>
  page.getByRole("group", { name: "Mark", exact: true }).getByRole("button", { name: new RegExp(`^${mark}\\.`) });

/** Runs SQL in a new cell and opens the canvas of a chart over its answer. */
export async function stage(page, sql, known) {
  const name = await at.insertSql(page, sql);
  await at.run(page, name);
  await at.cell(page, name).getByRole("button", { name: "Chart this" }).click(SLOW);
  const canvas = page.getByRole("button", { name: "Open chart canvas" }).first();
  await canvas.or(field(page, known)).first().waitFor(SLOW);
  if (await canvas.isVisible()) {
    await canvas.click();
  } else if (!(await field(page, known).isVisible())) {
    await at.workspace(page, "Chart");
  }
  await field(page, known).waitFor(SLOW);
}

/** Puts fields on shelves with the keys X, Y and C, after all shelves are empty. */
export async function put(page, fields) {
  for (const on of ["Columns", "Rows", "Colour", "Detail"]) {
    while ((await pills(page, on).count()) > 0) {
      const before = await pills(page, on).count();
      await pills(page, on).first().focus();
      await page.keyboard.press("Delete");
      await at.until(`a pill less on ${on}`, async () => (await pills(page, on).count()) < before);
    }
  }
  for (const [key, on, name] of fields) {
    const before = await pills(page, on).count();
    await field(page, name).focus();
    await page.keyboard.press(key);
    await at.until(`${name} lies on ${on}`, async () => (await pills(page, on).count()) > before);
  }
}

/** Chooses in the menu of a pill, through its submenus. */
export async function choosePillMenu(page, on, nth, ...items) {
  await pills(page, on).nth(nth).click(SLOW);
  for (const item of items) {
    await page.getByRole("menuitem", { name: item }).or(page.getByRole("menuitemcheckbox", { name: item })).first().click(SLOW);
  }
}

export async function choose(page, mark) {
  await markButton(page, mark).click(SLOW);
  await at.until(`${mark} is pressed`, async () =>
    (await markButton(page, mark).getAttribute("aria-pressed")) === "true");
}

/** The mark in use. */
choose.current = async (page) => {
  const pressed = page.getByRole("group", { name: "Mark", exact: true }).locator("[aria-pressed=true]").first();
  const words = await pressed.getAttribute("aria-label", { timeout: 500 }).catch(() => "");
  return words.split(".")[0];
};

/** What the arrow keys read out, mark by mark, without thin spaces. */
export async function told(page, most = 200) {
  const picture = page.getByRole("main").getByRole("application").first();
  await picture.waitFor(SLOW);
  await picture.focus();
  await page.keyboard.press("Home");
  const voice = picture.locator("[aria-live]");
  const all = [];
  for (let step = 0; step < most; step++) {
    const words = (await voice.textContent()).replace(/\u202f/g, "").replace(/−/g, "-");
    if (all.at(-1) === words) {
      break;
    }
    all.push(words);
    await page.keyboard.press("ArrowRight");
  }
  await page.keyboard.press("Escape");
  return all;
}

/** Each list of words is said of one mark, at the latest when the picture has followed the shelves. */
export async function tells(page, wanted, what) {
  let all = [];
  const isSaid = (words) => all.some((one) => words.every((word) => one.includes(word)));
  await at.until(
    `${what} tells every one of ${wanted.length} marks`,
    async () => {
      all = await told(page);
      return wanted.every(isSaid);
    },
    () => `: no mark says ${wanted.find((words) => !isSaid(words))?.join(" and ")}; they say\n${all.slice(0, 8).join("\n")}`,
  );
}

export async function photograph(page, name) {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((value) => {
      document.documentElement.dataset.theme = value;
    }, theme);
    await page.waitForTimeout(450);
    await page.screenshot({ path: join(OUT, `mark-${name.toLowerCase().replaceAll(" ", "-")}-${theme}.png`) });
  }
}
