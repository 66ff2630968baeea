// How the share of missing values is written in the tree and in tables.
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import { number, percent } from "../i18n/format";

/** From this share on it is marked. */
const HIGH = 0.02;

/** The share in figures alone, in full, and whether it is high. */
export function nullText(profile: ColumnProfile): { short: string; full: string; isHigh: boolean } {
  const share = profile.rows === 0 ? 0 : profile.nulls / profile.rows;
  return { short: shortShare(share), full: percent(share), isHigh: share >= HIGH };
}

/** Without the sign: `0`, `3.1`, `61`; what is more than nothing is never written as nothing. */
function shortShare(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) {
    return "<0.1";
  }
  return number(value, value < 10 ? 1 : 0);
}
