// Events in the browser: a table declared as events by mouse and by keys, its markers told by pointer and keys, on every
// chart over time, narrowed with the time that is shown, switched off, and what cannot be read with its way out.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./harness.mjs";
import { choose, choosePillMenu, photograph, put, stage, told } from "./canvas.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const HOSTILE = "<img src=x onerror=alert(1)> مبيعات";
const HAPPENED = [
  ["2025-02-10", "", "Winter sale", "campaign"],
  ["2025-05-20", "2025-07-05", "Strike at the harbour", "outage"],
  ["2025-09-01", "", "Shop 2.0", "release"],
  ["2025-09-03", "", "Shop 2.0.1", "release"],
  ["2025-11-28", "", HOSTILE, "campaign"],
  ["1999-12-31", "", "Long ago", "release"],
];

const picture = (page) => page.getByRole("main").getByRole("application").first();
const markers = (page) => page.getByRole("toolbar", { name: "Events" }).getByRole("button");
const toggle = (page, name) => page.getByRole("checkbox", { name: `Show ${name}` });
const says = (page, words) =>
  at.until(`the picture is named with ${words}`, async () =>
    ((await picture(page).getAttribute("aria-label").catch(() => "")) ?? "").includes(words));

/** Declares what the menu of the plus offers under a name. */
async function declare(page, source) {
  await page.getByRole("button", { name: "New events" }).click(SLOW);
  await page.getByRole("menuitem", { name: source, exact: true }).click(SLOW);
  return page.getByRole("dialog", { name: "New events" });
}

/** Changes declared events in their dialog. */
async function change(page, name) {
  await page.getByRole("button", { name: `Events ${name}`, exact: true }).click(SLOW);
  await page.getByRole("menuitem", { name: "Change …" }).click(SLOW);
  return page.getByRole("dialog", { name: "Change events" });
}

async function keep(dialog) {
  await dialog.getByRole("button", { name: "Keep" }).click(SLOW);
  await dialog.waitFor({ state: "hidden", ...SLOW });
}

/** Three sales in each month of 2025. */
function sales() {
  const days = Array.from({ length: 36 }, (_, at) => [Math.floor(at / 3) + 1, (at % 3) * 9 + 4]);
  const two = (number) => String(number).padStart(2, "0");
  return days.map(([month, day], at) => `2025-${two(month)}-${two(day)},${at % 2 ? "DACH" : "Iberia"},${100 + (at * 37) % 60}`);
}

export async function events(chrome, address, own, { check }) {
  const lines = HAPPENED.map((row) => row.join(","));
  writeFileSync(join(own.data, "happened.csv"), ["at,until,what,kind", ...lines, ""].join("\n"));
  writeFileSync(join(own.data, "sales.csv"), ["day,region,net", ...sales(), ""].join("\n"));
  const { page, complaints } = await at.blank(chrome, address);

  await check("sales by month stand on the canvas for events", async () => {
    await at.addFile(page, join(own.data, "sales.csv"), "sales");
    await at.addFile(page, join(own.data, "happened.csv"), "happened");
    await stage(page, "select day, region, net from sales", "net");
    await put(page, [["x", "Columns", "day"], ["y", "Rows", "net"]]);
    await choosePillMenu(page, "Columns", 0, "Month");
    await at.until("there are months", async () => /20\d\d/.test((await told(page, 1))[0] ?? ""));
  });

  await check("a table is declared as events, with its columns found by their names", async () => {
    const dialog = await declare(page, "happened");
    for (const [label, value] of [["When, or from when", "at"], ["Until when (included)", "until"], ["What", "what"], ["Kind", "kind"]]) {
      must((await dialog.getByLabel(label, { exact: true }).inputValue()) === value, `${label} is not ${value}`);
    }
    await dialog.getByLabel("Name", { exact: true }).fill("What happened");
    await photograph(page, "Events dialog");
    await keep(dialog);
    await says(page, "with 5 events of What happened");
    await photograph(page, "Events on a line");
  });

  await check("markers are told by the pointer and by keys, near ones together", async () => {
    await at.until("there are four markers", async () => (await markers(page).count()) === 4);
    await markers(page).nth(2).hover(SLOW);
    await page.getByText("Shop 2.0.1", { exact: true }).waitFor(SLOW);
    await page.mouse.move(5, 5);
    await markers(page).first().focus();
    must(/Winter sale/.test((await markers(page).first().getAttribute("aria-label")) ?? ""), "the first says its event");
    await page.keyboard.press("ArrowRight");
    await page.getByText("Strike at the harbour", { exact: true }).last().waitFor(SLOW);
    await page.keyboard.press("End");
    must(
      await markers(page).last().evaluate((one) => one === document.activeElement),
      "End leads to the last marker",
    );
    must((await markers(page).last().getAttribute("aria-label")).includes(HOSTILE), "the hostile text is a text");
    await page.keyboard.press("Escape");
  });

  await check("the arrow keys over the marks tell what happened there", async () => {
    await at.until("February tells the sale", async () => (await told(page, 3)).some((words) => words.includes("campaign: Winter sale")));
  });

  await check("the table lists every event", async () => {
    await page.getByRole("button", { name: "Show as table" }).click(SLOW);
    const table = page.getByRole("table", { name: /What happened/ });
    await table.getByRole("cell", { name: HOSTILE }).waitFor(SLOW);
    must((await table.getByRole("row").count()) === 6, "a head and five events");
    await page.getByRole("button", { name: "Show as picture" }).click(SLOW);
  });

  await check("bars and areas have them too", async () => {
    await choose(page, "Bar");
    await says(page, "with 5 events of What happened");
    await photograph(page, "Events on bars");
    await choose(page, "Area");
    await says(page, "with 5 events of What happened");
    await photograph(page, "Events on areas");
    await choose(page, "Line");
    await says(page, "with 5 events of What happened");
  });

  await check("they are in the picture that is written to a file", async () => {
    const file = join(own.data, "events.svg");
    await at.exportsPicture(page, file, ["campaign: Winter sale"]);
  });

  await check("a chart hides and shows them for itself, and undo brings them back", async () => {
    await toggle(page, "What happened").click(SLOW);
    await at.until("no marker is left", async () => (await markers(page).count()) === 0);
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await says(page, "with 5 events of What happened");
  });

  await check("a column that went is named under the picture, and another one chosen", async () => {
    await at.workspace(page, "Notebook");
    const name = await at.insertSql(page, "select at as opened, what from happened where kind = 'release'");
    await at.run(page, name);
    await at.workspace(page, "Chart");
    await keep(await declare(page, name));
    await says(page, `with 5 events of What happened, 2 events of ${name}`);
    await at.workspace(page, "Notebook");
    await at.write(page, name, "select at as opened_on, what from happened where kind = 'release'");
    await at.run(page, name);
    await at.workspace(page, "Chart");
    await page.getByText(`${name}: ${name} has no column opened now. The closest column is opened_on.`).first().waitFor(SLOW);
    await photograph(page, "Events without their column");
    const dialog = await change(page, name);
    await dialog.getByLabel("When, or from when").selectOption("opened_on");
    await keep(dialog);
    await says(page, `2 events of ${name}`);
    await page.getByRole("button", { name: `Events ${name}`, exact: true }).click(SLOW);
    await page.getByRole("menuitem", { name: "Remove", exact: true }).click(SLOW);
    await toggle(page, name).waitFor({ state: "hidden", ...SLOW });
  });

  await check("a filter of the chart narrows its time and its events", async () => {
    await put(page, [["x", "Columns", "region"], ["y", "Rows", "net"]]);
    await at.until("no marker is left", async () => (await markers(page).count()) === 0);
    await put(page, [["x", "Columns", "day"], ["y", "Rows", "net"]]);
    await choosePillMenu(page, "Columns", 0, "Month");
    await says(page, "with 5 events of What happened");
    await picture(page).focus();
    await page.keyboard.press("Home");
    await at.until("the first month is read out", async () => (await picture(page).locator("[aria-live]").textContent()) !== "");
    await page.keyboard.press("+");
    await at.until("there are fewer markers", async () => (await markers(page).count()) < 4);
    await page.keyboard.press("0");
    await at.until("all are back", async () => (await markers(page).count()) === 4);
    await at.photograph(page, "events");
  });

  await check("no script failed on the way of events", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
