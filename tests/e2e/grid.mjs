// The grid over a large result: every row can be reached, sorting and filtering tell the right
// figures, export writes what was asked for; and a slow run ends when it is told to.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const SIDE = 1000;
/** Two million rows: taller than a page can be, and answered in a second or two. */
const TENS = 2;
const ROWS = SIDE * SIDE * TENS;
/** What the second column holds for the row of this number, from one on. */
const hashOf = (n) => Number((BigInt(n) * 7919n) % 100_003n);
/** Asked while the answer is told at once; a promise on top of what the page needs to draw. */
const CANCEL_MS = 250;
const SCREEN_MS = 150;

function numbers(count) {
  return `n\n${Array.from({ length: count }, (_, n) => n).join("\n")}\n`;
}

export async function grid(chrome, address, own, { check }) {
  writeFileSync(join(own.data, "thousand.csv"), numbers(SIDE));
  writeFileSync(join(own.data, "few.csv"), numbers(TENS));
  const { page } = await at.blank(chrome, address);
  let name = "";

  await check("two million rows are answered and counted", async () => {
    await at.addFile(page, join(own.data, "thousand.csv"), "thousand");
    await at.addFile(page, join(own.data, "few.csv"), "few");
    const id = `c.n * ${SIDE * SIDE} + a.n * ${SIDE} + b.n + 1`;
    name = await at.insertSql(
      page,
      `with made as (select ${id} as id from few c, thousand a, thousand b)
       select id, (id * 7919) % 100003 as hash from made order by id`,
    );
    await at.run(page, name);
    await at.cell(page, name).getByText(`${at.figure(ROWS)} rows × 2`).waitFor(SLOW);
  });

  await check("a jump to any place and to both ends shows its rows, none missing", async () => {
    const own = at.cell(page, name);
    const first = own.getByRole("gridcell").nth(1);
    await first.click(SLOW);
    for (const jump of ["Control+End", "Control+Home", "Control+End"]) {
      await page.keyboard.press(jump);
      const wanted = jump === "Control+End" ? ROWS : 1;
      await at.until(`${jump} shows row ${wanted}`, async () =>
        (await at.rows(page, name)).some(([id]) => id === String(wanted)));
    }
    for (const share of [0.15, 0.5, 0.731, 0.999]) {
      await scrollTo(page, name, share);
      await at.until(`rows stand at ${share}`, () => isWhole(page, name, share), async () =>
        JSON.stringify((await at.rows(page, name)).slice(0, 6)));
    }
  });

  await check("scrolling by the wheel leaves no row out", async () => {
    await scrollTo(page, name, 0);
    await at.until("the first row is back", async () =>
      (await at.rows(page, name))[0]?.[0] === "1");
    const seen = new Set();
    await at.cell(page, name).getByRole("gridcell").nth(1).hover(SLOW);
    for (let turn = 0; turn < 30; turn++) {
      for (const [id] of await at.rows(page, name)) {
        seen.add(Number(id));
      }
      await page.mouse.wheel(0, 96);
      await at.until("rows are filled", async () =>
        (await at.rows(page, name)).every((row) => row[0] !== "" && row.length === 2));
    }
    const most = Math.max(...seen);
    must(most > 100, `only ${most} rows were passed`);
    for (let id = 1; id <= most; id++) {
      must(seen.has(id), `row ${id} was never seen`);
    }
  });

  await check("a column is sorted both ways", async () => {
    await at.write(page, name, `select region, net_amount from orders order by order_id`);
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    await at.cell(page, name).getByRole("button", { name: "Run", exact: true }).click(SLOW);
    await at.cell(page, name).getByText("400 rows × 2").waitFor(SLOW);
    const amounts = Array.from({ length: 400 }, (_, i) => ((i + 1) * 7919) % 50_000);
    const up = amounts.toSorted((one, two) => one - two);
    for (const wanted of [up, up.toReversed()]) {
      await at.cell(page, name).getByRole("columnheader", { name: /net_amount/ }).click(SLOW);
      await at.until(`the first is ${wanted[0]}`, async () =>
        (await at.rows(page, name)).slice(0, 5).map(([, amount]) => Number(amount)).join() ===
        wanted.slice(0, 5).join());
    }
  });

  await check("a filter says n of N rows, and Export writes those rows in this order", async () => {
    const own = at.cell(page, name);
    await own.getByRole("columnheader", { name: /net_amount/ }).hover(SLOW);
    await own.getByRole("button", { name: "Filter net_amount" }).click(SLOW);
    const form = page.getByRole("dialog", { name: "Filter net_amount" });
    await form.getByRole("combobox").selectOption({ label: "Between" });
    await form.getByLabel("From").fill("45000");
    await form.getByRole("button", { name: "Apply" }).click(SLOW);
    const regions = ["DACH", "UK & IE", "Nordics", "Iberia"];
    const kept = Array.from({ length: 400 }, (_, i) => [regions[(i + 1) % 4], ((i + 1) * 7919) % 50_000])
      .filter(([, amount]) => amount >= 45_000)
      .sort(([, one], [, two]) => two - one);
    await own.getByText(`${kept.length} of 400 rows × 2`).waitFor(SLOW);
    await own.getByRole("button", { name: "Export" }).click(SLOW);
    const dialog = page.getByRole("dialog", { name: `Export ${name}` });
    await dialog.getByText(new RegExp(`^${kept.length} of 400 rows are written`)).waitFor(SLOW);
    await exportTo(page, dialog, "some.csv");
    const written = readFileSync(join(own_data(), "some.csv"), "utf8");
    const expected = `region,net_amount\n${kept.map((row) => row.join(",")).join("\n")}\n`;
    must(written === expected, `some.csv begins ${written.slice(0, 200)}`);
  });

  function own_data() {
    return own.data;
  }
  async function exportTo(_, dialog, file) {
    await dialog.getByLabel("File").fill(join(own.data, file));
    await dialog.getByRole("button", { name: "Export", exact: true }).click(SLOW);
    await dialog.waitFor({ state: "hidden", ...SLOW });
  }
  await cancelling(page, check);
  await at.leave(page);
  await page.close();
}

async function cancelling(page, check) {
  let slow = "";
  await check(`a slow run is cancelled within ${CANCEL_MS} ms, seen on the page at once`, async () => {
    slow = await at.insertSql(
      page,
      "select count(*) as c from thousand a, thousand b, thousand c where (a.n * b.n + c.n) % 7 = 3",
    );
    const own = at.cell(page, slow);
    const asked = [];
    for (let round = 0; round < 3; round++) {
      await page.keyboard.press("Escape");
      await own.getByRole("button", { name: "Run", exact: true }).click(SLOW);
      await own.getByRole("button", { name: /^Cancel/ }).waitFor(SLOW);
      await own.getByRole("progressbar").waitFor(SLOW);
      const took = await own.getByRole("button", { name: /^Cancel/ }).evaluate(async (button) => {
        const region = button.closest("section,[role=region]");
        const start = performance.now();
        const seen = new Promise((resolve) => {
          const look = () => region.textContent.includes("Cancelled.")
            ? resolve(performance.now() - start) : requestAnimationFrame(look);
          look();
        });
        button.click();
        return seen;
      });
      asked.push(Math.round(took));
      await own.getByText(/^Cancelled\./).waitFor(SLOW);
      await own.getByRole("progressbar").waitFor({ state: "hidden", ...SLOW });
    }
    must(Math.max(...asked) <= CANCEL_MS + SCREEN_MS, `from the press to the word: ${asked} ms`);
  });

  await check("a row of grouped SQL shows the rows behind it, by mouse and by keys, and a value filters", async () => {
    const grouped = await at.insertSql(page, "select n % 7 as rest, sum(n) as s from thousand group by n % 7 order by rest");
    await at.run(page, grouped);
    const own = at.cell(page, grouped);
    const behind = page.getByRole("dialog", { name: "Rows behind this row" });
    const ofRest = (rest) => Array.from({ length: SIDE }, (_, n) => n).filter((n) => n % 7 === rest).length;
    await own.getByRole("gridcell", { name: "3", exact: true }).nth(1).click({ button: "right", ...SLOW });
    await page.getByRole("menuitem", { name: "See rows behind this row" }).click(SLOW);
    await behind.getByText(`${ofRest(3)} of ${ofRest(3)} rows`).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await behind.waitFor({ state: "hidden", ...SLOW });
    await own.getByRole("gridcell", { name: "6", exact: true }).nth(1).click(SLOW);
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "See rows behind this row" }).press("Enter");
    await behind.getByText(`${ofRest(6)} of ${ofRest(6)} rows`).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await own.getByRole("gridcell", { name: "2", exact: true }).nth(1).click({ button: "right", ...SLOW });
    await page.getByRole("menuitem", { name: "Keep only 2" }).click(SLOW);
    await at.until("one row is left", async () => (await at.rows(page, grouped)).length === 1);
    await own.getByRole("button", { name: /^Remove/ }).first().click(SLOW);
    await at.until("all rows are back", async () => (await at.rows(page, grouped)).length === 7);
  });

  await check("a number of grouped SQL stands beside the rest, and its row is taken apart in a cell of its own", async () => {
    const text = "select g, sum(x) as s from (values ('a','u',1),('a','v',2),('b','u',4),('b',null,8)) as t(g, k, x) group by g order by g";
    const grouped = await at.insertSql(page, text);
    await at.run(page, grouped);
    const own = at.cell(page, grouped);
    const number = own.getByRole("gridcell", { name: "3", exact: true }).first();
    await number.click({ button: "right", ...SLOW });
    await page.getByRole("menuitem", { name: "Compare with the rest" }).click(SLOW);
    const beside = page.getByRole("dialog", { name: "a beside the rest" });
    await beside.getByRole("cell", { name: "12", exact: true }).waitFor(SLOW);
    await page.screenshot({ path: join(ROOT, "tests/e2e/out/row-story.png") });
    await page.keyboard.press("Escape");
    await beside.waitFor({ state: "hidden", ...SLOW });
    await number.click(SLOW);
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Why is this?" }).press("Enter");
    const why = page.getByRole("dialog", { name: "What makes a" });
    await why.getByRole("rowheader", { name: "k is v" }).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await why.waitFor({ state: "hidden", ...SLOW });
    await number.click(SLOW);
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Break down by" }).press("ArrowRight");
    await page.getByRole("menuitem", { name: "k", exact: true }).press("Enter");
    await at.shows(page, "by_k", [["v", 2], ["u", 1]]);
  });

  await check("the next run after a cancel works", async () => {
    await at.write(page, slow, "select count(*) as c, sum(n) as s from thousand");
    await page.keyboard.press("Escape");
    await at.run(page, slow);
    await at.shows(page, slow, [[SIDE, (SIDE * (SIDE - 1)) / 2]]);
  });
}

/** Moves the grid's own scroller to a share of its height. */
async function scrollTo(page, name, share) {
  await at.cell(page, name).getByRole("grid").or(at.cell(page, name).getByRole("treegrid")).first()
    .evaluate((grid, part) => {
      const tall = [grid, ...grid.querySelectorAll("*")].find((one) =>
        one.scrollHeight > one.clientHeight + 1000 && getComputedStyle(one).overflowY !== "visible");
      tall.scrollTop = (tall.scrollHeight - tall.clientHeight) * part;
    }, share);
}

/** Whether the rows on the screen follow each other, hold their own values and lie where asked. */
async function isWhole(page, name, share) {
  const shown = (await at.rows(page, name)).map((row) => row.map(Number));
  const follows = shown.every(([id, hash], row) =>
    hash === hashOf(id) && (row === 0 || id === shown[row - 1][0] + 1));
  const near = Math.abs(shown[0]?.[0] - ROWS * share) < ROWS / 1000;
  return shown.length > 4 && follows && near;
}
