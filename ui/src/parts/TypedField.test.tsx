// A field of a number may be empty while one types, and keeps only what fits.
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { readWhole } from "./readWhole";
import { TypedField } from "./TypedField";

function whole(keep: (value: number) => void) {
  const read = (typed: string) => readWhole(typed, 1, 12);
  return <TypedField label="Width" shown="4" read={read} keep={keep} isNumber />;
}

it("is typed over and kept once, on Enter", async () => {
  const keep = vi.fn();
  render(whole(keep));
  const field = screen.getByRole("textbox", { name: "Width" });
  await userEvent.clear(field);
  expect(field).toHaveProperty("value", "");
  await userEvent.type(field, "7");
  expect(keep).not.toHaveBeenCalled();
  await userEvent.keyboard("{Enter}");
  expect(keep.mock.calls).toEqual([[7]]);
});

it.each(["", "0", "-3", "13", "1.5", "7e1", "seven"])("refuses %j in words", async (typed) => {
  const keep = vi.fn();
  render(whole(keep));
  const field = screen.getByRole("textbox", { name: "Width" });
  fireEvent.change(field, { target: { value: typed } });
  fireEvent.blur(field);
  expect(screen.getByRole("alert").textContent).toBe("Write a whole number from 1 to 12.");
  expect(keep).not.toHaveBeenCalled();
});
