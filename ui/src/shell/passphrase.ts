// Encrypted workbooks: a passphrase is asked for once and stays in the memory of the application.
import { call } from "../backend/call";
import { BackendError, toBackendError } from "../backend/error";
import { t } from "../i18n/t";
import { ask } from "./dialogs";

/** What the application says of a file that nobody gave the passphrase of. */
const NEEDED = "WB_PASSPHRASE";
/** The person gave no passphrase. */
export const NOT_GIVEN = "CANCELLED";
/** Fewer characters are guessed; the application refuses them too. */
export const SHORTEST = 8;

/** Does something with a file; asks for its passphrase first when it is encrypted. */
export async function unlocking<Answer>(
  path: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (thrown) {
    if (toBackendError(thrown).code !== NEEDED) {
      throw thrown;
    }
  }
  const isUnlocked = await ask<boolean>((answer) => ({ dialog: "passphrase", path, answer }));
  if (!isUnlocked) {
    throw new BackendError({ code: NOT_GIVEN, message: t("protect.notGiven") });
  }
  return work();
}

/** Tries a passphrase; answers what is wrong with it, or nothing. */
export async function unlock(path: string, passphrase: string): Promise<string | null> {
  try {
    await call("unlock_file", { path, passphrase });
    return null;
  } catch (thrown) {
    return toBackendError(thrown).message;
  }
}

/** What is wrong with a new passphrase and its repetition; nothing when it can be taken. */
export function faultOf(passphrase: string, again: string): string | null {
  if ([...passphrase].length < SHORTEST) {
    return t("protect.tooShort", { count: SHORTEST });
  }
  return passphrase === again ? null : t("protect.notSame");
}
