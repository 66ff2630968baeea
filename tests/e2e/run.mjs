// Walks through the product in a browser, against the real application and engine.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { account, browser, claims, ROOT, serve } from "./harness.mjs";
import { reopen, samples } from "./reopen.mjs";
import { orders, screens, walk } from "./walk.mjs";

const own = account({ "orders.csv": orders().csv });
const told = claims("browser walk");
const out = join(ROOT, "tests/e2e/out");
mkdirSync(out, { recursive: true });
const { address, stop } = serve(own);
const chrome = await browser();
try {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(await address);
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
} finally {
  await chrome.close();
  stop();
  own.remove();
}
process.exit(told.close() ? 0 : 1);
