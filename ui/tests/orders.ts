// The table `orders` of the made-up application: its columns and their profiles.
import type { ColumnProfile } from "../src/backend/generated/ColumnProfile";
import type { DataType } from "../src/backend/generated/DataType";
import type { Field } from "../src/backend/generated/Field";
import type { Kind } from "../src/backend/generated/Kind";
import type { Profiles } from "../src/backend/generated/Profiles";

/** A column. */
export function field(name: string, kind: Kind, type: DataType["type"] = "text"): Field {
  return { name, kind, data_type: { type } as DataType };
}

/** A profile with what is not given left empty. */
export function profile(of: Field, known: Partial<ColumnProfile> = {}): ColumnProfile {
  return {
    field: of,
    rows: 1000,
    nulls: 0,
    distinct: 5,
    distinct_is_estimate: false,
    min: null,
    max: null,
    mean: null,
    median: null,
    histogram: [],
    top: [],
    ...known,
  };
}

export const ORDER_FIELDS: Field[] = [
  field("order_id", "key"),
  field("order_date", "date", "date"),
  field("region", "place"),
  field("channel", "text"),
  field("net_amount", "number", "float64"),
  field("discount", "number", "float64"),
  field("is_returned", "bool", "boolean"),
  field("promo_code", "text"),
  field("customer_id", "key", "int64"),
  field("store_id", "key", "int64"),
  field("status", "text"),
  field("quantity", "number", "int64"),
  field("shipped_at", "date", "date_time"),
  field("city", "place"),
];

/** Rows of `orders`. */
export const ROWS = 1_321_806;

function shares(counts: Record<string, number>) {
  return Object.entries(counts).map(([value, part]) => ({
    value: { type: "text" as const, value },
    count: Math.round(part * ROWS),
  }));
}

function bins(counts: number[], low: number, high: number) {
  const width = (high - low) / counts.length;
  return counts.map((count, at) => ({
    low: low + at * width,
    high: low + (at + 1) * width,
    count,
  }));
}

export const ORDER_PROFILES: Profiles = {
  rows: ROWS,
  profiles: ORDER_FIELDS.map((of) => {
    const base = { rows: ROWS };
    switch (of.name) {
      case "order_id":
        return profile(of, { ...base, distinct: ROWS });
      case "order_date":
        return profile(of, {
          ...base,
          distinct: 689,
          histogram: bins([5, 5, 6, 6, 6, 5, 5, 6, 7, 9, 5, 5, 6, 6, 7, 6, 6, 7, 8, 5], 0, 20),
          min: { type: "date", value: "2025-01-01" },
          max: { type: "date", value: "2026-11-20" },
        });
      case "region":
        return profile(of, {
          ...base,
          top: shares({ DACH: 0.36, "UK & IE": 0.22, Nordics: 0.16, Benelux: 0.13, Iberia: 0.13 }),
        });
      case "channel":
        return profile(of, {
          ...base,
          distinct: 3,
          top: shares({ Web: 0.49, Stores: 0.31, Marketplace: 0.2 }),
        });
      case "net_amount":
        return profile(of, {
          ...base,
          distinct: 88_102,
          histogram: bins([54, 100, 84, 57, 34, 23, 16, 8, 4, 2, 1, 1], 0, 4910),
          min: { type: "float", value: 0 },
          max: { type: "float", value: 4910 },
          mean: 106.4,
          median: 68.5,
        });
      case "discount":
        return profile(of, {
          ...base,
          nulls: 40_976,
          distinct: 41,
          histogram: bins([100, 20, 35, 12, 22, 3, 1, 1], 0, 1),
        });
      case "is_returned":
        return profile(of, { ...base, distinct: 2, top: shares({ no: 0.92, yes: 0.08 }) });
      case "promo_code":
        return profile(of, {
          ...base,
          nulls: Math.round(0.61 * ROWS),
          distinct: 312,
          top: shares({ NOV10: 0.2, TEXTILE15: 0.12, SPRING: 0.07 }),
        });
      default:
        return profile(of, { ...base, histogram: bins([3, 6, 9, 6, 3], 0, 5) });
    }
  }),
};
