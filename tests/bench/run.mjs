// Figures of one run on one machine, as ratios to their aims. Benchmarks are no tests: they print,
// they do not fail.
import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { account, BIN } from "../e2e/harness.mjs";
import { door } from "./door.mjs";
import { againstDuckdb } from "./duckdb.mjs";
import { files } from "./files.mjs";
import { pictures } from "./pictures.mjs";
import { each, elapsed, family, median, memoryMiB, percentile, skip, table, tell } from "./figures.mjs";
import { window } from "./window.mjs";

const assay = join(BIN, "assay");
const GIGABYTE = 1_000_000_000;
const ROWS = 10_000_000;
const RUNS = 7;

/** The same questions stand as calls in `crates/engine/src/bin/bare_polars.rs`. */
const QUESTIONS = {
  group:
    "select k, count(*) as n, sum(x) as total, max(id) as last from ten group by k order by total desc limit 100",
  filter: "select id, x from ten where k < 100 and x > 1000e0",
  top: "select id, k, x from ten order by x desc limit 1000",
  all: "select * from ten",
};

const own = account();
try {
  const [one] = loadavg();
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, load before the run ${one.toFixed(1)}`);
  await againstDuckdb(join(own.home, "engine-cache"));
  if (process.env.ASSAY_BENCH_ONLY !== "duckdb") {
    await everythingElse();
  }
} finally {
  own.remove();
}
table();

async function everythingElse() {
  await commandLine();
  const large = writeLarge();
  const app = await door(own);
  try {
    await firstRows(app, large);
    rmSync(large);
    const ten = makeTen();
    await tenMillion(app, ten);
    await pictures(app, own, ten);
    await files(app, own);
  } finally {
    app.stop();
  }
  await window().catch((error) => skip("the real window", String(error).split("\n")[0]));
}

async function commandLine() {
  console.log("== The command line");
  const small = join(own.data, "small.csv");
  const lines = Array.from({ length: 1000 }, (_, at) => `${at},R${at % 7},${at / 4}`);
  writeFileSync(small, `id,region,amount\n${lines.join("\n")}\n`);
  const query = ["query", "--source", `small=${small}`, "select region, sum(amount) as s from small group by region"];
  const took = await each(15, () => execFileSync(assay, query, { env: own.env }));
  tell("`assay query` over a small CSV, from start to end", median(took), "ms", 200, `worst of 15: ${percentile(took, 1).toFixed(0)} ms`);
}

function writeLarge() {
  console.log("== Making a CSV file of 1 GB");
  const path = join(own.data, "large.csv");
  const file = openSync(path, "w");
  writeSync(file, "id,day,region,amount,note\n");
  const chunk = Buffer.from(
    Array.from(
      { length: 10_000 },
      (_, at) =>
        `${at},2026-0${(at % 9) + 1}-11,Region ${at % 23},${(at * 37) % 9999}.5,some words of a note that fill the line ${at}\n`,
    ).join(""),
  );
  for (let written = 0; written < GIGABYTE; written += chunk.length) {
    writeSync(file, chunk);
  }
  closeSync(file);
  return path;
}

async function firstRows(app, path) {
  console.log("== First rows of a 1 GB CSV");
  const preview = () => app.call("preview_file", { path, options: {} });
  tell("first rows of a 1 GB CSV, the engine not started yet", await elapsed(preview), "ms", 1000);
  tell("first rows of a 1 GB CSV, the engine started", median(await each(5, preview)), "ms", 1000, "median of 5");
  const { session } = await app.call("new_workbook", {});
  const add = { session, path, options: {}, name: "large", job: app.job() };
  tell("the whole 1 GB CSV read and converted", await elapsed(() => app.call("add_source", add)), "ms");
  const rows = () => app.call("read_table", { session, table: "large", offset: 0, limit: 100 });
  tell("first rows of the table that it became", median(await each(5, rows)), "ms", 1000, "median of 5");
  await app.call("close_workbook", { session, discard: true });
}

async function tenMillion(app, ten) {
  console.log("== Ten million rows: a cell through the door against bare Polars");
  const { session } = await app.call("new_workbook", {});
  await app.call("add_source", { session, path: ten, options: {}, name: "ten", job: app.job() });
  for (const [name, text] of Object.entries(QUESTIONS)) {
    await app.addCell(session, name, text);
    const bare = bareRuns(ten, name);
    await app.run(session, name);
    await bare.run();
    // In turns, so that what else the machine does is the same for both.
    const [through, without] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      through.push(await elapsed(() => app.run(session, name)));
      without.push(await bare.run());
    }
    bare.stop();
    const aim = median(without) * 1.1 + 15;
    const ratio = (share) => (percentile(through, share) / percentile(without, share)).toFixed(2);
    const note = `bare ${median(without).toFixed(0)} ms; ratio ${ratio(0.5)} of the medians, ${ratio(0)} of the best of ${RUNS} in turns`;
    tell(`cell through the door: ${name}`, median(through), "ms", aim, note);
  }
  await jumps(app, session);
  tell("profile of the 10 M rows (4 columns)", await elapsed(() => app.call("profile_cell", { session, cell: "all" })), "ms");
  const sum = family(app.pid).map(({ pid }) => memoryMiB(pid)).reduce((left, right) => left + right, 0);
  tell("memory of application and engines with these answers kept", sum, "MiB");
}

/** A Parquet file made of a thousand numbers, crossed with themselves. */
function makeTen() {
  const numbers = join(own.data, "numbers.csv");
  writeFileSync(numbers, `n\n${Array.from({ length: 1000 }, (_, at) => at).join("\n")}\n`);
  const ten = join(own.data, "ten.parquet");
  const sql =
    "select a.n * 10000 + b.n * 10 + c.n as id, (a.n * 7919 + b.n * 104729 + c.n * 31) % 1000 as k, " +
    "(b.n * c.n + a.n) * 0.5e0 as x, 'note ' || (a.n * b.n % 977) as note from n a, n b, n c where c.n < 10";
  const args = ["query", "--source", `n=${numbers}`, "--format", "parquet", "--output", ten, sql];
  execFileSync(assay, args, { env: own.env });
  return ten;
}

/** Bare Polars that waits to be told to run. */
function bareRuns(file, question) {
  const child = spawn(join(BIN, "bare_polars"), [file, question], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run() {
      child.stdin.write("again\n");
      const { value, done } = await lines.next();
      if (done) {
        throw new Error(`bare Polars gave up on ${question}`);
      }
      return Number(value.split(" ")[0]);
    },
    stop: () => child.stdin.end(),
  };
}

async function jumps(app, session) {
  const byText = [{ field: "note", descending: false }];
  const few = [{ field: "k", compare: "less", value: { type: "integer", value: "100" } }];
  let seed = 7;
  for (const [name, filters, order] of [
    ["as it is", [], []],
    ["sorted by a text", [], byText],
    ["filtered to a tenth", few, []],
  ]) {
    const part = { session, cell: "all", filters, order, limit: 200 };
    const first = await elapsed(() => app.call("read_window", { ...part, offset: 0 }));
    const most = filters.length > 0 ? ROWS / 10 : ROWS;
    const took = await each(100, () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return app.call("read_window", { ...part, offset: seed % (most - 200) });
    });
    const note = `first page ${first.toFixed(0)} ms, worst of 100 ${percentile(took, 1).toFixed(0)} ms`;
    tell(`jump to any page of 10 M rows, p95, ${name}`, percentile(took, 0.95), "ms", 100, note);
  }
}
