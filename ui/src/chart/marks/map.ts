// Maps: countries coloured by amount, and circles where places are. Everything is drawn from the shapes that
// the program brings along; what is not found among them is counted and named.
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { leftOut, notNumbers } from "./heatmap";
import { coloured } from "./histogram";
import { type Build, base, type Item, MOST_ITEMS } from "./item";
import type { Paints } from "./paints";
import { rampColour, rampOf } from "./paints";
import { type Column, factsOf, finite, memberText, type Reading } from "./reading";
import { placed, type Shape } from "./shapes";
import {
  COUNTRIES,
  type Country,
  countryOf,
  flat,
  mainland,
  type Point,
  pixels,
  shownAround,
} from "./world";

/** A country too small to be drawn is a dot. */
const DOT = 3.5;
const RADII = { least: 3, most: 17 };
const MOST_NAMED = 5;

/** Builds countries coloured by a measure. */
export const choropleth: Build = (from) => {
  const member = from.dimensions[0];
  const measure = from.measures[0];
  if (!member || !measure) {
    return null;
  }
  const found: { country: Country; item: Item }[] = [];
  const missing = new Set<string>();
  const twice = new Set<string>();
  let undrawn = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const name = memberText(member, member.data.at(row));
    const country = countryOf(name);
    const amount = measure.data.numberAt(row);
    undrawn += amount !== null && !Number.isFinite(amount) ? 1 : 0;
    if (!country) {
      missing.add(name);
    } else if (found.some((one) => one.country === country)) {
      twice.add(name);
    } else {
      const item = { facts: factsOf(from, row), value: finite(amount), row };
      found.push({ country, item });
    }
  }
  if (found.length === 0) {
    return nowhere(member);
  }
  const ramp = rampOf(
    measure.encoding.title,
    found.map(({ item }) => item.value),
  );
  const shown = shownAround(found.flatMap(({ country }) => mainland(country)));
  return {
    items: found.map(({ item }) => item),
    legend: [],
    ramp,
    notes: [...notNamed(missing), ...named("marks.twiceOnMap", twice), ...notNumbers(undrawn)],
    locate: (chart) => {
      const pixel = pixels(shown, chart.getWidth(), chart.getHeight());
      return found.map(({ country }) => spotOf(pixel(flat(country.at))));
    },
    paint: (paints, frame) => {
      const pixel = pixels(shown, frame.width, frame.height);
      const drawn = new Set(found.map(({ country }) => country));
      return {
        ...base(paints, frame, found.length),
        animation: false,
        series: [
          placed(
            found.map(({ country, item }) => {
              const fill =
                ramp && item.value !== null
                  ? rampColour(ramp, item.value, paints).fill
                  : paints.grid;
              return shapeOf(country, pixel, { fill, stroke: paints.axis, lineWidth: 0.75 });
            }),
          ),
          placed(land(drawn, pixel, paints), 1),
        ],
      };
    },
  };
};

/** Builds circles at places: by longitude and latitude, or in the middle of countries. */
export const symbolMap: Build = (from) => {
  const [across, up] = [on(from, "x"), on(from, "y")];
  const country = from.dimensions[0];
  const isByDegrees = across !== undefined && up !== undefined;
  const size = from.measures[0] ?? from.raws.find(({ encoding }) => encoding.shelf === "size");
  const split = from.dimensions.find(
    (column) => column.encoding.shelf === "color" && (isByDegrees || column !== country),
  );
  const colours = split ? coloured(from, split, null) : null;
  const found: { at: Point; size: number | null; colour: number; item: Item }[] = [];
  const missing = new Set<string>();
  let without = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const name = isByDegrees || !country ? "" : memberText(country, country.data.at(row));
    const at = isByDegrees ? degrees(across, up, row) : countryOf(name)?.at;
    if (at && found.length < MOST_ITEMS) {
      const amount = finite(size?.data.numberAt(row));
      const item = { facts: factsOf(from, row), value: amount, row };
      found.push({ at: flat(at), size: amount, colour: colours?.of(row) ?? 1, item });
    } else if (at || isByDegrees) {
      without += at ? 0 : 1;
    } else {
      missing.add(name);
    }
  }
  if (found.length === 0) {
    return nowhere(country ?? across);
  }
  const hidden = from.rows.count - found.length - without - missing.size;
  const largest = Math.max(0, ...found.map((one) => Math.abs(one.size ?? 0)));
  const shown = shownAround(found.map(({ at }) => at));
  return {
    items: found.map(({ item }) => item),
    legend: colours?.legend ?? [],
    ramp: null,
    notes: [
      ...leftOut(Math.max(0, hidden), found.length),
      ...notNamed(missing),
      ...(without > 0
        ? [t("marks.withoutDegrees", { count: without, shown: count(without) })]
        : []),
    ],
    paint: (paints, frame) => {
      const pixel = pixels(shown, frame.width, frame.height);
      return {
        ...base(paints, frame, found.length),
        series: [
          placed(
            found.map(({ at, size, colour }) => {
              const [cx, cy] = pixel(at);
              const share = largest > 0 ? Math.sqrt(Math.abs(size ?? 0) / largest) : 0;
              return {
                type: "circle",
                shape: { cx, cy, r: RADII.least + (RADII.most - RADII.least) * share },
                style: {
                  fill: paints.data[colour],
                  opacity: 0.75,
                  stroke: paints.surface,
                  lineWidth: 0.75,
                },
              };
            }),
          ),
          placed(land(new Set(), pixel, paints), 1),
        ],
      };
    },
  };
};

const LONGITUDE = /^(lon|lng|long|longitude)$/;
const LATITUDE = /^(lat|latitude)$/;

/** The coordinate on an axis. */
function on({ all }: Reading, shelf: "x" | "y"): Column | undefined {
  const name = shelf === "x" ? LONGITUDE : LATITUDE;
  return all.find(
    ({ encoding }) =>
      encoding.shelf === shelf &&
      encoding.pill.field
        .toLowerCase()
        .split(/[^a-z]+/)
        .some((word) => name.test(word)),
  );
}

/** Longitude and latitude of a row; none when they are missing or not on the earth. */
function degrees(across: Column, up: Column, row: number): Point | undefined {
  const [x, y] = [finite(across.data.numberAt(row)), finite(up.data.numberAt(row))];
  const isThere = x !== null && y !== null && Math.abs(x) <= 180 && Math.abs(y) <= 90;
  return isThere ? [x, y] : undefined;
}

/** The countries that have no amount. */
function land(
  drawn: Set<Country>,
  pixel: (point: Point) => Point,
  paints: Paints,
): (Shape | null)[] {
  return COUNTRIES.filter((country) => !drawn.has(country) && country.rings.length > 0).map(
    (country) =>
      shapeOf(country, pixel, { fill: paints.grid, stroke: paints.surface, lineWidth: 0.75 }),
  );
}

/** A country as one shape, so that its parts are found together. */
function shapeOf({ rings, at }: Country, pixel: (point: Point) => Point, style: Shape): Shape {
  if (rings.length === 0) {
    const [cx, cy] = pixel(flat(at));
    return { type: "circle", shape: { cx, cy, r: DOT }, style };
  }
  const round = (length: number) => Math.round(length * 10) / 10;
  const pathData = rings
    .map((ring) => `M${ring.map((point) => pixel(point).map(round).join(" ")).join("L")}Z`)
    .join("");
  return { type: "path", shape: { pathData }, style: { ...style, fillRule: "evenodd" } };
}

function spotOf([x, y]: Point) {
  return { x, y };
}

function nowhere(column: Column | undefined) {
  return {
    refusal: t("marks.noPlaces", { field: column?.encoding.title ?? "" }),
    advice: t("marks.noPlacesAdvice"),
  };
}

function notNamed(missing: Set<string>): string[] {
  return named("marks.notOnMap", missing);
}

/** The first few names and how many more there are. */
function named(key: "marks.notOnMap" | "marks.twiceOnMap", names: Set<string>): string[] {
  if (names.size === 0) {
    return [];
  }
  const first = [...names].slice(0, MOST_NAMED).join(", ");
  const more = names.size - MOST_NAMED;
  const words = more > 0 ? t("marks.andMore", { names: first, count: more }) : first;
  return [t(key, { count: names.size, shown: count(names.size), names: words })];
}
