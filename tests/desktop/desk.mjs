// What only a desktop has: files dropped on the window, native dialogs, the close button.
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, ROOT } from "../e2e/harness.mjs";
import * as window from "./window.mjs";

const tool = (...words) => execFileSync("xdotool", words.map(String), { encoding: "utf8" });
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether a window with this title comes up on the display. */
export async function comes(title) {
  for (let left = 100; left > 0; left--) {
    try {
      return tool("search", "--onlyvisible", "--name", title).trim().split("\n")[0];
    } catch {
      await rest(100);
    }
  }
  throw new Error(`no window “${title}” came up within 10 s`);
}

/** Drags a file from another program and lets it fall on the window. */
export async function drop(path) {
  const program = join(ROOT, "tests/desktop/drag_source.py");
  const source = spawn("/usr/bin/python3", [program, path], { stdio: "ignore" });
  try {
    const at = tool("getwindowgeometry", await comes("^drag source$"));
    const [x, y] = /Position: (\d+),(\d+)/.exec(at).slice(1).map(Number);
    await rest(500);
    tool("mousemove", x + 40, y + 40, "mousedown", 1);
    for (let step = 1; step <= 10; step++) {
      tool("mousemove", x + 40 - step * 60, y + 40 + step * 30);
      await rest(50);
    }
    await rest(300);
    tool("mouseup", 1);
    await rest(300);
  } finally {
    source.kill();
  }
}

/** Types a path into a native dialog, again as long as the dialog was not ready for keys. */
export async function choose(dialog, path) {
  for (let left = 6; left > 0; left--) {
    tool("windowfocus", dialog);
    await rest(700);
    tool("key", "ctrl+l");
    await rest(300);
    tool("key", "ctrl+a");
    tool("type", "--delay", "15", path);
    await rest(500);
    tool("key", "Return");
    await rest(700);
    if (!isShown(dialog)) {
      return;
    }
  }
  throw new Error("the native dialog stayed open");
}

function isShown(id) {
  try {
    return tool("search", "--onlyvisible", "--name", "^(Open|Save)").split("\n").includes(id);
  } catch {
    return false;
  }
}

/** Steps on a blank workbook; leaves the window closed. */
export async function desk(page, { data }, { check }) {
  const dropped = join(data, "dropped.csv");
  const picked = join(data, "picked.csv");
  writeFileSync(dropped, "region,amount\nNorth,40\nSouth,2\n");
  writeFileSync(picked, "city;visits\nOslo;7\nBergen;5\n");

  await check("a file dropped on the window is previewed, added and answers", async () => {
    await window.shows(page, "What do you want to find out?");
    await window.press(page, "Blank workbook");
    await window.shows(page, "No data yet");
    await drop(dropped);
    await window.shows(page, "dropped.csv");
    await window.press(page, "Add");
    await window.shows(page, "dropped");
    const name = await window.writeCell(page, "select sum(amount) as total from dropped");
    await page.keys(["Control", "Enter"]);
    await window.until(page, "the sum never came", async () =>
      (await window.cell(page, name)).values.includes("42"),
    );
  });

  await check("the native dialog picks a file", async () => {
    await page.keys(["Escape"]);
    await page.keys(["Control", "o"]);
    await choose(await comes("^Open File"), picked);
    await window.shows(page, "picked.csv");
    await window.press(page, "Add");
    const name = await window.writeCell(page, "select sum(visits) as total from picked");
    await page.keys(["Control", "Enter"]);
    await window.until(page, "the sum never came", async () =>
      (await window.cell(page, name)).values.includes("12"),
    );
  });

  await check("closing the window asks about unsaved work and keeps it when told to", async () => {
    tool("key", "alt+F4");
    await window.shows(page, "Save changes to");
    await window.press(page, "Keep editing");
    must((await page.execute(() => document.title)).length > 0, "the window closed all the same");
    tool("key", "alt+F4");
    await window.press(page, "Discard changes");
    await window.until(page, "the program went on after its window closed", () => !isRunning());
  });
}

function isRunning() {
  try {
    execFileSync("pgrep", ["-x", "assay-desktop"]);
    return true;
  } catch {
    return false;
  }
}
