// Files named at a start of the window, or handed to the one that is there: each is opened as if it
// had been chosen in it. With it what WebKit alone draws: boxes that are ticked and boxes that are not.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { account, BIN, must, ROOT } from "../e2e/harness.mjs";
import { pageOf } from "./places.mjs";
import * as window from "./window.mjs";

const WORD = "correct horse battery";

/** Walks through it, also with a package that another account made, in windows of its own and answers the last one, for the caller to close. */
export async function named(own, out, { check }) {
  const at = (name) => join(own.data, name);
  const other = account();
  const assay = (...words) => execFileSync(join(BIN, "assay"), words, { env: other.env, cwd: own.data });
  cpSync(join(ROOT, "assets/samples/retail"), at("retail"), { recursive: true });
  copyFileSync(join(ROOT, "assets/samples/retail-overview.assay"), at("plain.assay"));
  writeFileSync(at("word.txt"), `${WORD}\n`);
  assay("package", "plain.assay", "-o", "locked.assay", "--encrypt-with", "word.txt", "--trust-once", "--answers");
  other.remove();
  writeFileSync(at("steps.sql"), "-- name: handed over\nselect 41 + 1 as answer;\n");
  let page = await window.open([at("locked.assay")]);

  await check("an encrypted workbook named at the start asks for its passphrase", async () => {
    const asked = pageOf(page);
    await asked.getByRole("dialog").getByLabel("Passphrase", { exact: true }).waitFor();
    window.shoot(join(out, "window-passphrase.png"));
    await asked.keyboard.type(WORD);
    await asked.keyboard.press("Enter");
    await window.shows(page, "Until you trust it nothing runs");
  });

  await check("a script handed over by a second start is imported", async () => {
    await hand(own, at("steps.sql"));
    await window.shows(page, "41 + 1 as answer");
    await page.deleteSession();
  });

  await check("a script named at the start is imported", async () => {
    page = await window.open([at("steps.sql")]);
    await window.shows(page, "41 + 1 as answer");
    await page.deleteSession();
  });

  await check("boxes of Share look empty until they are ticked, in both themes", async () => {
    page = await window.open([at("plain.assay")]);
    const asked = pageOf(page);
    await window.shows(page, "Is growth coming from the right place?");
    await asked.getByRole("button", { name: "Share", exact: true }).click();
    const boxes = asked.getByRole("dialog").getByRole("checkbox");
    await boxes.first().waitFor();
    await boxes.nth(1).click();
    for (const theme of ["dark", "light"]) {
      await page.execute((value) => {
        document.documentElement.dataset.theme = value;
      }, theme);
      const look = (box) => box.evaluate((one) => {
        const { appearance, backgroundColor } = getComputedStyle(one);
        return { appearance, backgroundColor };
      });
      const [empty, ticked] = [await look(boxes.first()), await look(boxes.nth(1))];
      must(empty.appearance === "none", `the system draws the box: ${empty.appearance}`);
      must(empty.backgroundColor !== ticked.backgroundColor, `an empty box looks ticked in ${theme}`);
      await page.pause(400);
      window.shoot(join(out, `window-share-${theme}.png`));
    }
  });
  return page;
}

async function hand(own, path) {
  const second = spawn(join(BIN, "assay-desktop"), [path], { env: own.env, stdio: "ignore" });
  const code = await new Promise((resolve) => second.on("exit", resolve));
  must(code === 0, `the second start ended with ${code}`);
}
