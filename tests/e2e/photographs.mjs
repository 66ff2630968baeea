// Photographs of the main screens in both themes and two sizes, to be looked at beside the design,
// and what can be measured of them: nothing lies over the notebook and nothing runs out of its box.
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1120, height: 700 },
];

export async function photographs(chrome, address, own, { check }) {
  for (const size of SIZES) {
    const { page } = await at.freshPage(chrome, address, size);
    await page.getByText("Retail overview").first().click(SLOW);
    await page.getByRole("application", { name: /Lines of/ }).first().waitFor(SLOW);
    const at_ = `${size.width}`;
    await check(`at ${at_} nothing covers the notebook at the start`, () => uncovered(page));
    if (size.width < 1280) {
      await check("the inspector comes when it is asked for, and goes again", () => floats(page));
    }
    for (const theme of ["light", "dark"]) {
      await check(`the main screens are photographed, ${theme} at ${at_}`, async () => {
        await page.evaluate((value) => {
          document.documentElement.dataset.theme = value;
        }, theme);
        for (const name of ["Notebook", "Chart", "Catalog"]) {
          await at.workspace(page, name);
          await settled(page);
          await page.screenshot({ path: join(OUT, `${name.toLowerCase()}-${theme}-${at_}.png`) });
          await inside(page, name);
        }
        await at.workspace(page, "Notebook");
        await at.chooseFile(page, join(own.data, "orders.csv"));
        await page.getByRole("dialog", { name: "Add data" }).getByText("00101").first().waitFor(SLOW);
        await page.screenshot({ path: join(OUT, `import-${theme}-${at_}.png`) });
        await inside(page, "the import dialog");
        await page.keyboard.press("Escape");
      });
    }
    await at.leave(page);
    await page.close();
  }
}

/** Waits until nothing is loading. */
async function settled(page) {
  await at.until("nothing is loading", async () =>
    (await page.locator("[aria-busy=true]").count()) === 0);
  await page.waitForTimeout(250); // fonts and the painter's last frame
}

/** What a person would point at in the middle and at both edges of the main region belongs to it. */
async function uncovered(page) {
  const over = await page.getByRole("main").evaluate((main) => {
    const { left, right, top, bottom } = main.getBoundingClientRect();
    const places = [[left + 20, top + 60], [(left + right) / 2, (top + bottom) / 2], [right - 20, top + 60]];
    return places.filter(([x, y]) => !main.contains(document.elementFromPoint(x, y))).join(" | ");
  });
  must(over === "", `something lies over the main region at ${over}`);
}

/** A narrow window shows the inspector over the notebook, and only between two presses. */
async function floats(page) {
  const button = page.getByRole("button", { name: "Show or hide inspector" });
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await button.click(SLOW);
  await inspector.waitFor(SLOW);
  await button.click(SLOW);
  await inspector.waitFor({ state: "hidden", ...SLOW });
  await page.setViewportSize({ width: 1440, height: 900 });
  await inspector.waitFor(SLOW);
  await page.setViewportSize({ width: 1120, height: 700 });
  await inspector.waitFor({ state: "hidden", ...SLOW });
}

/** The page itself does not scroll sideways and no button stands outside of it. */
async function inside(page, name) {
  const out = await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls"] : [];
    const buttons = [...document.querySelectorAll("button")].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      const clip = one.closest(".sr-only, [role=grid], [role=treegrid]");
      return width > 0 && !clip && (left < -1 || right > innerWidth + 1);
    });
    return [...wide, ...buttons.map((one) => one.getAttribute("aria-label") ?? one.textContent)];
  });
  must(out.length === 0, `${name}: outside of the window: ${out.join(", ")}`);
}
