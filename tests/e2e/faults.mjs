// What goes wrong outside of the page: files that change, vanish or are rubbish, an engine that is
// killed in a run, a server that ends. Each is said, and what comes after works.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { account, must, serve } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const ASSAY = "assay-engine";

/** The engine processes below this process, by their numbers. */
function enginesOf(parent) {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      const [, program, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${name}/stat`, "utf8"));
      return program.startsWith(ASSAY) && Number(rest.split(" ")[1]) === parent;
    } catch {
      return false; // it ended while the list was read
    }
  }).map(Number);
}

export async function faults(chrome, _, __, { check }) {
  const own = account({
    "going.csv": "n\n1\n2\n3\n",
    "changing.csv": "n\n10\n20\n",
    "thousand.csv": `n\n${Array.from({ length: 1000 }, (_, n) => n).join("\n")}\n`,
    "empty.csv": "",
  });
  const rubbish = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * i * 31 + i * 7) % 256));
  writeFileSync(join(own.data, "rubbish.csv"), rubbish);
  const { server, address, stop } = serve(own);
  try {
    const { page, complaints } = await at.blank(chrome, await address);
    for (const [file, why] of [["rubbish.csv", /binary|not (a )?text|text file/i], ["empty.csv", /empty/i]]) {
      await check(`${file} is refused or described in words`, () => refused(page, own, file, why));
    }
    await disk(page, own, check);
    await killed(page, own, server, check);
    await check("no script failed at any of these faults", async () => {
      must(complaints.length === 0, complaints.join("\n"));
    });
    await check("a server that is killed is said on the page, and nothing pretends to run", async () => {
      server.kill("SIGKILL");
      await page.getByText("Assay does not answer.").waitFor(SLOW);
      await page.getByText("No connection").waitFor(SLOW);
      must((await page.getByRole("progressbar").count()) === 0, "a progress bar still turns");
    });
    await page.close();
  } finally {
    stop();
    own.remove();
  }
}

async function refused(page, own, file, why) {
  const dialog = await at.chooseFile(page, join(own.data, file));
  const alert = dialog.getByText(why).first();
  await alert.waitFor(SLOW);
  const add = dialog.getByRole("button", { name: "Add", exact: true });
  must(await add.isDisabled(), `${file} can be added: ${await dialog.innerText()}`);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden", ...SLOW });
}

async function disk(page, own, check) {
  let name = "";
  await check("a file that changes while it is open is marked, and a run reads the new rows", async () => {
    await at.addFile(page, join(own.data, "going.csv"), "going");
    await at.addFile(page, join(own.data, "changing.csv"), "changing");
    name = await at.insertSql(page, "select sum(n) as s, count(*) as c from changing");
    await at.run(page, name);
    await at.shows(page, name, [[30, 2]]);
    writeFileSync(join(own.data, "changing.csv"), "n\n10\n20\n300\n");
    await at.cell(page, name).getByText(/^Stale/).first().waitFor(SLOW);
    await at.cell(page, name).getByRole("button", { name: "Run", exact: true }).click(SLOW);
    await at.shows(page, name, [[330, 3]]);
  });
  await check("a file that is gone is named when a cell reads it, and coming back mends it", async () => {
    rmSync(join(own.data, "going.csv"));
    await at.treeRow(page, "going").getByText("failed").waitFor(SLOW);
    const gone = await at.insertSql(page, "select sum(n) as s from going");
    await page.keyboard.press("Escape");
    await at.cell(page, gone).getByRole("button", { name: "Run", exact: true }).click(SLOW);
    const message = at.cell(page, gone).getByRole("alert").or(at.cell(page, gone).getByText(/going\.csv/)).first();
    await message.waitFor(SLOW);
    const words = await at.cell(page, gone).innerText();
    must(/going\.csv/.test(words), `the cell says: ${words}`);
    must(!/panicked|\.rs:|os error/.test(words), `the cell says: ${words}`);
    writeFileSync(join(own.data, "going.csv"), "n\n4\n5\n");
    await at.cell(page, gone).getByRole("button", { name: "Run", exact: true }).click(SLOW);
    await at.shows(page, gone, [[9]]);
  });
}

async function killed(page, own, server, check) {
  await check("an engine killed in a run leaves no spinner, and the next run works", async () => {
    await at.addFile(page, join(own.data, "thousand.csv"), "thousand");
    const slow = await at.insertSql(
      page,
      "select count(*) as c from thousand a, thousand b, thousand c where (a.n * b.n + c.n) % 7 = 3",
    );
    await page.keyboard.press("Escape");
    const cell = at.cell(page, slow);
    await cell.getByRole("button", { name: "Run", exact: true }).click(SLOW);
    await cell.getByRole("progressbar").waitFor(SLOW);
    await at.until("the engine computes", async () => cell.getByText("Computing").isVisible());
    const engines = enginesOf(server.pid);
    must(engines.length > 0, "no engine process was found below the server");
    // A program that looks for overflows of its stack may let the first signal pass.
    await at.until("the run has ended", async () => {
      for (const pid of engines) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended.
        }
      }
      return (await cell.getByRole("progressbar").count()) === 0;
    });
    await cell.getByText(/engine/i).first().waitFor(SLOW);
    const words = await cell.innerText();
    must(/stopped|ended|crash|killed|died/i.test(words), `the cell says: ${words}`);
    await at.write(page, slow, "select sum(n) as s from thousand");
    await page.keyboard.press("Escape");
    await at.run(page, slow);
    await at.shows(page, slow, [[499_500]]);
  });
}
