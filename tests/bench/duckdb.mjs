// The same questions over the same Parquet files, in turns, put to Assay's resident engine and to
// DuckDB in one process: ratios in one run. Without DuckDB or data it says so.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "../e2e/harness.mjs";
import { engineWith, mostMiB } from "./engine.mjs";
import { percentile, skip, tell } from "./figures.mjs";

const RUNS = 3;
/** A question that takes longer is left out, and said. */
const LONGEST_MS = 60_000;
const SETS = ["tpch", "tpcds", "clickbench", "h2o"];
const OWN_QUESTIONS = { tpch: "tests/sql/tpch", h2o: "tests/bench/h2o" };

/** Compares every set whose data lie in the folder that ASSAY_BENCH_DATA names. */
export async function againstDuckdb(cacheFolder) {
  console.log("== Against DuckDB");
  const python = pythonWithDuckdb();
  const data = process.env.ASSAY_BENCH_DATA;
  const wanted = process.env.ASSAY_BENCH_SETS?.split(",") ?? SETS;
  let skipped = 0;
  const plans = [];
  for (const set of wanted) {
    const why = whyNot(python, data, set);
    if (why) {
      skipped += 1;
      skip(`against DuckDB: ${set}`, why);
    } else {
      plans.push(...(await compareSet({ python, cacheFolder, folder: join(data, set) }, set)));
    }
  }
  if (plans.length > 0) {
    tell("planning of these questions, p95", percentile(plans, 0.95), "ms", 10, `median ${percentile(plans, 0.5).toFixed(1)} ms of ${plans.length}`);
  }
  console.log(`   ${wanted.length - skipped} sets compared, ${skipped} skipped`);
}

function pythonWithDuckdb() {
  const candidates = [process.env.ASSAY_DUCKDB_PYTHON, "python3"].filter(Boolean);
  return candidates.find((program) => spawnSync(program, ["-c", "import duckdb, pyarrow"]).status === 0);
}

function whyNot(python, data, set) {
  if (!python) {
    return "no Python with duckdb and pyarrow; name one in ASSAY_DUCKDB_PYTHON";
  }
  if (!data || !existsSync(join(data, set))) {
    return `no folder ${set} below ASSAY_BENCH_DATA; tests/bench/make_data.py makes it`;
  }
  return questionsOf(data, set).length === 0 ? `no questions in ${join(data, set, "queries")}` : undefined;
}

/** Name and text of each question: in the folder of the data, or among our own. */
function questionsOf(data, set) {
  const own = OWN_QUESTIONS[set] && join(ROOT, OWN_QUESTIONS[set]);
  const folder = [join(data, set, "queries"), own].find((each) => each && existsSync(each));
  const files = folder ? readdirSync(folder).filter((name) => /^[^.]+\.sql$/.test(name)).sort() : [];
  return files.map((name) => [name.slice(0, -4), readFileSync(join(folder, name), "utf8").trim().replace(/;$/, "")]);
}

async function compareSet({ python, cacheFolder, folder }, set) {
  const files = readdirSync(folder).filter((name) => name.endsWith(".parquet"));
  const start = () => engineWith(files.map((name) => join(folder, name)), cacheFolder);
  const duck = await duckdb(python, folder);
  let engine = await start();
  let memory = 0;
  const found = [];
  const plans = [];
  for (const [name, text] of questionsOf(join(folder, ".."), set)) {
    const [ours, theirs] = [[], []];
    try {
      for (let run = 0; run < RUNS; run++) {
        const { ms, planMs, rows } = await withinReason(engine.run(text));
        const other = await duck.ask(text);
        if (rows !== other.rows) {
          throw new Error(`${rows} rows, DuckDB has ${other.rows}`);
        }
        ours.push(ms);
        plans.push(planMs);
        theirs.push(other.ms);
      }
    } catch (error) {
      skip(`${set} ${name}`, String(error).split("\n")[0].slice(0, 160));
      await engine.stop();
      engine = await start();
      continue;
    }
    const [best, other] = [Math.min(...ours), Math.min(...theirs)];
    found.push({ name, ratio: best / other });
    memory = Math.max(memory, engine.mostMiB());
    console.log(`   ${set} ${name}  ${best.toFixed(0)} ms  ${other.toFixed(0)} ms  ${(best / other).toFixed(2)}`);
  }
  if (found.length > 0) {
    sumUp(set, found, duck.version);
    tell(`${set}: most memory of the engine`, memory, "MiB", duck.mostMiB() * 1.5, "aim: 1.5 times DuckDB's");
  }
  await engine.stop();
  duck.stop();
  return plans;
}

function sumUp(set, found, version) {
  const mean = Math.exp(found.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / found.length);
  const sorted = [...found].sort((left, right) => right.ratio - left.ratio);
  const slow = sorted.filter(({ ratio }) => ratio > 2).length;
  const worst = sorted.slice(0, 5).map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`);
  const note = `${found.length} questions, best of ${RUNS} in turns, ${slow} above 2; worst: ${worst.join(", ")}`;
  tell(`${set}: geometric mean of ratios to DuckDB ${version}, in hundredths`, mean * 100, "%", 85, note);
}

/** DuckDB in a process of its own that waits for questions. */
async function duckdb(python, folder) {
  const child = spawn(python, [join(ROOT, "tests/bench/duck.py"), folder], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) {
      throw new Error("DuckDB gave up");
    }
    return JSON.parse(value);
  };
  const { version } = await next();
  return {
    version,
    stop: () => child.stdin.end(),
    mostMiB: () => mostMiB(child.pid),
    async ask(text) {
      child.stdin.write(`${JSON.stringify(text)}\n`);
      const answer = await next();
      if (answer.error) {
        throw new Error(`DuckDB: ${answer.error}`);
      }
      return answer;
    },
  };
}

function withinReason(promise) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`took longer than ${LONGEST_MS / 1000} s`)), LONGEST_MS).unref();
  });
  return Promise.race([promise, late]);
}
