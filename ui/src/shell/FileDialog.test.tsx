import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Folder } from "../backend/generated/Folder";
import { FileDialog } from "./FileDialog";

/** Folders arrive when they are let through. */
const arrivals = new Map<string, (folder: Folder) => void>();
vi.mock("../backend/call", () => ({
  call: (_: string, { folder }: { folder: string }) =>
    new Promise((resolve) => {
      arrivals.set(folder, resolve);
    }),
}));

const folder = (path: string): Folder => ({ folder: path, parent: "/", entries: [] });
const arrive = async (path: string) => {
  await waitFor(() => expect(arrivals.has(path)).toBe(true));
  arrivals.get(path)?.(folder(path));
  arrivals.delete(path);
};

async function shown(answer: (path: string | null) => void) {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <FileDialog purpose="save" suggested="/home/ada/book.assay" answer={answer} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await arrive("/home/ada");
  const save = screen.getByRole("button", { name: "Save here" });
  await waitFor(() => expect(save.hasAttribute("disabled")).toBe(false));
  return { save, field: screen.getByLabelText("Folder") };
}

test("saves in the folder that was asked for, even before it has arrived", async () => {
  const answer = vi.fn();
  const { save, field } = await shown(answer);
  fireEvent.change(field, { target: { value: "/data/team" } });
  fireEvent.submit(field);
  fireEvent.click(save);
  expect(answer).not.toHaveBeenCalled();
  await arrive("/data/team");
  await waitFor(() => expect(answer).toHaveBeenCalled());
  expect(answer.mock.calls[0]).toEqual(["/data/team/book.assay"]);
});

test("a folder that was typed and left without Enter counts", async () => {
  const answer = vi.fn();
  const { save, field } = await shown(answer);
  fireEvent.change(field, { target: { value: "/data/other" } });
  fireEvent.blur(field);
  fireEvent.click(save);
  await arrive("/data/other");
  await waitFor(() => expect(answer).toHaveBeenCalled());
  expect(answer.mock.calls[0]).toEqual(["/data/other/book.assay"]);
});
