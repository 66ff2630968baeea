// The real window on a display: how soon it can be used, and what it takes together with its
// application and an engine that has nothing to do.
import { copyFileSync, cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { driver, open, until } from "../desktop/window.mjs";
import { account, ROOT } from "../e2e/harness.mjs";
import { ageMs, family, median, memoryMiB, skip, tell } from "./figures.mjs";

const STARTS = 5;
/** Long enough for the spare engine to start and for what is freed to go back. */
const IDLE = 6000;

/** Measures the window, or says why it cannot. */
export async function window() {
  console.log("== The real window");
  if (!process.env.DISPLAY || !process.env.TAURI_DRIVER) {
    skip("cold start of the window to usable", "no display or no driver; scripts/bench brings both");
    return;
  }
  const own = account();
  const driving = await driver(own);
  try {
    const starts = [];
    for (let start = 0; start < STARTS; start++) {
      const page = await open([]);
      starts.push(await usableAfter(page));
      await page.deleteSession();
    }
    const note = `of ${STARTS}: ${starts.map((took) => took.toFixed(0)).join(", ")}; seen by the driver, which adds its own time`;
    tell("cold start of the window until a button can be pressed", median(starts), "ms", 2000, note);
    await memory(own);
  } finally {
    driving.stop();
    own.remove();
  }
}

async function usableAfter(page) {
  const button = page.$("button");
  await until(page, "the start page never came", async () => (await button.isExisting()) && (await button.isClickable()));
  return ageMs(desktop());
}

/**
 * The sample is open with its pictures and the engine has read its sources; nothing is asked for a
 * while. Then the same after every cell was run.
 */
async function memory(own) {
  const book = join(own.data, "retail-overview.assay");
  copyFileSync(join(ROOT, "assets/samples/retail-overview.assay"), book);
  cpSync(join(ROOT, "assets/samples/retail"), join(own.data, "retail"), { recursive: true });
  const page = await open([book]);
  try {
    await until(page, "no engine was started", () => family(desktop()).some(({ name }) => name === "assay-engine"));
    await page.pause(IDLE);
    const idle = family(desktop()).map(named);
    tell("memory of window, application and idle engines, the sample open", sum(idle), "MiB", 450, listed(idle));
    await page.keys(["Control", "Shift", "Enter"]);
    await page.pause(IDLE);
    const ran = family(desktop()).map(named);
    tell("the same after every cell was run", sum(ran), "MiB", 450, listed(ran));
  } finally {
    await page.deleteSession();
  }
}

const named = ({ pid, name }) => ({ name, mib: memoryMiB(pid) });

const sum = (all) => all.reduce((total, { mib }) => total + mib, 0);

const listed = (all) => all.map(({ name, mib }) => `${name} ${mib.toFixed(0)}`).join(", ");

/** The process of the youngest window. */
function desktop() {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const windows = pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "assay-desktop";
    } catch {
      return false;
    }
  });
  return windows.map(Number).sort((left, right) => ageMs(left) - ageMs(right))[0];
}
