// A Jupyter notebook opened as a workbook, and the workbook written as a notebook and a script.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const NOTEBOOK = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["# From Jupyter\n", "as it was"] },
    { cell_type: "code", metadata: {}, source: "%%sql --save answer\nselect 6 * 7 as n", outputs: [] },
    { cell_type: "code", metadata: {}, source: "import pandas", outputs: [] },
  ],
};

export async function foreign(chrome, address, own, { check }) {
  const path = (name) => join(own.data, name);
  writeFileSync(path("theirs.ipynb"), JSON.stringify(NOTEBOOK));
  const { page, complaints } = await at.freshPage(chrome, address);

  await check("a Jupyter notebook opens as a workbook that runs", async () => {
    await page.keyboard.press("Control+O");
    const files = page.getByRole("dialog", { name: "Open a file" });
    await files.getByRole("listitem").first().waitFor(SLOW);
    await at.enter(files.getByLabel("Folder", { exact: true }), path("theirs.ipynb"));
    await at.cell(page, "answer").waitFor(SLOW);
    await page.getByRole("heading", { name: "From Jupyter" }).waitFor(SLOW);
    await page.getByText(/code that is no SQL stands as text/).waitFor(SLOW);
    await at.cell(page, "answer").getByRole("button", { name: "Run", exact: true }).first().click(SLOW);
    await at.shows(page, "answer", [[42]]);
  });

  await check("it is written as a notebook and a script beside its file", async () => {
    await at.saveAs(page, own.data, "ours");
    for (const [words, file] of [["Write as a Jupyter notebook", "ours.ipynb"], ["Write as a script of SQL", "ours.sql"]]) {
      await at.command(page, words);
      await page.getByText(new RegExp(`Written to .*${file}`)).first().waitFor(SLOW);
    }
    const written = JSON.parse(readFileSync(path("ours.ipynb"), "utf8"));
    must(written.cells[1].outputs[0].data["text/plain"].startsWith("n\n42\n"), "the answer is its output");
    must(readFileSync(path("ours.sql"), "utf8").includes("-- name: answer\nselect 6 * 7 as n;"), "the script holds it");
  });

  await check("no script failed on the way", async () => {
    must(complaints.length === 0, complaints.join("\n"));
  });
  await at.leave(page);
  await page.close();
}
