// The walk of a person through the real desktop window: open, see, run, save, be killed, recover,
// reopen. Needs a display; scripts/test-window brings a virtual one.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { account, BIN, claims, must, ROOT } from "../e2e/harness.mjs";
import { analyst } from "./analyst.mjs";
import { desk } from "./desk.mjs";
import { doing } from "./doing.mjs";
import { keeping } from "./drawing.mjs";
import { named } from "./named.mjs";
import { pages } from "./pages.mjs";
import { sharing } from "./sharing.mjs";
import * as window from "./window.mjs";

const OUT = join(ROOT, "tests/e2e/out");
mkdirSync(OUT, { recursive: true });

const own = account();
// A copy of the starter with its data beside it, as a person would have received it.
const book = join(own.data, "retail-overview.assay");
copyFileSync(join(ROOT, "assets/samples/retail-overview.assay"), book);
cpSync(join(ROOT, "assets/samples/retail"), join(own.data, "retail"), { recursive: true });

/** The right answer, asked of the same data on the command line. */
function expected(sql) {
  const source = `orders=${join(own.data, "retail/orders.parquet")}`;
  const args = ["query", "--source", source, "--format", "csv", sql];
  const words = execFileSync(join(BIN, "assay"), args, { env: own.env, encoding: "utf8" });
  return words.trim().split("\n")[1];
}

function killWindow() {
  try {
    execFileSync("pkill", ["-9", "-x", "assay-desktop"]);
  } catch {
    // Nothing was running.
  }
}

const COUNT = "select count(*) as n from orders where region = 'DACH'";
const SECRET = "select 4711 as kept";

const told = claims("window walk");
const driver = await window.driver(own);
let page;
try {
  await told.check("the start page opens and offers the samples", async () => {
    page = await window.open();
    await window.shows(page, "What do you want to find out?");
    await window.shows(page, "Retail overview");
    await window.photograph(page, OUT, "start");
  });

  await told.check("a sample opens with its pictures painted and nothing run", async () => {
    await page.$('//button[contains(., "Retail overview")]').click();
    await window.shows(page, "Is growth coming from the right place?");
    await window.painted(page, "revenue_trend");
    await window.painted(page, "region_ranking");
    must((await window.cell(page, "revenue_by_month")).text.includes("Saved result from"), "it ran");
    await page.deleteSession();
  });

  await told.check("a workbook named on the command line opens with its pictures", async () => {
    page = await window.open([book]);
    await window.shows(page, "Is growth coming from the right place?");
    await window.painted(page, "revenue_trend");
    await window.photograph(page, OUT, "notebook");
  });

  let counted = "";
  await told.check("a cell runs and shows the right number in its grid", async () => {
    const number = Number(expected(COUNT));
    must(number > 1000, `the sample has ${number} orders in DACH`);
    const shown = number.toLocaleString("en-US").replaceAll(",", "\u202f");
    counted = await window.writeCell(page, COUNT);
    await page.keys(["Control", "Enter"]);
    await window.until(page, `the grid never showed ${shown}`, async () =>
      (await window.cell(page, counted)).values.includes(shown),
    );
  });

  await told.check("a mistake is said with its place, and the window lives on", async () => {
    const wrong = await window.writeCell(page, "select reigon from orders");
    await page.keys(["Control", "Enter"]);
    await window.shows(page, "Use region");
    await page.keys(["Escape"]);
    await page.$(`section[aria-label*="cell ${wrong}"]`).click();
  });

  await told.check("saving writes the file", async () => {
    const before = statSync(book).mtimeMs;
    await page.keys(["Control", "s"]);
    await window.until(page, "the file never changed", () => statSync(book).mtimeMs > before);
    await window.shows(page, "Saved ");
    must(readFileSync(book).subarray(0, 2).toString() === "PK", "the file is a container");
  });

  await told.check("unsaved work survives kill -9 and is offered at the next start", async () => {
    await window.writeCell(page, SECRET);
    // The promise: at most two seconds of typing are lost.
    await page.pause(2000);
    killWindow();
    await page.deleteSession().catch(() => undefined);
    page = await window.open();
    await window.shows(page, "Unsaved work was kept");
    window.shoot(join(OUT, "window-recovery.png"));
    await window.press(page, "Open it");
    await window.until(page, "the text typed before the kill is gone", () =>
      page.execute((text) => document.body.textContent?.includes(text) === true, SECRET),
    );
  });

  await told.check("the page may not reach anything but its own commands", async () => {
    const answer = await page.executeAsync((done) => {
      const invoke = globalThis.__TAURI_INTERNALS__?.invoke;
      if (!invoke) {
        done("there is no bridge");
        return;
      }
      invoke("plugin:opener|open_path", { path: "/etc/passwd" }).then(
        () => done("opened"),
        () => done("refused"),
      );
      setTimeout(() => done("dropped"), 2000);
    });
    must(["refused", "dropped"].includes(answer), `a foreign command: ${answer}`);
  });

  await told.check("a saved workbook opens again with its answers, and nothing runs", async () => {
    await page.deleteSession();
    page = await window.open([book]);
    await window.shows(page, "Is growth coming from the right place?");
    await window.until(page, "the saved answer is not shown", async () => {
      // Cells above that are drawn meanwhile push it away again.
      await window.bring(page, counted);
      const found = await window.cell(page, counted);
      return found?.text.includes("Saved result from") && found.values.length > 0;
    });
    must(
      !(await page.execute(() => document.body.textContent?.includes("4711"))),
      "what was never saved is in the file",
    );
  });

  await told.check("a second start with a file opens it in the window that is there", async () => {
    const other = join(own.data, "second.assay");
    copyFileSync(join(ROOT, "assets/samples/flights.assay"), other);
    const second = spawn(join(BIN, "assay-desktop"), [other], { env: own.env, stdio: "ignore" });
    const code = await new Promise((resolve) => second.on("exit", resolve));
    must(code === 0, `the second start ended with ${code}`);
    await window.until(page, "the second workbook never came", async () =>
      (await page.execute(() => document.title)).toLowerCase().includes("flights"),
    );
  });

  await told.check("a file that cannot be opened is said on the screen", async () => {
    const broken = join(own.data, "broken.assay");
    writeFileSync(broken, "PK not really");
    await page.deleteSession();
    page = await window.open([broken]);
    await window.shows(page, "broken.assay");
    window.shoot(join(OUT, "window-broken.png"));
  });

  await page.deleteSession();
  page = await named(own, OUT, told);
  await page.deleteSession();
  page = await sharing(own, OUT, told);
  await page.deleteSession();
  page = await window.open([book]);
  await window.shows(page, "Is growth coming from the right place?");
  await pages(page, own, OUT, expected, told);
  killWindow();
  await page.deleteSession().catch(() => undefined);
  page = await window.open();
  await window.shows(page, "Retail overview");
  await page.$('//button[contains(., "Retail overview")]').click();
  await doing(page, own, told);
  killWindow();
  await page.deleteSession().catch(() => undefined);
  page = await window.open();
  const review = await analyst(page, own, told);
  killWindow();
  await page.deleteSession().catch(() => undefined);

  await told.check("the analyst's work opens again as it was, and nothing runs", async () => {
    page = await window.open([review]);
    await window.shows(page, "Saved result from");
    const last = await page.execute(() => document.body.textContent ?? "");
    must(!last.includes("Cancelled."), "a run was saved as if it had an answer");
    window.shoot(join(OUT, "window-review.png"));
  });
  await keeping(page, own, review, told.check);

  await page.deleteSession();
  page = await window.open();
  await desk(page, own, told);
} catch (error) {
  await told.check("the walk went to its end", () => {
    throw new Error(`${error}\n${driver.words()}`);
  });
} finally {
  await page?.deleteSession().catch(() => undefined);
  driver.stop();
  killWindow();
  own.remove();
}
process.exit(told.close() ? 0 : 1);
