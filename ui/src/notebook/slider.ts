// Values of a slider as decimal text: every value is the least plus whole steps, never rounded by
// a double.
type Range = { min: string; max: string; step: string | null };

interface Grid {
  scale: number;
  min: bigint;
  max: bigint;
  step: bigint;
}

const STEPS = 100n;

/** How far along a value lies, 0 to 1. */
export function shareOf(value: string, min: string, max: string): number {
  const share = (Number(value) - Number(min)) / (Number(max) - Number(min));
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

/** The value at a place along the slider, on its steps. */
export function sliderValue(place: number, range: Range): string {
  const grid = gridOf(range);
  const within = Math.min(1, Math.max(0, place));
  const far = (grid.max - grid.min) / grid.step;
  const steps = BigInt(Math.round(within * Number(far)));
  const value = within === 1 ? grid.max : grid.min + steps * grid.step;
  return textOf(value > grid.max ? grid.max : value, grid.scale);
}

/** The value that a key leads to; none for other keys. */
export function keyStep(key: string, value: string, range: Range): string | null {
  const grid = gridOf(range);
  const now = scaled(value, grid.scale);
  const moves: Record<string, bigint> = {
    ArrowRight: now + grid.step,
    ArrowUp: now + grid.step,
    ArrowLeft: now - grid.step,
    ArrowDown: now - grid.step,
    PageUp: now + 10n * grid.step,
    PageDown: now - 10n * grid.step,
    Home: grid.min,
    End: grid.max,
  };
  const next = moves[key];
  if (next === undefined) {
    return null;
  }
  const within = next < grid.min ? grid.min : next > grid.max ? grid.max : next;
  return textOf(within, grid.scale);
}

function gridOf({ min, max, step }: Range): Grid {
  const fraction = (text: string) => text.split(".")[1]?.length ?? 0;
  const scale = Math.max(fraction(min), fraction(max), fraction(step ?? ""));
  const least = scaled(min, scale);
  const most = scaled(max, scale);
  const own = step === null ? 0n : scaled(step, scale);
  const whole = (most - least) / STEPS;
  return { scale, min: least, max: most, step: own > 0n ? own : whole > 0n ? whole : 1n };
}

function scaled(text: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  const digits = `${whole}${fraction.slice(0, scale).padEnd(scale, "0")}`;
  return BigInt(digits === "" || digits === "-" ? "0" : digits);
}

function textOf(value: bigint, scale: number): string {
  if (scale === 0) {
    return value.toString();
  }
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, "");
  return text === "0" ? "0" : sign + text;
}
