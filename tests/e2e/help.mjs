// Photographs of what the editor shows while one writes, in both themes and two sizes: completion,
// the card of a name, fixes, renaming. Nothing of it may stand outside of the window.
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1120, height: 700 },
];
const TEXT = "select region, net_amuont from orders where net_amount > 10";
const NAMED = "with dach as (select * from orders where region = 'DACH') select count(*) as n from dach";

export async function help(chrome, address, own, { check }) {
  const { page } = await at.blank(chrome, address);
  await at.addFile(page, join(own.data, "orders.csv"), "orders");
  const name = await at.insertSql(page, TEXT);
  const box = at.cell(page, name).getByRole("textbox", { name: `SQL of ${name}` });
  const list = page.getByRole("listbox", { name: /completion/i });
  const card = page.getByRole("status").filter({ hasText: "A column of the table orders." });
  const fixes = page.getByRole("menu", { name: /^Fixes for/ });
  const steps = {
    async completion() {
      await page.keyboard.press("Control+End");
      await page.keyboard.type(" and net");
      await list.waitFor(SLOW);
      return list;
    },
    async card() {
      await place(page, "select reg");
      await page.keyboard.press("Control+Alt+I");
      await card.waitFor(SLOW);
      return card;
    },
    async fixes() {
      await place(page, "select region, net");
      await page.keyboard.press("Control+.");
      await fixes.waitFor(SLOW);
      return fixes;
    },
    async rename() {
      await at.write(page, name, NAMED);
      await place(page, "with da");
      await page.keyboard.press("F2");
      const dialog = page.getByRole("dialog", { name: "Rename dach" });
      await dialog.waitFor(SLOW);
      await page.keyboard.type("north");
      await dialog.getByText("north as (").waitFor(SLOW);
      return dialog;
    },
  };
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const theme of ["light", "dark"]) {
      await check(`help of the editor is photographed, ${theme} at ${size.width}`, async () => {
        await page.evaluate((value) => {
          document.documentElement.dataset.theme = value;
        }, theme);
        for (const [step, show] of Object.entries(steps)) {
          await box.click(SLOW);
          const shown = await show();
          await page.waitForTimeout(250);
          await page.screenshot({ path: join(OUT, `help-${step}-${theme}-${size.width}.png`) });
          const { x, y, width, height } = await shown.boundingBox();
          const fits = x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;
          must(fits, `${step} stands at ${x}, ${y} and is ${width} × ${height}`);
          await page.keyboard.press("Escape");
          await at.write(page, name, TEXT);
        }
      });
    }
  }
  await at.leave(page);
  await page.close();
}

/** Puts the cursor behind these words, which the text begins with. */
async function place(page, words) {
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < words.length; step++) {
    await page.keyboard.press("ArrowRight");
  }
}
