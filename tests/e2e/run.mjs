// Walks through the product in a browser, against the real application and engine. Names on the
// command line choose parts of the walk: `node tests/e2e/run.mjs grid chart`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { annotations } from "./annotations.mjs";
import { chart } from "./chart.mjs";
import { completion } from "./completion.mjs";
import { conventions } from "./conventions.mjs";
import { dashboard } from "./dashboard.mjs";
import { dialogs } from "./dialogs.mjs";
import { editor } from "./editor.mjs";
import { elsewhere } from "./elsewhere.mjs";
import { events } from "./events.mjs";
import { faults } from "./faults.mjs";
import { foreign } from "./foreign.mjs";
import { grid } from "./grid.mjs";
import { account, browser, claims, ROOT, serve } from "./harness.mjs";
import { help } from "./help.mjs";
import { keyboard } from "./keyboard.mjs";
import { layers } from "./layers.mjs";
import { lineage } from "./lineage.mjs";
import { maps } from "./maps.mjs";
import { marks } from "./marks.mjs";
import { notesPart as notes } from "./notes.mjs";
import { withoutNetwork } from "./offline.mjs";
import { parameters } from "./parameters.mjs";
import { parts } from "./parts.mjs";
import { photographs } from "./photographs.mjs";
import { pivot } from "./pivot.mjs";
import { profiles } from "./profiles.mjs";
import { references } from "./references.mjs";
import { reopen, samples } from "./reopen.mjs";
import { sources } from "./sources.mjs";
import { spread } from "./spread.mjs";
import { tasks } from "./tasks.mjs";
import { trust } from "./trust.mjs";
import { versions } from "./versions.mjs";
import { orders, screens, walk } from "./walk.mjs";

const PARTS = {
  user, keyboard, sources, parameters, completion, editor, help, parts, lineage, grid, chart, marks, maps, pivot, spread, references, annotations, events, layers, notes, dashboard, tasks, trust, versions, elsewhere, conventions, dialogs, profiles, foreign, faults,
  photographs,
};
withoutNetwork();
const wanted = process.argv.slice(2);
const own = account({ "orders.csv": orders().csv });
const out = join(ROOT, "tests/e2e/out");
const told = claims("browser walk", photographFailure);
mkdirSync(out, { recursive: true });
const { address, stop } = serve(own);
const chrome = await browser();
try {
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) {
      await told.check(`the part "${name}" went to its end`, async () => {
        await part(chrome, await address, own, told);
      });
    }
  }
} finally {
  await chrome.close();
  stop();
  own.remove();
}
process.exit(told.close() ? 0 : 1);

/** What every page showed when a claim failed, beside the photographs. */
async function photographFailure(name) {
  const file = name.replace(/\W+/g, "-").slice(0, 60);
  const pages = chrome.contexts().flatMap((context) => context.pages());
  for (const [at, page] of pages.entries()) {
    await page.screenshot({ path: join(out, `failed-${file}-${at}.png`) });
    await page.keyboard.press("Escape");
  }
}

/** The walk of a new user, from the file to the reopened workbook. */
async function user(_, url) {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  await walk(page, own, told);
  await page.screenshot({ path: join(out, "notebook.png") });
  await screens(page, told);
  await reopen(page, own, told);
  await samples(page, told);
  await page.screenshot({ path: join(out, "sample.png") });
  await told.check("no script failed on the way", async () => {
    if (complaints.length > 0) {
      throw new Error(complaints.join("\n"));
    }
  });
  await page.close();
}
