// Names of cells: what a person may type, and what a new cell is called.
import { t } from "../i18n/t";

const PATTERN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const MOST = 63;

/** Why a name cannot be used; none when it can. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (name === "") {
    return t("notebook.name.empty");
  }
  if (/^\p{N}/u.test(name)) {
    return t("notebook.name.digit");
  }
  if (!PATTERN.test(name)) {
    return t("notebook.name.signs");
  }
  if ([...name].length > MOST) {
    return t("notebook.name.long", { most: MOST });
  }
  const known = taken.find((other) => other.toLowerCase() === name.toLowerCase());
  return known === undefined ? null : t("notebook.name.taken", { name: known });
}

/** `wanted`, or `wanted_2` and so on when it is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const stem = wanted.slice(0, MOST - 4).replace(/_\d+$/, "");
  let name = wanted;
  for (let count = 2; used.has(name.toLowerCase()); count += 1) {
    name = `${stem}_${count}`;
  }
  return name;
}
