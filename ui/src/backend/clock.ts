// Instants and times of day as ISO 8601 text, to the nanosecond and in the zone of their column.

const SECOND = 1_000_000_000n;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The instant as text: local wall-clock time with its offset when there is a zone. */
export function instantText(nanoseconds: bigint, zone: string | null): string {
  const seconds = floorDivide(nanoseconds, SECOND);
  const rest = nanoseconds - seconds * SECOND;
  const offset = zone === null ? 0 : offsetSeconds(Number(seconds), zone);
  const moment = new Date((Number(seconds) + offset) * 1000);
  if (Number.isNaN(moment.getTime())) {
    return nanoseconds.toString();
  }
  const text = `${moment.toISOString().slice(0, -5)}${fraction(rest)}`;
  return zone === null ? text : text + offsetText(offset);
}

/** A time of day from nanoseconds since midnight. */
export function timeText(nanoseconds: bigint): string {
  const seconds = nanoseconds / SECOND;
  const part = (value: bigint) => value.toString().padStart(2, "0");
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(part).join(":");
  return clock + fraction(nanoseconds % SECOND);
}

function fraction(nanoseconds: bigint): string {
  if (nanoseconds === 0n) {
    return "";
  }
  return `.${nanoseconds.toString().padStart(9, "0").replace(/0+$/, "")}`;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function offsetSeconds(seconds: number, zone: string): number {
  const formatter = formatterOf(zone);
  if (!formatter) {
    return 0;
  }
  const fields = new Map(
    formatter.formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value]),
  );
  const field = (name: Intl.DateTimeFormatPartTypes) => Number(fields.get(name));
  const local = Date.UTC(
    field("year"),
    field("month") - 1,
    field("day"),
    field("hour"),
    field("minute"),
    field("second"),
  );
  return Math.round(local / 1000 - seconds);
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known) {
    return known;
  }
  try {
    const made = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(zone, made);
    return made;
  } catch {
    return null;
  }
}

function offsetText(seconds: number): string {
  const sign = seconds < 0 ? "-" : "+";
  const minutes = Math.round(Math.abs(seconds) / 60);
  const part = (value: number) => String(value).padStart(2, "0");
  return `${sign}${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`;
}
