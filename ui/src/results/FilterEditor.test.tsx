// The ends of a range are never shown as figures that the column does not have.
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import { FilterEditor } from "./FilterEditor";

const ID: Field = { name: "id", data_type: { type: "int64" }, kind: "key" };
const PROFILE: ColumnProfile = {
  field: ID,
  rows: 2_000,
  nulls: 0,
  distinct: 2_000,
  distinct_is_estimate: false,
  min: { type: "integer", value: "0" },
  max: { type: "integer", value: "1999" },
  mean: null,
  median: null,
  histogram: [],
  top: [],
};

function hints(profile: ColumnProfile | null): string[] {
  render(<FilterEditor field={ID} profile={profile} own={[]} onApply={() => {}} />);
  const fields = screen.getAllByRole("textbox");
  return fields.map((field) => field.getAttribute("placeholder") ?? "");
}

it("hints at the ends that the column has", () => {
  expect(hints(PROFILE)).toEqual(["0", "1\u202f999"]);
});

it("says that any is taken where the column was not looked at", () => {
  expect(hints(null)).toEqual(["any", "any"]);
});
