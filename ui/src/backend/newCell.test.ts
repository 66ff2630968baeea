// New cells get names that are free and can be typed.
import { describe, expect, it } from "vitest";
import { freeName, sqlName } from "./newCell";

describe("names of new cells", () => {
  it("are free, without regard to case, and without growing tails", () => {
    expect(freeName("query", [])).toBe("query");
    expect(freeName("query", ["Query"])).toBe("query_2");
    expect(freeName("query_2", ["query_2", "query_3"])).toBe("query_4");
    expect(freeName("Revenue_By_Month", ["revenue_by_month"])).toBe("Revenue_By_Month_2");
  });

  it("are made of signs that a name may have", () => {
    expect(freeName("orders rows", [])).toBe("orders_rows");
    expect(freeName("2026 plan", [])).toBe("_2026_plan");
    expect(freeName("_x", ["_x"])).toBe("_x_2");
    expect(freeName("…", [])).toBe("cell");
    const long = freeName("x".repeat(80), ["x".repeat(63)]);
    expect(long).toBe(`${"x".repeat(59)}_2`);
  });
});

describe("names in SQL", () => {
  it("are quoted where they must be", () => {
    expect(sqlName("orders")).toBe("orders");
    expect(sqlName("Orders 2026")).toBe('"Orders 2026"');
    expect(sqlName('a"b')).toBe('"a""b"');
    expect(sqlName("straße")).toBe('"straße"');
    expect(sqlName("")).toBe('""');
  });
});
