// What analysts do with charts and pages (tests/tasks.md), each done by mouse and again by keys alone on the
// retail sample. What comes out is compared with the command line; the steps of both hands are counted.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { choose, field, pills, shelf, told } from "./canvas.mjs";
import { Hands } from "./hands.mjs";
import { BIN, must, ROOT } from "./harness.mjs";
import { chartOf } from "./notes.mjs";
import * as at from "./page.mjs";
import { PAGE_TASKS } from "./tasks_page.mjs";

const { SLOW } = at;
const ORDERS = join(ROOT, "assets/samples/retail/orders.parquet");
const LIST = join(ROOT, "tests/tasks.md");

/** Rows of the sample's orders, asked on the command line. */
export function asked(sql) {
  const args = ["query", "--source", `orders=${ORDERS}`, "--format", "csv", sql];
  const [, ...lines] = execFileSync(join(BIN, "assay"), args, { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => line.split(","));
}

const picture = (page) => page.getByRole("main").getByRole("application").first();
const markButton = (page, mark) =>
  page.getByRole("group", { name: "Mark", exact: true }).getByRole("button", { name: new RegExp(`^${mark}\\.`) });
const REGION = ["region", "x", "Columns"];
const MONTH = ["order_date", "x", "Columns"];
const AMOUNT = ["net_amount", "y", "Rows"];
const CHANNEL = ["channel", "c", "Colour"];
/** Where the first of five bars stands, as a share of the picture. */
const FIRST_BAR = { x: 0.13, y: 0.8 };

/** Waits until the marks say these amounts, one for each name, in every digit that is read out. */
async function says(page, wanted) {
  let all = [];
  const isSaid = (words, value) => {
    const [, digits, broken = ""] = /(-?\d+(?:\.(\d+))?)$/.exec(words) ?? [];
    return Number(digits) === Number(Number(value).toFixed(broken.length));
  };
  await at.until(`the marks say ${wanted}`, async () => {
    all = await told(page, 40);
    return wanted.every(([name, value]) => all.some((words) => words.includes(name) && isSaid(words, value)));
  }, () => all.slice(0, 8).join(" | "));
}

const isMark = (page, mark) => at.until(`${mark} is chosen`, async () => (await choose.current(page)) === mark);
const pill = (page, on) => pills(page, on).first();
const saysPill = (page, on, words) => shelf(page, on).getByRole("button", { name: words }).waitFor(SLOW);

/** Opens the menu of the first mark. */
async function menuOfMark(hands) {
  await hands.page.getByRole("application", { name: /highest DACH|highest .* at DACH/ }).waitFor(SLOW);
  await hands.page.waitForTimeout(300); // the bars grow to their height
  await hands.mark(picture(hands.page), { at: { ...FIRST_BAR, button: "right" } });
}

/** Each task: its words, the fields of the chart it begins with, what is done, and what must hold then. */
export const CHART_TASKS = [
  ["Show net revenue by region as bars", [], async (hands) => {
    const { page } = hands;
    await hands.put(field(page, "region"), shelf(page, "Columns"), "x");
    await hands.put(field(page, "net_amount"), shelf(page, "Rows"), "y");
  }, (page) => says(page, asked("select region, sum(net_amount) from orders group by 1"))],
  ["Order the bars by their amount, smallest first", [REGION, AMOUNT], async (hands) => {
    await hands.press(hands.page.getByRole("button", { name: /^Sort: / }));
    await hands.choose("By value, smallest first");
  }, async (page) => {
    const [[least]] = asked("select region, sum(net_amount) s from orders group by 1 order by 2 limit 1");
    await at.until("the smallest is first", async () => (await told(page, 1))[0]?.includes(least));
  }],
  ["Take the average instead of the sum", [REGION, AMOUNT], async (hands) => {
    await hands.press(pill(hands.page, "Rows"));
    await hands.choose("Average");
  }, (page) => says(page, asked("select region, avg(net_amount) from orders group by 1"))],
  ["See the course over time", [AMOUNT], async (hands) => {
    await hands.put(field(hands.page, "order_date"), shelf(hands.page, "Columns"), "x");
  }, (page) => isMark(page, "Line")],
  ["Go from months to quarters", [MONTH, AMOUNT], async (hands) => {
    await hands.press(pill(hands.page, "Columns"));
    await hands.choose("Quarter");
  }, async (page) => {
    const [[quarters]] = asked("select count(distinct date_trunc('quarter', order_date)) from orders");
    await at.until(`${quarters} quarters`, async () => (await told(page, 40)).length === Number(quarters));
  }],
  ["Draw a line for each channel", [MONTH, AMOUNT], async (hands) => {
    await hands.put(field(hands.page, "channel"), shelf(hands.page, "Colour"), "c");
  }, async (page) => {
    const channels = asked("select distinct channel from orders").flat();
    await isMark(page, "Line");
    await at.until(`lines for ${channels}`, async () => {
      await told(page, 1);
      await picture(page).focus();
      await page.keyboard.press("Home");
      const names = [];
      for (const _ of channels) {
        names.push((await picture(page).locator("[aria-live]").textContent()).split(",")[0]);
        await page.keyboard.press("ArrowDown");
      }
      return channels.every((channel) => names.includes(channel));
    });
  }],
  ["Hide one colour of the bars", [REGION, AMOUNT, CHANNEL], async (hands) => {
    await hands.press(hands.page.getByRole("group", { name: "Legend" }).getByRole("button").first());
  }, async (page) => {
    const first = page.getByRole("group", { name: "Legend" }).getByRole("button").first();
    await at.until("it is switched off", async () => (await first.getAttribute("aria-pressed")) === "false");
  }],
  ["Look closer at a part of the time", [MONTH, AMOUNT], async (hands) => {
    if (hands.isMouse) {
      const { x, y, width, height } = await picture(hands.page).boundingBox();
      const box = (share) => ({ x: x + width * share, y: y + height / 2, width: 1, height: 1 });
      await hands.drag(box(0.4), box(0.7));
      await hands.choose(/^Show .* closer/);
    } else {
      await hands.reach(picture(hands.page));
      await hands.key("+");
    }
  }, (page) => page.getByText(/: \d+ of \d+ positions/).waitFor(SLOW)],
  ["Show shares of the total", [REGION, AMOUNT], async (hands) => {
    await hands.press(pill(hands.page, "Rows"));
    await hands.choose("Calculate", "Share of total");
  }, (page) => saysPill(page, "Rows", /share of total/)],
  ["Compare each month with the same month last year", [MONTH, AMOUNT], async (hands) => {
    await hands.press(pill(hands.page, "Rows"));
    await hands.choose("Compare with", "Same period last year, growth");
  }, (page) => saysPill(page, "Rows", /last year|year before|growth/i)],
  ["Keep the five largest countries, the rest as one", [["country", "x", "Columns"], AMOUNT], async (hands) => {
    await hands.press(pill(hands.page, "Columns"));
    await hands.choose("Top", "Top 5");
  }, (page) => at.until("six bars", async () => {
    const all = await told(page, 20);
    return all.length === 6 && all.some((words) => /Others/.test(words));
  })],
  ["See how order values are distributed", [], async (hands) => {
    await hands.put(field(hands.page, "net_amount"), shelf(hands.page, "Columns"), "x");
  }, (page) => isMark(page, "Histogram")],
  ["Compare the spread of regions", [REGION, AMOUNT], async (hands) => {
    await hands.press(pill(hands.page, "Rows"));
    await hands.choose("Row values");
    await hands.press(markButton(hands.page, "Box plot"));
  }, (page) => isMark(page, "Box plot")],
  ["Add a line at the average of the bars", [REGION, AMOUNT], async (hands) => {
    await hands.press(hands.page.getByRole("button", { name: "Add reference line" }));
    await hands.choose("Average");
  }, (page) => saysPill(page, "Reference lines", /Average/)],
  ["Draw bars with a line over them", [MONTH, AMOUNT, ["discount", "y", "Rows"]], async (hands) => {
    await hands.press(pill(hands.page, "Rows"));
    await hands.choose("Draw as", "Bars");
  }, async (page) => {
    await isMark(page, "Bar");
    await page.getByRole("application", { name: /^Bars of sum of net_amount, lines of / }).waitFor(SLOW);
  }],
  ["Write at a bar what it means", [REGION, AMOUNT], async (hands) => {
    await menuOfMark(hands);
    await hands.choose("Annotate this mark …");
    const text = hands.page.getByRole("dialog", { name: /^Text at / }).getByRole("textbox");
    await text.waitFor(SLOW);
    await at.until("the text is asked for", () => text.evaluate((one) => one === document.activeElement));
    await hands.type("Our home market");
    await hands.key("Enter");
  }, async (page) => {
    await saysPill(page, "Annotations", /Our home market/);
    await page.getByRole("application", { name: /annotated: Our home market/ }).waitFor(SLOW);
  }],
  ["Show what was returned over the course of sales", [MONTH, AMOUNT], async (hands) => {
    await hands.press(hands.page.getByRole("button", { name: "New events" }));
    await hands.choose("returns");
    const dialog = hands.page.getByRole("dialog", { name: "New events" });
    await dialog.waitFor(SLOW);
    await at.until("the dialog has the focus", () => dialog.evaluate((one) => one.contains(document.activeElement)));
    await hands.press(dialog.getByRole("button", { name: "Keep" }));
    await dialog.waitFor({ state: "hidden", ...SLOW });
  }, async (page) => {
    await page.getByRole("application", { name: /with 1.000 events of returns/ }).waitFor(SLOW);
    await page.getByRole("button", { name: /^Undo / }).click(SLOW);
    await page.getByRole("checkbox", { name: "Show returns" }).waitFor({ state: "hidden", ...SLOW });
  }],
  ["Show the same figures as a treemap", [REGION, AMOUNT], async (hands) => {
    await hands.press(markButton(hands.page, "Treemap"));
  }, (page) => isMark(page, "Treemap")],
  ["See the rows behind a bar", [REGION, AMOUNT], async (hands) => {
    await menuOfMark(hands);
    await hands.choose("See rows");
  }, async (page) => {
    await page.getByRole("dialog", { name: /^Rows behind / }).getByRole("row").nth(1).waitFor(SLOW);
    await page.keyboard.press("Escape");
  }],
  ["Keep only one region", [REGION, AMOUNT], async (hands) => {
    await menuOfMark(hands);
    await hands.choose(/^Keep only/);
  }, (page) => at.until("one bar is left", async () => (await told(page, 9)).length === 1)],
  ["Leave one region out", [REGION, AMOUNT], async (hands) => {
    await menuOfMark(hands);
    await hands.choose(/^Exclude/);
  }, async (page) => {
    const [[regions]] = asked("select count(distinct region) from orders");
    await at.until("one bar less", async () => (await told(page, 9)).length === Number(regions) - 1);
  }],
  ["Take the last step back", [REGION, AMOUNT], async (hands) => {
    if (hands.isMouse) {
      await hands.press(hands.page.getByRole("button", { name: /^Undo / }));
    } else {
      await hands.key("Control+z");
    }
  }, (page) => pill(page, "Rows").waitFor({ state: "hidden", ...SLOW })],
  ["See the figures as a table", [REGION, AMOUNT], async (hands) => {
    await hands.press(hands.page.getByRole("button", { name: "Show as table" }));
  }, async (page) => {
    await page.getByRole("region", { name: "Rows behind the chart" }).waitFor(SLOW);
    await page.getByRole("button", { name: "Show as picture" }).click(SLOW);
  }],
  ["See the evidence of a note", [MONTH, AMOUNT, ["region", "c", "Colour"]], async (hands) => {
    await hands.press(hands.page.getByRole("button", { name: "Show me: Outliers" }));
  }, async (page) => {
    await page.getByRole("region", { name: "Evidence: Outliers" }).getByRole("row").nth(1).waitFor(SLOW);
    await page.keyboard.press("Escape");
  }],
  ["Write the picture to a file", [REGION, AMOUNT], async (hands, own) => {
    await hands.press(hands.page.getByRole("button", { name: "Export and copy" }));
    await hands.choose(/^Export picture/);
    await hands.press(hands.page.getByRole("button", { name: /^SVG/ }));
    const path = hands.page.getByRole("dialog").getByRole("textbox").last();
    await (hands.isMouse ? hands.press(path) : hands.reach(path));
    await hands.key("Control+a");
    await hands.type(join(own.data, `task-${hands.isMouse}.svg`));
    await hands.press(hands.page.getByRole("button", { name: "Export", exact: true }));
  }, (page, own, hands) => {
    const file = join(own.data, `task-${hands.isMouse}.svg`);
    return at.until("the picture is written", () => existsSync(file) && readFileSync(file, "utf8").includes("DACH"));
  }],
  ["Put the chart on a page", [REGION, AMOUNT], async (hands) => {
    await hands.press(hands.page.getByRole("button", { name: "Add to dashboard" }));
    await hands.choose("Overview");
  }, async (page) => {
    await page.getByText(/ added$/).first().waitFor(SLOW);
    await at.workspace(page, "Chart");
  }],
];

export async function tasks(chrome, address, own, { check }) {
  const { page, complaints } = await at.freshPage(chrome, address);
  await page.getByText("Retail overview").first().click(SLOW);
  await page.getByRole("application", { name: /Lines of/ }).first().waitFor(SLOW);
  const counts = await bothHands(page, own, { check });
  await check("the list of tasks tells these tasks with the steps that they took", () => listed(counts));
  await check("no script failed on the way of tasks", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}

/**
 * Does every task by mouse and again by keys in the open sample, but those that are skipped with a reason, and answers the
 * steps of both by the words of the task.
 */
export async function bothHands(page, own, { check }, skipped = new Map()) {
  const counts = new Map();
  const both = async (words, ready, does, holds) => {
    for (const kind of ["mouse", "keys"]) {
      const why = skipped.get(`${words}, by ${kind}`);
      if (why) {
        console.log(`  SKIPPED 1: ${words}, by ${kind}: ${why}`);
        continue;
      }
      const hands = new Hands(page, kind);
      await check(`${words}, by ${kind}`, async () => {
        await ready();
        await does(hands, own);
        counts.set(words, { ...counts.get(words), [kind]: hands.count });
        await holds(page, own, hands);
      });
    }
  };
  await at.workspace(page, "Chart");
  await page.getByRole("button", { name: "New chart" }).first().waitFor(SLOW);
  for (const [words, fields, does, holds] of CHART_TASKS) {
    await both(words, () => chartOf(page, "orders", fields), does, holds);
  }
  await at.workspace(page, "Dashboard");
  for (const [words, ready, does, holds] of PAGE_TASKS) {
    await both(words, () => ready(page), does, holds);
  }
  return counts;
}

/**
 * No task takes more steps than tests/tasks.md says: not one more by mouse, and not half as many more by keys, whose
 * way leads past whatever else stands on the screen. With ASSAY_WRITE_TASKS set the table is written anew.
 */
export function listed(counts) {
  const text = readFileSync(LIST, "utf8");
  if (process.env.ASSAY_WRITE_TASKS) {
    const [head, rest] = text.split("<!-- counted -->\n");
    const [, tail] = rest.split("<!-- end -->\n");
    const rows = [...counts].map(([words, { mouse, keys }], nth) => `| ${nth + 1} | ${words} | ${mouse} | ${keys} |\n`);
    const table = `| | task | by mouse | by keys |\n|---|---|---|---|\n${rows.join("")}`;
    writeFileSync(LIST, `${head}<!-- counted -->\n${table}<!-- end -->\n${tail}`);
    return;
  }
  const known = new Map();
  for (const [, words, mouse, keys] of text.matchAll(/^\| \d+ \| (.+) \| (\d+) \| (\d+) \|$/gm)) {
    known.set(words, { mouse: Number(mouse), keys: Number(keys) });
  }
  must(known.size === counts.size, `the list has ${known.size} tasks, ${counts.size} were done`);
  for (const [words, { mouse, keys }] of counts) {
    const most = known.get(words);
    must(most, `the list does not know “${words}”`);
    must(mouse === undefined || mouse <= most.mouse, `${words}: ${mouse} steps by mouse, ${most.mouse} before`);
    must(keys <= most.keys * 1.5 + 4, `${words}: ${keys} steps by keys, ${most.keys} before`);
  }
}
