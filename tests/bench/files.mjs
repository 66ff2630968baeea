// Workbook files: saving and opening with stored answers, and what the journal costs a keystroke.
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BIN } from "../e2e/harness.mjs";
import { elapsed, median, percentile, tell } from "./figures.mjs";

const RUNS = 7;
const ROWS = 1000;

/** Figures for workbooks of 10, 100 and 1000 cells, each with a stored answer of 1000 rows. */
export async function files(app, own) {
  console.log("== Workbook files");
  const numbers = join(own.data, "thousand.csv");
  const lines = Array.from({ length: ROWS }, (_, at) => `${at},R${at % 7},${(at * 37) % 9999}.5`);
  writeFileSync(numbers, `id,region,amount\n${lines.join("\n")}\n`);
  for (const count of [10, 100, 1000]) {
    await saved(app, own, numbers, count);
    journal(own, count);
  }
}

async function saved(app, own, numbers, count) {
  const { session } = await app.call("new_workbook", {});
  await app.call("add_source", { session, path: numbers, options: {}, name: "t", job: app.job() });
  for (let at = 0; at < count; at++) {
    await app.addCell(session, `c${at}`, `select id, region, amount * ${at} as amount from t`);
  }
  for (let at = 0; at < count; at++) {
    await app.run(session, `c${at}`);
  }
  const path = join(own.data, `cells-${count}.assay`);
  await app.call("save_workbook", { session, path });
  const [save, open] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    await app.call("apply_edit", { session, edit: { edit: "set_title", title: `Bench ${run}` } });
    save.push(await elapsed(() => app.call("save_workbook", { session, path: null })));
  }
  await app.call("close_workbook", { session, discard: true });
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const view = await app.call("open_workbook", { path });
    open.push(performance.now() - start);
    await app.call("close_workbook", { session: view.session, discard: true });
  }
  const size = `${(statSync(path).size / 1024).toFixed(0)} KiB`;
  const note = (runs) => `${size}; worst of ${RUNS}: ${percentile(runs, 1).toFixed(0)} ms`;
  tell(`saving ${count} cells with answers of ${ROWS} rows`, median(save), "ms", undefined, note(save));
  tell(`opening ${count} cells with their answers`, median(open), "ms", 2000, note(open));
}

/** The journal alone, as the application appends to it. */
function journal(own, count) {
  const folder = join(own.home, `journal-${count}`);
  mkdirSync(folder);
  const out = execFileSync(join(BIN, "journal_cost"), [String(count), folder], { encoding: "utf8" });
  const took = out.trim().split("\n").map((line) => Number(line) / 1000);
  const note = `median ${median(took).toFixed(3)}, worst of ${took.length}: ${percentile(took, 1).toFixed(2)} ms`;
  tell(`journal, one keystroke beside ${count} cells, p99`, percentile(took, 0.99), "ms", 1, note);
}
