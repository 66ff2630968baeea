#!/usr/bin/env node
// Makes assets/map/countries.json: the shapes of countries with their codes and names.
//
//   scripts/make-map.mjs FOLDER_OF_WORLD_ATLAS FOLDER_OF_I18N_ISO_COUNTRIES > assets/map/countries.json
//
// Shapes: Natural Earth (public domain), as world-atlas 2.0.2 (ISC) has them, at 1:110 million; countries too
// small for that scale have a point, taken from 1:50 million. Codes and English names: i18n-iso-countries 7.14.0 (MIT).
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [atlas, iso] = process.argv.slice(2);
const read = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));
const coarse = read(atlas, "countries-110m.json");
const fine = read(atlas, "countries-50m.json");
const codes = read(iso, "codes.json");
const { countries: english } = read(iso, "langs", "en.json");

/** Names in common use that the lists do not have. */
const ALSO = {
  AE: ["UAE", "Emirates"],
  BA: ["Bosnia", "Bosnia & Herzegovina"],
  BN: ["Brunei"],
  BO: ["Bolivia"],
  CD: ["DR Congo", "DRC", "Congo-Kinshasa", "Congo (Kinshasa)", "Democratic Republic of the Congo"],
  CG: ["Congo-Brazzaville", "Congo (Brazzaville)", "Republic of the Congo", "Congo"],
  CI: ["Ivory Coast", "Cote d'Ivoire"],
  CN: ["PR China", "People's Republic of China"],
  CV: ["Cape Verde"],
  CW: ["Curacao"],
  CZ: ["Czech Republic", "Czechia"],
  DE: ["Deutschland", "Federal Republic of Germany"],
  FK: ["Falkland Islands"],
  FM: ["Micronesia"],
  GB: ["UK", "Great Britain", "Britain"],
  HK: ["Hong Kong"],
  IR: ["Iran"],
  KP: ["North Korea", "DPRK"],
  KR: ["South Korea", "Korea", "Republic of Korea"],
  LA: ["Laos"],
  MD: ["Moldova"],
  MK: ["Macedonia", "North Macedonia", "FYROM"],
  MM: ["Burma", "Myanmar"],
  MO: ["Macau", "Macao"],
  NL: ["Holland", "The Netherlands"],
  PS: ["Palestine", "Palestinian Territories", "State of Palestine"],
  RU: ["Russia"],
  ST: ["Sao Tome and Principe"],
  SY: ["Syria"],
  SZ: ["Swaziland", "Eswatini"],
  TL: ["East Timor", "Timor-Leste"],
  TR: ["Turkey", "Türkiye", "Turkiye"],
  TW: ["Taiwan"],
  TZ: ["Tanzania"],
  US: ["United States", "America", "U.S.", "U.S.A."],
  VA: ["Vatican", "Holy See"],
  VE: ["Venezuela"],
  VN: ["Vietnam", "Viet Nam"],
};

/** The points of a ring, in degrees; one that crosses the date line goes on beyond it. */
function ringOf(topology, arcs) {
  const { scale, translate } = topology.transform;
  const points = (arc) => {
    let [x, y] = [0, 0];
    return topology.arcs[arc].map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  };
  const arcOf = (arc) => (arc < 0 ? points(~arc).reverse() : points(arc));
  const ring = arcs.flatMap((arc, at) => arcOf(arc).slice(at === 0 ? 0 : 1));
  let [turn, before] = [0, ring[0][0]];
  const whole = ring.map(([x, y]) => {
    turn += x - before > 180 ? -360 : x - before < -180 ? 360 : 0;
    before = x;
    return [x + turn, y];
  });
  const shift = Math.min(...whole.map(([x]) => x)) < -180.1 ? 360 : 0;
  return whole.map(([x, y]) => [x + shift, y]);
}

/** A ring in hundredths of a degree: its first point, then each by its distance from the one before. */
function written(ring) {
  let before = [0, 0];
  return ring.slice(0, -1).flatMap((point) => {
    const here = point.map((degrees) => Math.round(degrees * 100));
    const step = [here[0] - before[0], here[1] - before[1]];
    before = here;
    return step;
  });
}

/** The rings of a shape, outer ones and holes alike. */
function ringsOf(topology, geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
  return polygons.flatMap((polygon) => polygon.map((arcs) => ringOf(topology, arcs)));
}

/** Area and centre of a ring. */
function centred(ring) {
  let [area, x, y] = [0, 0, 0];
  ring.forEach(([x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length];
    const cross = x1 * y2 - x2 * y1;
    area += cross / 2;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  });
  return { area: Math.abs(area), at: [x / (6 * area), y / (6 * area)] };
}

/** The middle of the largest part. */
function middleOf(topology, geometry) {
  const [largest] = ringsOf(topology, geometry)
    .map(centred)
    .sort((left, right) => right.area - left.area);
  return largest.at.map((degrees) => Math.round(degrees * 100) / 100);
}

const byNumber = ({ objects }) =>
  new Map(objects.countries.geometries.filter(({ id }) => id).map((one) => [one.id, one]).reverse());
const [shapes, points] = [byNumber(coarse), byNumber(fine)];

const known = codes.flatMap(([iso2, iso3, number]) => {
  const shape = shapes.get(number);
  const small = points.get(number);
  if (!shape && !small) {
    return [];
  }
  const at = shape ? middleOf(coarse, shape) : middleOf(fine, small);
  const names = [english[iso2]].flat().filter((one) => one && !(iso2 === "CD" && one === "Congo"));
  const [name, ...others] = names;
  const also = [...new Set([...others, (shape ?? small).properties.name, ...(ALSO[iso2] ?? [])])];
  return [
    {
      iso2,
      iso3,
      name,
      also: also.filter((one) => one !== name),
      at,
      // Around the pole there is no ring that can be drawn.
      rings: shape && iso2 !== "AQ" ? ringsOf(coarse, shape).map(written) : [],
    },
  ];
});

const nameless = coarse.objects.countries.geometries.filter(({ id }) => !id);
const others = nameless.map((shape) => ({
  iso2: shape.properties.name === "Kosovo" ? "XK" : "",
  iso3: shape.properties.name === "Kosovo" ? "XKX" : "",
  name: shape.properties.name,
  also: [],
  at: middleOf(coarse, shape),
  rings: ringsOf(coarse, shape).map(written),
}));

const lines = (values) => `[\n${values.map((value) => JSON.stringify(value)).join(",\n")}\n]`;
process.stdout.write(`{
"source": "Natural Earth (public domain) by world-atlas 2.0.2 (ISC); codes and names by i18n-iso-countries 7.14.0 (MIT)",
"countries": ${lines([...known, ...others])}
}
`);
