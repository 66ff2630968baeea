// The little drawing on a sample's card. Each sample that we ship has one that hints at its story;
// another gets a plain one drawn from its name. Shapes, not data: the card says so with no axis.

/** A bar, a dot or a line in a 300 × 92 picture. */
export type Shape =
  | {
      shape: "bar";
      x: number;
      y: number;
      width: number;
      height: number;
      fill: string;
      opacity: number;
    }
  | { shape: "dot"; x: number; y: number; radius: number; fill: string }
  | { shape: "line"; path: string; stroke: string; width: number };

const BASE = 82;

/** The drawing for a sample by its name. */
export function shapesFor(name: string): Shape[] {
  if (name.includes("retail")) {
    return retail();
  }
  if (name.includes("flight")) {
    return flights();
  }
  return plain(name);
}

function retail(): Shape[] {
  const heights = [8.4, 12.9, 19.6, 17.4, 26.3, 33, 30.8, 39.8, 44.2, 42, 53.2, 64.4];
  const bars = heights.map(
    (height, index): Shape => ({
      shape: "bar",
      x: 18 + index * 22.5,
      y: BASE - height,
      width: 13,
      height,
      fill: "var(--data-1)",
      opacity: index < 9 ? 0.34 : 0.95,
    }),
  );
  const rising = [62, 56.4, 48, 50.8, 39.6, 31.2, 34, 22.8, 17.2, 20, 6, -8];
  return [...bars, line(rising, 24.5, 22.5, "var(--data-2)", 2)];
}

function flights(): Shape[] {
  const random = seeded(1336);
  const curve = (from: number, swing: number, phase: number) =>
    Array.from({ length: 90 }, (_, at) => from + swing * Math.sin(at / 9 + phase) + random() * 3.2);
  const delayed = curve(48, 4, 0).map((y, at) => (at > 60 && at < 66 ? y - 16 : y));
  return [
    line(curve(24, 2.6, 1.2), 14, 3.05, "var(--data-3)", 1.5),
    line(delayed, 14, 3.05, "var(--data-1)", 1.5),
    line(curve(73, 1.2, 2.1), 14, 3.05, "var(--data-9)", 1.5),
  ];
}

function plain(name: string): Shape[] {
  const random = seeded([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  return Array.from({ length: 60 }, () => ({
    shape: "dot" as const,
    x: 20 + random() * 260,
    y: 14 + random() * 64,
    radius: 2 + random() * 2,
    fill: `var(--data-${1 + Math.floor(random() * 4)})`,
  }));
}

function line(ys: number[], from: number, step: number, stroke: string, width: number): Shape {
  const points = ys.map((y, at) => `${(from + at * step).toFixed(1)} ${y.toFixed(1)}`);
  return { shape: "line", path: `M${points.join("L")}`, stroke, width };
}

/** The same numbers from 0 to 1 each time for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
