// Figures of one run on one machine. Benchmarks are no tests: they print, they do not fail.
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { account, BIN, serve } from "../e2e/harness.mjs";

const own = account();
const assay = join(BIN, "assay");
const lines = [];

function tell(what, figure, aim) {
  lines.push([what, figure, aim]);
  console.log(`${what.padEnd(58)} ${figure.padStart(22)}   aim ${aim}`);
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function percentile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const small = join(own.data, "small.csv");
writeFileSync(small, `id,region,amount\n${Array.from({ length: 1000 }, (_, i) => `${i},R${i % 7},${i / 4}`).join("\n")}\n`);
const query = ["query", "--source", `small=${small}`, "--format", "csv", "select region, sum(amount) from small group by region"];
const starts = Array.from({ length: 5 }, () => timed(() => execFileSync(assay, query, { env: own.env })));
tell("`assay query` on a small CSV, median of 5", `${percentile(starts, 0.5).toFixed(0)} ms`, "< 200 ms");

// A CSV of about 1 GB and a table of ten million rows.
const large = join(own.data, "large.csv");
const file = openSync(large, "w");
writeSync(file, "id,day,region,amount,note\n");
const chunk = Array.from({ length: 10_000 }, (_, i) => `${i},2026-0${(i % 9) + 1}-11,Region ${i % 23},${(i * 37) % 9999}.5,some words of a note that fill the line ${i}`).join("\n");
for (let written = 0; written < 1_000_000_000; written += chunk.length + 1) {
  writeSync(file, `${chunk}\n`);
}
closeSync(file);

const { address, server, stop } = serve(own);
const url = new URL(await address);
const token = url.hash.replace("#token=", "");

async function call(name, payload) {
  const reply = await fetch(new URL(`/call/${name}`, url), {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(payload),
  });
  const bytes = Buffer.from(await reply.arrayBuffer());
  if (!reply.ok) {
    throw new Error(`${name}: ${bytes}`);
  }
  return reply.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(bytes) : bytes;
}

async function elapsed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

await call("preview_file", { path: small, options: {} });
tell("First rows of a 1 GB CSV", `${(await elapsed(() => call("preview_file", { path: large, options: {} }))).toFixed(0)} ms`, "< 1 000 ms");

const ten = join(own.data, "ten.parquet");
execFileSync(assay, ["query", "--format", "parquet", "--output", ten, "select value as id, value % 1000 as k, value * 0.5 as x from generate_series(1, 10000000)"], { env: own.env });
const { session } = await call("new_workbook", {});
await call("add_source", { session, path: ten, options: {}, name: "ten", job: "j1" });
const cell = "benchcell";
await call("apply_edit", { session, edit: { edit: "insert_cell", index: 0, cell: { id: cell, name: "all_rows", body: { type: "sql", text: "select * from ten", mode: "manual" } } } });

async function run(job) {
  await call("run_cell", { session, cell, job });
  for (;;) {
    const view = await call("get_workbook", { session });
    const state = view.cells.find((one) => one.cell === cell)?.state.state;
    if (state === "fresh" || state === "failed") {
      return state;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
tell("Run SELECT * over 10 M rows to a kept answer", `${(await elapsed(() => run("j2"))).toFixed(0)} ms`, "-");
const jumps = [];
let seed = 7;
for (let jump = 0; jump < 100; jump++) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  const offset = seed % 9_999_800;
  jumps.push(await elapsed(() => call("read_window", { session, cell, filters: [], order: [], offset, limit: 200 })));
}
tell("Jump to any page of 10 M rows, p95 of 100", `${percentile(jumps, 0.95).toFixed(1)} ms`, "< 100 ms");

function residentMiB(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
const engines = spawnSync("pgrep", ["-P", String(server.pid)], { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
tell("Memory of the application", `${residentMiB(server.pid).toFixed(0)} MiB`, "-");
tell("Memory of its engines, with 10 M rows kept", `${engines.map((pid) => residentMiB(pid).toFixed(0)).join(" + ")} MiB`, "-");
stop();
own.remove();
