// Every dialog by keyboard alone: it has the focus as soon as it is there, and thirty presses of
// Tab and of Shift+Tab do not lead out of it.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const PRESSES = 30;

export async function dialogs(chrome, address, own, { check }) {
  const assay = (...words) => execFileSync(join(BIN, "assay"), words, { env: own.env, cwd: own.data });
  const place = join(own.data, "every");
  const file = join(place, "every.assay");
  mkdirSync(place);
  writeFileSync(join(place, "shops.csv"), "region,amount\nnorth,10\nsouth,20\n");
  writeFileSync(join(place, "targets.csv"), "region,target\nnorth,9\n");
  const { page, complaints } = await at.blank(chrome, address);
  const dialog = page.getByRole("dialog");
  await at.addFile(page, join(place, "shops.csv"), "shops");
  await at.addFile(page, join(place, "targets.csv"), "targets");
  const name = await at.insertSql(page, "select region, sum(amount) as total from shops group by region");
  await at.run(page, name);
  await page.keyboard.press("Escape");

  const press = (keys) => () => page.keyboard.press(keys);
  const command = (words) => () => at.command(page, words);
  const withFile = (open, path) => async () => {
    await open();
    await at.answerFile(page, path);
  };
  /** Opens a dialog, goes round in it both ways and closes it. */
  const holds = (title, open) =>
    check(`the dialog “${title.source ?? title}” has the focus and keeps it`, async () => {
      await open();
      const shown = page.getByRole("dialog", { name: title });
      await shown.waitFor(SLOW);
      const isInside = () => shown.evaluate((one) => one.contains(document.activeElement));
      await at.until("the focus is in the dialog", isInside);
      for (const key of ["Tab", "Shift+Tab"]) {
        for (let count = 1; count <= PRESSES; count += 1) {
          await page.keyboard.press(key);
          must(await isInside(), `${key} led out of the dialog at press ${count}`);
        }
      }
      await page.keyboard.press("Escape");
      await shown.waitFor({ state: "hidden", ...SLOW });
    });

  await check("messages lie clear of a dialog in the smallest window, however many there are", async () => {
    await page.setViewportSize({ width: 1120, height: 700 });
    await page.keyboard.press("Control+K");
    const shown = page.getByRole("dialog", { name: "Command palette" });
    await shown.waitFor(SLOW);
    const overlaps = await page.evaluate(() => {
      const long = "The answer of revenue is out of date: its source changed, and it was not run again. ".repeat(3);
      const stack = document.querySelector(".toasts");
      for (let count = 0; count < 4; count += 1) {
        const made = `<div class="toast" role="status" data-made><p>${long}</p><button class="ib s">x</button></div>`;
        stack.insertAdjacentHTML("beforeend", made);
      }
      const dialog = document.querySelector(".dialog").getBoundingClientRect();
      const made = [...document.querySelectorAll("[data-made]")].map((one) => one.getBoundingClientRect());
      const apart = made.every((one) => one.bottom <= dialog.top && one.left >= 0 && one.right <= innerWidth);
      return apart ? "" : JSON.stringify([dialog, made]);
    });
    await page.screenshot({ path: join(ROOT, "tests/e2e/out/messages-over-a-dialog.png") });
    await page.evaluate(() => {
      for (const one of document.querySelectorAll("[data-made]")) {
        one.remove();
      }
    });
    must(overlaps === "", overlaps);
    await page.keyboard.press("Escape");
    await shown.waitFor({ state: "hidden", ...SLOW });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await holds("Command palette", press("Control+K"));
  await holds("Open a file", press("Control+O"));
  await holds("Save workbook", press("Control+Shift+S"));
  await holds("Keyboard map", command("Keyboard map"));
  await holds("Settings", command("Settings"));
  await holds("Add data", withFile(press("Control+O"), join(place, "shops.csv")));

  await at.saveAs(page, place, "every");
  must(existsSync(file), "the workbook is saved");

  const copy = join(place, "copy.assay");
  assay("unpack", file, "-o", "parts");
  const text = readdirSync(join(own.data, "parts/cells")).find((one) => one.includes(name));
  writeFileSync(join(own.data, "parts/cells", text), "select 1 as one from shops");
  assay("pack", "parts", "-o", copy);
  assay("trust", copy);
  writeFileSync(join(place, "broken.assay"), "PK not really");

  await holds(/^Versions of/, press("Alt+Shift+V"));
  await holds(/^Package/, command("Package to give away"));
  await holds(/^Protect/, command("Passphrase and signature"));
  await holds(/same answers here/, command("Reproduce"));
  await holds(/^Merge/, withFile(command("Merge a file"), copy));
  await holds(/copy/, withFile(command("Compare with a file"), copy));
  await holds(/broken/, withFile(press("Control+O"), join(place, "broken.assay")));
  await at.cell(page, name).getByRole("textbox", { name: `SQL of ${name}` }).click(SLOW);
  await holds("Insert snippet", command("Insert snippet"));
  await holds(/is computed$/, command("Explain the cell"));

  renameSync(join(place, "targets.csv"), join(own.data, "moved.csv"));
  writeFileSync(join(place, "shops.csv"), "sales_area,amount\nnorth,10\nsouth,20\n");
  await at.leave(page);
  await page.keyboard.press("Control+O");
  await at.answerFile(page, file);
  const bar = page.getByRole("region", { name: "Sources that need a look" });
  await bar.waitFor(SLOW);
  await check("the page rests while a source stays lost", async () => {
    const calls = [];
    const note = (request) => calls.push(request.url().split("/").at(-1));
    await page.waitForTimeout(2_000);
    page.on("request", note);
    await page.waitForTimeout(2_000);
    page.off("request", note);
    must(calls.length <= 4, `${calls.length} calls in two seconds: ${calls.slice(0, 12)}`);
  });
  await holds("Where are these files now?", () => bar.getByRole("button", { name: "Find …" }).press("Enter"));
  await holds("What are these columns called now?", () => bar.getByRole("button", { name: "Repair …" }).press("Enter"));

  await check("a question before a save has the focus and keeps it", async () => {
    await at.write(page, name, "select 2 as two");
    cpSync(copy, file);
    await page.keyboard.press("Escape");
  });
  await holds("The file changed on disk", press("Control+S"));
  await holds(/^Save changes to/, () => page.getByRole("button", { name: "Start page" }).press("Enter"));
  await command("Stop trusting")();
  await holds(/^Trust/, () => page.getByRole("button", { name: "What would it do?" }).press("Enter"));

  await check("no script failed on the way", async () => {
    must(complaints.length === 0, complaints.join("\n"));
  });
  await at.leave(page);
  await page.close();
}
