// What a person does on the page, in words: add a file, insert a cell, write, run, read figures.
// Elements are found by role and label.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { must, ROOT } from "./harness.mjs";

/** How long anything may take to appear: a walk finds out whether it comes, not how fast. */
export const SLOW = { timeout: 30_000 };
const EXACT = { exact: true };

/**
 * A page of its own on the start page, its script failures collected in `complaints`. A workbook
 * that is still open in the application is left first: a new page shows it again.
 */
export async function freshPage(chrome, address, viewport = { width: 1440, height: 900 }) {
  const page = await chrome.newPage({ viewport });
  page.setDefaultTimeout(SLOW.timeout);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  const start = page.getByRole("heading", { name: "What do you want to find out?" });
  const open = page.getByRole("toolbar", { name: "Insert cell here" }).first();
  await start.or(open).first().waitFor(SLOW);
  if (await open.isVisible()) {
    await leave(page);
  }
  return { page, complaints };
}

/** Goes to the start page; what was not saved is dropped. */
export async function leave(page) {
  await page.getByRole("button", { name: "Start page" }).click(SLOW);
  const discard = page.getByRole("button", { name: "Discard changes" });
  const start = page.getByRole("heading", { name: "What do you want to find out?" });
  await discard.or(start).first().waitFor(SLOW);
  if (await discard.isVisible()) {
    await discard.click();
  }
  await start.waitFor(SLOW);
}

/** A blank workbook on its own page. */
export async function blank(chrome, address, viewport) {
  const made = await freshPage(chrome, address, viewport);
  await made.page.getByRole("button", { name: "Blank workbook" }).click(SLOW);
  await made.page.getByRole("toolbar", { name: "Insert cell here" }).first().waitFor(SLOW);
  return made;
}

/** Asks for a file or folder and waits for what follows: the import dialog. */
export async function chooseFile(page, path) {
  await page.getByRole("button", { name: "Add data" }).first().click(SLOW);
  await answerFile(page, path);
  return page.getByRole("dialog", { name: "Add data" });
}

/** Writes into a field and presses Enter there, wherever a dialog that opens puts the focus meanwhile. */
export async function enter(field, text) {
  await field.fill(text, SLOW);
  await field.press("Enter", SLOW);
}

/** Gives a path to the dialog that asks for a file. */
export async function answerFile(page, path) {
  const files = page.getByRole("dialog", { name: "Open a file" });
  // The first folder is shown in the field when it has been read.
  await files.getByRole("listitem").first().waitFor(SLOW);
  await enter(files.getByLabel("Folder", EXACT), path);
}

/** Presses Add in the import dialog and waits until the table stands in the catalog. */
export async function addChosen(page, table) {
  const dialog = page.getByRole("dialog", { name: "Add data" });
  await dialog.getByRole("button", { name: "Add", exact: true }).click(SLOW);
  await dialog.waitFor({ state: "hidden", ...SLOW });
  await treeRow(page, table).waitFor(SLOW);
}

/** Adds a file as it is detected. */
export async function addFile(page, path, table) {
  const dialog = await chooseFile(page, path);
  await dialog.waitFor(SLOW);
  await addChosen(page, table);
}

/** The row of the catalog's tree that starts with this name. */
export function treeRow(page, name) {
  const words = new RegExp(`^${name}\\b`);
  return page.getByRole("treeitem", { name: words }).first();
}

/** A cell by its name. */
export function cell(page, name) {
  return page.getByRole("region", { name: new RegExp(`cell ${name}(,|$)`, "i") });
}

/** Inserts a cell at the end of the notebook and answers its name. */
export async function insertSql(page, text) {
  const cells = page.getByRole("region", { name: /^SQL cell / });
  const before = await cells.count();
  const bar = page.getByRole("toolbar", { name: "Insert cell here" }).last();
  await bar.getByRole("button", { name: "SQL", exact: true }).click(SLOW);
  await cells.nth(before).waitFor(SLOW);
  const name = (await cells.nth(before).getAttribute("aria-label")).replace("SQL cell ", "").split(",")[0];
  await write(page, name, text);
  return name;
}

/** Replaces the text of an SQL cell. */
export async function write(page, name, text) {
  await cell(page, name).getByRole("textbox", { name: `SQL of ${name}` }).click(SLOW);
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

/** Inserts a parameter of this kind at the end; parameters side by side share one box. */
export async function insertParameter(page, kind) {
  const known = await page.getByRole("region", { name: /^Parameter cell / }).allTextContents();
  const bar = page.getByRole("toolbar", { name: "Insert cell here" }).last();
  await bar.getByRole("button", { name: "Parameter", exact: true }).click(SLOW);
  await page.getByRole("menuitem", { name: kind, exact: true }).click(SLOW);
  const all = page.getByRole("region", { name: /^Parameter cell / });
  await all.nth(known.length).waitFor(SLOW);
  const label = await all.nth(known.length).getAttribute("aria-label");
  return label.replace("Parameter cell ", "").split(",")[0];
}

/** Gives a cell another name. */
export async function rename(page, from, to) {
  await page.getByTitle(`Rename ${from}`, EXACT).dblclick(SLOW);
  await enter(page.getByLabel("Name of the cell"), to);
  await cell(page, to).waitFor(SLOW);
}

/** Runs the cell that has the focus and waits until its answer is there. */
export async function run(page, name) {
  await page.keyboard.press("Control+Enter");
  await fresh(page, name);
}

/** Waits until the cell rests with an answer. */
export async function fresh(page, name) {
  const own = cell(page, name);
  await own.getByRole("button", { name: /^Run$/ }).waitFor(SLOW);
  await own.getByText(/rows? ×/).first().waitFor(SLOW);
  await own.getByRole("gridcell").nth(1).waitFor(SLOW);
  await own.getByText(/^Stale/).waitFor({ state: "hidden", ...SLOW });
}

/** The rows of a result on the screen, top to bottom, as texts without thin spaces. */
export async function rows(page, name) {
  return cell(page, name)
    .getByRole("grid")
    .getByRole("row")
    .evaluateAll((found) => {
      const lines = new Map();
      for (const row of found) {
        const place = row.closest("[role=grid]")?.getBoundingClientRect();
        const { top, bottom } = row.getBoundingClientRect();
        // The row that has the focus stays in the page while it is scrolled away.
        if (!place || bottom <= place.top || top >= place.bottom) {
          continue;
        }
        const at = Number(row.getAttribute("aria-rowindex"));
        const cells = [...row.querySelectorAll("[role=gridcell]")]
          .filter((one) => one.getAttribute("col-id") !== "row")
          .sort((one, two) => one.getAttribute("aria-colindex") - two.getAttribute("aria-colindex"))
          .map((one) => one.textContent.replace(/\u202f/g, "").trim());
        if (cells.length > 0) {
          lines.set(at, [...(lines.get(at) ?? []), ...cells]);
        }
      }
      return [...lines].sort(([one], [two]) => one - two).map(([, cells]) => cells);
    });
}

/** Waits until the rows on the screen are these. */
export async function shows(page, name, expected) {
  const wanted = JSON.stringify(expected.map((row) => row.map(String)));
  let last = "";
  await until(`${name} shows ${wanted}`, async () => {
    last = JSON.stringify((await rows(page, name)).slice(0, expected.length));
    return last === wanted;
  }, () => last);
}

/** Waits for a state that no element tells alone; says what was last seen when it never comes. */
export async function until(claim, holds, seen = () => "", patience = SLOW.timeout) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (await holds()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  must(false, `not so after ${patience} ms: ${claim}; seen: ${await seen()}`);
}

/** Opens the palette once nothing else is open, and runs the command of these words once it can be run. */
export async function command(page, words) {
  await page.getByRole("dialog").first().waitFor({ state: "hidden", ...SLOW });
  await page.keyboard.press("Control+K");
  const palette = page.getByRole("dialog", { name: "Command palette" });
  await palette.getByRole("combobox").fill(words, SLOW);
  const option = palette.getByRole("option", { name: new RegExp(words), disabled: false, selected: true });
  await option.waitFor(SLOW);
  await page.keyboard.press("Enter");
  await palette.waitFor({ state: "hidden", ...SLOW });
}

/** Saves the workbook by keys under a name in a folder, and waits until the page says that it is saved there. */
export async function saveAs(page, folder, name) {
  await page.keyboard.press("Control+Shift+S");
  const save = page.getByRole("dialog", { name: "Save workbook" });
  await enter(save.getByLabel("Folder", EXACT), folder);
  await enter(save.getByLabel("Name", EXACT), name);
  await page.getByText(new RegExp(`Saved .*${name}`)).first().waitFor(SLOW);
}

/** Writes the picture of a chart to an SVG file and waits until these texts stand in it. */
export async function exportsPicture(page, file, texts) {
  await page.getByRole("button", { name: "Export and copy" }).click(SLOW);
  await page.getByRole("menuitem", { name: /^Export picture/ }).click(SLOW);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^SVG/ }).click(SLOW);
  await dialog.getByRole("textbox").last().fill(file);
  await dialog.getByRole("button", { name: "Export", exact: true }).click(SLOW);
  await until(`the file has ${texts.join(" and ")}`, () => {
    try {
      const text = readFileSync(file, "utf8");
      return texts.every((one) => text.includes(one));
    } catch {
      return false;
    }
  });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden", ...SLOW });
}

/** Goes to a workspace. */
export async function workspace(page, name) {
  await page.getByRole("navigation", { name: "Workspace" }).getByText(name, EXACT).click(SLOW);
}

/** A whole number as the product writes it. */
export function figure(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** Photographs the page in both themes at both sizes, once the colours have changed. */
export async function photograph(page, name) {
  for (const [width, height] of [[1440, 900], [1120, 700]]) {
    await page.setViewportSize({ width, height });
    for (const theme of ["dark", "light"]) {
      await page.evaluate((value) => {
        document.documentElement.dataset.theme = value;
      }, theme);
      await page.waitForTimeout(450);
      await page.screenshot({ path: join(ROOT, "tests/e2e/out", `${name}-${theme}-${width}.png`) });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
