// A dashboard page of the retail sample in the real window: a mark is chosen by keyboard and by mouse and narrows the
// figures to what the command line counts; the page is presented; the notes and the picture of a chart come out right.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "../e2e/harness.mjs";
import * as window from "./window.mjs";

const plain = (text) => text.replace(/[\u202f\u2009\u00a0]/g, "");

/** Steps on the opened sample; `expected` asks the same data on the command line. */
export async function pages(page, own, out, expected, { check }) {
  const tile = (name) => `article[aria-label="${name}"]`;
  const figure = (name) =>
    page.execute((place) => document.querySelector(`${place} .kpi`)?.getAttribute("title") ?? "", tile(name));
  const shows = (name, wanted) =>
    window.until(page, `${name} was never ${wanted}`, async () => {
      const now = Number(plain(await figure(name)));
      return Math.abs(now - wanted) <= Math.abs(wanted) * 1e-9;
    });
  const count = (where) => Number(expected(`select count(*) as n from orders ${where}`));
  const chips = () =>
    page.execute(() => document.querySelector('[aria-label="Active filters"]')?.innerText ?? "");

  await check("a page of the sample is shown with its figures", async () => {
    await page.$('//nav[@aria-label="Workspace"]//*[normalize-space(text())="Dashboard"]').click();
    await page.$(tile("Net revenue")).waitForExist({ timeout: window.SLOW });
    await shows("Orders", count(""));
    for (const name of ["Net revenue by region", "Net revenue by country"]) {
      await window.until(page, `${name} stayed blank`, () => window.isPainted(page, tile(name)));
    }
    await window.photograph(page, out, "page");
  });

  let where = "";
  await check("a mark chosen by keyboard narrows the other tiles to the right figures", async () => {
    await page.execute(
      (place) => document.querySelector(`${place} [role="application"]`).focus(),
      tile("Net revenue by region"),
    );
    await page.keys("Home");
    await page.keys("Enter");
    await window.until(page, "no filter became active", async () => (await chips()) !== "");
    const region = await page.execute(
      () => document.querySelector('[aria-label="Active filters"] .chip b')?.textContent ?? "",
    );
    where = `where region = '${region.replaceAll("'", "''")}'`;
    await shows("Orders", count(where));
    await shows("Net revenue", Number(expected(`select sum(net_amount) as n from orders ${where}`)));
    must(plain(await chips()).includes(`${count(where)} of ${count("")} rows`), `the bar says ${await chips()}`);
    window.shoot(join(out, "window-page-filtered.png"));
  });

  await check("Escape takes the filter away", async () => {
    // The first one lets go of the mark, the second one clears.
    await page.keys("Escape");
    await page.keys("Escape");
    await window.until(page, "the filter stayed", async () => (await chips()) === "");
    await shows("Orders", count(""));
  });

  await check("a mark clicked with the mouse does the same", async () => {
    const picture = page.$(`${tile("Net revenue by country")} [role="application"]`);
    const { width, height } = await picture.getSize();
    await picture.click({ x: Math.round(width * -0.1), y: Math.round(24 - height / 2) });
    await window.until(page, "no filter became active", async () => (await chips()) !== "");
    const country = await page.execute(
      () => document.querySelector('[aria-label="Active filters"] .chip b')?.textContent ?? "",
    );
    await shows("Orders", count(`where country = '${country}'`));
    await window.press(page, "Clear");
    await shows("Orders", count(""));
  });

  await check("presenting shows the page alone, and Escape ends it", async () => {
    await window.press(page, "Present");
    await window.until(page, "the frame stayed", async () =>
      !(await page.$('nav[aria-label="Workspace"]').isDisplayed().catch(() => false)),
    );
    window.shoot(join(out, "window-present.png"));
    await page.keys("Escape");
    await window.until(page, "the frame never came back", () =>
      page.$('nav[aria-label="Workspace"]').isDisplayed(),
    );
  });

  await check("the picture of a chart is written from its menu", async () => {
    const go = (name) => page.$(`//nav[@aria-label="Workspace"]//*[normalize-space(text())="${name}"]`).click();
    await go("Notebook");
    await window.painted(page, "region_ranking");
    await page.execute((place) => document.querySelector(place).focus(), window.sectionOf("region_ranking"));
    await go("Chart");
    const menu = page.$('button[aria-label="Export and copy"]');
    await menu.waitForClickable({ timeout: window.SLOW });
    await menu.click();
    await page.$('//*[@role="menuitem"][contains(., "Export picture")]').click();
    const file = join(own.data, "ranking.svg");
    await window.press(page, "SVG");
    await page.execute(() => document.querySelector('[role="dialog"] input[data-autofocus], dialog input[data-autofocus]').select());
    await window.type(page, file);
    await window.press(page, "Export");
    await window.until(page, "the picture was never written", () => existsSync(file));
    const svg = readFileSync(file, "utf8");
    must(svg.startsWith("<svg") || svg.startsWith("<?xml"), "the file is no SVG");
    must(svg.includes("DACH"), "the picture lacks its labels");
  });
}
