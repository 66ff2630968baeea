// The menu of a mark on a tile: rows under what is selected, and keep only, by keys and by mouse, taken back.
import { must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const tile = (page, name) => page.getByRole("article", { name, exact: true });
const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, "");

export async function tileMarks(page, asked) {
  const bars = tile(page, "Net revenue by region").getByRole("application");
  const menu = page.getByRole("menu");
  await bars.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+F10");
  await menu.waitFor(SLOW);
  const words = (await menu.getByRole("menuitem", { name: /^Keep only/ }).textContent()) ?? "";
  const region = words.replace(/^Keep only\s*/, "").replace(/[“”"]/g, "").trim();
  await menu.getByRole("menuitem").first().press("Enter");
  const records = page.getByRole("dialog");
  const count = asked(`SELECT count(*) AS n FROM orders WHERE region = '${region.replaceAll("'", "''")}'`);
  await at.until(`${count} rows behind ${region}`, async () =>
    plain((await records.textContent()) ?? "").includes(String(count)));
  await page.keyboard.press("Escape");
  await records.waitFor({ state: "hidden", ...SLOW });

  const box = await bars.boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 24);
  await page.mouse.click(box.x + box.width * 0.4, box.y + 24, { button: "right" });
  await menu.getByRole("menuitem", { name: /^Keep only/ }).click(SLOW);
  await at.until("one bar is left", async () => (await ends(page, bars)) === 1);
  await page.keyboard.press("Control+z");
  await at.until("undo brings the others back", async () => (await ends(page, bars)) === 2);
  must((await menu.count()) === 0, "the menu is closed");
}

/** How many different marks the first and the last one are, as they are read out. */
async function ends(page, picture) {
  const said = picture.locator("[aria-live]");
  const words = new Set();
  for (const key of ["Home", "End"]) {
    await picture.focus();
    await page.keyboard.press(key);
    words.add(await said.textContent());
  }
  return words.size;
}
