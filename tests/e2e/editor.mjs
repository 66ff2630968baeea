// The SQL editor as an analyst uses it: a query of more than forty lines written by keyboard with
// completion, broken in five ways and mended each time by the fix that is offered; cards, following
// and renaming names.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./harness.mjs";
import * as at from "./page.mjs";
import { orders } from "./walk.mjs";

const { SLOW } = at;

/** A list of completions takes no key for a moment after it opened, so that nobody accepts by accident. */
const SETTLED_MS = 120;

/** `|` is where completion is waited for and taken: the word up to it is typed, the rest is not. */
const QUERY = [
  "WITH cleaned AS (",
  "SELECT order_i|d,",
  "order_d|ate,",
  "region,",
  "net|_amount,",
  "extract(month FROM order_date) AS month_no",
  "FROM ord|ers",
  "WHERE net_amount >= 0",
  "),",
  "by_month AS (",
  "SELECT region,",
  "month_no,",
  "count(*) AS orders_count,",
  "sum(net_amount) AS revenue",
  "FROM clea|ned",
  "GROUP BY region, month_no",
  "),",
  "totals AS (",
  "SELECT region,",
  "sum(orders_count) AS orders_count,",
  "sum(revenue) AS revenue,",
  "max(revenue) AS best_month",
  "FROM by_mo|nth",
  "GROUP BY region",
  "),",
  "everything AS (",
  "SELECT sum(revenue) AS whole",
  "FROM tot|als",
  ")",
  "SELECT totals.region,",
  "totals.orders_count,",
  "totals.revenue,",
  "totals.best_month,",
  'targets."Target Amount" AS target,',
  "round(100.0 * totals.revenue / everything.whole, 1) AS share",
  "FROM totals",
  "CROSS JOIN every|thing",
  "JOIN tar|gets",
  "ON targets.region = totals.region",
  "WHERE totals.region <> 'Nowhere'",
  "AND totals.orders_count > 0",
  "ORDER BY totals.revenue DESC,",
  "totals.region",
  "LIMIT 10",
];

/** A line broken, and the label of the fix that mends it. */
const BREAKS = [
  { line: 5, text: "net_amuont,", fix: "Use net_amount" },
  { line: 8, text: "WHERE net_amount + zip >= 0", fix: "Convert zip to a number" },
  { line: 16, text: "GROUP BY region", fix: "Add month_no to GROUP BY" },
  { line: 34, text: "targets.Target Amount AS target,", fix: "Put Target Amount in quotes" },
  { line: 40, text: "WHERE totals.region <> Nowhere", fix: "Put Nowhere in single quotes" },
];

/** Most milliseconds from the last key to the underline. */
const MOST_MS = 300;

export async function editor(chrome, address, own, { check }) {
  const { sums } = orders();
  const targets = Object.keys(sums).map((region, place) => `${region},${1000 * (place + 1)}`);
  writeFileSync(join(own.data, "targets.csv"), `region,Target Amount\n${targets.join("\n")}\n`);
  const { page } = await at.blank(chrome, address);
  await at.addFile(page, join(own.data, "orders.csv"), "orders");
  await at.addFile(page, join(own.data, "targets.csv"), "targets");
  const name = await at.insertSql(page, "");
  const box = at.cell(page, name).getByRole("textbox", { name: `SQL of ${name}` });
  const lines = async () => (await box.innerText()).split("\n").map((line) => line.trim());
  const plain = QUERY.map((line) => line.replace("|", ""));

  await check("a query of more than forty lines is written by keyboard with completion", async () => {
    must(QUERY.length > 40, `${QUERY.length} lines`);
    await box.click(SLOW);
    for (const [place, line] of QUERY.entries()) {
      await typeLine(page, line);
      if (place < QUERY.length - 1) {
        await page.keyboard.press("Enter");
      }
    }
    const seen = (await lines()).filter((line) => line !== "");
    must(JSON.stringify(seen) === JSON.stringify(plain), `written: ${seen.join("\n")}`);
    await at.run(page, name);
  });

  const expected = Object.entries(sums).sort(([, one], [, two]) => two - one);
  const isRight = async () => {
    const rows = await at.rows(page, name);
    return expected.every(([region, sum], place) => {
      const row = rows[place] ?? [];
      return row[0] === region && row.includes(String(sum));
    });
  };
  await check("its answer has the right sums", async () => {
    await at.until("the sums are right", isRight, async () => JSON.stringify(await at.rows(page, name)));
  });

  const waits = [];
  for (const { line, text, fix } of BREAKS) {
    await check(`broken in line ${line}, it is mended by “${fix}”`, async () => {
      await goToLine(page, box, line);
      await page.keyboard.press("Shift+Home");
      waits.push(await untilMarked(page, () => page.keyboard.insertText(text)));
      await takeFix(page, fix);
      await noProblem(page);
      await at.run(page, name);
      await at.until("the sums are right", isRight, async () => JSON.stringify(await at.rows(page, name)));
    });
  }

  await check(`problems are underlined within ${MOST_MS} ms of the last key`, async () => {
    const sorted = [...waits].sort((one, two) => one - two);
    const middle = sorted[Math.floor(sorted.length / 2)];
    console.log(`     from key to underline: ${sorted.map(Math.round).join(", ")} ms`);
    must(waits.length === BREAKS.length && middle < MOST_MS, `${middle} ms`);
  });

  await names(page, name, box, check);
  await at.leave(page);
  await page.close();
}

/** Cards, following and renaming, on the query that is there. */
async function names(page, name, box, check) {
  await check("Ctrl Alt I says what a column is, its type and where it comes from", async () => {
    await goToLine(page, box, 8);
    await page.keyboard.press("Home");
    for (let step = 0; step < "WHERE net".length; step++) {
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("Control+Alt+I");
    const card = page.getByRole("status").filter({ hasText: "A column of the table orders." });
    await card.waitFor(SLOW);
    must(/whole number|number/.test(await card.innerText()), await card.innerText());
    await card.getByText(/null/).waitFor(SLOW);
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "hidden", ...SLOW });
  });

  await check("F12 goes from a named query to where it is given", async () => {
    await goToLine(page, box, 36);
    await page.keyboard.press("F12");
    await at.until("totals is selected", async () => (await selected(page)) === "totals");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("End");
    await page.keyboard.type(" ");
    await at.until("line 18 was reached", async () => (await box.innerText()).includes("totals AS ( "));
    await page.keyboard.press("Backspace");
  });

  await check("F2 renames a named query everywhere in one step, shown before", async () => {
    await goToLine(page, box, 36);
    await page.keyboard.press("F2");
    const dialog = page.getByRole("dialog", { name: "Rename totals" });
    await dialog.waitFor(SLOW);
    await page.keyboard.type("everything");
    await dialog.getByRole("alert").filter({ hasText: /already means something else/ }).waitFor(SLOW);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("by_region");
    await dialog.getByText("by_region AS (").waitFor(SLOW);
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden", ...SLOW });
    await at.until("every place has the new name", async () => {
      const text = await box.innerText();
      return !text.includes("totals") && text.split("by_region").length === 14;
    }, () => box.innerText());
    await box.click(SLOW);
    await page.keyboard.press("Control+Z");
    await at.until("one step takes it back", async () => !(await box.innerText()).includes("by_region"));
  });

  await check("F2 renames a column where it is given and where it is read", async () => {
    await goToLine(page, box, 22);
    await page.keyboard.press("F2");
    const dialog = page.getByRole("dialog", { name: "Rename best_month" });
    await dialog.waitFor(SLOW);
    await page.keyboard.type("top_month");
    await dialog.getByText("totals.top_month,").waitFor(SLOW);
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden", ...SLOW });
    const now = () => box.innerText();
    await at.until("both places have the new name", async () =>
      (await now()).split("top_month").length === 3 && !(await now()).includes("best_month"), now);
    await box.click(SLOW);
    await page.keyboard.press("Control+Z");
    await at.until("one step takes it back", async () => !(await now()).includes("top_month"));
  });

  await check("Shift Alt F formats the text, again and again the same, and the answer stays", async () => {
    await box.click(SLOW);
    await page.keyboard.press("Shift+Alt+F");
    // The editor draws only what is on the screen: the head of the text tells.
    await at.until("columns stand on lines of their own", async () =>
      /SELECT\n\s+order_id,\n\s+order_date,/.test(await box.innerText()), () => box.innerText());
    const once = await box.innerText();
    await page.keyboard.press("Shift+Alt+F");
    await page.waitForTimeout(SETTLED_MS);
    must((await box.innerText()) === once, await box.innerText());
    await at.run(page, name);
  });

  await check("renaming a cell changes those that read it", async () => {
    const reader = await at.insertSql(page, `select count(*) as n from ${name} -- ${name}`);
    await page.keyboard.press("Escape");
    await page.getByTitle(`Rename ${name}`, { exact: true }).dblclick(SLOW);
    await at.enter(page.getByLabel("Name of the cell"), "shares");
    const dialog = page.getByRole("dialog", { name: `Rename ${name}` });
    await dialog.getByText(`select count(*) as n from shares -- ${name}`).waitFor(SLOW);
    await dialog.getByRole("button", { name: "Rename", exact: true }).click(SLOW);
    await at.cell(page, "shares").waitFor(SLOW);
    const text = at.cell(page, reader).getByRole("textbox", { name: `SQL of ${reader}` });
    await at.until("the reader reads the new name", async () =>
      (await text.innerText()).trim() === `select count(*) as n from shares -- ${name}`, () => text.innerText());
  });
}

/** Types one line; at `|` waits for the offer that goes on and takes it. */
async function typeLine(page, line) {
  const [before, after] = line.split("|");
  const opens = line.endsWith("(");
  await page.keyboard.type(before);
  if (after !== undefined) {
    const word = `${/\w+$/.exec(before)[0]}${/^\w+/.exec(after)[0]}`;
    const list = page.getByRole("listbox", { name: /completion/i });
    await list.getByRole("option", { name: new RegExp(word), selected: true }).waitFor(SLOW);
    await page.waitForTimeout(SETTLED_MS);
    await page.keyboard.press("Tab");
    await page.keyboard.type(after.replace(/^\w+/, ""));
  }
  if (opens) {
    // The bracket was closed by itself; here it is closed some lines below.
    await page.keyboard.press("Delete");
  }
}

async function goToLine(page, box, line) {
  await box.focus();
  await page.keyboard.press("Control+Home");
  for (let step = 1; step < line; step++) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("End");
}

/** Does something and answers the milliseconds until a problem is underlined. */
async function untilMarked(page, doIt) {
  await noProblem(page);
  // The underline has no role of its own: what it says is said again by the card and the menu.
  await page.evaluate((most) => {
    window.marked = new Promise((resolve, reject) => {
      let from = 0;
      document.addEventListener("input", () => (from = performance.now()), { capture: true });
      const look = new MutationObserver(() => {
        if (from > 0 && document.querySelector(".cm-lintRange-error")) {
          look.disconnect();
          resolve(performance.now() - from);
        }
      });
      look.observe(document.body, { subtree: true, childList: true, attributes: true });
      setTimeout(() => reject(new Error("nothing was underlined")), most);
    });
    window.marked.catch(() => {});
  }, SLOW.timeout);
  await doIt();
  return page.evaluate(() => window.marked);
}

function noProblem(page) {
  return page.waitForFunction(() => !document.querySelector(".cm-lintRange-error"), null, SLOW);
}

/** Opens the menu of fixes at the cursor and takes one by its name, with keys alone. */
async function takeFix(page, fix) {
  await page.keyboard.press("Control+.");
  const menu = page.getByRole("menu", { name: /^Fixes for/ });
  await menu.waitFor(SLOW);
  const labels = await menu.getByRole("menuitem").allInnerTexts();
  const place = labels.indexOf(fix);
  must(place >= 0, `offered: ${labels.join(", ")}`);
  for (let step = 0; step < place; step++) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await menu.waitFor({ state: "hidden", ...SLOW });
}

function selected(page) {
  return page.evaluate(() => String(document.getSelection()));
}
