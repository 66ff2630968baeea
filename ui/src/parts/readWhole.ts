// Whole numbers that a person types: refused in words, never bent into one that fits.
import { count } from "../i18n/format";
import { t } from "../i18n/t";

/** Text that was understood, or why not. */
export type Read<Result> = { ok: true; value: Result } | { ok: false; because: string };

/** Reads a whole number within limits, both included. */
export function readWhole(typed: string, least: number, most: number): Read<number> {
  const text = typed.trim();
  const value = Number(text);
  return /^\d{1,15}$/.test(text) && value >= least && value <= most
    ? { ok: true, value }
    : { ok: false, because: t("common.wantWhole", { least: count(least), most: count(most) }) };
}
