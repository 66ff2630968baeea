import { describe, expect, it } from "vitest";
import { formatSql, keepsEverything } from "./formatSql";

describe("formatting", () => {
  it("breaks lines, raises keywords and keeps comments and parameters", async () => {
    const text = "select a, b -- why\nfrom t /* here */ where d >= :period_from and s = 'x  y'";
    const formatted = await formatSql(text);
    expect(formatted).toContain("-- why");
    expect(formatted).toContain("/* here */");
    expect(formatted).toContain(":period_from");
    expect(formatted).toContain("'x  y'");
    expect(formatted).toMatch(/^SELECT\n/);
  });

  it("answers nothing for a text that it cannot read", async () => {
    expect(await formatSql("select 'open")).toBeNull();
  });

  it("never loses a sign", () => {
    expect(keepsEverything("select 1", "SELECT\n  1")).toBe(true);
    expect(keepsEverything("select 1 -- a", "SELECT 1")).toBe(false);
  });
});
