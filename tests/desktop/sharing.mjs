// The dialogs and bars of the workbook file in the real window, in both themes at both sizes: all of a
// dialog is on the screen, nothing in it is cut off at its side, and nothing lies over its buttons.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { account, BIN, must } from "../e2e/harness.mjs";
import { pageOf } from "./places.mjs";
import * as window from "./window.mjs";

const SIZES = [[1120, 700], [1440, 900]];
const QUERY = "-- name: totals\nselect region, sum(amount) as total from shops group by region order by region;\n";

/** Walks through it in windows of its own and answers the last one, for the caller to close. */
export async function sharing(own, out, { check }) {
  const at = (name) => join(own.data, "sharing", name);
  const book = at("book.assay");
  const assay = (...words) => execFileSync(join(BIN, "assay"), words, { env: own.env, cwd: at(".") });
  mkdirSync(at("."), { recursive: true });
  scene(at, assay);
  let page = await window.open([book]);
  let asked = pageOf(page);
  const open = async (words) => {
    await asked.keyboard.press("Control+K");
    await asked.getByRole("dialog", { name: "Command palette" }).waitFor();
    await asked.keyboard.type(words);
    await asked.getByRole("option", { name: new RegExp(words) }).first().waitFor();
    await asked.keyboard.press("Enter");
    await asked.getByRole("dialog", { name: "Command palette" }).waitFor({ state: "hidden" });
  };
  const close = async () => {
    await asked.keyboard.press("Escape");
    await asked.getByRole("dialog").waitFor({ state: "hidden" });
  };
  const seen = async (name, words) => {
    await window.shows(page, words);
    await photograph(page, out, name);
  };

  await check("a version is kept by keys", async () => {
    await window.shows(page, "totals");
    await asked.keyboard.press("Alt+Shift+V");
    await asked.getByLabel("Name of the version").waitFor();
    await asked.keyboard.type("Sent to Ben");
    await asked.keyboard.press("Enter");
    await asked.getByRole("dialog").getByText("Sent to Ben").first().waitFor();
    await close();
  });

  const DIALOGS = [
    ["versions", "Versions of this workbook", "Sent to Ben"],
    ["package", "Package to give away", "to give away"],
    ["protect", "Passphrase and signature", "passphrase"],
    ["reproduce", "Reproduce", "Every stored answer came out the same."],
    ["conventions", "Conventions of this workbook", "Seed of values by chance"],
    ["settings", "Settings", "Versions a file keeps"],
  ];
  for (const [name, words, shown] of DIALOGS) {
    await check(`the dialog “${words}” is whole in both themes and sizes`, async () => {
      await open(words);
      await seen(name, shown);
      await close();
    });
  }

  await check("lost files, then columns with other names, are asked for in both themes and sizes", async () => {
    await page.deleteSession();
    mkdirSync(at("moved"));
    renameSync(at("shops.csv"), at("moved/branches.csv"));
    page = await window.open([book]);
    asked = pageOf(page);
    await seen("lost", "was not found on this computer");
    await open("Find sources that lie elsewhere");
    await seen("relink", "Where are these files now?");
    await close();
    await page.deleteSession();
    writeFileSync(at("shops.csv"), "sales_area,amount\nnorth,10\nsouth,20\nwest,5\n");
    page = await window.open([book]);
    asked = pageOf(page);
    await window.shows(page, "lacks columns that cells or pages name");
    await open("Repair columns that have other names now");
    await seen("repair", "sales_area");
    await close();
  });

  await check("a workbook of someone else says what it may not do, in both themes and sizes", async () => {
    await page.deleteSession();
    const other = account();
    const strange = (...words) => execFileSync(join(BIN, "assay"), words, { env: other.env, cwd: at(".") });
    writeFileSync(at("shops.csv"), "region,amount\nnorth,10\nsouth,20\nwest,5\n");
    strange("trust", "theirs.assay");
    strange("package", "theirs.assay", "-o", "received.assay", "--answers");
    other.remove();
    page = await window.open([at("received.assay")]);
    asked = pageOf(page);
    await seen("restricted", "Until you trust it nothing runs");
    await open("Trust this workbook");
    await seen("trust", "Runs on this computer");
    await close();
  });
  return page;
}

/** A workbook with a stored answer and a version, and one of someone else that says otherwise. */
function scene(at, assay) {
  writeFileSync(at("shops.csv"), "region,amount\nnorth,10\nsouth,20\nwest,5\n");
  writeFileSync(at("book.sql"), QUERY);
  assay("import", "book.sql", "-o", "raw.assay");
  assay("unpack", "raw.assay", "-o", "raw");
  const document = JSON.parse(readFileSync(at("raw/workbook.json"), "utf8"));
  document.sources = [{ id: "shops", name: "shops", path: "shops.csv", kind: "csv", options: {} }];
  writeFileSync(at("raw/workbook.json"), JSON.stringify(document));
  assay("pack", "raw", "-o", "book.assay");
  assay("trust", "book.assay");
  assay("run", "book.assay", "--save");
  rmSync(at("raw"), { recursive: true });
  assay("unpack", "book.assay", "-o", "raw");
  const text = at("raw/cells/01-totals.sql");
  writeFileSync(text, readFileSync(text, "utf8").replace("order by region", "order by total desc"));
  assay("pack", "raw", "-o", "theirs.assay");
  assay("trust", "theirs.assay");
}

/** Photographs the window, and says what of an open dialog cannot be seen or pressed. */
async function photograph(page, out, name) {
  for (const theme of ["dark", "light"]) {
    await page.execute((value) => {
      document.documentElement.dataset.theme = value;
    }, theme);
    for (const [width, height] of SIZES) {
      await page.setWindowSize(width, height);
      await page.pause(500);
      const faults = await page.execute(hidden);
      must(faults.length === 0, `${name}, ${theme}, ${width}x${height}: ${faults.join("; ")}`);
      window.shoot(join(out, `window-${name}-${theme}-${width}.png`));
    }
  }
}

/** Runs in the window: what sticks out of the window or of its dialog, and buttons that something lies over. */
function hidden() {
  const found = [];
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
    found.push("the page is wider than the window");
  }
  const dialog = document.querySelector('[role="dialog"]');
  if (!dialog) {
    return found;
  }
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) {
    found.push("the dialog sticks out of the window");
  }
  for (const one of dialog.querySelectorAll("*")) {
    const rests = getComputedStyle(one).overflowX === "visible";
    if (rests && one.clientWidth > 0 && one.getBoundingClientRect().right > right + 1 && !one.closest("pre, .scroll, [tabindex]")) {
      found.push(`${one.tagName} ${one.className} sticks out: ${one.textContent.slice(0, 40)}`);
    }
  }
  const buttons = dialog.querySelectorAll(".dialog-head button, .dialog-foot button");
  for (const button of buttons) {
    const { x, y, width, height } = button.getBoundingClientRect();
    const on = document.elementFromPoint(x + width / 2, y + height / 2);
    if (!button.contains(on)) {
      found.push(`something lies over “${button.textContent || button.getAttribute("aria-label")}”`);
    }
  }
  if (buttons.length === 0) {
    found.push("the dialog has no buttons");
  }
  return found;
}
