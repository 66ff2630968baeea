import { describe, expect, it } from "vitest";
import { encodingOf, viewOf } from "../../../tests/chartView";
import type { DrawnEvent } from "../../backend/generated/DrawnEvent";
import type { EventTable } from "../../backend/generated/EventTable";
import type { Field } from "../../backend/generated/Field";
import { columnsOf, withSource } from "./columns";
import {
  eventNotes,
  eventSentence,
  eventSummary,
  eventsAt,
  showsEvents,
  takesEvents,
  toldEvents,
  withEvents,
} from "./events";

const field = (name: string, type: "date" | "text" | "float64"): Field => ({
  name,
  kind: type === "date" ? "date" : type === "text" ? "text" : "number",
  data_type: { type },
});
const FIELDS = [field("day", "date"), field("region", "text"), field("net", "float64")];
const TABLE: EventTable = {
  id: "e1",
  name: "Releases",
  source: "releases",
  start: "at",
  text: "what",
  on_every_chart: true,
};
const SPEC = { version: 1, source: "sales" };

const at = (row: number, to?: number): DrawnEvent => ({
  text: `event ${row}`,
  kind: "release",
  start: { type: "date", value: "2026-02-05" },
  from: { row, at: null },
  ...(to === undefined
    ? {}
    : { end: { type: "date", value: "2026-03-01" }, to: { row: to, at: null } }),
});
const drawn = (events: DrawnEvent[], why?: string) => ({
  table: "e1",
  name: "Releases",
  events,
  total: events.length,
  ...(why ? { why } : {}),
});

describe("which events a chart shows", () => {
  it("is what the table says, until the chart says otherwise", () => {
    expect(showsEvents(SPEC, TABLE)).toBe(true);
    const off = withEvents(SPEC, TABLE, false);
    expect(off.events).toEqual([{ table: "e1", is_on: false }]);
    expect(showsEvents(off, TABLE)).toBe(false);
    expect(withEvents(off, TABLE, true)).toEqual(SPEC);
    const rare = { ...TABLE, on_every_chart: false };
    expect(showsEvents(SPEC, rare)).toBe(false);
    expect(showsEvents(withEvents(SPEC, rare, true), rare)).toBe(true);
  });

  it("is asked of time from left to right alone", () => {
    const measure = encodingOf("y", { field: "net", aggregate: "sum" });
    const on = (x: string, mark: "bar" | "scatter" = "bar", more = [measure]) =>
      takesEvents(viewOf(mark, [encodingOf("x", { field: x }), ...more], FIELDS));
    expect(on("day")).toBe(true);
    expect(on("region")).toBe(false);
    expect(on("day", "scatter")).toBe(false);
    expect(on("day", "bar", [measure, encodingOf("facet_wrap", { field: "region" })])).toBe(false);
    const part = encodingOf("x", { field: "day", part: "month" });
    expect(takesEvents(viewOf("bar", [part, measure], FIELDS))).toBe(false);
  });
});

describe("events in words", () => {
  it("have their time, kind and text", () => {
    expect(eventSentence(at(1))).toBe("5 Feb 2026: release: event 1");
    expect(eventSentence(at(1, 2))).toBe("5 Feb 2026 – 1 Mar 2026: release: event 1");
    const moment = { type: "date_time", value: "2026-02-05T14:30:00" } as const;
    expect(eventSentence({ ...at(1), start: moment })).toContain("14:30");
  });

  it("are told at their position, and over all that they last", () => {
    const all = [drawn([at(1), at(2, 4), at(5)])];
    const texts = (row: number) => eventsAt(all, new Set([row])).map(({ from }) => from.row);
    expect([0, 1, 3, 4, 5].map(texts)).toEqual([[], [1], [2], [2], [5]]);
  });

  it("are counted where they are too many to be told", () => {
    const told = toldEvents(Array.from({ length: 9 }, (_, row) => at(row)));
    expect(told.length).toBe(6);
    expect(told.at(-1)).toBe("and 4 more events");
  });

  it("say which are there and why others are not", () => {
    const all = [drawn([at(1), at(2)]), drawn([], "It has not been run.")];
    expect(eventSummary(all)).toBe("with 2 events of Releases");
    expect(eventSummary([drawn([])])).toBe("");
    expect(eventNotes(all)).toEqual(["Releases: It has not been run."]);
  });
});

describe("the columns of events", () => {
  const fields = [
    field("shipped", "date"),
    field("ends_on", "date"),
    field("severity", "text"),
    field("title", "text"),
  ];

  it("are found by their names and types", () => {
    expect(withSource({ ...TABLE, kind: "old" }, "releases", fields)).toEqual({
      ...TABLE,
      source: "releases",
      start: "shipped",
      end: "ends_on",
      text: "title",
      kind: "severity",
    });
    expect(withSource(TABLE, "numbers", [field("n", "float64")])).toMatchObject({
      start: "",
      text: "",
    });
  });

  it("are those of a cell's answer, or of a table", () => {
    const table = { name: "Orders", source: "s", fields, rows: 1, bytes: 1, fingerprint: "" };
    const book = { workbook: { cells: [] }, cells: [] } as unknown as Parameters<
      typeof columnsOf
    >[0];
    expect(columnsOf(book, [{ ...table, rejected: 0, notes: [] }], "orders")).toBe(fields);
    expect(columnsOf(book, [], "orders")).toEqual([]);
  });
});
