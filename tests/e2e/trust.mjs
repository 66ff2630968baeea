// A workbook that someone else made: what was saved is seen, nothing runs until it is trusted, and
// trust holds for that content; then its answers are compared with the stored ones.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessibilityFaults, BIN, must, ROOT } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const OUT = join(ROOT, "tests/e2e/out");
const NEEDS = /^Until you trust this workbook nothing of it runs/;

export async function trust(chrome, address, own, { check }) {
  const file = received(own);
  const { page, complaints } = await at.freshPage(chrome, address);
  const refused = refusedIn(page);
  const bar = page.getByRole("region", { name: "Workbook that is not trusted" });
  const picture = page.getByRole("application", { name: /Lines of/ }).first();
  // Cells below the edge are painted when they come near.
  const pictured = async () => {
    await at.cell(page, "revenue_by_month").scrollIntoViewIfNeeded();
    await page.mouse.move(700, 500);
    await page.mouse.wheel(0, 700);
    await picture.waitFor(SLOW);
    await page.mouse.wheel(0, -5_000);
  };

  await check("a received workbook shows its saved pictures under a bar that says why", async () => {
    await open(page, file);
    await bar.getByText("This workbook was not made on this computer.").waitFor(SLOW);
    await bar.getByText(/lets \d+ cells run and opens \d+ files? on this computer/).waitFor(SLOW);
    await pictured();
    await page.screenshot({ path: join(OUT, "trust-light-1440.png") });
  });

  await check("running is not offered, the reason stands beside it, and what was saved stays", async () => {
    const closed = page.getByRole("button", { name: "Run", exact: true }).first();
    must((await closed.getAttribute("aria-disabled")) === "true", "Run of a cell is closed");
    const saved = at.cell(page, "revenue_by_month").getByText(/^Saved result from/);
    const stamp = await saved.textContent();
    must(/whether its data has changed since is not known$/.test(stamp), stamp);
    await closed.focus();
    await page.getByRole("tooltip").getByText(NEEDS).waitFor(SLOW);
    await page.getByRole("button", { name: "Run all" }).hover();
    await page.getByRole("tooltip").getByText(NEEDS).first().waitFor(SLOW);
    await pictured();
  });

  await check("its dashboard page is shown from what was saved", async () => {
    await at.workspace(page, "Dashboard");
    await page.getByText("Net revenue by month").first().waitFor(SLOW);
    await page.getByRole("application").first().waitFor(SLOW);
    const stamps = page.getByText(/^Saved .*, not checked since$/);
    await at.until("every figure and picture says of when it is", async () => (await stamps.count()) >= 8);
    await at.photograph(page, "trust-dashboard");
  });

  await check("P21: what reads, runs or exports is closed in every workspace, and nothing refused is asked", async () => {
    const closed = async (button) => {
      must((await button.getAttribute("aria-disabled")) === "true", `${await button.getAttribute("aria-label")} is open`);
      await button.hover();
      await page.getByRole("tooltip").getByText(NEEDS).first().waitFor(SLOW);
      await page.mouse.move(700, 880);
    };
    await closed(page.getByRole("button", { name: "Export page" }));
    await at.workspace(page, "Catalog");
    await closed(page.getByRole("button", { name: "Add data" }).first());
    await at.workspace(page, "Chart");
    await page.getByRole("button", { name: "Export and copy" }).click(SLOW);
    const picture = page.getByRole("menuitem", { name: /^Export picture/ });
    await picture.waitFor(SLOW);
    must((await picture.getAttribute("aria-disabled")) === "true", "a picture can be exported");
    await page.keyboard.press("Escape");
    await picture.waitFor({ state: "hidden", ...SLOW });
    await at.workspace(page, "Notebook");
    await pictured();
    must(refused.length === 0, `asked and refused: ${refused.join(", ")}`);
  });

  await check("the bar and the dialog fit in both themes and sizes", async () => {
    for (const [width, height] of [[1440, 900], [1120, 700]]) {
      await page.setViewportSize({ width, height });
      for (const theme of ["light", "dark"]) {
        await page.evaluate((value) => {
          document.documentElement.dataset.theme = value;
        }, theme);
        await page.screenshot({ path: join(OUT, `trust-${theme}-${width}.png`) });
        await bar.getByRole("button", { name: "What would it do?" }).click(SLOW);
        await page.getByRole("dialog").getByText(/orders/).first().waitFor(SLOW);
        await page.getByRole("dialog").getByText("With these parameters").waitFor(SLOW);
        await page.screenshot({ path: join(OUT, `trust-dialog-${theme}-${width}.png`) });
        await page.keyboard.press("Escape");
      }
      const words = bar.locator("p");
      const cut = await words.evaluate((one) => one.scrollHeight > one.clientHeight + 1);
      must(!cut, `the words of the bar are cut at ${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
  });

  await check("run until closed: cells run now, and the bar is there again on opening", async () => {
    await bar.getByRole("button", { name: "What would it do?" }).click(SLOW);
    await page.getByRole("dialog").getByRole("button", { name: "Run until closed" }).click(SLOW);
    await bar.waitFor({ state: "hidden", ...SLOW });
    const cell = at.cell(page, "revenue_by_month");
    await cell.getByRole("button", { name: "Run", exact: true }).first().click(SLOW);
    await cell.getByText(/^Saved result from/).waitFor({ state: "hidden", ...SLOW });
    await at.leave(page);
    await open(page, file);
    await bar.waitFor(SLOW);
  });

  await check("trust by keyboard is remembered for this content under any name", async () => {
    await bar.getByRole("button", { name: "Trust", exact: true }).focus();
    await page.keyboard.press("Enter");
    await bar.waitFor({ state: "hidden", ...SLOW });
    await at.leave(page);
    const other = join(own.data, "other name.assay");
    cpSync(file, other);
    await open(page, other);
    await pictured();
    must((await bar.count()) === 0, "the same content is trusted under another name");
  });

  await check("its stored answers come out the same here, cell by cell", async () => {
    await at.command(page, "Reproduce");
    const report = page.getByRole("dialog");
    await report.getByText(/Every stored answer came out the same|\d+ same, \d+ different/).waitFor({ timeout: 30_000 });
    await at.photograph(page, "reproduce");
    await report.getByText("Every stored answer came out the same.").waitFor(SLOW);
    await page.keyboard.press("Escape");
  });

  await check("W25: what someone else changed since is said in the bar and shown side by side", async () => {
    const changed = sentAgain(own, file);
    await at.leave(page);
    await open(page, changed);
    await bar.getByText(/was changed by someone else since/).waitFor(SLOW);
    await bar.getByText(/Changed: cell \w+: 1 line changed/).waitFor(SLOW);
    for (const [width, height] of [[1440, 900], [1120, 700]]) {
      await page.setViewportSize({ width, height });
      for (const theme of ["light", "dark"]) {
        await page.evaluate((value) => {
          document.documentElement.dataset.theme = value;
        }, theme);
        await page.screenshot({ path: join(OUT, `trust-changed-${theme}-${width}.png`) });
        await bar.getByRole("button", { name: "See what changed" }).click(SLOW);
        const dialog = page.getByRole("dialog", { name: /^What changed in .* since you trusted it$/ });
        await dialog.getByRole("button", { name: /^Show both texts of cell/ }).click(SLOW);
        await dialog.getByText("-- and one line more").waitFor(SLOW);
        await page.screenshot({ path: join(OUT, `trust-changes-${theme}-${width}.png`) });
        const faults = await accessibilityFaults(page);
        must(faults.length === 0, faults.join("\n"));
        await page.keyboard.press("Escape");
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await bar.getByRole("button", { name: "See what changed" }).click(SLOW);
    await page.getByRole("dialog").getByRole("button", { name: /^Take this back: cell/ }).click(SLOW);
    await page.getByRole("dialog").getByText("say the same as when you trusted it").waitFor(SLOW);
    await page.keyboard.press("Escape");
    await at.leave(page);
    await open(page, file);
    await bar.waitFor({ state: "hidden", ...SLOW });
  });

  await check("trust can be ended from the palette", async () => {
    await at.command(page, "Stop trusting");
    await bar.waitFor(SLOW);
    await pictured();
  });

  await check("no script failed on the way", async () => {
    must(complaints.length === 0, complaints.join("\n"));
  });
  await at.leave(page);
  await page.close();
}

/** The commands that the page asked for and that the door refused, as they come. */
function refusedIn(page) {
  const refused = [];
  page.on("response", async (answer) => {
    // An answer to a page that was left meanwhile has no body any more.
    const words = answer.status() === 422 ? await answer.text().catch(() => "") : "";
    if (words.includes('"NOT_TRUSTED"')) {
      refused.push(answer.url().split("/call/")[1]);
    }
  });
  return refused;
}

/** The retail sample with another title and its data beside it, as if it came by mail. */
function received(own) {
  const assay = (...words) => execFileSync(join(BIN, "assay"), words, { env: own.env, cwd: own.data });
  const samples = join(ROOT, "assets/samples");
  cpSync(join(samples, "retail"), join(own.data, "retail"), { recursive: true });
  assay("unpack", join(samples, "retail-overview.assay"), "-o", "unpacked");
  const manifest = join(own.data, "unpacked/manifest.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/"title": ".*"/, '"title": "From a friend"'));
  assay("pack", "unpacked", "-o", "received.assay");
  return join(own.data, "received.assay");
}

/** The same workbook with one more line in a cell, as if it came by mail again. */
function sentAgain(own, file) {
  const assay = (...words) => execFileSync(join(BIN, "assay"), words, { env: own.env, cwd: own.data });
  assay("unpack", file, "-o", "again");
  const cells = join(own.data, "again/cells");
  const text = readdirSync(cells).find((name) => name.endsWith(".sql"));
  writeFileSync(join(cells, text), `${readFileSync(join(cells, text), "utf8")}\n-- and one line more`);
  assay("pack", "again", "-o", "sent-again.assay");
  return join(own.data, "sent-again.assay");
}

async function open(page, path) {
  await page.keyboard.press("Control+O");
  const folder = page.getByLabel("Folder").first();
  await folder.waitFor(SLOW);
  await page.getByRole("dialog").getByRole("listitem").first().waitFor(SLOW);
  await at.enter(folder, path);
}
