// Controls of fields over a made-up application: what they choose, and the way back to the default.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Active } from "../src/backend/generated/Active";
import type { ControlValues } from "../src/backend/generated/ControlValues";
import type { Field } from "../src/backend/generated/Field";
import type { Picked } from "../src/backend/generated/Picked";
import type { Tile } from "../src/backend/generated/Tile";
import type { TileContent } from "../src/backend/generated/TileContent";
import type { TileView } from "../src/backend/generated/TileView";
import { queryClient } from "../src/backend/query";
import { replaceTransport, type Transport } from "../src/backend/transport";
import { FieldTile } from "../src/dashboard/FieldTile";
import { answer } from "./answers";
import { VIEW } from "./fixtures";

const DAY: Field = { name: "day", data_type: { type: "date" }, kind: "date" };
const REGION: Field = { name: "region", data_type: { type: "text" }, kind: "text" };
const PAID: Field = { name: "is_paid", data_type: { type: "boolean" }, kind: "bool" };
const LAST_28: Picked = { by: "relative", range: { count: 28, unit: "day", to_date: false } };

let sent: { name: string; payload: Record<string, unknown> }[] = [];
let values: ControlValues;

beforeEach(() => {
  sent = [];
  values = { values: [text("DACH"), text("Iberia")], found: 2, left: 2, total: 5 };
  queryClient.clear();
  const transport: Partial<Transport> = {
    kind: "browser",
    call: async (name, payload) => {
      sent.push({ name, payload: payload as Record<string, unknown> });
      const page = { page: "p", tiles: [], clauses: [], medium: [], narrow: [] };
      const known: Record<string, unknown> = {
        read_values: values,
        set_selection: page,
        reset_controls: page,
      };
      return {
        kind: "json",
        value: known[name] ?? answer(name, payload as Record<string, unknown>),
      };
    },
    listen: () => () => {},
  };
  replaceTransport(transport as Transport);
});

afterEach(cleanup);

function text(value: string) {
  return { type: "text" as const, value };
}

function open(field: Field, more: Partial<TileContent>, active: Partial<Active> | null = null) {
  const content = {
    type: "field",
    source: "orders",
    field: field.name,
    control: "list",
    ...more,
  } as Extract<TileContent, { type: "field" }>;
  const tile: Tile = { id: "t", place: { column: 0, width: 3, top: 0, height: 20 }, content };
  const clause = {
    tile: "t",
    source: "orders",
    field: field.name,
    filters: [],
    problem: null,
    members: null,
    is_default: false,
    ...active,
  } as Active;
  const page = { id: "p", title: "", tiles: [tile] };
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <FieldTile
          at={{ session: "s", page, revision: 1 }}
          book={VIEW}
          tile={tile}
          content={content}
          view={{ field } as TileView}
          clauses={active ? [clause] : []}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

/** What the last selection picked. */
async function picked(): Promise<unknown> {
  await waitFor(() => expect(sent.some(({ name }) => name === "set_selection")).toBe(true));
  const last = sent.findLast(({ name }) => name === "set_selection");
  const picks = (last?.payload.picks ?? []) as { picked: unknown }[];
  return picks[0]?.picked ?? null;
}

describe("the control of days", () => {
  it("chooses ranges that move with the clock, and says the days that they are now", async () => {
    const day = (value: string) => ({ type: "date" as const, value });
    const filters: Active["filters"] = [
      { field: "day", compare: "greater_or_equal", value: day("2026-10-23") },
      { field: "day", compare: "less", value: day("2026-11-20") },
    ];
    open(DAY, { control: "range" } as Partial<TileContent>, { picked: LAST_28, filters });
    const button = screen.getByRole("button", { name: /^day: Last 28 full days/ });
    expect(button.textContent).toContain("23 Oct 2026 – 19 Nov 2026");
    fireEvent.click(button);
    fireEvent.click(await screen.findByRole("button", { name: "Previous quarter" }));
    expect(await picked()).toEqual({
      by: "relative",
      range: { count: 1, unit: "quarter", to_date: false },
    });
  });

  it("refuses what cannot be counted, and days that are turned round", async () => {
    open(DAY, { control: "range" } as Partial<TileContent>);
    fireEvent.click(screen.getByRole("button", { name: "day: All dates" }));
    const form = await screen.findByRole("dialog", { name: /^day/ });
    const [fixed, moving] = within(form).getAllByRole("button", { name: "Apply" });
    fireEvent.change(within(form).getByLabelText("How many"), { target: { value: "0" } });
    fireEvent.click(moving as HTMLElement);
    await within(form).findByText(/whole number from 1/);
    fireEvent.change(within(form).getByLabelText("From"), { target: { value: "2026-03-01" } });
    fireEvent.change(within(form).getByLabelText("To"), { target: { value: "2026-02-01" } });
    fireEvent.click(fixed as HTMLElement);
    await within(form).findByText("The first day comes after the last.");
    expect(sent.some(({ name }) => name === "set_selection")).toBe(false);
  });

  it("goes back to what the workbook chooses", async () => {
    const content = { control: "range", default: LAST_28 } as Partial<TileContent>;
    open(DAY, content, { picked: LAST_28, is_default: true });
    expect(screen.queryByRole("button", { name: "Reset to default" })).toBeNull();
    cleanup();
    open(DAY, content);
    fireEvent.click(screen.getByRole("button", { name: "Reset to default" }));
    await waitFor(() => expect(sent.at(-1)?.name).toBe("reset_controls"));
    expect(sent.at(-1)?.payload.tile).toBe("t");
  });
});

describe("the control of a list", () => {
  const chosen = (compare: "in" | "not_in", ...names: string[]): Partial<Active> => ({
    picked: {
      by: "filters",
      filters: [{ field: "region", compare, value: { type: "list", value: names.map(text) } }],
    },
  });

  it("offers what the other controls leave, and all on request", async () => {
    open(REGION, {});
    fireEvent.click(screen.getByRole("button", { name: "region: All" }));
    await screen.findByText("2 of 5 remain under the other controls.");
    fireEvent.click(screen.getByRole("button", { name: "Show all 5" }));
    await waitFor(() => expect(sent.at(-1)?.payload).toMatchObject({ all: true }));
    fireEvent.click(await screen.findByRole("option", { name: "Iberia" }));
    expect(await picked()).toMatchObject({ filters: [{ compare: "in" }] });
  });

  it("turns what is chosen into all but that, and keeps a value that is not offered", async () => {
    open(REGION, {}, chosen("in", "DACH", "Nordics"));
    fireEvent.click(screen.getByRole("button", { name: /^region: DACH, Nordics/ }));
    const gone = await screen.findByRole("option", { name: /Nordics/ });
    expect(gone.textContent).toContain("not in the list");
    fireEvent.click(screen.getByRole("button", { name: "All but these" }));
    expect(await picked()).toEqual({
      by: "filters",
      filters: [
        {
          field: "region",
          compare: "not_in",
          value: { type: "list", value: [text("DACH"), text("Nordics")] },
        },
      ],
    });
  });

  it("of one value replaces it, and says all but in words", async () => {
    open(REGION, { single: true } as Partial<TileContent>, chosen("in", "DACH"));
    fireEvent.click(screen.getByRole("button", { name: "region: DACH" }));
    expect(screen.queryByRole("button", { name: "All but these" })).toBeNull();
    fireEvent.click(await screen.findByRole("option", { name: "Iberia" }));
    const value = { type: "list", value: [text("Iberia")] };
    expect(await picked()).toMatchObject({ filters: [{ compare: "in", value }] });
    cleanup();
    open(REGION, {}, chosen("not_in", "DACH"));
    screen.getByRole("button", { name: "region: All but DACH" });
  });
});

describe("other controls", () => {
  it("switch between yes, no and both", async () => {
    open(PAID, { control: "toggle" } as Partial<TileContent>);
    fireEvent.click(screen.getByRole("button", { name: "No" }));
    const value = { type: "boolean", value: false };
    expect(await picked()).toMatchObject({ filters: [{ compare: "equal", value }] });
  });

  it("choose the largest, and say how many of how many they are", async () => {
    const top: Picked = {
      by: "top",
      top: { count: 2, others: false, smallest: false },
      figure: { field: "", aggregate: "count" },
    };
    const kept = { type: "list" as const, value: [text("DACH"), text("Iberia")] };
    open(REGION, { control: "top" } as Partial<TileContent>, {
      picked: top,
      members: 5,
      filters: [{ field: "region", compare: "in", value: kept }],
    });
    const name = /^region: 2 largest by number of rows, 2 of 5/;
    fireEvent.click(screen.getByRole("button", { name }));
    const form = await screen.findByRole("dialog", { name: /^region/ });
    fireEvent.change(within(form).getByLabelText("How many"), { target: { value: "3" } });
    fireEvent.change(within(form).getByLabelText("Which"), { target: { value: "true" } });
    fireEvent.click(within(form).getByRole("button", { name: "Apply" }));
    expect(await picked()).toMatchObject({ by: "top", top: { count: 3, smallest: true } });
  });
});
