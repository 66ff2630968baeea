// Every kind of file that is read, from the dialog to a figure; what the import shows and lets be
// changed; what the catalog says of a table.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, must } from "./harness.mjs";
import { database, gzipped, SALES, SUM, separated, workbook, zstandard } from "./made.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
/** File, its tables as SQL names them, and the kind that the import dialog says. */
export const FILES = [
  ["semi.csv", ["semi"], "CSV"],
  ["tabs.tsv", ["tabs"], "CSV"],
  ["packed.csv.gz", ["packed"], "CSV"],
  ["squeezed.csv.zst", ["squeezed"], "CSV"],
  ["columns.parquet", ["columns"], "Parquet"],
  ["objects.json", ["objects"], "JSON"],
  ["lines.ndjson", ["lines"], "NDJSON"],
  ["vectors.arrow", ["vectors"], "Arrow"],
  ["book.xlsx", ["book_Sales", "book_Targets"], "Excel"],
  ["base.sqlite", ["base_sales", "base_targets"], "SQLite"],
];

/** Writes the twelve sales as every kind of file into the account. */
export function makeFiles({ data, env }) {
  writeFileSync(join(data, "plain.csv"), separated(","));
  writeFileSync(join(data, "semi.csv"), separated(";", ","));
  writeFileSync(join(data, "tabs.tsv"), separated("\t"));
  writeFileSync(join(data, "packed.csv.gz"), gzipped(separated(",")));
  writeFileSync(join(data, "squeezed.csv.zst"), zstandard(separated(",")));
  writeFileSync(join(data, "book.xlsx"), workbook());
  writeFileSync(join(data, "base.sqlite"), database());
  for (const name of ["columns.parquet", "objects.json", "lines.ndjson", "vectors.arrow"]) {
    const format = name.split(".")[1];
    const source = `plain=${join(data, "plain.csv")}`;
    const args = ["query", "--source", source, "--format", format, "--output", join(data, name)];
    execFileSync(join(BIN, "assay"), [...args, "select * from plain"], { env });
  }
  for (const year of [2025, 2026]) {
    const folder = join(data, "years", `year=${year}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "part.csv"), separated(","));
  }
  const rough = ["id,amount", "1,10", "2,20", "3,30,extra", "4,forty", ""].join("\n");
  const more = Array.from({ length: 40 }, (_, row) => `${row + 5},${row}`).join("\n");
  writeFileSync(join(data, "rough.csv"), `${rough}${more}\n`);
}

/** All checks of sources, in one workbook. */
export async function sources(chrome, address, own, { check }) {
  makeFiles(own);
  const { page } = await at.blank(chrome, address);
  for (const [file, tables, kind] of FILES) {
    await check(`${file} is read as ${kind}`, async () => {
      const dialog = await at.chooseFile(page, join(own.data, file));
      await dialog.getByText(new RegExp(`^${kind}, `)).waitFor(SLOW);
      await at.addChosen(page, tables.length > 1 ? file.split(".")[0] : tables[0]);
    });
  }
  await check("a folder with parts is one table with the part as a column", async () => {
    await at.chooseFile(page, join(own.data, "years"));
    await page.getByRole("button", { name: "Use this folder" }).click(SLOW);
    await page.getByRole("dialog", { name: "Add data" }).waitFor(SLOW);
    await at.addChosen(page, "years");
  });
  await check("each table has the rows and the sum that were written", async () => {
    const tables = FILES.map(([, [first]]) => first).sort();
    const ask = (table) => `select '${table}' as t, count(*) as n, sum(amount) as s from ${table}`;
    const name = await at.insertSql(
      page,
      `${tables.map(ask).join("\nunion all ")}\norder by t`,
    );
    await at.run(page, name);
    await at.shows(page, name, tables.slice(0, 8).map((table) => [table, 12, `${SUM}`]));
  });
  await check("the second sheet, the second table and the parts of the folder are right", async () => {
    const name = await at.insertSql(
      page,
      `select 'sheet' as t, count(*) as n, sum(target) as s from book_Targets
       union all select 'table', count(*), sum(target) from base_targets
       union all select 'part ' || cast(year as varchar), count(*), sum(amount) from years group by year
       order by t`,
    );
    await at.run(page, name);
    await at.shows(page, name, [
      ["part 2025", 12, SUM],
      ["part 2026", 12, SUM],
      ["sheet", 3, 600],
      ["table", 3, 600],
    ]);
  });
  await preview(page, own, check);
  await catalog(page, check);
  await at.leave(page);
  await page.close();
}

async function preview(page, own, check) {
  await check("the import says what it found, and each choice can be made otherwise", async () => {
    const dialog = await at.chooseFile(page, join(own.data, "semi.csv"));
    const chosen = (label) =>
      dialog.getByLabel(label, { exact: true }).evaluate((box) => box.selectedOptions[0].text);
    await dialog.getByText("2.75").first().waitFor(SLOW);
    const found = [];
    for (const label of ["Delimiter", "Decimal mark", "Header row", "Encoding"]) {
      found.push(await chosen(label));
    }
    const wanted = ["Semicolon ;", "Comma 1,5", "Row 1", "utf-8"].map((one) => `Detected: ${one}`);
    must(found.join() === wanted.join(), `detected ${found.join()}`);
    await dialog.getByLabel("Delimiter").selectOption({ label: "Bar |" });
    await dialog.getByRole("columnheader", { name: /city;amount;day/ }).waitFor(SLOW);
    await dialog.getByRole("button", { name: "Detect everything again" }).click(SLOW);
    await dialog.getByLabel("Header row").selectOption({ label: "None, names are made" });
    await dialog.getByRole("cell", { name: "city", exact: true }).waitFor(SLOW);
    await dialog.getByRole("button", { name: "Cancel" }).click(SLOW);
  });
  await check("rows that do not parse are listed with their line numbers", async () => {
    const dialog = await at.chooseFile(page, join(own.data, "rough.csv"));
    await dialog.getByLabel("Type of amount").selectOption({ label: "Whole number" });
    await dialog.getByText(/rows? of the preview do(es)? not parse/).click(SLOW);
    await dialog.getByRole("cell", { name: "5", exact: true }).first().waitFor(SLOW);
    await at.addChosen(page, "rough");
    const row = at.treeRow(page, "rough");
    await row.click({ button: "right" });
    await page.getByRole("menuitem", { name: "Rows that did not parse" }).click(SLOW);
    const listed = page.getByRole("dialog", { name: "Rows of rough that did not parse" });
    const lines = listed.getByRole("row");
    await lines.filter({ hasText: "forty" }).waitFor(SLOW);
    const texts = (await lines.allInnerTexts()).slice(1).map((text) => text.split("\t")[0].trim());
    must(texts.join() === "4,5", `lines ${texts.join()}`);
    await page.keyboard.press("Escape");
    await listed.waitFor({ state: "hidden", ...SLOW });
  });
}

async function catalog(page, check) {
  await check("the catalog says rows, kinds and missing values of a table", async () => {
    const row = at.treeRow(page, "semi");
    await row.getByTitle("12", { exact: true }).waitFor(SLOW);
    if ((await row.getAttribute("aria-expanded")) !== "true") {
      await row.click();
    }
    const nulls = SALES.filter(({ amount }) => amount === null).length / SALES.length;
    const share = `${(nulls * 100).toFixed(1)}\\s% null`;
    const column = page.getByRole("treeitem", { name: new RegExp(`number amount.*${share}`) });
    await column.first().waitFor(SLOW);
    await page.getByRole("treeitem", { name: /date day/ }).first().waitFor(SLOW);
  });
  await check("a file dropped on the page is answered with the way to choose it", async () => {
    const drop = await page.evaluateHandle(() => {
      const carried = new DataTransfer();
      carried.items.add(new File(["a,b\n1,2\n"], "dropped.csv", { type: "text/csv" }));
      return carried;
    });
    await page.dispatchEvent("body", "dragover", { dataTransfer: drop });
    await page.getByText("Drop to open").waitFor(SLOW);
    await page.dispatchEvent("body", "drop", { dataTransfer: drop });
    await page.getByText(/A browser does not tell where a dropped file is/).waitFor(SLOW);
    await page.getByRole("button", { name: "Choose file" }).click(SLOW);
    await page.getByRole("dialog", { name: "Open a file" }).waitFor(SLOW);
    await page.keyboard.press("Escape");
  });
  await check("the search finds a column by its name and a value, each with its reason", async () => {
    const search = page.getByLabel("Tables, columns, values").first();
    const hits = page.getByRole("list", { name: "Found" });
    await search.fill("target");
    await hits.getByRole("button", { name: /base_targets\.target.*column/i }).first().waitFor(SLOW);
    await search.fill("Oslo");
    const value = hits.getByRole("button", { name: /semi\.city/ }).first();
    await value.waitFor(SLOW);
    const words = await value.innerText();
    must(/value/i.test(words) && words.includes("Oslo"), `the reason is: ${words}`);
    await search.fill("");
  });
}
