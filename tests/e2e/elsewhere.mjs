// A workbook whose data lies elsewhere and whose columns have other names now: found and repaired
// in the window, each as one step.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessibilityFaults, BIN, must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const ROWS = "region,amount\nnorth,10\nsouth,20\nwest,5\n";

export async function elsewhere(chrome, address, own, { check }) {
  const folder = (name) => join(own.data, name);
  for (const name of ["first", "book", "second/deep"]) {
    mkdirSync(folder(name), { recursive: true });
  }
  writeFileSync(folder("first/shops.csv"), ROWS);
  writeFileSync(folder("first/targets.csv"), "region,target\nnorth,9\n");
  const file = folder("book/elsewhere.assay");
  const { page, complaints } = await at.blank(chrome, address);
  const dialog = page.getByRole("dialog");
  const bar = page.getByRole("region", { name: "Sources that need a look" });
  await at.addFile(page, folder("first/shops.csv"), "shops");
  await at.addFile(page, folder("first/targets.csv"), "targets");
  const name = await at.insertSql(page, "select region, sum(amount) as total from shops group by region order by region");
  await at.run(page, name);
  await page.keyboard.press("Escape");
  await at.saveAs(page, folder("book"), "elsewhere");
  must(exists(file), "the workbook is saved");
  await at.leave(page);

  await check("a lost file is found by its content, another by hand, and both are read in one step", async () => {
    renameSync(folder("first/shops.csv"), folder("book/renamed.csv"));
    renameSync(folder("first/targets.csv"), folder("second/deep/targets.csv"));
    await openFile(page, file);
    await bar.getByText("2 sources were not found on this computer: shops, targets.").waitFor(SLOW);
    await bar.getByRole("button", { name: "Find …" }).click(SLOW);
    const place = (source) => dialog.getByLabel(`Where ${source} is now`);
    await at.until("the renamed file is chosen", async () => (await place("shops").inputValue()) === folder("book/renamed.csv"));
    must((await place("targets").inputValue()) === "", "nothing is chosen for the other");
    await at.photograph(page, "relink");
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
    await dialog.getByRole("button", { name: "Choose another file for targets" }).click(SLOW);
    const files = page.getByRole("dialog", { name: "Open a file" });
    await files.getByRole("listitem").first().waitFor(SLOW);
    await at.enter(files.getByLabel("Folder", { exact: true }), folder("second/deep/targets.csv"));
    await at.until("the chosen file stands there", async () => (await place("targets").inputValue()) === folder("second/deep/targets.csv"));
    await dialog.getByRole("button", { name: "Use these files" }).click(SLOW);
    await bar.waitFor({ state: "hidden", ...SLOW });
    await page.keyboard.press("Control+S");
  });

  await check("columns with other names are proposed, shown line by line, mended and taken back", async () => {
    await at.leave(page);
    writeFileSync(folder("book/renamed.csv"), ROWS.replace("region,amount", "sales_area,amount"));
    await openFile(page, file);
    await bar.getByText("shops lacks columns that cells or pages name.").waitFor(SLOW);
    await bar.getByRole("button", { name: "Repair …" }).click(SLOW);
    const now = dialog.getByLabel("What region of shops is now");
    await at.until("the new name is proposed", async () => (await now.inputValue()) === "sales_area");
    await dialog.getByText("select sales_area, sum(amount) as total from shops group by sales_area order by sales_area").waitFor(SLOW);
    await dialog.getByText(/3 of 3 frequent values/).waitFor(SLOW);
    await at.photograph(page, "repair");
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
    const repair = dialog.getByRole("button", { name: "Repair", exact: true });
    await repair.focus();
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden", ...SLOW });
    await bar.waitFor({ state: "hidden", ...SLOW });
    await at.cell(page, name).getByRole("button", { name: "Run", exact: true }).first().click(SLOW);
    await at.shows(page, name, [["north", 10]]);
    // The last one to be told of is the last step; an older one belongs to a workbook that was left.
    await page.getByRole("button", { name: "Undo", exact: true }).last().click(SLOW);
    await bar.getByText("shops lacks columns that cells or pages name.").waitFor(SLOW);
  });

  await check("what leaves in a package is chosen, said exactly, and written", async () => {
    await page.getByRole("button", { name: "Share", exact: true }).click(SLOW);
    await dialog.getByLabel("What leaves of shops").selectOption("aggregated");
    await dialog.getByLabel("How sales_area of shops leaves").selectOption("group");
    const floor = dialog.getByLabel("Leave out groups of fewer rows than");
    await floor.fill("");
    await dialog.getByText("Write a whole number from 1 to").waitFor(SLOW);
    must(await dialog.getByRole("button", { name: "Say what leaves" }).isDisabled(), "no floor, no package");
    await floor.pressSequentially("1");
    must((await floor.inputValue()) === "1", "what is typed is the floor");
    await dialog.getByLabel("What leaves of targets").selectOption("full");
    await dialog.getByLabel("How target of targets leaves").selectOption("hash");
    must(await dialog.getByRole("button", { name: "Save package …" }).isDisabled(), "nothing is saved unseen");
    await dialog.getByRole("button", { name: "Say what leaves" }).click(SLOW);
    const leaves = dialog.getByRole("region", { name: "What leaves" });
    await leaves.getByText("sales_area, amount, rows").waitFor(SLOW);
    await leaves.getByText("as hashes: target").waitFor(SLOW);
    await at.photograph(page, "package");
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
    await dialog.getByRole("button", { name: "Save package …" }).click(SLOW);
    const save = page.getByRole("dialog", { name: "Save workbook" });
    await at.enter(save.getByLabel("Name", { exact: true }), "given");
    await page.getByText(/Saved the package .*given\.assay/).waitFor(SLOW);
  });

  await check("the command line finds the same file", async () => {
    await at.leave(page);
    rmSync(folder("second"), { recursive: true });
    writeFileSync(folder("first/targets.csv"), "region,target\nnorth,9\n");
    const told = execFileSync(join(BIN, "assay"), ["relink", file, "--in", folder("first")], { env: own.env, encoding: "utf8" });
    must(told.includes(`targets: ${folder("first/targets.csv")}`), told);
  });

  await check("no script failed on the way", async () => {
    must(complaints.length === 0, complaints.join("\n"));
  });
  await page.close();
}

function exists(path) {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

async function openFile(page, path) {
  await page.keyboard.press("Control+O");
  await at.answerFile(page, path);
}
