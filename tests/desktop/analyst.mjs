// What an analyst does with the window: bring every kind of file, look through ten million rows,
// steer by a parameter, drop fields on shelves, take it all back, save and open again.
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "../e2e/harness.mjs";
import { SALES, SUM } from "../e2e/made.mjs";
import { FILES, makeFiles } from "../e2e/sources.mjs";
import { choose, comes, drop } from "./desk.mjs";
import { asking } from "./asking.mjs";
import { drawing } from "./drawing.mjs";
import { helping } from "./helping.mjs";
import * as window from "./window.mjs";

const SIDE = 1000;
const TENS = 10;
const ROWS = SIDE * SIDE * TENS;
/** What the second column holds for the row of this number, from one on. */
const hashOf = (n) => Number((BigInt(n) * 7919n) % 100_003n);
const lines = (count) => `n\n${Array.from({ length: count }, (_, n) => n).join("\n")}\n`;
const figure = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");

/** Steps on a blank workbook; answers the file that was saved. */
export async function analyst(page, own, { check }) {
  makeFiles(own);
  writeFileSync(join(own.data, "thousand.csv"), lines(SIDE));
  writeFileSync(join(own.data, "ten.csv"), lines(TENS));

  await check("every kind of file and a folder, dropped on the window, becomes tables", async () => {
    await window.press(page, "Blank workbook");
    await window.shows(page, "No data yet");
    const kinds = [...FILES.map(([file]) => file), "years", "thousand.csv", "ten.csv"];
    for (const file of kinds) {
      await drop(join(own.data, file));
      await window.shows(page, file);
      await window.press(page, "Add");
      await window.until(page, `${file} never stood in the catalog`, () =>
        page.execute(
          (name) =>
            document.querySelector('[role="dialog"]') === null &&
            [...document.querySelectorAll('[role="treeitem"]')].some((row) =>
              row.innerText.trim().startsWith(name),
            ),
          file.split(".")[0],
        ),
      );
    }
    const asked = FILES.flatMap(([, [first]]) => [`select sum(amount) as s from ${first}`]);
    const all = `select count(*) as n, sum(s) as s from (${asked.join(" union all ")})`;
    const name = await ask(page, all);
    await holds(page, name, [String(FILES.length), `${SUM * FILES.length}`]);
  });

  await asking(page, check);
  await helping(page, check);
  await tenMillion(page, check);
  await cancelling(page, check);
  await steering(page, check);
  await charting(page, check);
  await drawing(page, check);

  return saving(page, own, check);
}

/** Writes a cell at the end and runs it. */
async function ask(page, text) {
  const name = await window.writeCell(page, text);
  await page.keys(["Control", "Enter"]);
  return name;
}

/** Waits until the grid of a cell holds these texts. */
function holds(page, name, texts) {
  const plain = (words) => words.replaceAll("\u202f", "");
  return window.until(page, `${name} never showed ${texts}`, async () => {
    const values = (await window.cell(page, name))?.values.map(plain) ?? [];
    return texts.every((text) => values.includes(text));
  });
}

/** The whole rows on the screen of a cell's grid as numbers, top to bottom. */
function gridRows(page, name) {
  return page.execute((wanted) => {
    const grid = document.querySelector(wanted)?.querySelector('[role="grid"], [role="treegrid"]');
    const place = grid?.getBoundingClientRect();
    const rows = new Map();
    for (const row of grid?.querySelectorAll('[role="row"]') ?? []) {
      const { top, bottom } = row.getBoundingClientRect();
      const cells = [...row.querySelectorAll('[role="gridcell"]')]
        .filter((one) => one.getAttribute("col-id") !== "row")
        .map((one) => (one.textContent ?? "").replaceAll("\u202f", "").trim());
      if (cells.length > 0 && bottom > place.top && top < place.bottom) {
        const at = Number(row.getAttribute("aria-rowindex"));
        rows.set(at, [...(rows.get(at) ?? []), ...cells]);
      }
    }
    return [...rows].sort(([one], [two]) => one - two).map(([, cells]) => cells);
  }, window.sectionOf(name));
}

/** Whether rows follow each other, hold their own values and none is blank. */
function isWhole(rows) {
  return (
    rows.length > 4 &&
    rows.every(
      ([id, hash], at) =>
        id !== "" && Number(hash) === hashOf(id) && (at === 0 || Number(id) === Number(rows[at - 1][0]) + 1),
    )
  );
}

async function tenMillion(page, check) {
  let name = "";
  await check("ten million rows are answered, and every place of them is reached", async () => {
    const id = `c.n * ${SIDE * SIDE} + a.n * ${SIDE} + b.n + 1`;
    const made = `with made as (select ${id} as id from ten c, thousand a, thousand b)`;
    name = await ask(page, `${made} select id, (id * 7919) % 100003 as hash from made order by id`);
    await window.shows(page, `${figure(ROWS)} rows`);
    await window.bring(page, name);
    await holds(page, name, ["1", "2", "3"]);
    await page.$(window.sectionOf(name)).$('[role="gridcell"][col-id]:not([col-id="row"])').click();
    for (const [key, row] of [["End", ROWS], ["Home", 1], ["End", ROWS]]) {
      await page.keys(["Control", key]);
      await holds(page, name, [String(row)]);
    }
  });

  await check("ten million rows are scrolled without a blank row that stays", async () => {
    let longest = 0;
    for (const share of [0.1, 0.35, 0.5, 0.731, 0.999, 0.002]) {
      const asked = Date.now();
      await scrollTo(page, name, share);
      await window.until(page, `the rows at ${share} never came`, async () => {
        const rows = await gridRows(page, name);
        return isWhole(rows) && Math.abs(rows[0][0] - ROWS * share) < ROWS / 500;
      });
      longest = Math.max(longest, Date.now() - asked);
    }
    process.stdout.write(`       the longest jump was on the screen after ${longest} ms\n`);
    must(longest < 3000, `a jump took ${longest} ms until its rows stood there`);
  });
}

function scrollTo(page, name, share) {
  return page.execute(
    (wanted, part) => {
      const grid = document.querySelector(wanted).querySelector('[role="grid"], [role="treegrid"]');
      const tall = [grid, ...grid.querySelectorAll("*")].find(
        (one) =>
          one.scrollHeight > one.clientHeight + 1000 && getComputedStyle(one).overflowY !== "visible",
      );
      tall.scrollTop = (tall.scrollHeight - tall.clientHeight) * part;
    },
    window.sectionOf(name),
    share,
  );
}

async function cancelling(page, check) {
  await check("a slow run is cancelled, and the next one answers", async () => {
    const slow = "select count(*) as c from thousand a, thousand b, thousand c where (a.n * b.n + c.n) % 7 = 3";
    const name = await ask(page, slow);
    await window.until(page, "there was nothing to cancel", async () =>
      (await window.cell(page, name)).text.includes("Cancel"),
    );
    const asked = Date.now();
    await page.$(window.sectionOf(name)).$('.//button[starts-with(normalize-space(.), "Cancel")]').click();
    await window.until(page, "the cell never said Cancelled", async () =>
      (await window.cell(page, name)).text.includes("Cancelled."),
    );
    must(Date.now() - asked < 2000, `cancelled only after ${Date.now() - asked} ms`);
    await holds(page, await ask(page, "select sum(n) as after from thousand"), ["499500"]);
  });
}

async function steering(page, check) {
  await check("a parameter steers exactly the cells that read it", async () => {
    const parameter = await insertParameter(page, "Number");
    await setNumber(page, parameter, "10");
    const first = await ask(page, `select n from thousand where n < :${parameter}`);
    await window.until(page, "ten rows never came", async () =>
      (await window.cell(page, first)).text.includes("10 rows"),
    );
    const second = await ask(page, `select count(*) as c, sum(n) as s from ${first}`);
    await holds(page, second, ["10", "45"]);
    await setNumber(page, parameter, "100");
    await holds(page, second, ["100", "4950"]);
  });
}

async function insertParameter(page, kind) {
  const names = () =>
    page.execute(() =>
      [...document.querySelectorAll('section[aria-label^="Parameter cell "]')].map(
        (one) => one.getAttribute("aria-label").replace("Parameter cell ", "").split(",")[0],
      ),
    );
  await page.execute(() => {
    const bar = [...document.querySelectorAll('[role="toolbar"]')].at(-1);
    const button = [...bar.querySelectorAll("button")].find((one) => one.textContent.trim() === "Parameter");
    button.scrollIntoView({ block: "center" });
    button.click();
  });
  const item = page.$(`//*[@role="menuitem"][normalize-space(.)="${kind}"]`);
  await item.waitForClickable({ timeout: window.SLOW });
  await item.click();
  await window.until(page, "no parameter came", async () => (await names()).length > 0);
  return (await names())[0];
}

async function setNumber(page, name, value) {
  const box = page.$(window.sectionOf(name)).$('input:not([type="hidden"])');
  await box.scrollIntoView({ block: "center" });
  await box.click();
  await page.keys(["Control", "a"]);
  await window.type(page, value);
  await page.keys(["Enter"]);
}

async function charting(page, check) {
  const field = (name) =>
    page.$(`//aside[@aria-label="Fields"]//button[contains(normalize-space(.), "${name}")]`);
  const shelf = (name) => page.$(`[role="group"][aria-label="${name}"]`);
  const pills = (name) => shelf(name).$$("button").length;

  await check("fields dropped on shelves become a painted chart with the right figures", async () => {
    const name = await ask(page, "select city, amount, day from semi");
    await window.until(page, "the sales never came", async () =>
      (await window.cell(page, name)).text.includes("12 rows"),
    );
    await page.$(window.sectionOf(name)).$('.//button[normalize-space(.)="Chart this"]').click();
    const canvas = page.$('//button[normalize-space(.)="Open chart canvas"]');
    await window.until(page, "no canvas came", async () =>
      (await canvas.isExisting()) || (await field("city").isExisting()),
    );
    if (!(await field("city").isExisting())) {
      await canvas.click();
    }
    await field("city").waitForExist({ timeout: window.SLOW });
    await drag(page, field("city"), shelf("Columns"));
    await window.until(page, "no pill on Columns", async () => (await pills("Columns")) > 0);
    await drag(page, field("amount"), shelf("Rows"));
    await window.until(page, "no pill on Rows", async () => (await pills("Rows")) > 0);
    await window.until(page, "the canvas stayed blank", () => window.isPainted(page, "main"));
    await window.press(page, "Show as table");
    const sums = { Köln: 0, Wien: 0, Oslo: 0 };
    for (const { city, amount } of SALES) {
      sums[city] += amount ?? 0;
    }
    const wanted = Object.entries(sums).flat().map(String).sort().join();
    let seen = "";
    await window.until(page, `the figures behind the chart are not ${wanted}`, async () => {
      seen = await page.execute(() =>
        [...document.querySelectorAll('[aria-label="Rows behind the chart"] td')]
          .map((one) => one.textContent.replaceAll("\u202f", ""))
          .sort()
          .join(),
      );
      return seen === wanted;
    });
    await window.press(page, "Show as picture");
  });

  await check("undo takes the pill away and redo brings it back", async () => {
    await page.$('button[aria-label^="Undo "]').click();
    await window.until(page, "the pill stayed", async () => (await pills("Rows")) === 0);
    await page.$('button[aria-label^="Redo "]').click();
    await window.until(page, "the pill never came back", async () => (await pills("Rows")) > 0);
  });
}

/** Picks one thing up with the mouse and lets it fall on another. */
async function drag(page, from, to) {
  const middle = (element) =>
    page.execute((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    }, element);
  const start = await middle(await from.getElement());
  const end = await middle(await to.getElement());
  await page
    .action("pointer", { parameters: { pointerType: "mouse" } })
    .move({ ...start, duration: 0 })
    .down()
    .move({ x: start.x + 15, y: start.y + 6, duration: 100 })
    .move({ ...end, duration: 300 })
    .pause(100)
    .up()
    .perform();
}

async function saving(page, own, check) {
  const file = join(own.data, "review.assay");
  await check("the work is saved under a name of its own", async () => {
    await page.keys(["Control", "s"]);
    await choose(await comes("^Save"), file);
    await window.until(page, "no file came", () => statSync(file, { throwIfNoEntry: false }));
    await window.shows(page, "Saved ");
  });
  return file;
}
