// Figures of one run: measured, set against their aims, printed as a table.
import { readdirSync, readFileSync } from "node:fs";

const rows = [];

/** Takes down a figure. `aim` is the most that it may be, in the same unit; none has no aim. */
export function tell(what, figure, unit, aim, note = "") {
  const ratio = aim === undefined ? "" : (figure / aim).toFixed(2);
  const verdict = aim === undefined ? "" : figure <= aim ? "met" : "MISSED";
  const row = [what, shown(figure, unit), aim === undefined ? "" : `≤ ${shown(aim, unit)}`, ratio, verdict, note];
  rows.push(row);
  console.log(`   ${row.filter(Boolean).join("  ·  ")}`);
}

/** What was not measured, and why. */
export function skip(what, why) {
  rows.push([what, "not measured", "", "", "", why]);
  console.log(`   ${what}  ·  not measured: ${why}`);
}

/** Prints the table in Markdown, so that it can be kept as it is. */
export function table() {
  const head = ["what", "figure", "aim", "figure / aim", "", "note"];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  console.log(`\n${line(head)}\n${line(widths.map((width) => "-".repeat(width)))}`);
  for (const row of rows) {
    console.log(line(row));
  }
}

function shown(figure, unit) {
  return `${figure < 10 && unit === "ms" ? figure.toFixed(1) : figure.toFixed(0)} ${unit}`;
}

/** Milliseconds that something takes. */
export async function elapsed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** The milliseconds of `times` runs, one after the other. */
export async function each(times, run) {
  const took = [];
  for (let time = 0; time < times; time++) {
    took.push(await elapsed(() => run(time)));
  }
  return took;
}

/** The value below which a share of all values lies. */
export function percentile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

export const median = (values) => percentile(values, 0.5);

/** A process and all below it, with their names. */
export function family(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(name), Number(parent));
    } catch {
      // It ended meanwhile.
    }
  }
  const found = [pid];
  for (const one of found) {
    found.push(...[...parents].filter(([, parent]) => parent === one).map(([child]) => child));
  }
  return found.map((one) => ({ pid: one, name: readFileSync(`/proc/${one}/comm`, "utf8").trim() }));
}

/** The process's own share of memory in MiB: what is shared counts in parts. */
export function memoryMiB(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
}

/** Milliseconds since a process was started. */
export function ageMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return uptime * 1000 - ticks * 10;
}
