// Fingers on a page: a chart is placed from the library, its tile moved and resized, and a page still scrolls.
import { must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;

/** One finger along some points. */
async function drag(cdp, points) {
  const [first, ...rest] = points.map(([x, y]) => ({ x: Math.round(x), y: Math.round(y) }));
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [first] });
  for (const point of rest) {
    await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [point] });
  }
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** The points from one to another. */
function along([x, y], [toX, toY], steps = 8) {
  return Array.from({ length: steps + 1 }, (_, step) =>
    [x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps]);
}

export async function byTouch(page, { newPage, tile, library, grid, place, rest }) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 1 });
  try {
    await newPage(page, "By touch");
    const item = await library(page).getByRole("button", { name: /^Add orders_by_region/ }).boundingBox();
    const over = await grid(page).boundingBox();
    await drag(cdp, along([item.x + 60, item.y + 12], [over.x + 300, over.y + 60]));
    const name = "Net revenue by region";
    await tile(page, name).getByRole("application").waitFor(SLOW);
    const before = await rest(page, name);
    const head = await tile(page, name).boundingBox();
    await drag(cdp, along([head.x + 120, head.y + 18], [head.x + 420, head.y + 58]));
    await at.until("the tile has moved", async () => (await place(page, name)) !== before);
    const moved = await rest(page, name);
    const now = await tile(page, name).boundingBox();
    // A finger is not exact: it takes hold beside the corner too.
    const corner = [now.x + now.width + 12, now.y + now.height + 12];
    await drag(cdp, along(corner, [corner[0] + 180, corner[1] + 60]));
    await at.until("the tile is larger", async () => (await tile(page, name).boundingBox()).width > now.width + 60);
    await rest(page, name);
    await page.keyboard.press("Control+z");
    await at.until("the size is taken back", async () => (await place(page, name)) === moved);
    await page.keyboard.press("Control+z");
    await at.until("the move is taken back", async () => (await place(page, name)) === before);
    must((await page.evaluate(() => window.getSelection()?.toString() ?? "")) === "", "no words are selected");
  } finally {
    await cdp.send("Emulation.setTouchEmulationEnabled", { enabled: false });
    await cdp.detach();
  }
}
