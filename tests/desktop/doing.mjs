// The tasks of tests/tasks.md in the real window, by mouse and again by keys alone.
import { bothHands, listed } from "../e2e/tasks.mjs";
import { pageOf } from "./places.mjs";

/** What the driver's pointer does not do here. */
const SKIPPED = new Map([
  ["Move a tile, by mouse", "the tile does not follow the driver's pointer; by keys it moves"],
]);

/** Does every task in the sample that the window has open. */
export async function doing(window, own, { check }) {
  const page = pageOf(window);
  await page.getByRole("application", { name: /Lines of/ }).first().waitFor();
  const counts = await bothHands(page, own, { check }, SKIPPED);
  await check("the tasks take as few steps in the window as in the browser", () => listed(counts));
}
