// The countries of the world: their shapes, the names and codes that find them, and where a place of the
// earth stands on a flat map. Pure.
import world from "../../../../assets/map/countries.json";

/** Longitude and latitude in degrees; on the map, parts of the earth's radius to the right and up. */
export type Point = [number, number];

export interface Country {
  name: string;
  /** The middle of its largest part. */
  at: Point;
  /** On the map; none for one that is too small to be drawn. */
  rings: Point[][];
}

/** A part of the map. */
export interface Bounds {
  left: number;
  right: number;
  low: number;
  high: number;
}

/** Every country, drawn flat. */
export const COUNTRIES: Country[] = world.countries.map(({ name, at, rings }) => ({
  name,
  at: [at[0] ?? 0, at[1] ?? 0],
  rings: rings.map((ring) => {
    let [x, y] = [0, 0];
    return Array.from({ length: ring.length / 2 }, (_, place): Point => {
      [x, y] = [x + (ring[2 * place] ?? 0), y + (ring[2 * place + 1] ?? 0)];
      return flat([x / 100, y / 100]);
    });
  }),
}));

const FOUND = new Map(
  world.countries.flatMap(({ iso2, iso3, name, also }, place) =>
    [iso2, iso3, name, ...also].map((one) => [plain(one), COUNTRIES[place]] as const),
  ),
);

/** The country of a name or code, whatever its case and signs; none when it is not known. */
export function countryOf(name: string): Country | undefined {
  const key = plain(name);
  return key === "" ? undefined : FOUND.get(key);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** A place on the map, by the Equal Earth projection (Šavrič, Patterson and Jenny 2018): areas are true. */
export function flat([longitude, latitude]: Point): Point {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const angle = Math.asin((Math.sqrt(3) / 2) * Math.sin((latitude * Math.PI) / 180));
  const two = angle * angle;
  const six = two * two * two;
  const across =
    (2 * Math.sqrt(3) * ((longitude * Math.PI) / 180) * Math.cos(angle)) /
    (3 * (9 * a4 * six * two + 7 * a3 * six + 3 * a2 * two + a1));
  return [across, angle * (a4 * six * two + a3 * six + a2 * two + a1)];
}

/** A box around points. */
export function boundsOf(points: Point[]): Bounds {
  const bounds = { left: Infinity, right: -Infinity, low: Infinity, high: -Infinity };
  for (const [x, y] of points) {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.low = Math.min(bounds.low, y);
    bounds.high = Math.max(bounds.high, y);
  }
  return bounds;
}

const WORLD = boundsOf(COUNTRIES.flatMap(({ rings }) => rings.flat()));
/** Room around what is shown, in parts of it; less than this part of the world is not shown. */
const ROOM = 0.15;
const LEAST = 0.12;
/** More than this part of the world is shown whole. */
const MOST = 0.6;

/** The part of the map that shows these places: the whole of it, when they lie far from each other. */
export function shownAround(points: Point[]): Bounds {
  const { left, right, low, high } = boundsOf(points);
  const [wide, tall] = [WORLD.right - WORLD.left, WORLD.high - WORLD.low];
  const half = (length: number, whole: number) =>
    Math.max((length * (1 + 2 * ROOM)) / 2, (whole * LEAST) / 2);
  const [x, y] = [(left + right) / 2, (low + high) / 2];
  const [across, up] = [half(right - left, wide), half(high - low, tall)];
  if (across * 2 > wide * MOST || up * 2 > tall * MOST) {
    return WORLD;
  }
  return { left: x - across, right: x + across, low: y - up, high: y + up };
}

/** The largest part of a country, which is what it is known by. */
export function mainland({ rings, at }: Country): Point[] {
  const size = (ring: Point[]) => {
    const { left, right, low, high } = boundsOf(ring);
    return (right - left) * (high - low);
  };
  const [largest] = [...rings].sort((one, other) => size(other) - size(one));
  return largest ?? [flat(at)];
}

/** The pixel of a point of the map. */
export function pixels(bounds: Bounds, width: number, height: number): (point: Point) => Point {
  const scale = Math.min(width / (bounds.right - bounds.left), height / (bounds.high - bounds.low));
  const [x, y] = [(bounds.left + bounds.right) / 2, (bounds.low + bounds.high) / 2];
  return ([across, up]) => [width / 2 + (across - x) * scale, height / 2 - (up - y) * scale];
}
