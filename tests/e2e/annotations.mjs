// Annotations in the browser: written at a mark by mouse and by keys, at a position and over a range, read
// out and listed, changed, taken away and undone; one whose mark has gone is kept and said.
import { join } from "node:path";
import { must } from "./harness.mjs";
import { choosePillMenu, photograph, put, stage, told } from "./canvas.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const HOSTILE = "<img src=x onerror=alert(1)> مبيعات";

const shelf = (page) => page.getByRole("group", { name: "Annotations" });
const picture = (page) => page.getByRole("main").getByRole("application").first();
const says = (page, words) =>
  at.until(`the picture is named with ${words}`, async () =>
    ((await picture(page).getAttribute("aria-label")) ?? "").includes(words));

/** The texts of all annotations. */
const texts = (page) => inInspector(page, () => shelf(page).getByRole("button").allTextContents());

/** Opens the menu of the first mark by keys. */
async function openMenu(page) {
  await picture(page).focus();
  await page.keyboard.press("Home");
  await at.until("the first mark is read out", async () =>
    (await picture(page).locator("[aria-live]").textContent()) !== "");
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "See rows" }).waitFor(SLOW);
}

/** Writes a text into the dialog that asks for it, and sends it. */
async function write(page, text) {
  const dialog = page.getByRole("dialog", { name: /^Text at / });
  await at.enter(dialog.getByRole("textbox"), text);
  await dialog.waitFor({ state: "hidden", ...SLOW });
}

/** Where the inspector floats it is opened, by keys or by mouse, for what is done in it, and closed again. */
async function inInspector(page, does, hand = "keys") {
  const isFloating = page.viewportSize().width < 1280;
  const panel = page.getByRole("complementary", { name: "Build" });
  const toggle = page.getByRole("button", { name: "Show or hide inspector" });
  if (isFloating) {
    await (hand === "mouse" ? toggle.click(SLOW) : page.keyboard.press("Control+i"));
    await panel.waitFor(SLOW);
    await at.until("the focus is in it", () => panel.evaluate((one) => one.contains(document.activeElement)));
  }
  const found = await does();
  if (isFloating) {
    await (hand === "mouse" ? toggle.click(SLOW) : page.keyboard.press("Escape"));
    await panel.waitFor({ state: "hidden", ...SLOW });
  }
  return found;
}

export async function annotations(chrome, address, own, told) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 1120, height: 700 }]) {
    await annotated(chrome, address, own, told, viewport);
  }
}

async function annotated(chrome, address, own, { check: checked }, viewport) {
  const { page, complaints } = await at.blank(chrome, address, viewport);
  const check = (words, does) => checked(`${words}, ${viewport.width} pixels wide`, does);

  await check("the made orders stand on the canvas for annotations", async () => {
    await at.addFile(page, join(own.data, "orders.csv"), "orders");
    await stage(page, "select order_date, region, net_amount from orders", "net_amount");
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net_amount"]]);
  });

  await check("a mark is annotated by keys alone, and the text is read out with it", async () => {
    await openMenu(page);
    await page.getByRole("menuitem", { name: "Annotate this mark …" }).focus(SLOW);
    await page.keyboard.press("Enter");
    await write(page, "Our home market");
    await says(page, "annotated: Our home market");
    await at.until("the first mark tells it", async () => (await told(page, 1))[0].includes("Our home market"));
    await photograph(page, `Annotation of a bar ${viewport.width}`);
  });

  await check("a position is annotated by mouse with a hostile text, which stays a text", async () => {
    const { x, y, width, height } = await picture(page).boundingBox();
    await page.mouse.click(x + width * 0.6, y + height * 0.8, { button: "right" });
    await page.getByRole("menuitem", { name: /^Annotate the position / }).click(SLOW);
    await write(page, HOSTILE);
    await at.until("two annotations are listed", async () => (await texts(page)).length === 2);
    must((await texts(page))[1] === HOSTILE, (await texts(page)).join(" | "));
  });

  await check("the table lists every text with its place", async () => {
    await page.getByRole("button", { name: "Show as table" }).click(SLOW);
    const table = page.getByRole("table", { name: "Annotations" });
    await table.getByRole("cell", { name: "Our home market" }).waitFor(SLOW);
    await table.getByRole("cell", { name: HOSTILE }).waitFor(SLOW);
    await page.getByRole("button", { name: "Show as picture" }).click(SLOW);
  });

  await check("a text is changed from its pill, taken away by Delete, and comes back by undo", async () => {
    await inInspector(page, async () => {
      await shelf(page).getByRole("button").first().click(SLOW);
      await page.getByRole("menuitem", { name: "Change text …" }).click(SLOW);
      await write(page, "Our largest market");
      await says(page, "Our largest market");
    }, "mouse");
    await inInspector(page, async () => {
      await photograph(page, `Annotations in the inspector ${viewport.width}`);
      await shelf(page).getByRole("button").first().focus();
      await page.keyboard.press("Delete");
      await at.until("one is taken away", async () => (await shelf(page).getByRole("button").count()) === 1);
      await shelf(page).getByRole("button").first().focus();
    });
    await at.until("one is left", async () => (await texts(page)).length === 1);
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await says(page, "Our largest market");
    await at.until("both are there", async () => (await texts(page)).length === 2);
  });

  await check("it is in the picture that is written to a file", async () => {
    const file = join(own.data, `annotated-${viewport.width}.svg`);
    await at.exportsPicture(page, file, ["Our largest market"]);
  });

  await check("a text whose mark has gone is kept, and it is said why", async () => {
    await put(page, [["x", "Columns", "order_date"], ["y", "Rows", "net_amount"]]);
    await page.getByText("“Our largest market”: The chart shows other fields than its mark had.").waitFor(SLOW);
    must((await texts(page)).length === 2, "both are listed");
    await photograph(page, `Annotations without a place ${viewport.width}`);
  });

  await check("a range along time is annotated by keys", async () => {
    await choosePillMenu(page, "Columns", 0, "Month");
    await at.until("there are months", async () => /20\d\d/.test((await told(page, 1))[0] ?? ""));
    await picture(page).focus();
    await page.keyboard.press("Home");
    for (let step = 0; step < 3; step++) {
      await page.keyboard.press("Shift+ArrowRight");
    }
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: /^Annotate .* to / }).click(SLOW);
    await write(page, "Opening weeks");
    await says(page, "annotated: Opening weeks");
    await photograph(page, `Annotation of a range ${viewport.width}`);
  });

  await check("no script failed on the way of annotations", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
