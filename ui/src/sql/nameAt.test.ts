// Where names lead, and what a card says about the values of a column.
import { describe, expect, it } from "vitest";
import { ORDER_PROFILES } from "../../tests/orders";
import type { NameInText } from "../backend/generated/NameInText";
import { leadOf, profileWords } from "./nameAt";

const place = { start: 3, end: 5, line: 1, column: 4 };

function found(part: Partial<NameInText>): NameInText {
  return {
    kind: "column",
    name: "region",
    span: place,
    defined: null,
    places: [place],
    detail: "text",
    about: "",
    example: "",
    relation: null,
    relation_is_cell: false,
    ...part,
  };
}

describe("a name leads", () => {
  it.each([
    [
      { kind: "alias", defined: place },
      { to: "text", span: place },
    ],
    [
      { kind: "named_query", defined: place },
      { to: "text", span: place },
    ],
    [
      { kind: "table", relation: "orders" },
      { to: "table", name: "orders" },
    ],
    [
      { kind: "cell", relation: "by_month", relation_is_cell: true },
      { to: "cell", name: "by_month" },
    ],
    [
      { kind: "column", relation: "orders" },
      { to: "table", name: "orders" },
    ],
    [{ kind: "column" }, null],
    [{ kind: "function", name: "sum" }, null],
  ] as [Partial<NameInText>, unknown][])("%j to %j", (part, lead) => {
    expect(leadOf(found(part))).toEqual(lead);
  });
});

describe("the figures of a card", () => {
  it("say what is missing, how many values there are, and which", () => {
    for (const profile of ORDER_PROFILES.profiles) {
      const [first = "", second = ""] = profileWords(profile);
      expect(first).toMatch(/null · .*different value/);
      expect(second.length > 0).toBe(profile.top.length > 0 || profile.min !== null);
    }
  });
});
