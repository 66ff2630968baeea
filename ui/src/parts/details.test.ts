import { describe, expect, it } from "vitest";
import type { Page } from "../backend/generated/Page";
import { detailPages, fieldsIn } from "./details";

const page = (id: string, detail_for: string[]): Page => ({ id, title: id, tiles: [], detail_for });
const PAGES = [
  page("overview", []),
  page("region", ["Region"]),
  page("order", ["order_id", "city"]),
];
const known = (fields: string[], at: string | null = "overview") => ({
  from: { page: at, tile: null, cell: null },
  fields,
  picks: [],
  filters: [],
});
const ids = (pages: Page[]) => pages.map(({ id }) => id);

describe("detail pages", () => {
  it("suit a number when one of their columns is known of it", () => {
    expect(ids(detailPages(PAGES, known(["region"])))).toEqual(["region"]);
    expect(ids(detailPages(PAGES, known(["city", "region"])))).toEqual(["region", "order"]);
    expect(ids(detailPages(PAGES, known(["amount"])))).toEqual([]);
  });

  it("are not offered where the number stands on them already", () => {
    expect(ids(detailPages(PAGES, known(["region"], "region")))).toEqual([]);
  });

  it("know what filters and marks are about", () => {
    const filter = { field: "day", compare: "is_null", value: { type: "null" } } as const;
    const pick = { of: [{ pill: { field: "region" }, values: [] }], excluded: false };
    expect(fieldsIn([filter], [pick])).toEqual(["day", "region"]);
  });
});
