import { describe, expect, it } from "vitest";
import { type KnownName, nameIndex, referencesIn, wordsOf } from "./sqlWords";

const NAMES: KnownName[] = [
  { name: "orders", kind: "table", target: "orders" },
  { name: "customers", kind: "table", target: "customers" },
  { name: "Revenue", kind: "cell", target: "c1" },
  { name: "period", kind: "parameter", target: "p1" },
];

function check(text: string, expected: string[]) {
  const found = referencesIn(wordsOf(text), nameIndex(NAMES));
  expect(
    found.map(({ from, to }) => text.slice(from, to)),
    text,
  ).toEqual(expected);
}

describe("references in a text", () => {
  it("are the tables and cells that are read, not columns or new names", () => {
    check("select count(*) as orders, orders / 2 from orders o", ["orders"]);
    check("select orders.id, revenue from revenue", ["revenue"]);
    check("select * from orders, customers c join revenue r on r.orders = c.id", [
      "orders",
      "customers",
      "revenue",
    ]);
    check("select * from (select * from orders) x where orders > 1", ["orders"]);
    check('select * from "Revenue"', ['"Revenue"']);
  });

  it("are parameters anywhere, bare or with a colon, and the ends of a range", () => {
    check("select * from orders where d in period and d < :period_to", [
      "orders",
      "period",
      ":period_to",
    ]);
    check("select a as period, x.period, period(1) from orders", ["orders"]);
    check("select d::period", []);
  });

  it("are never in strings or comments (V08)", () => {
    check("select 'from orders :period' -- from orders\n from /* orders */ customers", [
      "customers",
    ]);
    check("select 'it''s from orders'", []);
    check("select 'not closed from orders", []);
  });
});
