import { describe, expect, it } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { DrawnAnnotation } from "../backend/generated/DrawnAnnotation";
import type { Field } from "../backend/generated/Field";
import {
  annotationAt,
  annotationNotes,
  annotationSentence,
  atMark,
  atPosition,
  atStretch,
  placeWords,
  takesAnnotations,
  textsAt,
  withAnnotation,
  withoutAnnotation,
} from "./annotations";
import { type AxisData, chartData } from "./chartData";

const FIELDS: Field[] = [
  { name: "day", data_type: { type: "date" }, kind: "date" },
  { name: "region", data_type: { type: "text" }, kind: "text" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
  { name: "cost", data_type: { type: "float64" }, kind: "number" },
];
const NET = { field: "net", aggregate: "sum" } as const;
const COST = { field: "cost", aggregate: "sum" } as const;
const MONTH = { field: "day", unit: "month" } as const;

const ON = [
  encodingOf("x", MONTH, "day_month"),
  encodingOf("y", NET, "sum_net"),
  encodingOf("y", COST, "sum_cost"),
  encodingOf("color", { field: "region" }),
];
const ROWS = rowsOf({
  day_month: ["2026-01-01", "2026-01-01", "2026-02-01"],
  sum_net: [1, 2, 3],
  sum_cost: [4, 5, 6],
  region: ["DACH", "Iberia", "DACH"],
});
const VIEW = viewOf("line", ON, FIELDS);

describe("the place of an annotation", () => {
  it("is a mark by all that splits it, and the measure where there are several", () => {
    const of = [
      { pill: MONTH, value: { type: "date", value: "2026-01-01" } },
      { pill: { field: "region" }, value: { type: "text", value: "Iberia" } },
    ];
    expect(atMark(VIEW, ROWS, 1, "sum_cost")).toEqual({ kind: "mark", of, measure: COST });
    const alone = viewOf(
      "line",
      [ON[0], ON[1], ON[3]].flatMap((one) => one ?? []),
      FIELDS,
    );
    expect(atMark(alone, ROWS, 1, "sum_net")).toEqual({ kind: "mark", of });
    expect(placeWords(atMark(VIEW, ROWS, 1, null))).toBe("January 2026, Iberia");
  });

  it("is a position or a stretch of them, on whichever axis they lie", () => {
    const value = { type: "date", value: "2026-02-01" };
    expect(atPosition(VIEW, ROWS, 2)).toEqual({ kind: "position", value });
    const data = chartData(VIEW, ROWS) as AxisData;
    const from = { type: "date", value: "2026-01-01" };
    expect(atStretch(VIEW, data, 0, 1)).toEqual({ kind: "range", from, to: value });
    const flat = [encodingOf("y", { field: "region" }), encodingOf("x", NET, "sum_net")];
    expect(atPosition(viewOf("bar", flat, FIELDS), ROWS, 1)).toEqual({
      kind: "position",
      value: { type: "text", value: "Iberia" },
    });
  });

  it("is on bars, lines, areas and points that are one picture", () => {
    expect(takesAnnotations(VIEW)).toBe(true);
    expect(takesAnnotations(viewOf("treemap", ON, FIELDS))).toBe(false);
    const panes = [...ON, encodingOf("facet_wrap", { field: "region" })];
    expect(takesAnnotations(viewOf("line", panes, FIELDS))).toBe(false);
  });
});

describe("the annotations of a chart", () => {
  const at = { kind: "mark", of: [] } as const;
  const one = { id: "1", text: "a", at: { ...at, of: [] } };
  const other = { id: "2", text: "b", at: { ...at, of: [] } };
  const empty: ChartSpec = { version: 1, source: "orders" };

  it("are added, changed by their id, and taken away", () => {
    const both = withAnnotation(withAnnotation(empty, one), other);
    expect(both.annotations).toEqual([one, other]);
    const changed = withAnnotation(both, { ...one, text: "c" });
    expect(changed.annotations?.map(({ text }) => text)).toEqual(["c", "b"]);
    expect(withoutAnnotation(changed, "1").annotations).toEqual([other]);
    expect(withoutAnnotation(withoutAnnotation(changed, "1"), "2")).toEqual(empty);
  });

  it("are told where they stand, and said with the reason where they do not", () => {
    const drawn: DrawnAnnotation[] = [
      { annotation: one, at: { kind: "mark", row: 1, column: "sum_net" } },
      { annotation: other, at: null, why: "It is not on the axis now." },
    ];
    expect(textsAt(drawn, new Set([1]))).toEqual(["a"]);
    expect(textsAt(drawn, new Set([0]))).toEqual([]);
    expect(annotationAt(drawn, 1, "sum_net")).toBe(one);
    expect(annotationAt(drawn, 1, "sum_cost")).toBeNull();
    expect(annotationSentence(drawn)).toBe("annotated: a");
    expect(annotationNotes(drawn)).toEqual(["“b”: It is not on the axis now."]);
  });
});
