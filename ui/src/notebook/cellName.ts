// Names of cells: what a person may type.
import { MOST_NAME } from "../backend/newCell";
import { t } from "../i18n/t";

const PATTERN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

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
  if ([...name].length > MOST_NAME) {
    return t("notebook.name.long", { most: MOST_NAME });
  }
  const known = taken.find((other) => other.toLowerCase() === name.toLowerCase());
  return known === undefined ? null : t("notebook.name.taken", { name: known });
}
