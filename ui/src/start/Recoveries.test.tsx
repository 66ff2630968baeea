import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Recoveries } from "./Recoveries";

const work = (at: number) => ({
  recovery: `r${at}`,
  title: `Work ${at}`,
  path: null,
  steps: at,
  edited_at: `2026-11-0${at}T08:00:00Z`,
});

test("unsaved work is deleted only after a second word", () => {
  const discard = vi.fn();
  render(<Recoveries recoveries={[work(1)]} open={vi.fn()} discard={discard} />);
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(discard).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Keep it" }));
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  fireEvent.click(screen.getByRole("button", { name: "Delete for good" }));
  expect(discard).toHaveBeenCalledExactlyOnceWith("r1");
});

test("the newest three are shown, the others on demand", () => {
  render(<Recoveries recoveries={[1, 2, 3, 4, 5].map(work)} open={vi.fn()} discard={vi.fn()} />);
  expect(screen.queryByText(/Work 5/)).not.toBeNull();
  expect(screen.queryByText(/Work 2/)).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "2 older" }));
  expect(screen.queryByText(/Work 1/)).not.toBeNull();
});
