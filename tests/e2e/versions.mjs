// The folder form opened like a file, versions kept in it, gone back to, and another copy merged
// with a conflict that a person decides.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessibilityFaults, BIN, must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const CELL = "revenue_by_month";

export async function versions(chrome, address, own, { check }) {
  const assay = (...words) => execFileSync(join(BIN, "assay"), words, { env: own.env, cwd: own.data });
  const folder = join(own.data, "shared");
  const samples = join(ROOT, "assets/samples");
  cpSync(join(samples, "retail"), join(own.data, "retail"), { recursive: true });
  assay("unpack", join(samples, "retail-overview.assay"), "-o", "shared");
  assay("trust", "shared");
  const text = () => readFileSync(textFile(folder), "utf8");
  const before = text();
  const { page, complaints } = await at.freshPage(chrome, address);
  const dialog = page.getByRole("dialog");

  await check("an unpacked workbook is opened from its folder", async () => {
    await goTo(page, folder);
    await dialog.getByRole("button", { name: "Open this workbook" }).click(SLOW);
    await at.cell(page, CELL).waitFor(SLOW);
  });

  await check("a version is kept by keyboard, and the folder holds it", async () => {
    await page.keyboard.press("Alt+Shift+V");
    await dialog.getByLabel("Name of the version").waitFor(SLOW);
    await page.keyboard.type("Before the review");
    await page.keyboard.press("Enter");
    await dialog.getByRole("list", { name: "Versions, newest first" }).getByText("Before the review").waitFor(SLOW);
    await dialog.getByText("The workbook says the same now.").waitFor(SLOW);
    must(readdirSync(join(folder, "versions")).length === 1, "one version in the folder");
    await page.keyboard.press("Escape");
  });

  assay("pack", "shared", "-o", "copy.assay");

  await check("what has changed since is said in words and shown side by side, in both themes and sizes", async () => {
    await at.write(page, CELL, `-- ours\n${before}`);
    await page.keyboard.press("Control+S");
    await at.until("the folder holds the new text", () => text().startsWith("-- ours"), text);
    await page.keyboard.press("Alt+Shift+V");
    await dialog.getByText("1 line added").waitFor(SLOW);
    await dialog.getByRole("button", { name: `Show both texts of cell ${CELL}` }).click(SLOW);
    await dialog.getByText("-- ours").waitFor(SLOW);
    await at.photograph(page, "versions");
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
  });

  await check("one part is taken back as a step that undo takes back", async () => {
    await dialog.getByRole("button", { name: `Take this back: cell ${CELL}` }).click(SLOW);
    await dialog.getByText("The workbook says the same now.").waitFor(SLOW);
    await page.keyboard.press("Escape");
    await at.cell(page, CELL).getByText("-- ours").waitFor({ state: "hidden", ...SLOW });
    await page.getByRole("button", { name: "Undo", exact: true }).first().click(SLOW);
    await at.cell(page, CELL).getByText("-- ours").waitFor(SLOW);
  });

  await check("another copy is compared, and merged with the conflict decided by a person", async () => {
    assay("unpack", "copy.assay", "-o", "theirs");
    writeFileSync(textFile(join(own.data, "theirs")), `-- theirs\n${before}`);
    assay("pack", "theirs", "-o", "copy.assay");
    await at.command(page, "Compare with a file");
    await at.answerFile(page, join(own.data, "copy.assay"));
    await dialog.getByText(/is not trusted on this computer/).waitFor(SLOW);
    assay("trust", "copy.assay");
    await page.keyboard.press("Escape");
    await at.command(page, "Merge a file");
    await at.answerFile(page, join(own.data, "copy.assay"));
    await dialog.getByText("1 place that both changed").waitFor(SLOW);
    await dialog.getByText(/by the version “Before the review”/).waitFor(SLOW);
    await at.photograph(page, "merge");
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
    await dialog.getByRole("radio", { name: "The other file" }).check(SLOW);
    await dialog.getByRole("button", { name: "Merge", exact: true }).click(SLOW);
    await at.cell(page, CELL).getByText("-- theirs").waitFor(SLOW);
    await page.getByRole("button", { name: "Undo", exact: true }).first().click(SLOW);
    await at.cell(page, CELL).getByText("-- ours").waitFor(SLOW);
  });

  await check("no script failed on the way", async () => {
    must(complaints.length === 0, complaints.join("\n"));
  });
  await at.leave(page);
  await page.close();
}

/** The text of the cell in an unpacked workbook. */
function textFile(folder) {
  const cells = join(folder, "cells");
  return join(cells, readdirSync(cells).find((name) => name.includes(CELL)));
}

/** Shows a folder in the open dialog. */
async function goTo(page, path) {
  await page.keyboard.press("Control+O");
  await at.answerFile(page, path);
}
