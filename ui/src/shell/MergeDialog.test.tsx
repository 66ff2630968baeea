// A merge as a person decides it: what both changed, side by side, and what stays on both sides.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { VIEW } from "../../tests/fixtures";
import type { MergePlan } from "../backend/generated/MergePlan";
import type { OpenConflict } from "../backend/generated/OpenConflict";
import { queryClient } from "../backend/query";
import { replaceTransport } from "../backend/transport";
import { MergeDialog } from "./MergeDialog";

const TEXT: OpenConflict = {
  path: ["cell", "c1", "text"],
  place: "cell revenue, text",
  base: "select 1",
  ours: "select 2",
  theirs: "select 3",
  kept: "both",
};
/** A name that both gave: no text of which both could stay between marked lines. */
const NAME: OpenConflict = {
  path: ["cell", "c2", "name"],
  place: "cell revenue, name",
  base: null,
  ours: "revenue",
  theirs: "revenue",
  kept: "both",
};
const MARK: OpenConflict = {
  path: ["cell", "c3", "mark"],
  place: "chart trend, mark",
  base: "bar",
  ours: "line",
  theirs: "area",
  kept: "ours",
};

let asked: { choices: unknown }[] = [];

function plan(conflicts: OpenConflict[]): MergePlan {
  return { base: null, conflicts, parts: [], can_take: true };
}

function shown(conflicts: OpenConflict[]) {
  asked = [];
  replaceTransport({
    kind: "browser",
    call: async (_, payload) => {
      asked.push(payload as { choices: unknown });
      return { kind: "json", value: plan(conflicts) };
    },
    listen: () => () => {},
    pick: null,
    listenDrops: null,
    named: null,
    openLink: () => {},
    setTitle: () => {},
    listenClose: null,
  });
  render(
    <MantineProvider>
      <QueryClientProvider client={queryClient}>
        <MergeDialog view={VIEW} path="/data/copy.assay" />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

beforeEach(() => {
  window.innerWidth = 1440;
});

afterEach(() => {
  cleanup();
  queryClient.clear();
});

it("says of what stays on both sides and is no text that it wants a look, and asks nothing", async () => {
  shown([NAME, TEXT]);
  const name = await screen.findByRole("group", { name: "cell revenue, name" });
  expect(
    within(name).getByText("Both stay as they are; look at it after the merge."),
  ).toBeDefined();
  expect(within(name).queryAllByRole("radio")).toEqual([]);
  const text = screen.getByRole("group", { name: "cell revenue, text" });
  expect(within(text).queryByText(/Both stay as they are/)).toBeNull();
  expect(within(text).getAllByRole("radio")).toHaveLength(3);
});

it("offers a side for what can be only one of both, and asks again with the choice", async () => {
  shown([MARK]);
  const mark = await screen.findByRole("group", { name: "chart trend, mark" });
  const [ours, theirs] = within(mark).getAllByRole<HTMLInputElement>("radio");
  expect([ours?.checked, theirs?.checked]).toEqual([true, false]);
  expect(within(mark).queryByText(/Both stay as they are/)).toBeNull();
  if (theirs) {
    fireEvent.click(theirs);
  }
  const choices = [{ path: MARK.path, keep: "theirs" }];
  await waitFor(() => expect(asked.at(-1)?.choices).toEqual(choices));
});

it("marks what differs on either side as that, neither as removed nor as added", async () => {
  shown([TEXT]);
  const text = await screen.findByRole("group", { name: "cell revenue, text" });
  const cells = within(text).getAllByRole("cell");
  expect(cells.map((cell) => cell.dataset.mark)).toEqual(["differs", "differs"]);
  expect(cells.map((cell) => cell.textContent)).toEqual(["differs select 2", "differs select 3"]);
});
