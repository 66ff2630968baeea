// Two people on one machine, each with an account of their own, exchange a workbook: encrypted and
// signed, opened, trusted, reproduced, edited on both sides and merged without loss.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { accessibilityFaults, account, BIN, must, serve } from "./harness.mjs";
import * as at from "./page.mjs";

const { SLOW } = at;
const WORD = "correct horse battery";
/** Deriving a key takes its time, the more so in a build that is not optimised. */
const PATIENT = { timeout: 60_000 };
const DESCENDING = [["south", 20], ["north", 10], ["west", 5]];

export async function profiles(chrome, address, ada, { check }) {
  const team = join(ada.data, "team");
  mkdirSync(team);
  writeFileSync(join(team, "sales.csv"), "region,amount\nnorth,10\nsouth,20\nwest,5\n");
  writeFileSync(join(ada.home, "word.txt"), `${WORD}\n`);
  const [review, copy] = [join(team, "review.assay"), join(team, "review-ben.assay")];
  const ben = account();
  const other = serve(ben);
  const hers = await at.blank(chrome, address);
  const his = await at.freshPage(chrome, await other.address);
  const [totals, count] = await filled(hers.page, team);
  const cli = (own, ...words) =>
    execFileSync(join(BIN, "assay"), [...words, "--passphrase-file", join(ada.home, "word.txt")], { env: own.env, encoding: "utf8" });

  await check("the network is cut, as far as this system lets it be", async () => {
    if (process.env.ASSAY_NETWORK === "cut") {
      must(!(await reaches("192.0.2.1", 80)), "an address outside is reached");
    } else {
      console.log("          not cut here: no network namespace can be made");
    }
  });

  await check("a workbook is saved, keeps a version, is encrypted and signed by keyboard", async () => {
    await saveAs(hers.page, team, "review");
    await hers.page.keyboard.press("Alt+Shift+V");
    await hers.page.getByLabel("Name of the version").waitFor(SLOW);
    await hers.page.keyboard.type("Sent");
    await hers.page.keyboard.press("Enter");
    const dialog = hers.page.getByRole("dialog");
    await dialog.getByRole("list", { name: "Versions, newest first" }).getByText("Sent").waitFor(SLOW);
    await hers.page.keyboard.press("Escape");
    await at.command(hers.page, "Passphrase and signature");
    await dialog.getByText("Nobody has signed this file as it is now.").waitFor(SLOW);
    await hers.page.keyboard.type("short");
    await dialog.getByText("A passphrase has at least 8 characters; several words are best.").waitFor(SLOW);
    await dialog.getByRole("textbox", { name: "Passphrase", exact: true }).fill(WORD);
    await dialog.getByRole("textbox", { name: "The same once more", exact: true }).fill(WORD);
    await at.photograph(hers.page, "protect");
    const faults = await accessibilityFaults(hers.page);
    must(faults.length === 0, faults.join("\n"));
    await press(hers.page, dialog.getByRole("button", { name: "Encrypt and save" }));
    await dialog.getByText("This workbook is encrypted: its file opens with the passphrase alone.").waitFor(PATIENT);
    await at.until("the file is encrypted", () => readFileSync(review).subarray(0, 21).toString() === "age-encryption.org/v1", undefined, 30_000);
    await press(hers.page, dialog.getByRole("button", { name: "Sign this file" }));
    await dialog.getByText(/Signed on this computer .* unchanged since\./).first().waitFor(PATIENT);
    await dialog.getByText("Your public key").waitFor(SLOW);
    await at.photograph(hers.page, "protect-signed");
    await hers.page.keyboard.press("Escape");
  });

  await check("elsewhere it asks for its passphrase, says from whom it is, and runs nothing", async () => {
    await hisOpen(his.page, review);
    const dialog = his.page.getByRole("dialog", { name: "review.assay is encrypted" });
    await dialog.waitFor(PATIENT);
    await his.page.keyboard.type("correct horse batterY");
    await his.page.keyboard.press("Enter");
    await dialog.getByText(/This passphrase does not open the workbook/).waitFor(PATIENT);
    await at.photograph(his.page, "passphrase");
    const faults = await accessibilityFaults(his.page);
    must(faults.length === 0, faults.join("\n"));
    await at.enter(dialog.getByRole("textbox", { name: "Passphrase", exact: true }), WORD);
    const bar = his.page.getByRole("region", { name: "Workbook that is not trusted" });
    await bar.getByText(/with a key that is not known here.*unchanged since/).waitFor(PATIENT);
    await at.cell(his.page, totals).getByText("north").first().waitFor(SLOW);
    await at.photograph(his.page, "signed-unknown");
  });

  await check("the key is known by name from then on, and the workbook is trusted", async () => {
    await at.command(his.page, "Passphrase and signature");
    const dialog = his.page.getByRole("dialog");
    await dialog.getByLabel("Whose key is this?").fill("Ada");
    await press(his.page, dialog.getByRole("button", { name: "I know this key" }));
    await dialog.getByText(/Signed by Ada .* unchanged since\./).waitFor(SLOW);
    await his.page.keyboard.press("Escape");
    const bar = his.page.getByRole("region", { name: "Workbook that is not trusted" });
    await bar.getByText(/Signed by Ada/).waitFor(SLOW);
    await bar.getByRole("button", { name: "Trust", exact: true }).click(SLOW);
    await bar.waitFor({ state: "hidden", ...SLOW });
    await at.command(his.page, "Reproduce");
    await dialog.getByText("Every stored answer came out the same.").waitFor(PATIENT);
    await his.page.keyboard.press("Escape");
  });

  await check("both edit, and the merge keeps both", async () => {
    await at.write(his.page, totals, "select region, sum(amount) as total from sales group by region order by total desc");
    await his.page.keyboard.press("Control+Enter");
    await at.shows(his.page, totals, DESCENDING);
    await saveAs(his.page, team, "review-ben");
    await at.write(hers.page, count, "select count(*) as orders from sales");
    await hers.page.keyboard.press("Control+Enter");
    await at.shows(hers.page, count, [[3]]);
    await hers.page.keyboard.press("Control+S");
    await hers.page.getByText(/^Saved/).first().waitFor(PATIENT);
    cli(ada, "trust", copy);
    await at.command(hers.page, "Merge a file");
    await at.answerFile(hers.page, copy);
    const asked = hers.page.getByRole("dialog", { name: "review-ben.assay is encrypted" });
    await asked.waitFor(PATIENT);
    await hers.page.keyboard.type(WORD);
    await hers.page.keyboard.press("Enter");
    const dialog = hers.page.getByRole("dialog", { name: /Merge review-ben/ });
    await dialog.getByText("No place was changed on both sides.").waitFor(PATIENT);
    await dialog.getByRole("button", { name: "Merge", exact: true }).click(SLOW);
    await at.cell(hers.page, totals).getByText("order by total desc").waitFor(SLOW);
    await at.cell(hers.page, count).getByText("as orders").waitFor(SLOW);
    await at.cell(hers.page, totals).getByRole("button", { name: "Run", exact: true }).first().click(SLOW);
    await at.shows(hers.page, totals, DESCENDING);
    await hers.page.keyboard.press("Control+S");
    await at.until("the merge is saved", () => cli(ada, "diff", review, copy).includes(count), () => cli(ada, "diff", review, copy), 30_000);
  });

  await check("the other one gets the same answers from the merged file, headless", async () => {
    const told = cli(ben, "run", review, "--check", "--trust-once");
    must(/2 same/.test(told), told);
  });

  await check("no script failed on the way", async () => {
    must(hers.complaints.length + his.complaints.length === 0, [...hers.complaints, ...his.complaints].join("\n"));
  });
  await at.leave(hers.page);
  await hers.page.close();
  await his.page.close();
  other.stop();
  ben.remove();
}

/** Two cells over the data of the team, run. */
async function filled(page, team) {
  await at.addFile(page, join(team, "sales.csv"), "sales");
  const totals = await at.insertSql(page, "select region, sum(amount) as total from sales group by region order by region");
  await at.run(page, totals);
  const count = await at.insertSql(page, "select count(*) as n from sales");
  await at.run(page, count);
  await page.keyboard.press("Escape");
  return [totals, count];
}

async function saveAs(page, folder, name) {
  await page.keyboard.press("Escape");
  await at.saveAs(page, folder, name);
}

async function hisOpen(page, path) {
  await page.keyboard.press("Control+O");
  await at.answerFile(page, path);
}

/** Presses a button with the keyboard. */
async function press(page, button) {
  await button.focus();
  await page.keyboard.press("Enter");
}

/** Whether a connection to an address outside is made or even under way after a second. */
function reaches(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (held) => {
      socket.destroy();
      resolve(held);
    };
    socket.on("connect", () => answer(true));
    socket.on("error", () => answer(false));
    setTimeout(() => answer(true), 1000);
  });
}
