// Distributions and lines across a chart, and versions of a workbook, in the real window by keyboard alone.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, must } from "../e2e/harness.mjs";
import { SALES, SUM } from "../e2e/made.mjs";
import { choose, comes } from "./desk.mjs";
import * as window from "./window.mjs";

const AMOUNTS = SALES.map(({ amount }) => amount).filter((amount) => amount !== null);
const plain = (words) => words.replace(/[\u202f\u2009\u00a0]/g, "").replace(/\u2212/g, "-");

/** Gives an element the focus, found by a selector or, with `/` in front, by an XPath. */
async function focus(page, place) {
  const element = await page.$(place).getElement();
  await element.waitForExist({ timeout: window.SLOW, timeoutMsg: `nothing is at ${place}` });
  await page.execute((one) => one.focus(), element);
}

const shelf = (name) => `[role="group"][aria-label="${name}"]`;
const pills = (page, name) => page.$(shelf(name)).$$("button").length;
const item = (words) =>
  `//*[starts-with(@role, "menuitem")][contains(normalize-space(.), "${words}")]`;

/** Empties the shelves and puts fields on them by their keys. */
async function put(page, fields) {
  for (const on of ["Columns", "Rows", "Colour"]) {
    while ((await pills(page, on)) > 0) {
      const before = await pills(page, on);
      await focus(page, `${shelf(on)} button`);
      await page.keys("Delete");
      await window.until(page, `a pill stayed on ${on}`, async () => (await pills(page, on)) < before);
    }
  }
  for (const [key, on, name] of fields) {
    await focus(page, `//aside[@aria-label="Fields"]//button[contains(normalize-space(.), "${name}")]`);
    await page.keys(key);
    await window.until(page, `${name} never lay on ${on}`, async () => (await pills(page, on)) > 0);
  }
}

/** What the arrow keys read out of the picture, mark by mark. */
async function told(page) {
  await focus(page, 'main [role="application"]');
  await page.keys("Home");
  const voice = () =>
    page.execute(
      () => document.querySelector('main [role="application"] [aria-live]')?.textContent ?? "",
    );
  const all = [];
  for (let step = 0; step < 100; step++) {
    await page.pause(60);
    const words = plain(await voice());
    if (words === "" || words === all.at(-1)) {
      break;
    }
    all.push(words);
    await page.keys("ArrowRight");
  }
  await page.keys("Escape");
  return all;
}

/** Steps on the canvas of a chart over the made sales. */
export async function drawing(page, check) {
  await check("a number alone is a histogram that counts every sale once", async () => {
    await put(page, [["x", "Columns", "amount"]]);
    let counted = [];
    await window.until(page, `the bars never counted ${AMOUNTS.length} sales`, async () => {
      const words = await told(page);
      counted = words.map((one) => Number(/COUNT\(rows\) (\d+)/.exec(one)?.[1]));
      return counted.reduce((sum, one) => sum + one, 0) === AMOUNTS.length;
    });
    must(counted.length > 1, `there is one bar: ${counted}`);
  });

  await check("an average line stands at the mean of the bars, added by keys alone", async () => {
    await put(page, [
      ["x", "Columns", "city"],
      ["y", "Rows", "amount"],
    ]);
    await focus(page, 'button[aria-label="Add reference line"]');
    await page.keys("Enter");
    await focus(page, item("Average"));
    await page.keys("Enter");
    const mean = SUM / new Set(SALES.map(({ city }) => city)).size;
    let words = "";
    await window.until(page, `no line says ${mean}`, async () => {
      const pill = page.$(`${shelf("Reference lines")} button`);
      words = plain((await pill.isExisting()) ? await pill.getAttribute("title") : "");
      const said = Number(/^Average\D*(-?[\d.]+)/.exec(words)?.[1]);
      return Math.abs(said - mean) <= 1e-9 * Math.abs(mean);
    });
  });
}

/** Steps on a saved workbook: a version is kept, changed text is seen beside it, another copy is merged. */
export async function keeping(page, own, file, check) {
  const assay = (...words) => execFileSync(join(BIN, "assay"), words, { env: own.env, cwd: own.data });
  const dialog = () =>
    page.execute(() => document.querySelector('[role="dialog"], dialog[open]')?.innerText ?? "");
  const says = (words) =>
    window.until(page, `the dialog never said “${words}”`, async () => (await dialog()).includes(words));
  const save = () => page.keys(["Control", "s"]);
  const copy = join(own.data, "copy.assay");

  await check("a version is kept under a name by keyboard, and the file holds it", async () => {
    await page.keys(["Alt", "Shift", "v"]);
    await says("Name of the version");
    await page.pause(200);
    await window.type(page, "Before the review");
    await page.keys("Enter");
    await says("The workbook says the same now.");
    await page.keys("Escape");
    await save();
    await window.until(page, "the file never held the version", () => {
      assay("unpack", file, "-o", "look");
      return readdirSync(join(own.data, "look", "versions")).length === 1;
    });
  });

  await check("another copy is merged, and both texts are kept", async () => {
    const folder = join(own.data, "theirs");
    assay("unpack", file, "-o", "theirs");
    const cells = readdirSync(join(folder, "cells")).filter((name) => name.endsWith(".sql"));
    const theirs = join(folder, "cells", cells[0]);
    writeFileSync(theirs, `-- from the other desk\n${readFileSync(theirs, "utf8")}`);
    assay("pack", "theirs", "-o", "copy.assay");
    assay("trust", "copy.assay");
    await page.keys(["Control", "k"]);
    await window.type(page, "Merge a file");
    await page.$('//*[@role="option"][contains(., "Merge a file")]').waitForExist({ timeout: window.SLOW });
    await page.keys("Enter");
    await choose(await comes("^(Open|Merge)"), copy);
    await says("added");
    await window.press(page, "Merge");
    await window.until(page, "the other text never came", () =>
      page.execute(() => document.body.textContent.includes("-- from the other desk")),
    );
    await page.$('button[aria-label^="Undo "]').click();
    await window.until(page, "undo never took the merge back", () =>
      page.execute(() => !document.body.textContent.includes("-- from the other desk")),
    );
  });
}
