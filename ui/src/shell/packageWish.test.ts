import { expect, it } from "vitest";
import type { Field } from "../backend/generated/Field";
import type { TableInfo } from "../backend/generated/TableInfo";
import { howOf, NO_TABLE, NOTHING, waysOf, wishOf } from "./packageWish";

function field(name: string, type: "text" | "int64", kind: Field["kind"]): Field {
  return { name, data_type: { type }, kind };
}

const FIELDS = [
  field("id", "int64", "key"),
  field("name", "text", "text"),
  field("amount", "int64", "number"),
];
const TABLE: TableInfo = {
  name: "orders",
  source: "s",
  fields: FIELDS,
  rows: 3,
  bytes: 10,
  fingerprint: "",
  rejected: 0,
  notes: [],
};

it("gives nothing away unless a person says so", () => {
  expect(wishOf(NOTHING, [TABLE])).toEqual({ tables: [], answers: false, values: false });
});

it("leaves columns out and hashes them as chosen", () => {
  const choice = {
    ...NO_TABLE,
    share: "full" as const,
    columns: { id: "hash", name: "drop" } as const,
  };
  const wish = wishOf({ ...NOTHING, tables: { orders: choice } }, [TABLE]);
  expect(wish?.tables[0]).toEqual({
    table: "orders",
    share: { kind: "full" },
    drop: ["name"],
    hash: ["id"],
  });
});

it("sums amounts in groups, never keys, and leaves out what is no group", () => {
  const choice = {
    ...NO_TABLE,
    share: "aggregated" as const,
    columns: { name: "group" } as const,
    floor: "7",
  };
  expect(FIELDS.map((one) => howOf(one, choice))).toEqual(["drop", "group", "sum"]);
  const wish = wishOf({ ...NOTHING, tables: { orders: choice } }, [TABLE]);
  expect(wish?.tables[0]).toEqual({
    table: "orders",
    share: { kind: "aggregated", by: ["name"], floor: 7 },
    drop: ["id"],
    hash: [],
  });
});

it("falls back to the usual way when the share changes", () => {
  const choice = { ...NO_TABLE, share: "full" as const, columns: { amount: "sum" } as const };
  expect(howOf(FIELDS[2] as Field, choice)).toBe("keep");
  expect(waysOf(FIELDS[1] as Field, "aggregated")).toEqual(["drop", "group", "hash"]);
});

it.each(["", "0", "-3", "1.5", "five"])("asks for nothing while the floor is %j", (floor) => {
  const choice = { ...NO_TABLE, share: "aggregated" as const, floor };
  expect(wishOf({ ...NOTHING, tables: { orders: choice } }, [TABLE])).toBeNull();
});
