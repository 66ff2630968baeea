// What a workbook says once for all of its answers: the seed of values by chance, by keyboard.
import { accessibilityFaults, must } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const TITLE = "Conventions of this workbook";

export async function conventions(chrome, address, _, { check }) {
  const { page, complaints } = await at.blank(chrome, address);
  const name = await at.insertSql(page, "select random() as r, uuid() as u");
  await at.run(page, name);
  const dialog = page.getByRole("dialog", { name: TITLE });
  const seed = dialog.getByRole("textbox", { name: "Seed of values by chance" });
  const drawn = async () => JSON.stringify(await at.rows(page, name));
  const stale = (why) => at.cell(page, name).getByText(`Stale, ${why}`).first().waitFor(SLOW);
  const again = async () => {
    await at.cell(page, name).getByRole("button", { name: "Run", exact: true }).first().click(SLOW);
    await at.cell(page, name).getByText(/^Stale/).first().waitFor({ state: "hidden", ...SLOW });
    await at.fresh(page, name);
    return drawn();
  };

  await check("a seed that is none is refused beside its field, and nothing is changed", async () => {
    await page.keyboard.press("Escape");
    await at.command(page, TITLE);
    await at.enter(seed, "-1");
    await dialog.getByText(/Give a whole number from 0 to 4294967295, or nothing/).waitFor(SLOW);
    must((await seed.getAttribute("aria-invalid")) === "true", "the field does not say that it is wrong");
    await at.photograph(page, "conventions");
    const faults = await accessibilityFaults(page);
    must(faults.length === 0, faults.join("\n"));
  });

  await check("with a seed the same values come each time, and it can be undone", async () => {
    await at.enter(seed, "7");
    await dialog.waitFor({ state: "hidden", ...SLOW });
    await stale("the seed changed");
    const seven = await again();
    must(seven === (await again()), "drawn again, the values are others");
    await at.command(page, TITLE);
    await at.enter(seed, "8");
    await stale("the seed changed");
    must(seven !== (await again()), "another seed draws the same");
    await page.keyboard.press("Escape");
    await at.command(page, "Undo");
    await stale("the seed changed");
    must(seven === (await again()), "the seed of before draws others");
  });

  await check("no script failed on the way", async () => {
    must(complaints.length === 0, complaints.join("\n"));
  });
  await at.leave(page);
  await page.close();
}
