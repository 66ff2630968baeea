// Instants as a person reads them: no more of the clock than there is to say.

const PARTS = /^(.+)T(\d\d:\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?$/;

/** How much of the clock an instant says: 0 midnight, 1 minutes, 2 seconds and below. */
export function clockOf(iso: string): number {
  const match = PARTS.exec(iso);
  if (!match) {
    return 0;
  }
  const [, , minutes, seconds = "00"] = match;
  if (Number(seconds) !== 0) {
    return 2;
  }
  return minutes === "00:00" ? 0 : 1;
}

/**
 * `2026-11-20T18:42:00` as `2026-11-20 18:42`: at least so much of the clock, and as much as the
 * instant itself needs. A zone's offset stays beside a clock.
 */
export function instantIn(iso: string, clock: number): string {
  const match = PARTS.exec(iso);
  if (!match) {
    return iso.replace("T", " ");
  }
  const [, day = "", minutes = "", seconds = "00", offset = ""] = match;
  switch (Math.max(clock, clockOf(iso))) {
    case 0:
      return day;
    case 1:
      return `${day} ${minutes}${offset}`;
    default:
      return `${day} ${minutes}:${seconds}${offset}`;
  }
}
