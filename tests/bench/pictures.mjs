// Pictures and pages over ten million rows: until the rows of a picture are there, how many bytes they have, and
// how long every other tile takes to follow a click.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { BIN } from "../e2e/harness.mjs";
import { each, elapsed, median, percentile, tell } from "./figures.mjs";

const CLICKS = 40;
const sum = (field) => [{ field, aggregate: "sum" }];
const SOURCE = { version: 1, source: "visits" };
/** Pictures by their names: what a person would drag first. */
const PICTURES = {
  "bars of 7 regions": { mark: "bar", x: [{ field: "region" }], y: sum("amount") },
  "bars of 977 notes, the rest folded": { mark: "bar", x: [{ field: "note" }], y: sum("amount") },
  "a line by day": { mark: "line", x: [{ field: "day", unit: "day" }], y: sum("amount") },
  "a line of ten million points (M4)": { mark: "line", x: [{ field: "id" }], y: sum("amount") },
  "a histogram": { mark: "histogram", x: [{ field: "amount" }] },
  "a scatter plot of ten million points": { mark: "scatter", x: [{ field: "share" }], y: [{ field: "amount" }] },
};
const TILES = ["bars of 7 regions", "a line by day", "a histogram", "bars of 977 notes, the rest folded"];

/** `ten` is the Parquet file of ten million rows. */
export async function pictures(app, own, ten) {
  console.log("== Pictures and pages over ten million rows");
  const visits = join(own.data, "visits.parquet");
  const sql =
    "select id, 'R' || cast(id % 7 as varchar) as region, note, date '2022-01-01' + cast(id % 1461 as integer) as day, " +
    "x as amount, (id * 7919 % 100003) / 1000e0 as share from ten";
  execFileSync(join(BIN, "assay"), ["query", "--source", `ten=${ten}`, "--format", "parquet", "--output", visits, sql], { env: own.env });
  const { session } = await app.call("new_workbook", {});
  await app.call("add_source", { session, path: visits, options: {}, name: "visits", job: app.job() });
  const cells = {};
  for (const [name, spec] of Object.entries(PICTURES)) {
    const cell = `picture_${Object.keys(cells).length}`;
    cells[name] = cell;
    const body = { type: "chart", spec: { ...SOURCE, ...spec } };
    let bytes = 0;
    const took = await elapsed(async () => {
      await app.call("apply_edit", { session, edit: { edit: "insert_cell", index: 999, cell: { id: cell, name: cell, body } } });
      bytes = (await app.call("read_chart", { session, cell })).length;
    });
    tell(`first picture of 10 M rows: ${name}`, took, "ms", 1000, `${(bytes / 1024).toFixed(0)} KiB sent`);
  }
  await clicks(app, session, cells);
  await app.call("close_workbook", { session, discard: true });
}

/** A page of four tiles: clicks on bars of the first, until the other three have their rows. */
async function clicks(app, session, cells) {
  const tiles = TILES.map((name, at) => ({
    id: `t${at}`,
    place: { column: 0, width: 12, top: at * 60, height: 60 },
    content: { type: "chart", cell: cells[name] },
  }));
  const page = "p";
  await app.call("apply_edit", { session, edit: { edit: "insert_page", index: 0, page: { id: page, title: "Visits", tiles } } });
  const follow = async (view) =>
    Promise.all(view.tiles.slice(1).map(({ tile, version }) => app.call("read_tile", { session, page, tile, version })));
  const click = async (region) => {
    const values = [{ type: "text", value: region }];
    const picks = [{ field: "region", picked: { by: "marks", values, unit: null, bin_width: null } }];
    await follow(await app.call("set_selection", { session, page, tile: "t0", picks }));
  };
  const shown = await elapsed(async () => follow(await app.call("view_page", { session, page })));
  tell("a page of four tiles until all have their rows", shown, "ms");
  tell("first click on a bar until three tiles have followed", await elapsed(() => click("R0")), "ms", 1000);
  const took = await each(CLICKS, (at) => click(`R${(at * 3 + 1) % 7}`));
  const note = `median ${median(took).toFixed(0)}, worst of ${CLICKS}: ${percentile(took, 1).toFixed(0)} ms`;
  tell("further clicks, p95", percentile(took, 0.95), "ms", 100, note);
}
