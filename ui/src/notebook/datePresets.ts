// Usual ranges of days, counted from a day of this machine's calendar.

/** Names of the ranges. */
export const PRESETS = ["all", "thisYear", "lastYear", "last30", "last365"] as const;
/** One of the ranges. */
export type Preset = (typeof PRESETS)[number];

/** Both ends of a range as ISO days, today included. */
export function presetRange(
  preset: Preset,
  today: Date,
): { from: string | null; to: string | null } {
  const year = today.getFullYear();
  const back = (days: number) => isoDay(new Date(year, today.getMonth(), today.getDate() - days));
  switch (preset) {
    case "all":
      return { from: null, to: null };
    case "thisYear":
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    case "lastYear":
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
    case "last30":
      return { from: back(29), to: back(0) };
    case "last365":
      return { from: back(364), to: back(0) };
  }
}

function isoDay(date: Date): string {
  const part = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}
