// Maps, gauges and error bars in the browser: places are found by name and code, the map says what it does not
// know, the ends of an interval are those of a computation by hand.
import { must } from "./harness.mjs";
import { choose, choosePillMenu, photograph, put, stage, tells, told } from "./canvas.mjs";
import * as at from "./page.mjs";

const SALES = [
  ["Germany", 13.4, 52.5, 120],
  ["FR", 2.35, 48.86, 90],
  ["ITA", 12.5, 41.9, 60],
  ["Spain", -3.7, 40.4, 45],
  ["DACH", 10, 47, 30],
];
const ROWS = SALES.flatMap(([country, longitude, latitude, net]) =>
  [0.5, 1, 1.5].map((part) => `('${country}', ${longitude}, ${latitude}, ${net * part})`));
const SQL = `select * from (values ${ROWS.join(", ")}) as t(country, longitude, latitude, net)`;

/** Of three values with two degrees of freedom: t(0.975, 2). */
const T = 4.302652729749464;

export async function maps(chrome, address, own, { check }) {
  const { page, complaints } = await at.blank(chrome, address);

  await check("sales of countries stand on the canvas", async () => {
    await stage(page, SQL, "net");
  });

  await check("countries are coloured, and the one that is none is named", async () => {
    await put(page, [["x", "Columns", "country"], ["y", "Rows", "net"]]);
    await choose(page, "Choropleth");
    const wanted = SALES.slice(0, 4).map(([country, , , net]) => [country, String(net * 3)]);
    await tells(page, wanted, "Choropleth");
    must((await told(page)).length === 4, "only what is on the map is walked over");
    await page.getByText("1 place is not on the map: DACH").waitFor(at.SLOW);
    await photograph(page, "Choropleth");
    await choose(page, "Symbol map");
    await tells(page, wanted, "Symbol map");
  });

  await check("a map has a menu and a table as every mark has", async () => {
    await choose(page, "Choropleth");
    const picture = page.getByRole("main").getByRole("application").first();
    await picture.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "See rows" }).waitFor(at.SLOW);
    await page.keyboard.press("Escape");
    await picture.focus();
    await page.keyboard.press("Alt+F10");
    await page.getByRole("region", { name: "Rows behind the chart" }).waitFor(at.SLOW);
    await page.getByRole("button", { name: "Show as picture" }).click(at.SLOW);
  });

  await check("degrees are a map without being asked", async () => {
    await put(page, [["x", "Columns", "longitude"], ["y", "Rows", "latitude"]]);
    await at.until("a map is chosen", async () => (await choose.current(page)) === "Symbol map");
    // The three sales of a place lie on each other and say the same.
    await tells(page, [["longitude", "latitude"]], "Symbol map");
    await photograph(page, "Symbol map");
  });

  await check("a gauge tells its amount", async () => {
    await put(page, [["y", "Rows", "net"], ["y", "Rows", "net"]]);
    await choosePillMenu(page, "Rows", 1, "Maximum");
    await choose(page, "Gauge");
    await tells(page, [["1035", "180"]], "Gauge");
    await photograph(page, "Gauge");
  });

  await check("an average has the interval that is computed by hand", async () => {
    await put(page, [["x", "Columns", "country"], ["y", "Rows", "net"]]);
    await choosePillMenu(page, "Rows", 0, "Average");
    await choose(page, "Bar");
    await choosePillMenu(page, "Rows", 0, "Error bars of 95 %");
    const reach = (T * 60) / Math.sqrt(3);
    const ends = [120 - reach, 120 + reach].map((end) => String(Math.round(end)));
    await at.until("the interval is told", async () => {
      const all = await told(page);
      const own = all.find((words) => words.includes("Germany")) ?? "";
      return own.includes(`95 %: ${ends[0]}`) && own.includes(`to ${ends[1]}`) && own.includes("n = 3");
    });
    await photograph(page, "Bar intervals");
    await choosePillMenu(page, "Rows", 0, "Sum");
    await at.until("a sum has none", async () => !(await told(page)).some((words) => words.includes("95 %")));
  });

  await check("no script failed on the way of maps", () => must(complaints.length === 0, complaints.join("\n")));
  await at.leave(page);
  await page.close();
}
