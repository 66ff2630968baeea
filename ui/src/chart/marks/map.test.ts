// Maps and gauges: countries are found by code and name, what is not found is named, one amount has its
// target and bands.
import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../../tests/chartView";
import type { Encoding } from "../../backend/generated/Encoding";
import type { Field } from "../../backend/generated/Field";
import type { Mark } from "../../backend/generated/Mark";
import type { RowValue } from "../../backend/rows";
import { itemData } from "./marks";
import { roundEnds } from "./ticks";
import { countryOf, flat, shownAround } from "./world";

const FIELDS: Field[] = [
  { name: "country", data_type: { type: "text" }, kind: "place" },
  { name: "longitude", data_type: { type: "float64" }, kind: "place" },
  { name: "latitude", data_type: { type: "float64" }, kind: "place" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];
const COUNTRY = encodingOf("x", { field: "country" });
const SUM = encodingOf("y", { field: "net", aggregate: "sum" }, "sum_net", "SUM(net)");

function built(mark: Mark, encodings: Encoding[], rows: Record<string, RowValue[]>) {
  return itemData(viewOf(mark, encodings, FIELDS), rowsOf(rows));
}

describe("the map", () => {
  it("finds countries by codes and names, whatever their case and signs", () => {
    for (const [one, other] of [
      ["DE", "germany"],
      ["GBR", "U.K."],
      ["Côte d'Ivoire", "Ivory Coast"],
      ["KR", "South Korea"],
      ["Singapore", "sgp"],
    ] as const) {
      expect(countryOf(one)).toBeDefined();
      expect(countryOf(other)).toBe(countryOf(one));
    }
    expect(countryOf("DACH")).toBeUndefined();
    expect(countryOf("–")).toBeUndefined();
    expect(countryOf("__proto__")).toBeUndefined();
  });

  it("shows the part of the world that has places, and all of it when they lie far apart", () => {
    const near = shownAround([flat([7, 51]), flat([13, 52])]);
    const far = shownAround([flat([-120, 40]), flat([140, -30])]);
    expect(near.right - near.left).toBeLessThan(1);
    expect(far.right - far.left).toBeGreaterThan(4);
  });

  it("colours countries, names those that it does not know and those that come twice", () => {
    const data = built("choropleth", [COUNTRY, SUM], {
      country: ["DE", "France", "DACH", "Germany"],
      sum_net: [5, 3, 9, 1],
    });
    if (!data || "refusal" in data) {
      throw new Error("no map");
    }
    expect(data.items.map(({ value }) => value)).toEqual([5, 3]);
    expect(data.ramp).toMatchObject({ low: 3, high: 5 });
    expect(data.notes).toEqual([
      "1 place is not on the map: DACH",
      "1 place has several rows, and the first is drawn: Germany",
    ]);
  });

  it("says so when no place is on the map", () => {
    const data = built("choropleth", [COUNTRY, SUM], { country: ["DACH"], sum_net: [1] });
    expect(data).toHaveProperty("refusal", "No place of country is on the map");
  });

  it("puts circles at degrees and leaves out what is not on the earth", () => {
    const on = [encodingOf("x", { field: "longitude" }), encodingOf("y", { field: "latitude" })];
    const data = built("symbol_map", on, { longitude: [7, 200, null], latitude: [51, 1, 2] });
    if (!data || "refusal" in data) {
      throw new Error("no map");
    }
    expect(data.items).toHaveLength(1);
    expect(data.notes).toEqual(["2 rows have no latitude and longitude on the earth"]);
  });
});

describe("a gauge", () => {
  const more = (name: string) => encodingOf("y", { field: name, aggregate: "sum" }, name);

  it("has its amount, its share of the target and bands", () => {
    const data = built("gauge", [SUM, more("goal"), more("low")], {
      sum_net: [80],
      goal: [100],
      low: [50],
    });
    if (!data || "refusal" in data) {
      throw new Error("no gauge");
    }
    expect(data.items[0]?.value).toBe(80);
    expect(data.items[0]?.facts.at(-1)).toEqual(["Of its target", "80\u202f%"]);
  });

  it("is refused in words without an amount", () => {
    expect(built("gauge", [SUM], { sum_net: [null] })).toHaveProperty("refusal");
  });

  it("stands on a round scale", () => {
    expect(roundEnds([0, 80, 100])).toEqual([0, 120]);
    expect(roundEnds([0, -3, 7])).toEqual([-3, 9]);
    expect(roundEnds([0])).toEqual([0, 1]);
  });
});
